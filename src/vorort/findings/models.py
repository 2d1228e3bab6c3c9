"""Finding, hypothesis, need, priority, goal: the way to a measure, each link kept for good."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention
from vorort.councils.models import Body
from vorort.findings.choices import (
    Direction,
    EvidenceGrade,
    FindingState,
    Fit,
    GoalKind,
    GoalState,
    NeedState,
    Strength,
)
from vorort.partners.choices import Topic
from vorort.partners.models import Offer
from vorort.resolutions.models import Resolution

_LASTING = Retention("wie die Maßnahme, vor einer Löschung dem Archiv angeboten")
_POINTS = (MinValueValidator(1), MaxValueValidator(5))


class Finding(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """What was found, where and on what it rests.

    ``source_kind``/``source_id`` name the thing of another app it was made from; ``snapshot`` is
    what that thing said then, frozen, so that nobody retypes a number. Both empty: seen by people.
    """

    number = models.PositiveSmallIntegerField(_("Nummer"))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    title = models.CharField(_("Feststellung"), max_length=200)
    statement = models.TextField(_("Was wir wissen"), blank=True)
    uncertainty = models.TextField(_("Was unsicher ist"), blank=True)
    strength = models.CharField(
        _("Wie deutlich"), max_length=8, choices=Strength.choices, default=Strength.MODERATE
    )
    topic = models.CharField(_("Thema"), max_length=12, choices=Topic.choices)
    target_groups = models.JSONField(_("Wen es betrifft"), default=list, blank=True)
    area_key = models.CharField(_("Gebietsschlüssel"), max_length=12, blank=True)
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    found_on = models.DateField(_("festgestellt am"))
    source_kind = models.CharField(_("Art der Quelle"), max_length=60, blank=True)
    source_id = models.CharField(_("Kennung der Quelle"), max_length=40, blank=True)
    source_title = models.CharField(_("Quelle"), max_length=200, blank=True)
    snapshot = models.JSONField(_("Stand der Quelle"), default=dict, blank=True)
    frozen_at = models.DateTimeField(_("festgehalten am"), null=True, blank=True)
    state = models.CharField(
        _("Stand"), max_length=8, choices=FindingState.choices, default=FindingState.OPEN
    )
    closed_on = models.DateField(_("abgeschlossen am"), null=True, blank=True)
    close_reason = models.TextField(_("Warum abgeschlossen"), blank=True)
    created_by = person_field(_("angelegt durch"))
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Finding]"] = scoped_manager()

    class Meta:
        verbose_name = _("Feststellung")
        verbose_name_plural = _("Feststellungen")
        ordering = ("-year", "-number", "id")
        constraints = [
            models.UniqueConstraint(
                name="finding_number_once", fields=("authority", "year", "number")
            ),
            models.CheckConstraint(
                name="finding_source_whole",
                condition=Q(source_kind="", source_id="")
                | (~Q(source_kind="") & ~Q(source_id="") & Q(frozen_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="finding_closed_with_reason",
                condition=~Q(state=FindingState.CLOSED)
                | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=("authority", "state"), name="finding_by_state"),
            models.Index(fields=("source_kind", "source_id"), name="finding_by_source"),
        ]

    class Privacy(Declaration):
        purpose = "Feststellungen, aus denen Maßnahmen werden"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("created_by",)
        subjects = STAFF
        texts = ("statement", "uncertainty", "close_reason")
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The number as people say it: "F 3/2026"."""
        return f"F {self.number}/{self.year}"


