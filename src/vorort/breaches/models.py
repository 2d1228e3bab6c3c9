"""Incidents of a town."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.breaches.choices import IncidentState, Risk
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import SECURITY, Declaration, Retention


class Incident(Addressed, TenantModel):
    """Something happened to data or systems; three reports may be due within hours."""

    title = models.CharField(_("Kurz gesagt"), max_length=160)
    state = models.CharField(
        _("Stand"), max_length=8, choices=IncidentState.choices, default=IncidentState.OPEN
    )
    happened_at = models.DateTimeField(_("geschehen"), null=True, blank=True)
    noticed_at = models.DateTimeField(_("bemerkt"))
    description = models.TextField(_("Was ist geschehen?"))
    is_security = models.BooleanField(_("Vorfall der Informationssicherheit"), default=True)
    is_personal = models.BooleanField(_("personenbezogene Daten betroffen"), default=False)
    data_categories = models.TextField(_("betroffene Arten von Daten"), blank=True)
    people_categories = models.TextField(_("betroffene Gruppen von Personen"), blank=True)
    people_count = models.PositiveIntegerField(
        _("ungefähre Zahl der Personen"), null=True, blank=True
    )
    records_count = models.PositiveIntegerField(
        _("ungefähre Zahl der Datensätze"), null=True, blank=True
    )
    consequences = models.TextField(_("wahrscheinliche Folgen"), blank=True)
    measures = models.TextField(_("ergriffene und geplante Maßnahmen"), blank=True)
    risk = models.CharField(
        _("Risiko für die Betroffenen"), max_length=8, choices=Risk.choices, default=Risk.UNKNOWN
    )
    reason = models.TextField(_("Begründung, falls nicht gemeldet wird"), blank=True)
    cert_first_at = models.DateTimeField(_("Erstmeldung SAX.CERT"), null=True, blank=True)
    cert_full_at = models.DateTimeField(_("ausführliche Meldung SAX.CERT"), null=True, blank=True)
    supervisor_at = models.DateTimeField(_("Meldung Art. 33"), null=True, blank=True)
    people_at = models.DateTimeField(_("Betroffene benachrichtigt"), null=True, blank=True)
    closed_at = models.DateTimeField(_("abgeschlossen"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("erfasst von")
    )

    objects: ClassVar["models.Manager[Incident]"] = scoped_manager()

    class Meta:
        verbose_name = _("Vorfall")
        verbose_name_plural = _("Vorfälle")
        ordering = ("-noticed_at", "-id")

    class Privacy(Declaration):
        purpose = "Dokumentation und Meldung von Vorfällen (Art. 33 Abs. 5 DSGVO, SächsISichG)"
        basis = SECURITY
        retention = Retention("fünf Jahre nach dem Abschluss", years=5, since="closed_at", own=True)
        personal = ("recorded_by",)
        subjects = "Beschäftigte; Betroffene nur als Gruppe und Zahl"
        recipients = "SAX.CERT, Sächsische Datenschutz- und Transparenzbeauftragte"
        texts = ("description", "consequences", "measures", "reason")

    def __str__(self) -> str:
        return self.title
