"""A prevention strategy of a town or a state for some years, in versions."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.ids import new_public_id
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention
from vorort.findings.models import Finding, Goal, Need
from vorort.measures.models import Measure
from vorort.publications.models import Publication
from vorort.resolutions.models import Resolution
from vorort.strategies.choices import IN_WORK, StrategyState

_LASTING = Retention("dauerhaft, vor einer Löschung dem Archiv angeboten")


class Strategy(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """One version of the strategy; ``content`` is what was adopted, frozen word by word."""

    version = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="next", null=True, blank=True
    )
    title = models.CharField(_("Titel"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("von"))
    last_year = models.PositiveSmallIntegerField(_("bis"))
    mission = models.TextField(_("Leitbild"), blank=True)
    introduction = models.TextField(_("Ausgangslage"), blank=True)
    organisation = models.TextField(_("Wer zusammenarbeitet"), blank=True)
    review = models.TextField(_("Wie wir prüfen, ob es wirkt"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=10, choices=StrategyState.choices, default=StrategyState.DRAFT
    )
    reason = models.TextField(_("Grund dieser Fassung"), blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    adopted_on = models.DateField(_("beschlossen am"), null=True, blank=True)
    content = models.JSONField(_("beschlossener Inhalt"), default=dict, blank=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_by = person_field(_("angelegt durch"))
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Strategy]"] = scoped_manager()

    class Meta:
        verbose_name = _("Präventionsstrategie")
        verbose_name_plural = _("Präventionsstrategien")
        ordering = ("-version", "-id")
        constraints = [
            models.UniqueConstraint(name="strategy_version_once", fields=("authority", "version")),
            models.UniqueConstraint(
                name="strategy_one_in_work",
                fields=("authority",),
                condition=Q(state__in=sorted(IN_WORK)),
            ),
            models.UniqueConstraint(
                name="strategy_one_adopted",
                fields=("authority",),
                condition=Q(state=StrategyState.ADOPTED),
            ),
            models.CheckConstraint(
                name="strategy_years_in_order", condition=Q(last_year__gte=F("first_year"))
            ),
            models.CheckConstraint(
                name="strategy_adopted_by_resolution",
                condition=~Q(state__in=[StrategyState.ADOPTED, StrategyState.REPLACED])
                | Q(adopted_on__isnull=False, resolution__isnull=False),
            ),
            models.CheckConstraint(
                name="strategy_version_with_reason",
                condition=Q(previous__isnull=True) | ~Q(reason=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Strategie der Prävention"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("created_by",)
        subjects = STAFF
        texts = ("mission", "introduction", "organisation", "review", "reason")
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Focus(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A priority of the strategy (Schwerpunkt), with the goals and measures below it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="focuses")
    position = models.PositiveSmallIntegerField(_("Stelle"))
    title = models.CharField(_("Schwerpunkt"), max_length=200)
    text = models.TextField(_("Warum und wohin"), blank=True)
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # The same through all versions, so that a difference knows what was renamed.
    lineage = models.CharField(
        _("Kennung über Fassungen"), max_length=12, default=new_public_id, editable=False
    )
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Focus]"] = scoped_manager()

    class Meta:
        verbose_name = _("Schwerpunkt")
        verbose_name_plural = _("Schwerpunkte")
        ordering = ("strategy", "position", "id")

    class Privacy(Declaration):
        purpose = "Schwerpunkte der Strategie"
        retention = "wie die Strategie"
        texts = ("text",)

    def __str__(self) -> str:
        return self.title


class StrategyFinding(TenantModel):
    """A finding the starting point rests on: linked, so that nobody retypes it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="findings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar["models.Manager[StrategyFinding]"] = scoped_manager()

    class Meta:
        verbose_name = _("Feststellung in der Ausgangslage")
        verbose_name_plural = _("Feststellungen in der Ausgangslage")
        ordering = ("strategy", "id")
        constraints = [
            models.UniqueConstraint(name="strategy_finding_once", fields=("strategy", "finding"))
        ]

    class Privacy(Declaration):
        purpose = "Worauf sich die Ausgangslage stützt"
        retention = "wie die Strategie"

    def __str__(self) -> str:
        return str(self.finding_id)


class FocusGoal(TenantModel):
    """A goal that belongs to a priority; its children and measures follow from the goal."""

    focus = models.ForeignKey(Focus, on_delete=models.CASCADE, related_name="goals")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("Stelle"), default=0)

    objects: ClassVar["models.Manager[FocusGoal]"] = scoped_manager()

    class Meta:
        verbose_name = _("Ziel eines Schwerpunkts")
        verbose_name_plural = _("Ziele von Schwerpunkten")
        ordering = ("focus", "position", "id")
        constraints = [models.UniqueConstraint(name="focus_goal_once", fields=("focus", "goal"))]

    class Privacy(Declaration):
        purpose = "Ziele der Strategie"
        retention = "wie die Strategie"

    def __str__(self) -> str:
        return str(self.goal_id)


class FocusMeasure(TenantModel):
    """A measure that serves a priority without one of its goals, such as what already runs."""

    focus = models.ForeignKey(Focus, on_delete=models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar["models.Manager[FocusMeasure]"] = scoped_manager()

    class Meta:
        verbose_name = _("Maßnahme eines Schwerpunkts")
        verbose_name_plural = _("Maßnahmen von Schwerpunkten")
        ordering = ("focus", "id")
        constraints = [
            models.UniqueConstraint(name="focus_measure_once", fields=("focus", "measure"))
        ]

    class Privacy(Declaration):
        purpose = "Maßnahmen der Strategie"
        retention = "wie die Strategie"

    def __str__(self) -> str:
        return str(self.measure_id)


class StrategyCitation(TenantModel):
    """What of the state's strategy a town takes up: a priority of its public version."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="citations")
    focus = models.ForeignKey(
        Focus, on_delete=models.SET_NULL, related_name="citations", null=True, blank=True
    )
    # The publication's id, its version and the words it had when it was cited.
    cited = models.CharField(_("Veröffentlichung"), max_length=12)
    cited_version = models.PositiveSmallIntegerField(_("Fassung"))
    title = models.CharField(_("Titel"), max_length=200)
    section = models.CharField(_("Schwerpunkt"), max_length=200, blank=True)

    objects: ClassVar["models.Manager[StrategyCitation]"] = scoped_manager()

    class Meta:
        verbose_name = _("Bezug auf die Landesstrategie")
        verbose_name_plural = _("Bezüge auf die Landesstrategie")
        ordering = ("strategy", "id")

    class Privacy(Declaration):
        purpose = "Bezug auf die Strategie des Landes"
        retention = "wie die Strategie"

    def __str__(self) -> str:
        return self.title
