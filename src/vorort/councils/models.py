"""Bodies, their rules by date, who sits in them, personal links."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.authorities.models import Authority
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import (
    PUBLIC_TASK,
    REFERENCE,
    STAFF,
    Declaration,
    Retention,
    clear,
    delete_row,
)
from vorort.councils.choices import (
    BodyKind,
    BodyState,
    ChairMode,
    CircularRule,
    DecisionMode,
    LegalBasis,
    LinkPurpose,
    Majority,
    MinutesApproval,
    Publicity,
    QuorumKind,
    SeatRole,
    TieRule,
)
from vorort.files.models import StoredFile
from vorort.partners.models import Organisation

_LIKE_THE_BODY = Retention("wie das Gremium")


class Body(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A prevention council, a steering or working group …; ``authority`` leads it."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("gehört zu"),
    )
    kind = models.CharField(_("Art"), max_length=12, choices=BodyKind.choices)
    name = models.CharField(_("Name"), max_length=160)
    # Stands before the numbers of resolutions and papers: "PR 12/2026".
    short_name = models.CharField(_("Kürzel"), max_length=12, blank=True)
    purpose = models.TextField(_("Aufgabe"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=10, choices=BodyState.choices, default=BodyState.PLANNED
    )
    state_since = models.DateField(_("Stand seit"), null=True, blank=True)
    founded_on = models.DateField(_("gegründet am"), null=True, blank=True)
    # The period the body is appointed for, such as the council's term.
    term_from = models.DateField(_("Amtszeit von"), null=True, blank=True)
    term_until = models.DateField(_("Amtszeit bis"), null=True, blank=True)

    objects: ClassVar["models.Manager[Body]"] = scoped_manager()

    class Meta:
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(name="body_name_once", fields=("authority", "name")),
            models.CheckConstraint(
                name="body_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="body_term_in_order",
                condition=Q(term_from__isnull=True)
                | Q(term_until__isnull=True)
                | Q(term_until__gte=F("term_from")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Gremien der Prävention, ihr Aufbau und ihr Stand"
        retention = "dauerhaft, vor einer Löschung dem Archiv angeboten"

    def __str__(self) -> str:
        return self.name


class BodyParticipant(TenantModel):
    """A further municipality, county or the state that takes part in a shared body."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="participants")
    participant = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", verbose_name=_("beteiligt")
    )
    from_on = models.DateField(_("von"))
    until_on = models.DateField(_("bis"), null=True, blank=True)
    basis = models.CharField(_("Grundlage"), max_length=200, blank=True)

    objects: ClassVar["models.Manager[BodyParticipant]"] = scoped_manager()

    class Meta:
        verbose_name = _("Beteiligte Gebietskörperschaft")
        verbose_name_plural = _("Beteiligte Gebietskörperschaften")
        ordering = ("body", "participant")
        constraints = [
            models.UniqueConstraint(
                name="body_participant_once", fields=("body", "participant", "from_on")
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wer ein gemeinsames Gremium trägt"
        retention = "wie das Gremium"

    def __str__(self) -> str:
        return f"{self.participant} · {self.body}"


class BodyChange(TenantModel):
    """A step in the life of a body, with its reason."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="changes")
    from_state = models.CharField(_("vorher"), max_length=10, choices=BodyState.choices, blank=True)
    to_state = models.CharField(_("jetzt"), max_length=10, choices=BodyState.choices)
    on = models.DateField(_("am"))
    reason = models.TextField(_("Grund"))
    # To whom tasks, contacts and files go when a body ends.
    hand_over = models.TextField(_("Übergabe"), blank=True)
    by = person_field(_("eingetragen durch"))

    objects: ClassVar["models.Manager[BodyChange]"] = scoped_manager()

    class Meta:
        verbose_name = _("Änderung des Standes")
        verbose_name_plural = _("Änderungen des Standes")
        ordering = ("body", "on", "id")

    class Privacy(Declaration):
        purpose = "Warum ein Gremium ruht, endet oder wieder arbeitet"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("by",)
        subjects = STAFF
        texts = ("reason", "hand_over")
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.body}: {self.get_to_state_display()}"


class BodyRules(TenantModel):
    """The rules of procedure from a day on; a preset by legal basis fills them in."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="rules")
    valid_from = models.DateField(_("gilt ab"))
    legal_basis = models.CharField(_("Grundlage"), max_length=20, choices=LegalBasis.choices)
    legal_reference = models.CharField(_("Fundstelle"), max_length=300, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField(_("Sitzungen im Jahr"), default=2)
    notice_days = models.PositiveSmallIntegerField(_("Ladungsfrist in Tagen"), default=14)
    quorum_kind = models.CharField(
        _("Beschlussfähigkeit"), max_length=16, choices=QuorumKind.choices, default=QuorumKind.HALF
    )
    quorum_number = models.PositiveSmallIntegerField(_("feste Zahl"), null=True, blank=True)
    decision_mode = models.CharField(
        _("Entscheidung"), max_length=10, choices=DecisionMode.choices, default=DecisionMode.VOTE
    )
    majority = models.CharField(
        _("Mehrheit"), max_length=12, choices=Majority.choices, default=Majority.SIMPLE
    )
    tie_rule = models.CharField(
        _("Stimmengleichheit"), max_length=10, choices=TieRule.choices, default=TieRule.REJECTED
    )
    publicity = models.CharField(
        _("Öffentlichkeit"),
        max_length=12,
        choices=Publicity.choices,
        default=Publicity.NON_PUBLIC,
    )
    chair_mode = models.CharField(
        _("Vorsitz"), max_length=10, choices=ChairMode.choices, default=ChairMode.MAYOR
    )
    minutes_due_days = models.PositiveSmallIntegerField(_("Niederschrift in Tagen"), default=28)
    minutes_approval = models.CharField(
        _("Genehmigung der Niederschrift"),
        max_length=14,
        choices=MinutesApproval.choices,
        default=MinutesApproval.NEXT_MEETING,
    )
    # Days in which nobody may object, where silence approves.
    objection_days = models.PositiveSmallIntegerField(_("Widerspruchsfrist in Tagen"), default=14)
    # § 40 SächsGemO: minutes in electronic form alone are excluded.
    paper_required = models.BooleanField(_("Papierform vorgeschrieben"), default=False)
    hand_out_minutes = models.BooleanField(_("Niederschriften werden ausgehändigt"), default=True)
    circular_rule = models.CharField(
        _("Umlaufbeschluss"),
        max_length=14,
        choices=CircularRule.choices,
        default=CircularRule.NO_OBJECTION,
    )
    guests_may_speak = models.BooleanField(_("Gäste dürfen sprechen"), default=True)
    confidentiality = models.TextField(_("Verschwiegenheit"), blank=True)
    conflict_of_interest = models.TextField(_("Befangenheit"), blank=True)

    objects: ClassVar["models.Manager[BodyRules]"] = scoped_manager()

    class Meta:
        verbose_name = _("Geschäftsordnung")
        verbose_name_plural = _("Geschäftsordnungen")
        ordering = ("body", "-valid_from")
        constraints = [
            models.UniqueConstraint(name="body_rules_once", fields=("body", "valid_from")),
            models.CheckConstraint(
                name="body_rules_fixed_quorum",
                condition=~Q(quorum_kind=QuorumKind.FIXED) | Q(quorum_number__gte=1),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Regeln, nach denen ein Gremium arbeitet"
        retention = "wie das Gremium"

    def __str__(self) -> str:
        return f"{self.body} ab {self.valid_from:%d.%m.%Y}"


class Seat(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """Somebody sits in a body for an organisation, from one day to another."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Organisation"),
    )
    # The account, where the member has one; others are reached by e-mail alone.
    person = person_field(_("Konto"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    function = models.CharField(_("Funktion"), max_length=120)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    role = models.CharField(
        _("Rolle"), max_length=14, choices=SeatRole.choices, default=SeatRole.VOTING
    )
    deputy_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="deputies",
        null=True,
        blank=True,
        verbose_name=_("vertritt"),
    )
    is_chair = models.BooleanField(_("Vorsitz"), default=False)
    is_vice_chair = models.BooleanField(_("stellvertretender Vorsitz"), default=False)
    in_core_group = models.BooleanField(_("Kerngruppe"), default=False)
    # Police and volunteers are public by function only, whatever is recorded here.
    name_consent_on = models.DateField(_("Name darf öffentlich sein seit"), null=True, blank=True)
    from_on = models.DateField(_("von"))
    until_on = models.DateField(_("bis"), null=True, blank=True)

    objects: ClassVar["models.Manager[Seat]"] = scoped_manager()

    class Meta:
        verbose_name = _("Sitz")
        verbose_name_plural = _("Sitze")
        ordering = ("body", "-is_chair", "role", "function", "id")
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_start",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="seat_deputy_for_somebody",
                condition=(
                    Q(role=SeatRole.DEPUTY, deputy_for__isnull=False)
                    | (~Q(role=SeatRole.DEPUTY) & Q(deputy_for__isnull=True))
                ),
            ),
        ]
        indexes = [models.Index(fields=("person",), name="seat_by_person")]

    class Privacy(Declaration):
        purpose = "Wer in einem Gremium sitzt, eingeladen wird und abstimmt"
        basis = PUBLIC_TASK
        retention = Retention(
            "fünf Jahre nach dem Ende der Mitgliedschaft (Nachweis der Beschlüsse)",
            years=5,
            since="until_on",
        )
        personal = ("person", "name", "function", "email", "name_consent_on")
        subjects = STAFF
        names = ("name",)
        emails = ("email",)
        erasure = clear(
            "Der Sitz bleibt mit der Organisation, damit Beschlüsse nachweisbar sind.",
            name="",
            function="ausgeschieden",
            email="",
            name_consent_on=None,
        )

    def __str__(self) -> str:
        return self.function


class BodyFile(Addressed, TenantModel):
    """A document of a body: rules of procedure, founding paper, agreement."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Titel"), max_length=200)

    objects: ClassVar["models.Manager[BodyFile]"] = scoped_manager()

    class Meta:
        verbose_name = _("Unterlage eines Gremiums")
        verbose_name_plural = _("Unterlagen eines Gremiums")
        ordering = ("body", "id")

    class Privacy(Declaration):
        purpose = "Gründungsunterlagen und Geschäftsordnungen"
        retention = "wie das Gremium"

    def __str__(self) -> str:
        return self.title


class PersonalLink(TenantModel):
    """A secret address that lets one member do one thing; only a hash of it is kept."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(_("Zweck"), max_length=16, choices=LinkPurpose.choices)
    # Public id of the meeting, circular or minutes it is for.
    subject = models.CharField(_("Kennung"), max_length=12)
    token_hash = models.CharField(_("Prüfwert"), max_length=64, unique=True)
    expires_at = models.DateTimeField(_("gilt bis"))
    revoked_at = models.DateTimeField(_("widerrufen am"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("zuletzt benutzt"), null=True, blank=True)

    objects: ClassVar["models.Manager[PersonalLink]"] = scoped_manager()

    class Meta:
        verbose_name = _("persönlicher Link")
        verbose_name_plural = _("persönliche Links")
        ordering = ("-id",)
        indexes = [models.Index(fields=("purpose", "subject"), name="personal_link_subject")]

    class Privacy(Declaration):
        purpose = "Antworten von Mitgliedern ohne Konto"
        basis = PUBLIC_TASK
        retention = Retention("90 Tage nach dem Ablauf", days=90, since="expires_at")
        personal = ("seat", "last_used_at")
        sensitive = ("token_hash",)
        subjects = STAFF
        erasure = delete_row()

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.subject}"
