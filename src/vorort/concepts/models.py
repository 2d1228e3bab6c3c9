"""Answers of the assistant: one for each question of a measure, saved by themselves."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention
from vorort.measures.models import Measure


class Answer(TenantModel):
    """What was answered to a question (its code) of a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(_("Frage"), max_length=40)
    text = models.TextField(_("Antwort"), blank=True)
    answered_by = person_field(_("beantwortet durch"))
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)
    # Whoever saves must have read the latest text.
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Answer]"] = scoped_manager()

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        ordering = ("measure", "id")
        constraints = [models.UniqueConstraint(name="answer_once", fields=("measure", "question"))]

    class Privacy(Declaration):
        purpose = "Konzept einer Maßnahme"
        basis = PUBLIC_TASK
        retention = Retention("wie die Maßnahme, vor einer Löschung dem Archiv angeboten")
        personal = ("answered_by",)
        subjects = STAFF
        texts = ("text",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.question
