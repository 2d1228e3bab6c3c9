"""Formats, states and the transitions between them; what may be done with a delivery."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryFormat(models.TextChoices):
    PKS_COUNTY = "pks-county", _("Polizeistatistik: Kreise und Gemeinden")
    PKS_STATE = "pks-state", _("Polizeistatistik: Länder")
    PKS_NATION = "pks-nation", _("Polizeistatistik: Bund")
    POPULATION = "population", _("Bevölkerung")
    # Typed into the entry mask: checked and stored in one go, so no job reads it.
    HAND = "hand", _("Von Hand eingetragen")
    # Any spreadsheet, read by the general importer.
    TABLE = "table", _("Tabelle")
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
    REVOKED = "revoked", _("widerrufen")


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
    DeliveryStatus.STORED: frozenset({DeliveryStatus.UNDONE, DeliveryStatus.REVOKED}),
    DeliveryStatus.REJECTED: frozenset(),
    DeliveryStatus.CANCELLED: frozenset(),
    DeliveryStatus.UNDONE: frozenset(),
    DeliveryStatus.REVOKED: frozenset(),
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
    DeliveryFormat.TABLE: "tables.jobs.check_delivery",
    DeliveryFormat.AREAS_COUNTY: "places.jobs.check_delivery",
    DeliveryFormat.AREAS_MUNICIPALITY: "places.jobs.check_delivery",
    DeliveryFormat.AREAS_DISTRICT: "places.jobs.check_delivery",
}
STORE_JOBS: dict[str, str] = {
    DeliveryFormat.PKS_COUNTY: "evidence.jobs.store_delivery",
    DeliveryFormat.PKS_STATE: "evidence.jobs.store_delivery",
    DeliveryFormat.PKS_NATION: "evidence.jobs.store_delivery",
    DeliveryFormat.POPULATION: "evidence.jobs.store_delivery",
    DeliveryFormat.TABLE: "tables.jobs.store_delivery",
    DeliveryFormat.AREAS_COUNTY: "places.jobs.store_delivery",
    DeliveryFormat.AREAS_MUNICIPALITY: "places.jobs.store_delivery",
    DeliveryFormat.AREAS_DISTRICT: "places.jobs.store_delivery",
}

# Precedence of a delivery among deliveries of the same table; the greater number wins,
# among equals the one received later.
PRECEDENCE_DERIVED = 5
PRECEDENCE_ROUNDED = 10
PRECEDENCE_UNROUNDED = 20


class ReleaseLevel(models.TextChoices):
    """How far the figures of a delivery may go."""

    INTERNAL = "internal", _("intern")
    CORE = "core", _("Kerngruppe")
    PUBLIC = "public", _("öffentlich")


class PermittedUse(models.TextChoices):
    """What the figures may be used for."""

    ANY = "any", _("jede Verwendung")
    REPORT = "report", _("nur im Lagebild")
    ADVICE = "advice", _("nur zur Beratung, nicht in Berichten")


class RevocationKind(models.TextChoices):
    """What shall become of what is public already."""

    AT_ONCE = "at_once", _("sofort zurückziehen")
    CORRECTED = "corrected", _("kennzeichnen, bis die Berichtigung da ist")


class Audience(StrEnum):
    """Who is to see something; each one sees what the one before sees, and more."""

    PUBLIC = "public"
    CORE = "core"
    EDITOR = "editor"


# Which levels reach which audience. A public delivery under embargo is core until then.
LEVELS: dict[Audience, frozenset[ReleaseLevel]] = {
    Audience.PUBLIC: frozenset({ReleaseLevel.PUBLIC}),
    Audience.CORE: frozenset({ReleaseLevel.PUBLIC, ReleaseLevel.CORE}),
    Audience.EDITOR: frozenset(ReleaseLevel),
}

# Tables that their source has published itself.
PUBLISHED_TABLES = frozenset(
    {
        DeliveryFormat.PKS_COUNTY,
        DeliveryFormat.PKS_STATE,
        DeliveryFormat.PKS_NATION,
        DeliveryFormat.POPULATION,
        DeliveryFormat.AREAS_COUNTY,
        DeliveryFormat.AREAS_MUNICIPALITY,
        DeliveryFormat.AREAS_DISTRICT,
    }
)


@dataclass(frozen=True, kw_only=True)
class Release:
    """What the sender allows.

    Attributes
    ----------
    level : ReleaseLevel
    embargo_until : datetime, optional
        Aware; before it the figures stay in the core group, whatever the level says.
    permitted_use, use_note : str
        One of ``PermittedUse`` and a remark in the sender's words.
    agreement : str
        What the release rests on: a file reference, a letter, an agreement.
    """

    level: ReleaseLevel | str
    embargo_until: dt.datetime | None = None
    permitted_use: PermittedUse | str = PermittedUse.ANY
    use_note: str = ""
    agreement: str = ""
