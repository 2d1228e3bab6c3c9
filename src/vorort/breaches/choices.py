"""How grave an incident is, whom it must be told, and by when."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

# SächsISichG and SAX.CERT; Art. 33 DSGVO.
CERT_FIRST = dt.timedelta(hours=24)
CERT_FULL = dt.timedelta(hours=72)
SUPERVISOR = dt.timedelta(hours=72)


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
