"""The steps by which a body is founded, and the files that belong to them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention
from vorort.councils.models import Body, BodyFile
from vorort.foundings.choices import FoundingStepKind


class FoundingStep(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """One of the five steps on the way to a council."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="founding_steps")
    step = models.PositiveSmallIntegerField(_("Schritt"), choices=FoundingStepKind.choices)
    owner = person_field(_("zuständig"))
    owner_text = models.CharField(_("zuständige Stelle"), max_length=160, blank=True)
    due_on = models.DateField(_("bis"), null=True, blank=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    note = models.TextField(_("Notiz"), blank=True)

    objects: ClassVar["models.Manager[FoundingStep]"] = scoped_manager()

    class Meta:
        verbose_name = _("Gründungsschritt")
        verbose_name_plural = _("Gründungsschritte")
        ordering = ("body", "step")
        constraints = [models.UniqueConstraint(name="founding_step_once", fields=("body", "step"))]

    class Privacy(Declaration):
        purpose = "Wer was bis wann zur Gründung eines Gremiums beiträgt"
        basis = PUBLIC_TASK
        retention = Retention("wie das Gremium")
        personal = ("owner", "owner_text")
        subjects = STAFF
        texts = ("note",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.step}. {self.get_step_display()}"


class FoundingFile(TenantModel):
    """Says that a file of the body belongs to a step; the body keeps it and hands it out."""

    step = models.ForeignKey(FoundingStep, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(BodyFile, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar["models.Manager[FoundingFile]"] = scoped_manager()

    class Meta:
        verbose_name = _("Unterlage zu einem Gründungsschritt")
        verbose_name_plural = _("Unterlagen zu Gründungsschritten")
        ordering = ("step", "id")

    class Privacy(Declaration):
        purpose = "Welche Unterlage eines Gremiums zu welchem Gründungsschritt gehört"
        retention = "wie das Gremium"

    def __str__(self) -> str:
        return self.file.title
