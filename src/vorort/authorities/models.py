"""The tenant and who belongs to it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vorort.accounts.models import Person
from vorort.authorities.choices import (
    AuthorityKind,
    ContactKind,
    LegalKind,
    LegalState,
    Role,
    StepChoice,
)
from vorort.core.models import Addressed, Stamped, TenantModel, scoped_manager
from vorort.core.privacy import (
    LEGAL_DUTY,
    PUBLIC_TASK,
    REFERENCE,
    STAFF,
    Declaration,
    Retention,
    clear,
    keep,
)


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
    department = models.CharField("Stelle", max_length=160, blank=True)
    website = models.URLField("Internetseite", blank=True)
    opening_hours = models.TextField("Öffnungszeiten", blank=True)
    # The picture lies with the uploads, one floor above: only its public id is kept here.
    arms_file = models.CharField("Wappen", max_length=12, blank=True)
    arms_licence = models.CharField("Herkunft des Wappens", max_length=200, blank=True)
    colour = models.CharField("Ortsfarbe", max_length=7, blank=True)
    # Everything optional is hidden: few people do all the work here.
    small_town = models.BooleanField("kleiner Ort", default=False)
    one_hand = models.BooleanField("Bearbeitung und Freigabe in einer Hand", default=False)

    class Meta:
        verbose_name = "Gebietskörperschaft"
        verbose_name_plural = "Gebietskörperschaften"
        ordering = ("name", "id")

    class Privacy(Declaration):
        purpose = "Angaben der Gebietskörperschaft für Kopf, Fuß und Schriftstücke"
        retention = "dauerhaft"

    def __str__(self) -> str:
        return self.name

    @property
    def arms_address(self) -> str:
        """The public address of the arms; it stays when the picture changes."""
        return f"/orte/{self.slug}/wappen/" if self.arms_file else ""

    @property
    def colour_address(self) -> str:
        """The public address of the style with the town's colour, or nothing."""
        return f"/orte/{self.slug}/farbe.css" if self.colour else ""

    @property
    def legal_paths(self) -> dict[str, str]:
        """The public addresses of the legal pages by what they are."""
        base = f"/orte/{self.slug}/"
        return {
            "imprint": f"{base}{LegalKind.IMPRINT.value}/",
            "privacy": f"{base}{LegalKind.PRIVACY.value}/",
            "accessibility": f"{base}{LegalKind.ACCESSIBILITY.value}/",
        }


