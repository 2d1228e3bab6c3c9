"""Areas, versioned by validity, their population by day, and the states they were read from."""

from django.db import models
from django.db.models import F, Q

from vorort.core.privacy import Declaration
from vorort.deliveries.models import Delivery
from vorort.places.choices import BEGINNING, AreaKind, PopulationKind


class Area(models.Model):
    """An area as it is from one day until another; known by its key alone, if need be.

    ``valid_until`` is the first day on which the version holds no longer. Versions of one key
    never overlap: the actions see to it, the constraints catch the plain cases.
    """

    key = models.CharField("Schlüssel", max_length=20)
    ars = models.CharField("Regionalschlüssel", max_length=12, blank=True)
    kind = models.CharField("Art", max_length=12, choices=AreaKind.choices)
    name = models.CharField("Name", max_length=120)
    other_name = models.CharField("Name in anderer Sprache", max_length=120, blank=True)
    designation = models.CharField("Bezeichnung", max_length=60, blank=True)
    valid_from = models.DateField("gilt ab", default=BEGINNING)
    valid_until = models.DateField("gilt nicht mehr ab", null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="liegt in",
    )
    # Well-known binary in EPSG:25833, and the box around it in metres.
    wkb = models.BinaryField("Fläche", null=True, blank=True)
    min_x = models.FloatField(null=True, blank=True)
    min_y = models.FloatField(null=True, blank=True)
    max_x = models.FloatField(null=True, blank=True)
    max_y = models.FloatField(null=True, blank=True)
    area_ha = models.FloatField("Fläche in Hektar", null=True, blank=True)
    # The register's own figure; otherwise measured on the boundary, which may be generalised.
    area_surveyed = models.BooleanField("Fläche laut Verzeichnis", default=False)
    # Of which day name and boundary are: an older file never replaces what a newer one said.
    described_on = models.DateField("Stand des Namens", null=True, blank=True)
    shape_on = models.DateField("Stand der Grenze", null=True, blank=True)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "Gebiet"
        verbose_name_plural = "Gebiete"
        ordering = ("key", "valid_from")
        constraints = [
            models.UniqueConstraint(name="area_starts_once", fields=("key", "valid_from")),
            models.UniqueConstraint(
                name="area_open_once", fields=("key",), condition=Q(valid_until__isnull=True)
            ),
            models.CheckConstraint(
                name="area_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="area_box_with_shape",
                condition=Q(wkb__isnull=True)
                | Q(
                    min_x__isnull=False,
                    min_y__isnull=False,
                    max_x__isnull=False,
                    max_y__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=("kind", "parent", "key"), name="area_by_parent"),
            models.Index(fields=("kind", "min_x", "max_x"), name="area_by_box"),
        ]

    class Privacy(Declaration):
        purpose = "Gebiete, auf die sich Zahlen beziehen"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return self.name or self.key


class AreaState(models.Model):
    """On that day a source listed all areas of a kind inside one area: a state of the register."""

    kind = models.CharField("Art", max_length=12, choices=AreaKind.choices)
    inside = models.CharField("in", max_length=20)
    on_date = models.DateField("Stand")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Gebietsstand"
        verbose_name_plural = "Gebietsstände"
        ordering = ("kind", "inside", "on_date")
        constraints = [
            models.UniqueConstraint(name="state_once", fields=("kind", "inside", "on_date"))
        ]

    class Privacy(Declaration):
        purpose = "Woraus die Gültigkeit der Gebiete abgeleitet ist"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return f"{self.inside} {self.on_date}"


class Population(models.Model):
    """How many people lived in an area on a day, and who says so."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="populations")
    on_date = models.DateField("Stichtag")
    total = models.PositiveIntegerField("insgesamt")
    male = models.PositiveIntegerField("männlich", null=True, blank=True)
    female = models.PositiveIntegerField("weiblich", null=True, blank=True)
    kind = models.CharField("Herkunft", max_length=10, choices=PopulationKind.choices)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Bevölkerungszahl"
        verbose_name_plural = "Bevölkerungszahlen"
        ordering = ("area", "on_date")
        constraints = [
            models.UniqueConstraint(
                name="population_once", fields=("delivery", "area", "on_date", "kind")
            )
        ]
        indexes = [models.Index(fields=("on_date", "area"), name="population_by_day")]

    class Privacy(Declaration):
        purpose = "Bezugsgröße von Häufigkeitszahlen"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return f"{self.area} {self.on_date}: {self.total}"


class AreaImport(models.Model):
    """What was asked of a file of areas, kept from the preview until it is taken over."""

    delivery = models.OneToOneField(
        Delivery, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    options = models.JSONField("Angaben", default=dict)
    summary = models.JSONField("Ergebnis", default=dict)

    class Meta:
        verbose_name = "Einlesen von Gebieten"
        verbose_name_plural = "Einlesen von Gebieten"

    class Privacy(Declaration):
        purpose = "Zuordnung der Spalten und Gebietsstand einer Lieferung"
        retention = "wie die Lieferung"

    def __str__(self) -> str:
        return str(self.delivery)
