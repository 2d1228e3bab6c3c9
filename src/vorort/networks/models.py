"""What somebody said to a suggestion, so that it is not made again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention
from vorort.findings.models import Need
from vorort.networks.choices import Reaction, SuggestionKind


class SuggestionAnswer(TenantModel):
    """``subject`` is the public id of the offer, or of the other town's measure: it outlives a version."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("Art"), max_length=8, choices=SuggestionKind.choices)
    subject = models.CharField(_("Kennung"), max_length=12)
    reaction = models.CharField(_("Antwort"), max_length=8, choices=Reaction.choices)
    reason = models.CharField(_("Grund"), max_length=200, blank=True)
    by = person_field(_("durch"))

    objects: ClassVar["models.Manager[SuggestionAnswer]"] = scoped_manager()

    class Meta:
        verbose_name = _("Antwort auf einen Vorschlag")
        verbose_name_plural = _("Antworten auf Vorschläge")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="suggestion_answered_once", fields=("need", "kind", "subject")
            )
        ]

    class Privacy(Declaration):
        purpose = "Vorschläge nicht doppelt machen"
        basis = PUBLIC_TASK
        retention = Retention("wie der Bedarf")
        personal = ("by",)
        subjects = STAFF
        texts = ("reason",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.get_reaction_display()
