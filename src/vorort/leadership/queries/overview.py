"""The page of the head of the administration: where things stand, what needs a decision."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Min, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.core.duties import Duty
from vorort.effects.models import Evaluation
from vorort.effects.queries import describe, newest_of_plan
from vorort.findings.choices import Direction
from vorort.findings.models import Goal
from vorort.leadership.queries.money import MoneyStand, money_stand
from vorort.leadership.queries.sign_offs import SignOffLine, list_sign_offs, with_words
from vorort.measures.choices import ENDED, MeasureState
from vorort.measures.models import Measure, MeasureGoal, Milestone
from vorort.measures.registry import address_of
from vorort.meetings.models import Meeting
from vorort.meetings.queries import next_meetings
from vorort.papers import queries as papers
from vorort.resolutions import queries as resolutions
from vorort.situation.choices import ReportState
from vorort.situation.models import Report
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import FocusGoal, Strategy
from vorort.ui import format as show

# So many lines under one state; the list of measures has them all.
LINES = 8
DECIDED_SHOWN = 5
MEETINGS_SHOWN = 3
# What ended so long ago is not what the page is about.
RECENT = dt.timedelta(days=90)
SINCE_LAST_MONTH = dt.timedelta(days=31)
# Duties of these kinds are a signature or a decision of who reads the page.
_DECISIONS = frozenset({"papers.sign", "resolutions.answer"})


@dataclass(frozen=True)
class GoalStand:
    """A goal of the strategy: what shall be, where it stands, how many measures work on it."""

    title: str
    url: str
    target: str
    state: str
    state_label: str
    note: str
    measures: int


@dataclass(frozen=True)
class FocusStand:
    title: str
    goals: tuple[GoalStand, ...]


@dataclass(frozen=True)
class StrategyStand:
    """The adopted strategy with its goals, and whether a new version is in work."""

    title: str
    url: str
    years: str
    focuses: tuple[FocusStand, ...]
    in_work: str = ""


@dataclass(frozen=True)
class MeasureLine:
    measure: Measure
    url: str
    reason: str
    over_budget: Decimal | None = None
    is_late: bool = False


@dataclass(frozen=True)
class StateGroup:
    """The measures in one state: how many, and the first of them with their reasons."""

    state: str
    label: str
    count: int
    lines: tuple[MeasureLine, ...]


@dataclass(frozen=True)
class ResultLine:
    """A result of the last month."""

    measure: Measure
    url: str
    text: str
    badge: str
    verdict: str
    on: dt.date


@dataclass(frozen=True)
class Overview:
    """Everything on the page, as this reader may see it."""

    on: dt.date
    strategy: StrategyStand | None
    groups: tuple[StateGroup, ...]
    asked: tuple[SignOffLine, ...]
    decided: tuple[SignOffLine, ...]
    duties: tuple[Duty, ...]
    # Reports that wait for the approval of the head of the administration.
    reports: tuple[Report, ...]
    money: MoneyStand
    meetings: tuple[Meeting, ...]
    results: tuple[ResultLine, ...]
    signs: bool

    @property
    def waiting(self) -> int:
        """How many things need a signature or a decision."""
        return len(self.asked) + len(self.duties) + len(self.reports)

    @property
    def measure_count(self) -> int:
        return sum(group.count for group in self.groups)


def overview(actor: Person, authority: Authority, *, at: dt.datetime) -> Overview:
    """Return the page of the head of the administration, in a constant number of queries."""
    on = timezone.localdate(at)
    measures = list(
        Measure.objects.filter(authority=authority).select_related("owner", "authority")
    )
    money = money_stand(
        [one for one in measures if not _is_long_past(one, on)], total_label=_("zusammen")
    )
    return Overview(
        on=on,
        strategy=_strategy(authority),
        groups=_groups(measures, money, on=on),
        asked=tuple(with_words(list_sign_offs(authority, asked=True))),
        decided=tuple(with_words(list_sign_offs(authority, asked=False)[:DECIDED_SHOWN])),
        duties=tuple(_decisions(actor, authority)),
        reports=tuple(
            Report.objects.filter(authority=authority, state=ReportState.POLICE_DONE)
            .defer("frame", "gate", "data_version")
            .select_related("authority")
            .order_by("police_done_at")
        ),
        money=money,
        meetings=tuple(
            one for one in next_meetings(actor, at=at) if one.authority_id == authority.pk
        )[:MEETINGS_SHOWN],
        results=_results(authority, since=at - SINCE_LAST_MONTH),
        signs=may(actor, Permission.SIGN_OFF, authority),
    )


def _is_long_past(measure: Measure, on: dt.date) -> bool:
    return (
        measure.state in ENDED and measure.ended_on is not None and measure.ended_on < on - RECENT
    )


def _decisions(actor: Person, authority: Authority) -> list[Duty]:
    """Return what else waits for the reader's own word in this town, as the apps below say it."""
    asked = [*papers.list_duties(actor), *resolutions.list_duties(actor)]
    # Two towns may share a name, never an address.
    here = reverse("authorities:overview", args=[authority.slug])
    return [one for one in asked if one.kind in _DECISIONS and one.url.startswith(here)]


def _groups(
    measures: Sequence[Measure], money: MoneyStand, *, on: dt.date
) -> tuple[StateGroup, ...]:
    late = _late_milestones(measures, on=on)
    by_state: dict[str, list[Measure]] = defaultdict(list)
    for one in measures:
        by_state[one.state].append(one)
    # What runs first, what ended last.
    order = [
        MeasureState.RUNNING,
        MeasureState.EVALUATED,
        MeasureState.DECIDED,
        MeasureState.CONCEPT,
        MeasureState.IDEA,
        *(state for state in MeasureState if state in ENDED),
    ]
    groups = []
    for state in order:
        rows = by_state.get(state, [])
        lines = [_line(one, money, late, on=on) for one in rows if not _is_long_past(one, on)]
        # What is late or too dear stands before the rest.
        lines.sort(key=lambda line: (not line.is_late, line.over_budget is None))
        if rows:
            groups.append(StateGroup(state, str(state.label), len(rows), tuple(lines[:LINES])))
    return tuple(groups)


