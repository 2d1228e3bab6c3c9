"""Goals as a tree, with what they are measured by in words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.findings.choices import GoalState
from vorort.findings.models import Goal, Need
from vorort.findings.queries.common import need_to_see
from vorort.findings.queries.indicators import Baseline
from vorort.findings.registry import ChainLink, ends_of
from vorort.ui import format as german


@dataclass(frozen=True)
class GoalLine:
    """A goal in the tree: how deep it stands, what it says, what hangs on it."""

    goal: Goal
    depth: int
    measured: str
    aim: str
    ends: tuple[ChainLink, ...]


def list_goals(actor: Person, authority: Authority) -> QuerySet[Goal]:
    """Return the goals of a town with need and finding."""
    need_to_see(actor, authority)
    rows = Goal.objects.filter(authority=authority)
    return rows.select_related("authority", "need__finding__authority", "parent").order_by("id")


def list_open_goals(actor: Person, authority: Authority) -> list[Goal]:
    """Return the goals a measure can serve: still open."""
    return list(list_goals(actor, authority).filter(state=GoalState.OPEN))


def get_goal(actor: Person, authority: Authority, public_id: str) -> Goal:
    """Return a goal of the town; ``NotVisible`` for others."""
    found = list_goals(actor, authority).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible(_("Dieses Ziel gibt es hier nicht."))
    return found


def list_below(goal: Goal) -> QuerySet[Goal]:
    """Return the goals right below one."""
    return goal.children.select_related("authority", "need__finding__authority").order_by("id")


def need_of(goal: Goal) -> Need | None:
    """Return the need a goal rests on: its own, or that of the nearest goal above that has one."""
    here: Goal | None = goal
    while here is not None and here.need_id is None:
        here = here.parent
    return here.need if here is not None else None


def with_below(goals: Iterable[Goal]) -> list[tuple[Goal, Goal]]:
    """Return goals, each with itself, and what stands below and names no need, with that goal.

    One query, however many goals there are.
    """
    rows = list(goals)
    free = Goal.objects.filter(
        authority__in={goal.authority_id for goal in rows}, need__isnull=True, parent__isnull=False
    )
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for each in free.select_related("authority", "parent").order_by("id"):
        below[each.parent_id].append(each)

    def walk(goal: Goal, top: Goal) -> Iterator[tuple[Goal, Goal]]:
        yield goal, top
        for each in below[goal.pk]:
            yield from walk(each, top)

    return [pair for goal in rows for pair in walk(goal, goal)]


def goal_tree(actor: Person, goals: Iterable[Goal]) -> list[GoalLine]:
    """Return goals in the order of the tree; one whose goal above is not among them stands on top."""
    rows = list(goals)
    there = {goal.pk for goal in rows}
    below: dict[int | None, list[Goal]] = {}
    for goal in rows:
        below.setdefault(goal.parent_id if goal.parent_id in there else None, []).append(goal)
    ends = ends_of(actor, rows)
    lines: list[GoalLine] = []

    def walk(key: int | None, depth: int) -> None:
        for goal in below.get(key, []):
            lines.append(
                GoalLine(goal, depth, measured_words(goal), aim_words(goal), tuple(ends[goal.pk]))
            )
            walk(goal.pk, depth + 1)

    walk(None, 0)
    return lines


def measured_words(goal: Goal) -> str:
    """Return what a goal is measured by: "Fahrraddiebstahl, Lindenau"."""
    words = goal.own_indicator or goal.indicator_label
    return f"{words}, {goal.area_name}" if goal.area_name else words


def aim_words(goal: Goal) -> str:
    """Return target and date: "höchstens 26 Fälle im Jahr bis 31.12.2027"."""
    if goal.target is None:
        words = _("noch ohne Zielwert")
    else:
        words = f"{goal.get_direction_display()} {value_words(goal.target, goal.unit)}"
    if goal.due_on is None:
        return words
    return _("%(aim)s bis %(day)s") % {"aim": words, "day": german.date(goal.due_on)}


def baseline_words(goal: Goal) -> str:
    """Return the value it starts from: "Ausgangswert 38 (2025)"."""
    if goal.baseline is None:
        return _("noch ohne Ausgangswert")
    words = {"value": value_words(goal.baseline, "")}
    if goal.baseline_on is None:
        return _("Ausgangswert %(value)s") % words
    end_of_year = (goal.baseline_on.month, goal.baseline_on.day) == (12, 31)
    when = str(goal.baseline_on.year) if end_of_year else german.date(goal.baseline_on)
    return _("Ausgangswert %(value)s (%(when)s)") % {**words, "when": when}


def latest_words(latest: Baseline | None) -> str:
    """Return the last value there is: "Zuletzt 35 (2026)"; nothing where there is none."""
    if latest is None or latest.on is None:
        return ""
    words = {"value": value_words(latest.value, ""), "year": latest.on.year}
    return _("Zuletzt %(value)s (%(year)d)") % words


def value_words(value: object, unit: str) -> str:
    """Return a number with as many digits as it has, and its unit."""
    text = german.measure(value, "")  # type: ignore[arg-type]
    return f"{text} {unit}".strip()


def is_due(goal: Goal, on: dt.date) -> bool:
    """Whether the day of the goal has come and nobody has judged it."""
    return goal.state == GoalState.OPEN and goal.due_on is not None and goal.due_on <= on
