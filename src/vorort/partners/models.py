"""Organisations that work on prevention in a town, and whom to ask there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import (
    PUBLIC_TASK,
    REFERENCE,
    STAFF,
    Declaration,
    Retention,
    delete_row,
)
from vorort.partners.choices import EvidenceLevel, OfferKind, OfferState, OrganisationKind


class Organisation(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """An office, school, club or firm; topics and target groups are lists of their codes."""

    name = models.CharField("Name", max_length=160)
    kind = models.CharField(
        "Art", max_length=16, choices=OrganisationKind.choices, default=OrganisationKind.OTHER
    )
    topics = models.JSONField("Themen", default=list, blank=True)
    target_groups = models.JSONField("Zielgruppen", default=list, blank=True)
    responsibility = models.CharField("Wofür zuständig", max_length=300, blank=True)
    address = models.TextField("Anschrift", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    website = models.URLField("Internetseite", blank=True)
    # Kept for what was done together; not offered any more.
    is_active = models.BooleanField("aktiv", default=True)

    objects: ClassVar["models.Manager[Organisation]"] = scoped_manager()

    class Meta:
        verbose_name = "Organisation"
        verbose_name_plural = "Organisationen"
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(name="organisation_once", fields=("authority", "name")),
        ]

    class Privacy(Declaration):
        purpose = "Wer im Ort wofür zuständig ist"
        retention = "bis zur Änderung durch die Gebietskörperschaft"

    def __str__(self) -> str:
        return self.name


class ContactPerson(Addressed, TenantModel):
    """Somebody to ask at an organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="people", verbose_name="Organisation"
    )
    name = models.CharField("Name", max_length=120)
    function = models.CharField("Funktion", max_length=120, blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)

    objects: ClassVar["models.Manager[ContactPerson]"] = scoped_manager()

    class Meta:
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ("name", "id")

    class Privacy(Declaration):
        purpose = "Wer bei einem Partner erreichbar ist"
        basis = PUBLIC_TASK
        retention = Retention("drei Jahre nach der letzten Änderung", years=3, since="updated_at")
        subjects = "Beschäftigte und Ehrenamtliche von Partnern"
        personal = ("name", "function", "phone", "email")
        names = ("name",)
        emails = ("email",)
        erasure = delete_row()

    def __str__(self) -> str:
        return self.name


class Offer(Addressed, TenantModel):
    """What somebody offers for prevention; the state's listed entries are for every town.

    Lists hold codes of ``partners.choices``. ``check`` answers the plausibility check by question.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offers", null=True, blank=True
    )
    kind = models.CharField("Art", max_length=14, choices=OfferKind.choices)
    title = models.CharField("Titel", max_length=200)
    summary = models.TextField("Kurz gesagt", blank=True)
    topics = models.JSONField("Themen", default=list, blank=True)
    target_groups = models.JSONField("Zielgruppen", default=list, blank=True)
    settings = models.JSONField("Handlungsfelder", default=list, blank=True)
    risk_factors = models.JSONField("Risikofaktoren", default=list, blank=True)
    protective_factors = models.JSONField("Schutzfaktoren", default=list, blank=True)
    pillars = models.JSONField("Säulen", default=list, blank=True)
    evidence_level = models.CharField(
        "Nachweis", max_length=10, choices=EvidenceLevel.choices, default=EvidenceLevel.NONE
    )
    evidence_on = models.DateField("Stand des Nachweises", null=True, blank=True)
    website = models.URLField("Internetseite", blank=True)
    costs = models.CharField("Kosten", max_length=200, blank=True)
    reach = models.CharField("Wo und für wie viele", max_length=200, blank=True)
    ends_on = models.DateField("bis", null=True, blank=True)
    state = models.CharField(
        "Stand", max_length=10, choices=OfferState.choices, default=OfferState.DRAFT
    )
    check_answers = models.JSONField("Prüfung vor der Aufnahme", default=dict, blank=True)
    checked_at = models.DateTimeField("geprüft am", null=True, blank=True)
    checked_by = person_field("geprüft durch")
    check_note = models.TextField("Bemerkung zur Prüfung", blank=True)
    submitted_by = person_field("eingereicht durch")
    revision = models.PositiveIntegerField("Änderungen", default=0)

    objects: ClassVar["models.Manager[Offer]"] = scoped_manager()

    class Meta:
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"
        ordering = ("title", "id")
        constraints = [
            models.CheckConstraint(
                name="offer_listed_after_check",
                condition=~Q(state=OfferState.LISTED) | Q(checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_refused_with_reason",
                condition=~Q(state=OfferState.REFUSED) | ~Q(check_note=""),
            ),
        ]
        indexes = [models.Index(fields=("authority", "state"), name="offer_by_state")]

    class Privacy(Declaration):
        purpose = "Verzeichnis der Angebote zur Prävention"
        basis = PUBLIC_TASK
        retention = Retention("bis zur Änderung durch die Gebietskörperschaft")
        personal = ("submitted_by", "checked_by")
        subjects = STAFF
        texts = ("summary", "check_note")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title