class Membership(Addressed, Stamped):
    """A person has a role for an authority from one day to another."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("Rolle", max_length=20, choices=Role.choices)
    from_on = models.DateField("von")
    until_on = models.DateField("bis", null=True, blank=True)
    # A deputy holds the same role for some time; what is owed appears at both.
    stands_in_for = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vertritt",
    )

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
        basis = PUBLIC_TASK
        retention = Retention(
            "zehn Jahre nach dem Ende (Nachweis der Zuständigkeit)", years=10, since="until_on"
        )
        personal = ("person", "stands_in_for")
        subjects = STAFF

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Contact(Addressed, TenantModel):
    """Whom people turn to: an office of the town, the police, a counselling centre."""

    kind = models.CharField("Art", max_length=20, choices=ContactKind.choices)
    name = models.CharField("Stelle oder Funktion", max_length=160)
    person_name = models.CharField("Ansprechperson", max_length=120, blank=True)
    place = models.TextField("Ort", blank=True)
    hours = models.TextField("Sprechzeiten", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    website = models.URLField("Internetseite", blank=True)
    note = models.CharField("Wofür zuständig", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    objects: ClassVar["models.Manager[Contact]"] = scoped_manager()

    class Meta:
        verbose_name = "Anlaufstelle"
        verbose_name_plural = "Anlaufstellen"
        ordering = ("position", "id")

    class Privacy(Declaration):
        purpose = "Wer für Bürgerinnen und Bürger und bei Vorfällen erreichbar ist"
        basis = PUBLIC_TASK
        retention = Retention("bis zur Änderung durch die Gebietskörperschaft")
        subjects = STAFF
        recipients = "Öffentlichkeit (nicht: Informationssicherheit und Meldestelle)"
        personal = ("person_name", "phone", "email")
        names = ("person_name",)
        erasure = clear(
            "Die Stelle bleibt ohne die Person bestehen.", person_name="", phone="", email=""
        )

    def __str__(self) -> str:
        return self.name


class LegalPage(Addressed, TenantModel):
    """A version of a legal page: answers, own words, and the text made of both."""

    kind = models.CharField("Seite", max_length=20, choices=LegalKind.choices)
    version = models.PositiveIntegerField("Fassung")
    answers = models.JSONField("Antworten", default=dict)
    supplement = models.TextField("Ergänzung", blank=True)
    # The text as it was made then: a later wording of ours never changes what was reviewed.
    text = models.TextField("Text")
    state = models.CharField(
        "Stand", max_length=10, choices=LegalState.choices, default=LegalState.DRAFT
    )
    reviewed_by = models.CharField("geprüft von", max_length=120, blank=True)
    reviewed_on = models.DateField("geprüft am", null=True, blank=True)
    written_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name="erstellt von"
    )

    objects: ClassVar["models.Manager[LegalPage]"] = scoped_manager()

    class Meta:
        verbose_name = "Rechtstext"
        verbose_name_plural = "Rechtstexte"
        ordering = ("kind", "-version")
        constraints = [
            models.UniqueConstraint(
                name="legal_version_once", fields=("authority", "kind", "version")
            ),
            models.CheckConstraint(
                name="legal_reviewed_has_day",
                condition=~Q(state=LegalState.REVIEWED) | Q(reviewed_on__isnull=False),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Impressum, Datenschutz und Barrierefreiheit mit Nachweis der Prüfung"
        basis = LEGAL_DUTY
        # Without a day: the version that is public may be older than any term.
        retention = Retention("solange die Fassung gilt, danach wie die Gebietskörperschaft")
        subjects = STAFF
        recipients = "Öffentlichkeit, sobald der Text geprüft ist"
        personal = ("reviewed_by", "written_by")
        texts = ("answers", "supplement", "text")
        erasure = keep("Nachweis, wer den öffentlichen Text geprüft hat.")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class SetupDecision(TenantModel):
    """A step of the set-up that somebody put off or does not need."""

    key = models.CharField("Schritt", max_length=20)
    choice = models.CharField("Entscheidung", max_length=10, choices=StepChoice.choices)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name="entschieden von"
    )

    objects: ClassVar["models.Manager[SetupDecision]"] = scoped_manager()

    class Meta:
        verbose_name = "Entscheidung zur Einrichtung"
        verbose_name_plural = "Entscheidungen zur Einrichtung"
        ordering = ("authority", "key")
        constraints = [
            models.UniqueConstraint(name="decision_once", fields=("authority", "key")),
        ]

    class Privacy(Declaration):
        purpose = "Welche Schritte der Einrichtung zurückgestellt oder nicht nötig sind"
        basis = PUBLIC_TASK
        retention = Retention("bis zur Änderung")
        subjects = STAFF
        personal = ("decided_by",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.key}: {self.get_choice_display()}"


class FirstRunCode(Stamped):
    """The code that lets the very first person in; of it only a hash is kept."""

    code_hash = models.CharField("Prüfwert", max_length=64)
    failed = models.PositiveSmallIntegerField("Fehlversuche", default=0)
    used_at = models.DateTimeField("benutzt am", null=True, blank=True)

    class Meta:
        verbose_name = "Code der ersten Einrichtung"
        verbose_name_plural = "Codes der ersten Einrichtung"
        ordering = ("-id",)

    class Privacy(Declaration):
        purpose = "Schutz der ersten Einrichtung einer leeren Plattform"
        retention = "dauerhaft, ohne Bezug zu Personen"

    def __str__(self) -> str:
        return f"Code {self.pk}"
