"""What is asked for, how far it is, and the terms the law sets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Art. 12 Abs. 3 DSGVO.
ANSWER_MONTHS = 1
# How long a made package may be fetched.
PACKAGE_DAYS = 7
# Between the archive's answer and the deletion of a town: time to change one's mind.
WAITING_DAYS = 30


class RequestKind(models.TextChoices):
    ACCESS = "access", _("Auskunft (Art. 15)")
    CORRECTION = "correction", _("Berichtigung (Art. 16)")
    ERASURE = "erasure", _("Löschung (Art. 17)")
    PORTABILITY = "portability", _("Herausgabe der Daten (Art. 20)")


class RequestState(models.TextChoices):
    RECEIVED = "received", _("eingegangen")
    IDENTIFIED = "identified", _("Identität geprüft")
    ANSWERED = "answered", _("beantwortet")
    REFUSED = "refused", _("abgelehnt")


OPEN_STATES = (RequestState.RECEIVED, RequestState.IDENTIFIED)


class PackageKind(models.TextChoices):
    PERSON = "person", _("Auskunft zu einer Person")
    TOWN = "town", _("Gesamtexport")
    ARCHIVE = "archive", _("Angebot an das Archiv")


class RemovalState(models.TextChoices):
    REQUESTED = "requested", _("beantragt")
    CONFIRMED = "confirmed", _("bestätigt, Angebot an das Archiv steht aus")
    OFFERED = "offered", _("dem Archiv angeboten")
    WAITING = "waiting", _("Wartezeit bis zur Löschung")
    REMOVED = "removed", _("gelöscht")
    CANCELLED = "cancelled", _("abgebrochen")


RUNNING_REMOVALS = (
    RemovalState.REQUESTED,
    RemovalState.CONFIRMED,
    RemovalState.OFFERED,
    RemovalState.WAITING,
)
NEXT_STATES: dict[str, frozenset[RemovalState]] = {
    RemovalState.REQUESTED: frozenset({RemovalState.CONFIRMED, RemovalState.CANCELLED}),
    RemovalState.CONFIRMED: frozenset({RemovalState.OFFERED, RemovalState.CANCELLED}),
    RemovalState.OFFERED: frozenset({RemovalState.WAITING, RemovalState.CANCELLED}),
    RemovalState.WAITING: frozenset({RemovalState.REMOVED, RemovalState.CANCELLED}),
}


class ArchiveAnswer(models.TextChoices):
    TAKEN = "taken", _("übernommen")
    PARTLY = "partly", _("teilweise übernommen")
    DECLINED = "declined", _("nicht archivwürdig")
