"""Formats, states and the transitions between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryFormat(models.TextChoices):
    PKS_COUNTY = "pks-county", _("Polizeistatistik: Kreise und Gemeinden")
    PKS_STATE = "pks-state", _("Polizeistatistik: Länder")
    PKS_NATION = "pks-nation", _("Polizeistatistik: Bund")
    POPULATION = "population", _("Bevölkerung")
    # Typed into the entry mask: checked and stored in one go, so no job reads it.
    HAND = "hand", _("Von Hand eingetragen")
    AREAS_COUNTY = "areas-county", _("Gebiete: Kreise")
    AREAS_MUNICIPALITY = "areas-municipality", _("Gebiete: Gemeinden")
    AREAS_DISTRICT = "areas-district", _("Gebiete: Ortsteile")


class DeliveryStatus(models.TextChoices):
    RECEIVED = "received", _("eingegangen")
    CHECKING = "checking", _("wird geprüft")
    CHECKED = "checked", _("geprüft")
    STORED = "stored", _("übernommen")
    REJECTED = "rejected", _("abgelehnt")
    CANCELLED = "cancelled", _("verworfen")
    UNDONE = "undone", _("zurückgenommen")


# What may follow what. A killed check starts again, so CHECKING may follow itself.
TRANSITIONS: dict[str, frozenset[str]] = {
    DeliveryStatus.RECEIVED: frozenset(
        {DeliveryStatus.CHECKING, DeliveryStatus.REJECTED, DeliveryStatus.CANCELLED}
    ),
    DeliveryStatus.CHECKING: frozenset(
        {
            DeliveryStatus.CHECKING,
            DeliveryStatus.CHECKED,
            DeliveryStatus.REJECTED,
            DeliveryStatus.CANCELLED,
        }
    ),
    DeliveryStatus.CHECKED: frozenset(
        {
            DeliveryStatus.CHECKING,
            DeliveryStatus.STORED,
            DeliveryStatus.REJECTED,
            DeliveryStatus.CANCELLED,
        }
    ),
    DeliveryStatus.STORED: frozenset({DeliveryStatus.UNDONE}),
    DeliveryStatus.REJECTED: frozenset(),
    DeliveryStatus.CANCELLED: frozenset(),
    DeliveryStatus.UNDONE: frozenset(),
}

# Figures rest on areas: a wrong one is corrected by a better file, never taken back.
PERMANENT = frozenset(
    {
        DeliveryFormat.AREAS_COUNTY,
        DeliveryFormat.AREAS_MUNICIPALITY,
        DeliveryFormat.AREAS_DISTRICT,
    }
)

# The jobs that read a format, by name: this floor may not import the apps above it.
CHECK_JOBS: dict[str, str] = {
    DeliveryFormat.PKS_COUNTY: "evidence.jobs.check_delivery",
    DeliveryFormat.PKS_STATE: "evidence.jobs.check_delivery",
    DeliveryFormat.PKS_NATION: "evidence.jobs.check_delivery",
    DeliveryFormat.POPULATION: "evidence.jobs.check_delivery",
    DeliveryFormat.AREAS_COUNTY: "places.jobs.check_delivery",
    DeliveryFormat.AREAS_MUNICIPALITY: "places.jobs.check_delivery",
    DeliveryFormat.AREAS_DISTRICT: "places.jobs.check_delivery",
}
STORE_JOBS: dict[str, str] = {
    DeliveryFormat.PKS_COUNTY: "evidence.jobs.store_delivery",
    DeliveryFormat.PKS_STATE: "evidence.jobs.store_delivery",
    DeliveryFormat.PKS_NATION: "evidence.jobs.store_delivery",
    DeliveryFormat.POPULATION: "evidence.jobs.store_delivery",
    DeliveryFormat.AREAS_COUNTY: "places.jobs.store_delivery",
    DeliveryFormat.AREAS_MUNICIPALITY: "places.jobs.store_delivery",
    DeliveryFormat.AREAS_DISTRICT: "places.jobs.store_delivery",
}

# Precedence of a delivery among deliveries of the same table; the greater number wins,
# among equals the one received later.
PRECEDENCE_DERIVED = 5
PRECEDENCE_ROUNDED = 10
PRECEDENCE_UNROUNDED = 20