class Hypothesis(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """An assumed cause, and how well it is backed."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="hypotheses")
    cause = models.TextField(_("Vermutete Ursache"))
    grade = models.CharField(
        _("Gestützt durch"),
        max_length=10,
        choices=EvidenceGrade.choices,
        default=EvidenceGrade.ASSUMED,
    )
    grade_note = models.TextField(_("Woher wir das wissen"), blank=True)
    website = models.URLField(_("Fundstelle"), blank=True)
    risk_factors = models.JSONField(_("Risikofaktoren"), default=list, blank=True)
    protective_factors = models.JSONField(_("Schutzfaktoren"), default=list, blank=True)
    changeable = models.BooleanField(_("vor Ort zu ändern"), default=True)

    objects: ClassVar["models.Manager[Hypothesis]"] = scoped_manager()

    class Meta:
        verbose_name = _("Vermutete Ursache")
        verbose_name_plural = _("Vermutete Ursachen")
        ordering = ("finding", "id")

    class Privacy(Declaration):
        purpose = "Vermutete Ursachen einer Feststellung"
        retention = "wie die Feststellung"
        texts = ("cause", "grade_note")

    def __str__(self) -> str:
        return self.cause[:80]


class Need(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """What is missing after a look at what there already is."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="needs")
    hypothesis = models.ForeignKey(
        Hypothesis, on_delete=models.PROTECT, related_name="needs", null=True, blank=True
    )
    title = models.CharField(_("Bedarf"), max_length=200)
    gap = models.TextField(_("Was fehlt"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=10, choices=NeedState.choices, default=NeedState.OPEN
    )
    state_reason = models.TextField(_("Warum"), blank=True)
    # When somebody has looked at the offers there are, and whoever it was.
    matched_on = models.DateField(_("mit Angeboten abgeglichen am"), null=True, blank=True)
    matched_by = person_field(_("abgeglichen durch"))

    objects: ClassVar["models.Manager[Need]"] = scoped_manager()

    class Meta:
        verbose_name = _("Bedarf")
        verbose_name_plural = _("Bedarfe")
        ordering = ("finding", "id")
        constraints = [
            models.CheckConstraint(
                name="need_state_with_reason",
                condition=Q(state=NeedState.OPEN) | ~Q(state_reason=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Bedarf an Prävention"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("matched_by",)
        subjects = STAFF
        texts = ("gap", "state_reason")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title


class OfferMatch(TenantModel):
    """What an offer that is there already does for a need. ``offer_id`` may be the state's."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    offer_title = models.CharField(_("Angebot"), max_length=200)
    fit = models.CharField(_("Passung"), max_length=8, choices=Fit.choices)
    note = models.CharField(_("Bemerkung"), max_length=300, blank=True)

    objects: ClassVar["models.Manager[OfferMatch]"] = scoped_manager()

    class Meta:
        verbose_name = _("Abgleich mit einem Angebot")
        verbose_name_plural = _("Abgleiche mit Angeboten")
        ordering = ("need", "id")
        constraints = [models.UniqueConstraint(name="offer_match_once", fields=("need", "offer"))]

    class Privacy(Declaration):
        purpose = "Abgleich von Bedarf und Angeboten"
        retention = "wie der Bedarf"

    def __str__(self) -> str:
        return self.offer_title


class Priority(Addressed, TenantModel):
    """One rating of a need: severity, spread, changeability, 1 to 5 each, and the council's vote.

    The newest counts; older ones stay readable.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="priorities")
    severity = models.PositiveSmallIntegerField(_("Schwere"), validators=_POINTS)
    spread = models.PositiveSmallIntegerField(_("Verbreitung"), validators=_POINTS)
    changeability = models.PositiveSmallIntegerField(_("Veränderbarkeit"), validators=_POINTS)
    reason = models.TextField(_("Begründung"), blank=True)
    rated_on = models.DateField(_("bewertet am"))
    rated_by = person_field(_("bewertet durch"))
    # What the council said to it: points given to this need of all points, or a resolution.
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    votes = models.PositiveSmallIntegerField(_("Punkte im Rat"), null=True, blank=True)
    voters = models.PositiveSmallIntegerField(_("Abstimmende"), null=True, blank=True)
    points_each = models.PositiveSmallIntegerField(_("Punkte je Person"), null=True, blank=True)
    voted_on = models.DateField(_("abgestimmt am"), null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects: ClassVar["models.Manager[Priority]"] = scoped_manager()

    class Meta:
        verbose_name = _("Bewertung eines Bedarfs")
        verbose_name_plural = _("Bewertungen von Bedarfen")
        ordering = ("need", "-rated_on", "-id")
        constraints = [
            models.CheckConstraint(
                name="priority_one_to_five",
                condition=Q(severity__range=(1, 5), spread__range=(1, 5))
                & Q(changeability__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="priority_vote_whole",
                condition=Q(votes__isnull=True, voters__isnull=True, voted_on__isnull=True)
                | Q(
                    votes__isnull=False,
                    voters__gte=1,
                    voted_on__isnull=False,
                    body__isnull=False,
                ),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Warum etwas zuerst angegangen wird"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("rated_by",)
        subjects = STAFF
        texts = ("reason",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.score} ({self.need})"

    @property
    def score(self) -> int:
        """Severity × spread × changeability, 1 to 125."""
        return self.severity * self.spread * self.changeability


class Goal(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """What shall be different by when: indicator, baseline, target, date.

    The indicator is one of the figures (``source`` and ``code``) or one's own, in words
    (``own_indicator``). ``parent`` makes the goal tree.
    """

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="goals", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    kind = models.CharField(
        _("Art"), max_length=10, choices=GoalKind.choices, default=GoalKind.PREVENTION
    )
    title = models.CharField(_("Ziel"), max_length=200)
    source = models.CharField(_("Quelle der Kennzahl"), max_length=20, blank=True)
    code = models.CharField(_("Schlüssel der Kennzahl"), max_length=40, blank=True)
    indicator_label = models.CharField(_("Kennzahl"), max_length=200, blank=True)
    own_indicator = models.CharField(_("eigene Kennzahl"), max_length=200, blank=True)
    unit = models.CharField(_("Einheit"), max_length=40, blank=True)
    area_key = models.CharField(_("Gebietsschlüssel"), max_length=12, blank=True)
    area_name = models.CharField(_("Gebiet"), max_length=160, blank=True)
    direction = models.CharField(
        _("Richtung"), max_length=4, choices=Direction.choices, default=Direction.DOWN
    )
    baseline = models.DecimalField(
        _("Ausgangswert"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    baseline_on = models.DateField(_("Stand des Ausgangswerts"), null=True, blank=True)
    target = models.DecimalField(
        _("Zielwert"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField(_("erreichen bis"), null=True, blank=True)
    state = models.CharField(
        _("Stand"), max_length=8, choices=GoalState.choices, default=GoalState.OPEN
    )
    state_on = models.DateField(_("Stand vom"), null=True, blank=True)
    state_reason = models.TextField(_("Warum"), blank=True)

    objects: ClassVar["models.Manager[Goal]"] = scoped_manager()

    class Meta:
        verbose_name = _("Ziel")
        verbose_name_plural = _("Ziele")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="goal_has_indicator", condition=~Q(code="") | ~Q(own_indicator="")
            ),
            models.CheckConstraint(
                name="goal_target_after_baseline",
                condition=Q(baseline_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gt=F("baseline_on")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Ziele der Prävention"
        retention = "wie die Maßnahme"
        texts = ("state_reason",)

    def __str__(self) -> str:
        return self.title
