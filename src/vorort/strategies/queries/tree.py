"""The goal tree with its measures: what stands below each priority, and how far it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.findings.choices import GoalState
from vorort.findings.models import Goal
from vorort.measures.choices import ENDED, MeasureState
from vorort.measures.models import Measure, MeasureGoal
from vorort.measures.registry import address_of, line_words
from vorort.strategies.choices import DECIDED
from vorort.strategies.models import Focus, FocusGoal, FocusMeasure, Strategy
from vorort.ui.parts import Sum

# Running and done are told by the colour of the state, the rest by its word alone.
_ALIVE = (MeasureState.RUNNING, *(ENDED - {MeasureState.STOPPED}), MeasureState.EVALUATED)
_MEASURE_TONES = {**dict.fromkeys(_ALIVE, "on"), MeasureState.STOPPED: "due"}
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


@dataclass(frozen=True)
class Overview:
    """The living state of a strategy: its tree, and how much of it is done."""

    strategy: Strategy
    focuses: tuple[FocusNode, ...] = ()
    sums: tuple[Sum, ...] = ()
    # Word of the state, how many measures, tone.
    states: tuple[tuple[str, int, str], ...] = ()
    goals: tuple[Goal, ...] = ()


def overview(strategy: Strategy, actor: Person | None = None) -> Overview:
    """Return the goal tree with measures and states, in a constant number of queries.

    With ``actor`` each measure carries what the apps above say of it.
    """
    focuses = list(strategy.focuses.select_related("need").order_by("position", "id"))
    rows = FocusGoal.objects.filter(focus__in=focuses).order_by("position", "id")
    of_focus = _grouped((row.focus_id, row.goal) for row in rows.select_related("goal__need"))
    below = Goal.objects.filter(authority=strategy.authority_id, parent__isnull=False)
    children = _grouped((goal.parent_id, goal) for goal in below.order_by("id"))
    goals = _all_below([goal for tops in of_focus.values() for goal in tops], children)
    measured = MeasureGoal.objects.filter(goal__in=goals).order_by("measure_id")
    named = FocusMeasure.objects.filter(focus__in=focuses).order_by("id")
    of_goal = _grouped((row.goal_id, row.measure) for row in measured.select_related(*_WITH))
    own = _grouped((row.focus_id, row.measure) for row in named.select_related(*_WITH))
    measures = {m.pk: m for found in (of_goal, own) for listed in found.values() for m in listed}
    words = line_words(actor, list(measures.values())) if actor and measures else {}
    known = _known(strategy)

    def is_added(thing: Goal | Measure) -> bool:
        return known is not None and thing.public_id not in known

    def lines(listed: Iterable[Measure]) -> tuple[MeasureLine, ...]:
        return tuple(MeasureLine(m, tuple(words.get(m.pk, ())), is_added(m)) for m in listed)

    def node(goal: Goal, above: frozenset[int] = frozenset()) -> GoalNode:
        seen = above | {goal.pk}
        under = tuple(node(g, seen) for g in children.get(goal.pk, ()) if g.pk not in seen)
        return GoalNode(goal, under, lines(of_goal.get(goal.pk, ())), is_added(goal))

    def top(focus: Focus) -> FocusNode:
        nodes = tuple(node(goal) for goal in of_focus.get(focus.pk, ()))
        return FocusNode(focus, nodes, lines(own.get(focus.pk, ())))

    tree = tuple(top(focus) for focus in focuses)
    listed = tuple(goals.values())
    return Overview(strategy, tree, _sums(focuses, listed, measures), _states(measures), listed)


_WITH = ("measure__owner", "measure__authority")
_Row = TypeVar("_Row")


def _grouped(rows: Iterable[tuple[int | None, _Row]]) -> dict[int | None, list[_Row]]:
    found: dict[int | None, list[_Row]] = {}
    for key, row in rows:
        found.setdefault(key, []).append(row)
    return found


def _all_below(goals: Sequence[Goal], children: Mapping[int | None, list[Goal]]) -> dict[int, Goal]:
    """Return goals and everything below them by their keys; a ring of parents ends."""
    found: dict[int, Goal] = {}
    waiting = list(reversed(goals))
    while waiting:
        goal = waiting.pop()
        if goal.pk not in found:
            found[goal.pk] = goal
            waiting += reversed(children.get(goal.pk, ()))
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
    words = _("%(some)d von %(all)d")
    reached = sum(goal.state == GoalState.REACHED for goal in goals)
    running = sum(m.state == MeasureState.RUNNING for m in measures.values())
    return (
        Sum(str(len(focuses)), ngettext("Schwerpunkt", "Schwerpunkte", len(focuses))),
        Sum(words % {"some": reached, "all": len(goals)}, _("Zielen erreicht")),
        Sum(words % {"some": running, "all": len(measures)}, _("Maßnahmen laufen")),
    )


def _states(measures: Mapping[int, Measure]) -> tuple[tuple[str, int, str], ...]:
    counts = Counter(MeasureState(each.state) for each in measures.values())
    return tuple(
        (str(state.label), counts[state], _MEASURE_TONES.get(state, ""))
        for state in MeasureState
        if counts[state]
    )
