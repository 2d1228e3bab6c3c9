"""Sign-offs: what was put before the head of the administration, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, keep
from vorort.leadership.choices import SignOffState


class SignOff(Addressed, TenantModel):
    """A decision asked for. ``subject_*`` name the thing; ``revision`` is the number of its text."""

    subject_kind = models.CharField(_("Art des Gegenstands"), max_length=60)
    subject_id = models.CharField(_("Kennung des Gegenstands"), max_length=40)
    subject_title = models.CharField(_("Gegenstand"), max_length=240)
    revision = models.PositiveIntegerField(_("Fassung"), default=0)
    question = models.CharField(_("Was zu entscheiden ist"), max_length=300)
    due_on = models.DateField(_("bis"), null=True, blank=True)
    asked_at = models.DateTimeField(_("erbeten am"))
    asked_by = person_field(_("erbeten durch"))
    state = models.CharField(
        _("Stand"), max_length=9, choices=SignOffState.choices, default=SignOffState.ASKED
    )
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    decided_by = person_field(_("entschieden durch"))
    note = models.TextField(_("Bemerkung"), blank=True)

    objects: ClassVar["models.Manager[SignOff]"] = scoped_manager()

    class Meta:
        verbose_name = _("Zeichnung")
        verbose_name_plural = _("Zeichnungen")
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                name="sign_off_asked_once",
                fields=("authority", "subject_kind", "subject_id"),
                condition=Q(state=SignOffState.ASKED),
            ),
            models.CheckConstraint(
                name="sign_off_decided_dated",
                condition=~Q(state__in=[SignOffState.SIGNED, SignOffState.RETURNED])
                | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sign_off_returned_with_reason",
                condition=~Q(state=SignOffState.RETURNED) | ~Q(note=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, was die Leitung entschieden hat"
        basis = PUBLIC_TASK
        retention = Retention("zehn Jahre, vor einer Löschung dem Archiv angeboten")
        personal = ("asked_by", "decided_by")
        subjects = STAFF
        texts = ("question", "note")
        erasure = keep("Nachweis, wer entschieden hat.")

    def __str__(self) -> str:
        return self.subject_title
