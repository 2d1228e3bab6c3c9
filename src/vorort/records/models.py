"""Sparse figures in one narrow table, and the drafts of entry masks."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core.models import TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, delete_row
from vorort.deliveries.models import Delivery
from vorort.places.models import Area
from vorort.records.choices import FREE_STATUSES, EntryKind, ObservationStatus


class Observation(models.Model):
    """One number of one indicator, as delivered. Null means there is none, never nought."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(_("Kennzahl"), max_length=40)
    year = models.PositiveSmallIntegerField(_("Jahr"))
    # 0 is the whole year.
    month = models.PositiveSmallIntegerField(_("Monat"), default=0)
    value = models.DecimalField(_("Wert"), max_digits=16, decimal_places=4, null=True, blank=True)
    status = models.CharField(
        _("Stand"),
        max_length=12,
        choices=ObservationStatus.choices,
        default=ObservationStatus.OK,
    )
    line = models.PositiveIntegerField(_("Zeile der Datei"), default=0)

    class Meta:
        verbose_name = _("Einzelangabe")
        verbose_name_plural = _("Einzelangaben")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="observation_once",
                fields=("area", "indicator", "year", "month", "delivery"),
            ),
            models.CheckConstraint(
                name="observation_value_fits_status",
                condition=Q(status__in=sorted(FREE_STATUSES), value__isnull=True)
                | (~Q(status__in=sorted(FREE_STATUSES)) & Q(value__isnull=False)),
            ),
            models.CheckConstraint(name="observation_month", condition=Q(month__lte=12)),
        ]
        indexes = [models.Index(fields=("indicator", "year", "area"), name="observation_by_code")]

    class Privacy(Declaration):
        purpose = "Ordnungswidrigkeiten, Unfälle, soziale Angaben, zusammengefasst nach Gebieten"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.value}"


class EntryDraft(TenantModel):
    """What somebody has typed and not yet saved: one for each mask and person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Maske"), max_length=12, choices=EntryKind.choices)
    content = models.JSONField(_("Eingaben"), default=dict)

    objects: Any = scoped_manager()

    class Meta:
        verbose_name = _("Entwurf einer Eingabe")
        verbose_name_plural = _("Entwürfe von Eingaben")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(name="draft_once", fields=("authority", "person", "kind"))
        ]

    class Privacy(Declaration):
        purpose = "Damit beim Eintippen nichts verloren geht"
        basis = PUBLIC_TASK
        retention = Retention(
            "bis zum Speichern oder Verwerfen, sonst 90 Tage", days=90, since="updated_at"
        )
        personal = ("person",)
        subjects = STAFF
        erasure = delete_row()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.person})"
