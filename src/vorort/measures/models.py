"""A prevention measure with its people, places, plan and money; what it was before stays readable."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention, keep
from vorort.findings.models import Goal
from vorort.measures.choices import (
    ADOPTED,
    ENDED,
    CitationKind,
    ConceptForm,
    CostKind,
    DecisionKind,
    MeasureOrigin,
    MeasureState,
    MoneySource,
    PartRole,
)
from vorort.partners.choices import EvidenceLevel, TargetGroup, Topic
from vorort.partners.models import Offer, Organisation
from vorort.resolutions.models import Resolution

_LASTING = Retention("zehn Jahre nach dem Ende, vor einer Löschung dem Archiv angeboten")


class Measure(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A prevention measure. Lists hold codes of ``partners.choices``."""

    number = models.PositiveSmallIntegerField(_("Nummer"))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    title = models.CharField(_("Titel"), max_length=200)
    summary = models.TextField(_("Was wir tun"), blank=True)
    topic = models.CharField(_("Thema"), max_length=12, choices=Topic.choices)
    pillars = models.JSONField(_("Säulen"), default=list, blank=True)
    settings = models.JSONField(_("Handlungsfelder"), default=list, blank=True)
    risk_factors = models.JSONField(_("Risikofaktoren"), default=list, blank=True)
    protective_factors = models.JSONField(_("Schutzfaktoren"), default=list, blank=True)
    origin = models.CharField(
        _("Herkunft"), max_length=8, choices=MeasureOrigin.choices, default=MeasureOrigin.NEW
    )
    form = models.CharField(
        _("Form des Konzepts"), max_length=5, choices=ConceptForm.choices, default=ConceptForm.LONG
    )
    # Somebody could be harmed, rights are touched, or the place is sensitive: the long form then.
    is_risky = models.BooleanField(_("besonderes Risiko"), default=False)
    state = models.CharField(
        _("Stand"), max_length=10, choices=MeasureState.choices, default=MeasureState.IDEA
    )
    state_on = models.DateField(_("Stand vom"))
    state_reason = models.TextField(_("Warum dieser Stand"), blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("zuständig")
    )
    responsible = person_field(_("verantwortlich"))
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    area_key = models.CharField(_("Gebietsschlüssel"), max_length=12, blank=True)
    starts_on = models.DateField(_("Beginn"), null=True, blank=True)
    ends_on = models.DateField(_("Ende"), null=True, blank=True)
    # What remains when the money ends.
    afterwards = models.TextField(_("Wie es danach weitergeht"), blank=True)
    evidence_level = models.CharField(
        _("Nachweis"), max_length=10, choices=EvidenceLevel.choices, default=EvidenceLevel.NONE
    )
    evidence_on = models.DateField(_("Stand des Nachweises"), null=True, blank=True)
    evidence_title = models.CharField(_("Programm"), max_length=200, blank=True)
    evidence_url = models.URLField(_("Fundstelle"), blank=True)
    decision = models.CharField(
        _("entschieden durch"), max_length=14, choices=DecisionKind.choices, blank=True
    )
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)
    decision_note = models.CharField(_("Entscheidung"), max_length=300, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lessons = models.TextField(_("Was wir gelernt haben"), blank=True)
    ended_on = models.DateField(_("beendet am"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True
    )
    # The public measure of another town it was made after, and how to name it.
    copied_from = models.CharField(_("übernommen aus"), max_length=40, blank=True)
    copied_label = models.CharField(_("Vorbild"), max_length=200, blank=True)
    created_by = person_field(_("angelegt durch"))
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Measure]"] = scoped_manager()

    class Meta:
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")
        ordering = ("-year", "-number", "id")
        constraints = [
            models.UniqueConstraint(
                name="measure_number_once", fields=("authority", "year", "number")
            ),
            models.CheckConstraint(
                name="measure_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="measure_decided_dated",
                condition=~Q(state__in=sorted(ADOPTED))
                | Q(origin=MeasureOrigin.EXISTING)
                | Q(state=MeasureState.STOPPED)
                | (Q(decided_on__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="measure_ended_with_reason",
                condition=~Q(state__in=sorted(ENDED))
                | (Q(ended_on__isnull=False) & ~Q(state_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=("authority", "state"), name="measure_by_state"),
            models.Index(fields=("authority", "topic"), name="measure_by_topic"),
            models.Index(fields=("owner", "state"), name="measure_by_owner"),
        ]

    class Privacy(Declaration):
        purpose = "Präventionsmaßnahmen mit Plan, Geld und Ergebnis"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("responsible", "created_by")
        subjects = STAFF
        texts = ("summary", "state_reason", "afterwards", "lessons", "decision_note")
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The number as people say it: "M 4/2026"."""
        return f"M {self.number}/{self.year}"


class MeasureGoal(TenantModel):
    """A goal that a measure serves; the first is the one it is judged by."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="goals")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="measures")
    position = models.PositiveSmallIntegerField(_("Stelle"), default=0)

    objects: ClassVar["models.Manager[MeasureGoal]"] = scoped_manager()

    class Meta:
        verbose_name = _("Ziel einer Maßnahme")
        verbose_name_plural = _("Ziele von Maßnahmen")
        ordering = ("measure", "position", "id")
        constraints = [
            models.UniqueConstraint(name="measure_goal_once", fields=("measure", "goal"))
        ]

    class Privacy(Declaration):
        purpose = "Welchem Ziel eine Maßnahme dient"
        retention = "wie die Maßnahme"

    def __str__(self) -> str:
        return str(self.goal_id)


class Audience(TenantModel):
    """For whom: a target group with its size; indirect ones are reached through others."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="audiences")
    group = models.CharField(_("Zielgruppe"), max_length=14, choices=TargetGroup.choices)
    note = models.CharField(_("genauer"), max_length=160, blank=True)
    size = models.PositiveIntegerField(_("wie viele"), null=True, blank=True)
    direct = models.BooleanField(_("direkt"), default=True)

    objects: ClassVar["models.Manager[Audience]"] = scoped_manager()

    class Meta:
        verbose_name = _("Zielgruppe einer Maßnahme")
        verbose_name_plural = _("Zielgruppen von Maßnahmen")
        ordering = ("measure", "id")
        constraints = [
            models.UniqueConstraint(name="audience_once", fields=("measure", "group", "note"))
        ]

    class Privacy(Declaration):
        purpose = "Für wen eine Maßnahme ist"
        retention = "wie die Maßnahme"

    def __str__(self) -> str:
        return self.get_group_display()


class Part(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """What a partner contributes; its contact edits this part and nothing else."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("Rolle"), max_length=10, choices=PartRole.choices)
    contribution = models.TextField(_("Beitrag"), blank=True)
    # Somebody with an account who speaks for the partner here.
    contact = person_field(_("Zugang für"))
    # What the partner itself reports.
    report = models.TextField(_("Stand aus Sicht des Partners"), blank=True)
    reported_at = models.DateTimeField(_("gemeldet am"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("zugesagt am"), null=True, blank=True)

    objects: ClassVar["models.Manager[Part]"] = scoped_manager()

    class Meta:
        verbose_name = _("Beitrag eines Partners")
        verbose_name_plural = _("Beiträge von Partnern")
        ordering = ("measure", "id")
        constraints = [
            models.UniqueConstraint(name="part_once", fields=("measure", "organisation", "role"))
        ]

    class Privacy(Declaration):
        purpose = "Wer zu einer Maßnahme was beiträgt"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("contact",)
        subjects = STAFF
        texts = ("contribution", "report")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.get_role_display()


class Milestone(Addressed, TenantModel):
    """A step of the work plan; who owes it is a part or, without one, the owner."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    part = models.ForeignKey(
        Part, on_delete=models.SET_NULL, related_name="milestones", null=True, blank=True
    )
    title = models.CharField(_("Was"), max_length=200)
    due_on = models.DateField(_("bis"))
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    note = models.TextField(_("Bemerkung, Abweichung und Grund"), blank=True)
    # Not done and not to be done any more; the note says why.
    dropped = models.BooleanField(_("entfallen"), default=False)

    objects: ClassVar["models.Manager[Milestone]"] = scoped_manager()

    class Meta:
        verbose_name = _("Meilenstein")
        verbose_name_plural = _("Meilensteine")
        ordering = ("measure", "due_on", "id")
        constraints = [
            models.CheckConstraint(
                name="milestone_dropped_with_reason",
                condition=Q(dropped=False) | (~Q(note="") & Q(done_on__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=("authority", "due_on"), name="milestone_by_day")]

    class Privacy(Declaration):
        purpose = "Arbeitsplan einer Maßnahme"
        retention = "wie die Maßnahme"
        texts = ("note",)

    def __str__(self) -> str:
        return self.title


class BudgetLine(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """Planned money, in euros."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="budget")
    kind = models.CharField(_("Art"), max_length=16, choices=CostKind.choices)
    source = models.CharField(_("aus"), max_length=8, choices=MoneySource.choices)
    title = models.CharField(_("Wofür"), max_length=160)
    planned = models.DecimalField(_("geplant"), max_digits=11, decimal_places=2)

    objects: ClassVar["models.Manager[BudgetLine]"] = scoped_manager()

    class Meta:
        verbose_name = _("Position des Kostenplans")
        verbose_name_plural = _("Positionen des Kostenplans")
        ordering = ("measure", "id")
        constraints = [
            models.CheckConstraint(name="budget_not_negative", condition=Q(planned__gte=Decimal(0)))
        ]

    class Privacy(Declaration):
        purpose = "Kostenplan einer Maßnahme"
        retention = "wie die Maßnahme"

    def __str__(self) -> str:
        return self.title


class Spending(Addressed, TenantModel):
    """Money that was spent on a line of the budget, in euros."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="spendings")
    part = models.ForeignKey(
        Part, on_delete=models.PROTECT, related_name="spendings", null=True, blank=True
    )
    on = models.DateField(_("am"))
    amount = models.DecimalField(_("Betrag"), max_digits=11, decimal_places=2)
    title = models.CharField(_("Wofür"), max_length=160)
    entered_by = person_field(_("eingetragen durch"))

    objects: ClassVar["models.Manager[Spending]"] = scoped_manager()

    class Meta:
        verbose_name = _("Ausgabe")
        verbose_name_plural = _("Ausgaben")
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(name="spending_positive", condition=Q(amount__gt=Decimal(0)))
        ]

    class Privacy(Declaration):
        purpose = "Ausgaben einer Maßnahme"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("entered_by",)
        subjects = STAFF
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title


class Citation(Addressed, TenantModel):
    """A standard, concept or strategy a measure follows."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(_("Art"), max_length=14, choices=CitationKind.choices)
    title = models.CharField(_("Titel"), max_length=200)
    website = models.URLField(_("Fundstelle"), blank=True)
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects: ClassVar["models.Manager[Citation]"] = scoped_manager()

    class Meta:
        verbose_name = _("Bezug")
        verbose_name_plural = _("Bezüge")
        ordering = ("measure", "id")

    class Privacy(Declaration):
        purpose = "Worauf sich eine Maßnahme beruft"
        retention = "wie die Maßnahme"

    def __str__(self) -> str:
        return self.title


class MeasureVersion(Addressed, TenantModel):
    """How a measure stood after a change, why, and what was different: "field: from, to"."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Fassung"))
    at = models.DateTimeField(_("am"))
    by = person_field(_("durch"))
    reason = models.TextField(_("Grund"))
    content = models.JSONField(_("Inhalt"), default=dict)
    changes = models.JSONField(_("Änderungen"), default=list)

    objects: ClassVar["models.Manager[MeasureVersion]"] = scoped_manager()

    class Meta:
        verbose_name = _("Fassung einer Maßnahme")
        verbose_name_plural = _("Fassungen von Maßnahmen")
        ordering = ("measure", "-number")
        constraints = [
            models.UniqueConstraint(name="measure_version_once", fields=("measure", "number"))
        ]

    class Privacy(Declaration):
        purpose = "Was an einer beschlossenen Maßnahme geändert wurde"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("by",)
        subjects = STAFF
        texts = ("reason",)
        erasure = keep("Nachweis, wer eine beschlossene Maßnahme geändert hat.")

    def __str__(self) -> str:
        return str(self.number)


class MeasureStep(TenantModel):
    """A change of state with its reason; the course of the measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("Stand"), max_length=10, choices=MeasureState.choices)
    on = models.DateField(_("am"))
    reason = models.TextField(_("Grund"), blank=True)
    by = person_field(_("durch"))

    objects: ClassVar["models.Manager[MeasureStep]"] = scoped_manager()

    class Meta:
        verbose_name = _("Schritt einer Maßnahme")
        verbose_name_plural = _("Schritte von Maßnahmen")
        ordering = ("measure", "id")

    class Privacy(Declaration):
        purpose = "Verlauf einer Maßnahme"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("by",)
        subjects = STAFF
        texts = ("reason",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.get_state_display()
