"""Offence keys by year, wide rows of counts, and the populations their rates imply."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.core.privacy import Declaration
from vorort.deliveries.models import Delivery
from vorort.places.models import Area


class OffenceKey(models.Model):
    """A key of the police statistics in one year: a key keeps its number, not its content."""

    key = models.CharField(_("Straftatenschlüssel"), max_length=6)
    year = models.PositiveSmallIntegerField(_("Berichtsjahr"))
    label = models.CharField(_("Bezeichnung"), max_length=300)
    # 0 is the total; overlapping sum keys stand outside the tree and have no level.
    level = models.PositiveSmallIntegerField(_("Ebene"), null=True, blank=True)
    parent_key = models.CharField(_("übergeordneter Schlüssel"), max_length=6, blank=True)
    is_sum = models.BooleanField(_("Summenschlüssel"), default=False)
    control_offence = models.BooleanField(_("Kontrolldelikt"), default=False)

    class Meta:
        verbose_name = _("Straftatenschlüssel")
        verbose_name_plural = _("Straftatenschlüssel")
        ordering = ("year", "key")
        constraints = [models.UniqueConstraint(name="offence_key_once", fields=("year", "key"))]

    class Privacy(Declaration):
        purpose = "Bedeutung der Zahlen eines Berichtsjahrs"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return f"{self.key} {self.label}"


def _count(label: Any) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _number(label: Any) -> Any:
    return models.FloatField(label, null=True, blank=True)


class OffenceCount(models.Model):
    """One row of a police table as delivered. Null means not delivered, never nought."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    offence_key = models.CharField(_("Straftatenschlüssel"), max_length=6)
    year = models.PositiveSmallIntegerField(_("Berichtsjahr"))
    line = models.PositiveIntegerField(_("Zeile der Datei"))

    cases = _count(_("erfasste Fälle"))
    attempts = _count(_("Versuche"))
    gun_threatened = _count(_("mit Schusswaffe gedroht"))
    gun_fired = _count(_("mit Schusswaffe geschossen"))
    cleared = _count(_("aufgeklärte Fälle"))
    suspects = _count(_("Tatverdächtige"))
    suspects_male = _count(_("Tatverdächtige, männlich"))
    suspects_female = _count(_("Tatverdächtige, weiblich"))
    suspects_foreign = _count(_("nichtdeutsche Tatverdächtige"))
    cases_under_20k = _count(_("Fälle in Gemeinden unter 20.000 Einwohnern"))
    cases_20k_100k = _count(_("Fälle in Gemeinden bis unter 100.000 Einwohnern"))
    cases_100k_500k = _count(_("Fälle in Gemeinden bis unter 500.000 Einwohnern"))
    cases_500k_up = _count(_("Fälle in Gemeinden ab 500.000 Einwohnern"))
    cases_size_unknown = _count(_("Fälle, Tatort unbekannt"))
    rate = _number(_("Häufigkeitszahl, veröffentlicht"))
    attempts_share = _number(_("Versuche in Prozent"))
    clearance = _number(_("Aufklärungsquote, veröffentlicht"))
    suspects_foreign_share = _number(_("nichtdeutsche Tatverdächtige in Prozent"))
    share_of_all = _number(_("Anteil an allen Fällen in Prozent"))
    # Printed digits after the comma; null where the source gives the number unrounded.
    rate_digits = models.PositiveSmallIntegerField(null=True, blank=True)
    clearance_digits = models.PositiveSmallIntegerField(null=True, blank=True)
    flags = models.PositiveSmallIntegerField(_("Hinweise"), default=0)

    class Meta:
        verbose_name = _("Zeile der Polizeistatistik")
        verbose_name_plural = _("Zeilen der Polizeistatistik")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="offence_count_once", fields=("area", "offence_key", "year", "delivery")
            )
        ]
        indexes = [
            models.Index(fields=("offence_key", "year", "area"), name="offence_count_by_key")
        ]

    class Privacy(Declaration):
        purpose = "Zahlen der polizeilichen Kriminalstatistik, zusammengefasst nach Gebieten"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return f"{self.offence_key} {self.year}: {self.cases}"


class ImpliedPopulation(models.Model):
    """The population the published rates of an area and year were measured on."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("Berichtsjahr"))
    population = models.PositiveIntegerField(_("Bevölkerung"))
    low = models.PositiveIntegerField(_("mindestens"))
    high = models.PositiveIntegerField(_("höchstens"))
    exact = models.BooleanField(_("eindeutig"))
    left_out = models.PositiveSmallIntegerField(_("unpassende Häufigkeitszahlen"), default=0)

    class Meta:
        verbose_name = _("aus Häufigkeitszahlen abgeleitete Bevölkerung")
        verbose_name_plural = _("aus Häufigkeitszahlen abgeleitete Bevölkerungen")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="implied_population_once", fields=("area", "year", "delivery")
            )
        ]

    class Privacy(Declaration):
        purpose = "Bezugsgröße veröffentlichter Häufigkeitszahlen"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return f"{self.area} {self.year}: {self.population}"
