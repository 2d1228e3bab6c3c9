"""What is asked for, how far it is, and the terms the law sets."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

# Art. 12 Abs. 3 DSGVO; SächsISichG and SAX.CERT; Art. 33 DSGVO.
ANSWER_MONTHS = 1
CERT_FIRST = dt.timedelta(hours=24)
CERT_FULL = dt.timedelta(hours=72)
SUPERVISOR = dt.timedelta(hours=72)
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


class IncidentState(models.TextChoices):
    OPEN = "open", _("offen")
    CLOSED = "closed", _("abgeschlossen")


class Risk(models.TextChoices):
    """Risk for the people concerned: it decides what Art. 33 and 34 DSGVO ask for."""

    UNKNOWN = "unknown", _("noch nicht eingeschätzt")
    NONE = "none", _("voraussichtlich kein Risiko")
    RISK = "risk", _("Risiko: Meldung an die Aufsicht (Art. 33)")
    HIGH = "high", _("hohes Risiko: auch die Betroffenen benachrichtigen (Art. 34)")


class ReportStep(models.TextChoices):
    """Whom an incident is told, and by when."""

    CERT_FIRST = "cert_first", _("Erstmeldung an das SAX.CERT")
    SUPERVISOR = "supervisor", _("Meldung an die Datenschutzaufsicht (Art. 33)")
    CERT_FULL = "cert_full", _("ausführliche Meldung an das SAX.CERT")
    PEOPLE = "people", _("Benachrichtigung der Betroffenen (Art. 34)")


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
