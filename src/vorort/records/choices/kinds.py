"""Kinds of hand entry, and what may stand where there is no number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObservationStatus(models.TextChoices):
    """Whether there is a number, and if not, why not. None of these is nought."""

    OK = "ok", _("liegt vor")
    PROVISIONAL = "provisional", _("vorläufig")
    MISSING = "missing", _("fehlt")
    SUPPRESSED = "suppressed", _("gesperrt (geheim gehalten)")


# A status of these two goes with no number.
FREE_STATUSES = frozenset({ObservationStatus.MISSING, ObservationStatus.SUPPRESSED})


class EntryKind(models.TextChoices):
    """The masks: each is one page with its own rows."""

    POLICE = "police", _("Polizeiliche Kriminalstatistik")
    OWI = "owi", _("Ordnungswidrigkeiten")
    ACCIDENTS = "accidents", _("Verkehrsunfälle")
    STRUCTURE = "structure", _("Soziales und Struktur")
    RESIDENTS = "residents", _("Bevölkerung nach Geschlecht und Alter")


# ``Delivery.table_code`` of a hand entry: deliveries of one table supersede each other.
TABLE_CODES: dict[str, str] = {kind: f"hand-{kind}" for kind in EntryKind.values}
