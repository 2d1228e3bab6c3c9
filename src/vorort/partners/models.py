"""Organisations that work on prevention in a town, and whom to ask there."""

from typing import ClassVar

from django.db import models

from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, Declaration, Retention, delete_row
from vorort.partners.choices import OrganisationKind


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
