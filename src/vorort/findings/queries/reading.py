"""Findings, causes and needs of a town."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.findings.choices import ChainStep, FindingState
from vorort.findings.models import Finding, Goal, Hypothesis, Need, Priority
from vorort.findings.queries.common import need_to_see
from vorort.findings.queries.goals import with_below
from vorort.findings.registry import ends_of
from vorort.partners.choices import TargetGroup
from vorort.places import queries as places

_M = TypeVar("_M", bound=Model)
WITHOUT_NEED, WITHOUT_MEASURE = "need", "measure"


@dataclass(frozen=True)
class FindingFilter:
    """What somebody looks for; empty asks for nothing."""

    text: str = ""
    topic: str = ""
    group: str = ""
    area: str = ""
    state: str = ""
    year: int | None = None
    # "need" or "measure": what is still missing.
    without: str = ""


@dataclass(frozen=True)
class FindingLine:
    """A finding as a list shows it, and how far its chain goes."""

    finding: Finding
    area_name: str
    needs: int
    goals: int
    measures: int
    effects: int

    @property
    def gap(self) -> str:
        """Return what comes next, in words; nothing where the chain goes on by itself."""
        if self.finding.state == FindingState.CLOSED:
            return ""
        if not self.needs:
            return _("noch kein Bedarf")
        if not self.goals:
            return _("noch kein Ziel")
        return "" if self.measures else _("noch keine Maßnahme")


def list_findings(
    actor: Person, authority: Authority, wanted: FindingFilter | None = None
) -> QuerySet[Finding]:
    """Return the findings of a town, the newest first, narrowed to what is looked for."""
    need_to_see(actor, authority)
    rows = Finding.objects.filter(authority=authority).select_related("authority")
    asked = wanted or FindingFilter()
    exact = {"topic": asked.topic, "area_key": asked.area, "state": asked.state, "year": asked.year}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in asked.text.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(statement__icontains=word) | Q(place__icontains=word)
        )
    if asked.group:
        rows = rows.filter(pk__in=_touching(rows, asked.group))
    if asked.without:
        rows = rows.filter(state=FindingState.OPEN)
    if asked.without == WITHOUT_NEED:
        rows = rows.filter(~Exists(Need.objects.filter(finding=OuterRef("pk"))))
    if asked.without == WITHOUT_MEASURE:
        rows = rows.exclude(pk__in=_with_measure(actor, authority))
    return rows


def summarise_findings(actor: Person, findings: Sequence[Finding]) -> list[FindingLine]:
    """Return how far each chain goes; the number of queries does not grow with them."""
    needs: dict[int, int] = {}
    for key in Need.objects.filter(finding__in=findings).values_list("finding", flat=True):
        needs[key] = needs.get(key, 0) + 1
    tops = Goal.objects.filter(need__finding__in=findings).select_related("authority", "need")
    goals = with_below(tops)
    ends = ends_of(actor, [goal for goal, _top in goals])
    names = places.area_names({one.area_key for one in findings if one.area_key})
    lines = []
    for finding in findings:
        own = [goal for goal, top in goals if top.need and top.need.finding_id == finding.pk]
        links = {(one.step, one.url, one.title) for goal in own for one in ends[goal.pk]}
        steps = [step for step, _url, title in links if title]
        lines.append(
            FindingLine(
                finding=finding,
                area_name=names.get(finding.area_key, ""),
                needs=needs.get(finding.pk, 0),
                goals=len(own),
                measures=steps.count(ChainStep.MEASURE),
                effects=steps.count(ChainStep.EFFECT),
            )
        )
    return lines


def list_years(actor: Person, authority: Authority) -> list[int]:
    """Return the years in which something was found, the newest first."""
    rows = list_findings(actor, authority).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def get_finding(actor: Person, authority: Authority, public_id: str) -> Finding:
    """Return a finding of the town; ``NotVisible`` for others."""
    need_to_see(actor, authority)
    rows = Finding.objects.select_related("authority", "created_by")
    return _found(rows.filter(authority=authority, public_id=public_id))


def get_hypothesis(actor: Person, authority: Authority, public_id: str) -> Hypothesis:
    """Return an assumed cause; ``NotVisible`` for others."""
    need_to_see(actor, authority)
    rows = Hypothesis.objects.select_related("authority", "finding__authority")
    return _found(rows.filter(authority=authority, public_id=public_id))


def get_need(actor: Person, authority: Authority, public_id: str) -> Need:
    """Return a need with its finding; ``NotVisible`` for others."""
    need_to_see(actor, authority)
    rows = Need.objects.select_related(
        "authority", "finding__authority", "hypothesis", "matched_by"
    )
    return _found(rows.filter(authority=authority, public_id=public_id))


def list_needs(actor: Person, authority: Authority, *, open_only: bool = False) -> QuerySet[Need]:
    """Return the needs of a town with their findings, those of closed findings on request."""
    need_to_see(actor, authority)
    rows = Need.objects.filter(authority=authority).select_related(
        "authority", "finding__authority", "hypothesis"
    )
    if open_only:
        rows = rows.filter(finding__state=FindingState.OPEN, state="open")
    return rows.order_by("finding__year", "finding__number", "id")


def list_causes(finding: Finding) -> list[Hypothesis]:
    """Return the assumed causes of a finding."""
    return list(Hypothesis.objects.filter(finding=finding))


def newest_rating(need: Need) -> Priority | None:
    """Return the rating that holds."""
    return Priority.objects.filter(need=need).first()


def _touching(rows: QuerySet[Finding], group: str) -> list[int]:
    """Return the findings that concern a group; not every database looks into lists."""
    wanted = {group, TargetGroup.ALL.value}
    return [key for key, groups in rows.values_list("pk", "target_groups") if wanted & {*groups}]


def _with_measure(actor: Person, authority: Authority) -> set[int]:
    rows = Goal.objects.filter(authority=authority, need__isnull=False)
    goals = with_below(rows.select_related("authority", "need"))
    ends = ends_of(actor, [goal for goal, _top in goals])
    return {
        top.need.finding_id
        for goal, top in goals
        if top.need and any(one.step == ChainStep.MEASURE and one.title for one in ends[goal.pk])
    }


def _found(rows: QuerySet[_M]) -> _M:
    found = rows.first()
    if found is None:
        raise NotVisible(_("Diese Seite gibt es hier nicht."))
    return found