def _late_milestones(measures: Sequence[Measure], *, on: dt.date) -> dict[int, tuple[int, dt.date]]:
    rows = (
        Milestone.objects.filter(
            measure__in=[one.pk for one in measures if one.state not in ENDED],
            done_on__isnull=True,
            dropped=False,
            due_on__lt=on,
        )
        .order_by()
        .values_list("measure")
        .annotate(Count("pk"), Min("due_on"))
    )
    return {measure: (number, first) for measure, number, first in rows}


def _line(
    measure: Measure,
    money: MoneyStand,
    late: dict[int, tuple[int, dt.date]],
    *,
    on: dt.date,
) -> MeasureLine:
    return MeasureLine(
        measure,
        address_of("measures:measure", measure),
        _reason(measure, late.get(measure.pk), on=on),
        over_budget=money.over.get(measure.pk),
        is_late=measure.pk in late,
    )


def _reason(measure: Measure, late: tuple[int, dt.date] | None, *, on: dt.date) -> str:
    """Return why a measure stands where it stands, in one line."""
    if late:
        number, first = late
        return ngettext(
            "Ein Meilenstein ist überfällig seit %(day)s.",
            "%(number)d Meilensteine sind überfällig, der älteste seit %(day)s.",
            number,
        ) % {"number": number, "day": show.date(first)}
    starts_on = measure.starts_on if measure.state == MeasureState.DECIDED else None
    ends_on = measure.ends_on if measure.state == MeasureState.RUNNING else None
    # What is overdue weighs more than why the measure got here.
    if starts_on and starts_on < on:
        return _("Sollte am %(day)s beginnen.") % {"day": show.date(starts_on)}
    if ends_on and ends_on < on:
        return _("Sollte am %(day)s enden.") % {"day": show.date(ends_on)}
    if measure.state_reason:
        return measure.state_reason
    if starts_on:
        return _("Beginnt am %(day)s.") % {"day": show.date(starts_on)}
    if ends_on:
        return _("Läuft bis %(day)s.") % {"day": show.date(ends_on)}
    return _("Seit %(day)s.") % {"day": show.date(measure.state_on)}


def _strategy(authority: Authority) -> StrategyStand | None:
    """Return the strategy in force with the goals below its priorities."""
    found = Strategy.objects.filter(authority=authority).exclude(
        state__in=[StrategyState.REPLACED, StrategyState.WITHDRAWN]
    )
    by_state = {one.state: one for one in found.defer("content")}
    adopted = by_state.pop(StrategyState.ADOPTED, None)
    in_work = next(iter(by_state.values()), None)
    current = adopted or in_work
    if current is None:
        return None
    rows = list(
        FocusGoal.objects.filter(focus__strategy=current)
        .select_related("focus", "goal")
        .order_by("focus__position", "focus__pk", "position", "pk")
    )
    working = Counter(
        MeasureGoal.objects.filter(goal__in=[row.goal_id for row in rows])
        .exclude(measure__state__in=ENDED)
        .values_list("goal", flat=True)
    )
    goals: dict[str, list[GoalStand]] = defaultdict(list)
    for row in rows:
        goals[row.focus.title].append(_goal(authority, row.goal, working[row.goal_id]))
    return StrategyStand(
        title=current.title,
        url=reverse("strategies:strategy", args=[authority.slug, current.public_id]),
        years=f"{current.first_year} – {current.last_year}",
        focuses=tuple(FocusStand(title, tuple(found)) for title, found in goals.items()),
        in_work=str(in_work.get_state_display()) if in_work and in_work is not adopted else "",
    )


def _goal(authority: Authority, goal: Goal, measures: int) -> GoalStand:
    return GoalStand(
        title=goal.title,
        url=reverse("findings:goal", args=[authority.slug, goal.public_id]),
        target=target_words(goal),
        state=goal.state,
        state_label=str(goal.get_state_display()),
        note=goal.state_reason,
        measures=measures,
    )


def target_words(goal: Goal) -> str:
    """Return what shall be until when, and from where: "höchstens 26 Fälle bis 31.12.2027"."""
    parts = []
    if goal.target is not None:
        parts.append(
            f"{Direction(goal.direction).label} {show.number(goal.target)} {goal.unit}".strip()
        )
    if goal.due_on:
        parts.append(_("bis %(day)s") % {"day": show.date(goal.due_on)})
    words = " ".join(parts)
    if goal.baseline is not None:
        words += _(" (Ausgangswert %(value)s)") % {"value": show.number(goal.baseline)}
    return words.strip()


def _results(authority: Authority, *, since: dt.datetime) -> tuple[ResultLine, ...]:
    """Return the newest result of each plan, where it came since then; good or bad alike."""
    newest = Subquery(newest_of_plan())
    rows = (
        Evaluation.objects.filter(authority=authority, computed_at__gte=since, pk=newest)
        .select_related("plan__measure__authority")
        .order_by("-computed_at")
    )
    return tuple(_result(one) for one in rows[:LINES])


def _result(evaluation: Evaluation) -> ResultLine:
    measure = evaluation.plan.measure
    said = describe(evaluation)
    return ResultLine(
        measure,
        address_of("effects:effects", measure),
        evaluation.plan.label,
        said.badge,
        said.verdict,
        evaluation.as_of,
    )
