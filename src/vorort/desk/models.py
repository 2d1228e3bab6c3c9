"""What each person sets for their desk: the weekly digest, the secret calendar address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, delete_row


class DeskSetting(models.Model):
    """How somebody wants to be told what they owe."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.BooleanField(_("wöchentliche Übersicht per E-Mail"), default=True)
    # Monday is 0.
    digest_weekday = models.PositiveSmallIntegerField(_("Wochentag"), default=0)
    # Also where there was nothing to say and so no mail.
    last_digest_on = models.DateField(_("zuletzt zusammengestellt"), null=True, blank=True)
    # SHA-256 of the secret in the address of the calendar; empty: there is none.
    calendar_hash = models.CharField(_("Prüfwert der Kalenderadresse"), max_length=64, blank=True)
    calendar_made_at = models.DateTimeField(_("Kalenderadresse seit"), null=True, blank=True)

    class Meta:
        verbose_name = _("Einstellung des Schreibtischs")
        verbose_name_plural = _("Einstellungen des Schreibtischs")
        ordering = ("person",)
        constraints = [
            models.CheckConstraint(name="desk_weekday", condition=models.Q(digest_weekday__lte=6)),
            models.UniqueConstraint(
                name="desk_calendar_once",
                fields=("calendar_hash",),
                condition=~models.Q(calendar_hash=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wöchentliche Übersicht und privater Kalender einer Person"
        basis = PUBLIC_TASK
        retention = Retention("solange das Konto besteht")
        personal = ("person", "digest", "digest_weekday", "last_digest_on", "calendar_made_at")
        sensitive = ("calendar_hash",)
        subjects = STAFF
        erasure = delete_row()

    def __str__(self) -> str:
        return str(self.person_id)
