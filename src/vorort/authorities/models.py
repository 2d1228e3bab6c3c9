"""The tenant and who belongs to it."""

from django.db import models
from django.db.models import F, Q

from vorort.accounts.models import Person
from vorort.authorities.choices import AuthorityKind, Role
from vorort.core.models import Addressed, Stamped
from vorort.core.privacy import Declaration


class Authority(Addressed, Stamped):
    """A municipality, a county or the state: the tenant of all its rows."""

    kind = models.CharField("Art", max_length=12, choices=AuthorityKind.choices)
    slug = models.SlugField("Adresse", max_length=60, unique=True)
    name = models.CharField("Name", max_length=120)
    short_name = models.CharField("Kurzname", max_length=60)
    town_key = models.CharField("Ortskürzel", max_length=2)
    # Keys of its area: 8 digits, 5 digits or 2; a district-free city has two.
    area_key = models.CharField("Gebietsschlüssel", max_length=12, unique=True)
    also_area_key = models.CharField("weiterer Gebietsschlüssel", max_length=12, blank=True)
    is_demo = models.BooleanField("fiktiv", default=False)
    address = models.TextField("Anschrift", blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    imprint_url = models.URLField("Impressum", blank=True)
    privacy_url = models.URLField("Datenschutz", blank=True)
    accessibility_url = models.URLField("Barrierefreiheit", blank=True)

    class Meta:
        verbose_name = "Gebietskörperschaft"
        verbose_name_plural = "Gebietskörperschaften"
        ordering = ("name", "id")

    class Privacy(Declaration):
        purpose = "Angaben der Gebietskörperschaft für Kopf, Fuß und Schriftstücke"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return self.name


class Membership(Addressed, Stamped):
    """A person has a role for an authority from one day to another."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("Rolle", max_length=20, choices=Role.choices)
    from_on = models.DateField("von")
    until_on = models.DateField("bis", null=True, blank=True)

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        ordering = ("authority", "person", "role", "id")
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.UniqueConstraint(
                name="membership_once", fields=("authority", "person", "role", "from_on")
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wer für welche Gebietskörperschaft handeln darf"
        retention = "zehn Jahre nach dem Ende (Nachweis der Zuständigkeit)"
        personal = ("person",)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
