"""How a delivery is read, what was corrected in it, and what is remembered of its sender."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration
from vorort.deliveries.models import Delivery


class SavedMapping(Addressed, TenantModel):
    """How tables of one shape from one sender are read; the next file needs no question."""

    sender = models.CharField(_("Absender"), max_length=120, blank=True)
    # What tells one shape of table from another, the same from year to year.
    fingerprint = models.CharField(_("Aufbau"), max_length=16)
    # ``rules.decisions.Decisions`` as JSON.
    decisions = models.JSONField(_("Zuordnung"), default=dict)
    # The heads of its columns, to say in words what has changed.
    columns = models.JSONField(_("Spalten"), default=list)
    version = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    used_at = models.DateTimeField(_("zuletzt verwendet"))
    uses = models.PositiveIntegerField(_("verwendet"), default=1)

    objects: Any = scoped_manager()

    class Meta:
        verbose_name = _("Zuordnung eines Absenders")
        verbose_name_plural = _("Zuordnungen der Absender")
        ordering = ("sender", "-used_at", "id")
        constraints = [
            models.UniqueConstraint(
                name="mapping_once", fields=("authority", "sender", "fingerprint")
            )
        ]

    class Privacy(Declaration):
        purpose = "Tabellen eines Absenders beim nächsten Mal ohne Rückfrage lesen"
        retention = "bis die Zuordnung vergessen wird"

    def __str__(self) -> str:
        return self.sender or str(_("ohne Absender"))


class TableImport(TenantModel):
    """What was decided about a delivered table, and what the last look at it found."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(_("Absender"), max_length=120, blank=True)
    mapping = models.ForeignKey(
        SavedMapping, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decisions = models.JSONField(_("Entscheidungen"), default=dict)
    # What the pages show: columns, wordings, rows beside what is known, problems.
    found = models.JSONField(_("Ergebnis"), default=dict)
    questions = models.PositiveIntegerField(_("offene Fragen"), default=0)
    # A page that was opened before the last change is told so.
    revision = models.PositiveIntegerField(_("Stand"), default=0)

    objects: Any = scoped_manager()

    class Meta:
        verbose_name = _("Einlesen einer Tabelle")
        verbose_name_plural = _("Einlesen von Tabellen")
        ordering = ("id",)

    class Privacy(Declaration):
        purpose = "Zuordnung und Vorschau einer gelieferten Tabelle"
        retention = "wie die Lieferung"

    def __str__(self) -> str:
        return str(self.delivery)


class Correction(TenantModel):
    """A cell written anew, or a row left out, beside the untouched file. Counted from 1."""

    table_import = models.ForeignKey(TableImport, on_delete=models.CASCADE, related_name="+")
    sheet = models.CharField(_("Blatt"), max_length=120, blank=True)
    line = models.PositiveIntegerField(_("Zeile"))
    # 0 is the whole row.
    column = models.PositiveIntegerField(_("Spalte"), default=0)
    before = models.CharField(_("vorher"), max_length=300, blank=True)
    after = models.CharField(_("nachher"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects: Any = scoped_manager()

    class Meta:
        verbose_name = _("Berichtigung einer Tabelle")
        verbose_name_plural = _("Berichtigungen von Tabellen")
        ordering = ("sheet", "line", "column")
        constraints = [
            models.UniqueConstraint(
                name="correction_once", fields=("table_import", "sheet", "line", "column")
            )
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, welche Zelle einer Lieferung wer berichtigt hat"
        basis = PUBLIC_TASK
        retention = "wie die Lieferung"
        personal = ("by",)
        subjects = STAFF

    def __str__(self) -> str:
        return f"{self.line}/{self.column}: {self.before} → {self.after}"
