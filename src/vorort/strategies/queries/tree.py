"""The goal tree with its measures: what stands below each priority, and how far it is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.findings.choices import GoalState
from vorort.findings.models import Goal
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure, MeasureGoal
from vorort.measures.registry import address_of, line_words
from vorort.strategies.choices import DECIDED
from vorort.strategies.models import Focus, FocusGoal, FocusMeasure, Strategy
from vorort.ui.parts import Sum

# Running and done are told by the colour of the state, the rest by its word alone.
_MEASURE_TONES = {
    MeasureState.RUNNING: "on",
    MeasureState.EVALUATED: "on",
    MeasureState.CLOSED: "on",
    MeasureState.CONTINUED: "on",
    MeasureState.STOPPED: "due",
}
_GOAL_TONES = {GoalState.REACHED: "on", GoalState.MISSED: "due", GoalState.UNCLEAR: "due"}


@dataclass(frozen=True)
class MeasureLine:
    """A measure below a goal or a priority, as it stands now."""

    measure: Measure
    # What the apps above say of it, such as the verdict on its effect.
    words: tuple[str, ...] = ()
    # Not yet there when the strategy was adopted.
    is_added: bool = False

    @property
    def url(self) -> str:
        return address_of("measures:measure", self.measure)

    @property
    def tone(self) -> str:
        return _MEASURE_TONES.get(MeasureState(self.measure.state), "")


@dataclass(frozen=True)
class GoalNode:
    """A goal with its children and measures."""

    goal: Goal
    children: tuple["GoalNode", ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    is_added: bool = False

    @property
    def tone(self) -> str:
        return _GOAL_TONES.get(GoalState(self.goal.state), "")

    def walk(self) -> Iterator["GoalNode"]:
        """Yield this goal and everything below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class FocusNode:
    """A priority with its goals, and measures that serve it without one of them."""

    focus: Focus
    goals: tuple[GoalNode, ...] = ()
    measures: tuple[MeasureLine, ...] = ()

    def walk(self) -> Iterator[GoalNode]:
        for goal in self.goals:
            yield from goal.walk()

    def all_measures(self) -> list[Measure]:
        """Return each measure of the priority once."""
        lines = [*self.measures, *(line for node in self.walk() for line in node.measures)]
        return list({line.measure.pk: line.measure for line in lines}.values())


@dataclass(frozen=True)
class Overview:
    """The living state of a strategy: its tree, and how much of it is done."""

    strategy: Strategy
    focuses: tuple[FocusNode, ...] = ()
    sums: tuple[Sum, ...] = ()
    # Word of the state, how many measures, tone.
    states: tuple[tuple[str, int, str], ...] = ()
    goals: tuple[Goal, ...] = field(default=())
    measures: tuple[Measure, ...] = field(default=())


def overview(strategy: Strategy, actor: Person | None = None) -> Overview:
    """Return the goal tree with measures and states, in a constant number of queries.

    With ``actor`` each measure carries what the apps above say of it.
    """
    focuses = list(strategy.focuses.select_related("need").order_by("position", "id"))
    of_focus = _goals_of(focuses)
    children = _children(strategy)
    reached = _all_below([goal for goals in of_focus.values() for goal in goals], children)
    of_goal = _measures_of_goals(reached)
    own = _measures_of_focuses(focuses)
    measures = {m.pk: m for rows in (*of_goal.values(), *own.values()) for m in rows}
    words = line_words(actor, list(measures.values())) if actor and measures else {}
    known = _known(strategy)

    def lines(rows: Sequence[Measure]) -> tuple[MeasureLine, ...]:
        return tuple(
            MeasureLine(
                row, tuple(words.get(row.pk, ())), known is not None and row.public_id not in known
            )
            for row in rows
        )

    def node(goal: Goal, seen: frozenset[int] = frozenset()) -> GoalNode:
        below = [g for g in children.get(goal.pk, ()) if g.pk not in seen]
        return GoalNode(
            goal,
            tuple(node(each, seen | {goal.pk}) for each in below),
            lines(of_goal.get(goal.pk, ())),
            known is not None and goal.public_id not in known,
        )

    tree = tuple(
        FocusNode(
            focus,
            tuple(node(goal) for goal in of_focus.get(focus.pk, ())),
            lines(own.get(focus.pk, ())),
        )
        for focus in focuses
    )
    goals = tuple({n.goal.pk: n.goal for each in tree for n in each.walk()}.values())
    return Overview(
        strategy,
        tree,
        _sums(focuses, goals, measures),
        _states(measures),
        goals,
        tuple(measures.values()),
    )


def _goals_of(focuses: Sequence[Focus]) -> dict[int, list[Goal]]:
    found: dict[int, list[Goal]] = {}
    rows = FocusGoal.objects.filter(focus__in=focuses)
    for row in rows.select_related("goal__need").order_by("position", "id"):
        found.setdefault(row.focus_id, []).append(row.goal)
    return found


def _children(strategy: Strategy) -> Mapping[int, list[Goal]]:
    found: dict[int, list[Goal]] = {}
    rows = Goal.objects.filter(authority=strategy.authority_id, parent__isnull=False)
    for goal in rows.order_by("id"):
        if goal.parent_id is not None:
            found.setdefault(goal.parent_id, []).append(goal)
    return found


def _all_below(goals: Sequence[Goal], children: Mapping[int, list[Goal]]) -> set[int]:
    found: set[int] = set()
    waiting = list(goals)
    while waiting:
        goal = waiting.pop()
        if goal.pk not in found:
            found.add(goal.pk)
            waiting += children.get(goal.pk, ())
    return found


def _measures_of_goals(goals: set[int]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    rows = MeasureGoal.objects.filter(goal__in=goals).select_related("measure__owner")
    for row in rows.select_related("measure__authority").order_by("measure_id"):
        found.setdefault(row.goal_id, []).append(row.measure)
    return found


def _measures_of_focuses(focuses: Sequence[Focus]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    rows = FocusMeasure.objects.filter(focus__in=focuses)
    for row in rows.select_related("measure__owner", "measure__authority").order_by("id"):
        found.setdefault(row.focus_id, []).append(row.measure)
    return found


def _known(strategy: Strategy) -> set[str] | None:
    """Return the ids that stand in the adopted text, or None where nothing is adopted."""
    if strategy.state not in DECIDED:
        return None
    found: set[str] = set()
    waiting = list(strategy.content.get("focuses", ()))
    while waiting:
        part = waiting.pop()
        found.add(part.get("id", ""))
        waiting += [*part.get("goals", ()), *part.get("children", ()), *part.get("measures", ())]
    return found


def _sums(
    focuses: Sequence[Focus], goals: Sequence[Goal], measures: Mapping[int, Measure]
) -> tuple[Sum, ...]:
    reached = sum(goal.state == GoalState.REACHED for goal in goals)
    running = sum(m.state == MeasureState.RUNNING for m in measures.values())
    return (
        Sum(str(len(focuses)), ngettext("Schwerpunkt", "Schwerpunkte", len(focuses))),
        Sum(_("%(some)d von %(all)d") % {"some": reached, "all": len(goals)}, _("Zielen erreicht")),
        Sum(
            _("%(some)d von %(all)d") % {"some": running, "all": len(measures)},
            _("Maßnahmen laufen"),
        ),
    )


def _states(measures: Mapping[int, Measure]) -> tuple[tuple[str, int, str], ...]:
    counts = Counter(MeasureState(each.state) for each in measures.values())
    return tuple(
        (str(state.label), counts[state], _MEASURE_TONES.get(state, ""))
        for state in MeasureState
        if counts[state]
    )
