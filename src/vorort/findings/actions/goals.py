"""A goal: what is measured, from which value to which, by when, and what became of it."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.findings.actions._common import (
    FindingClosed,
    log,
    not_later,
    one_of,
    own,
    said,
    title_of,
)
from vorort.findings.choices import Direction, FindingState, GoalKind, GoalState
from vorort.findings.models import Goal, Need
from vorort.findings.queries.indicators import read_baseline
from vorort.findings.rules import is_worse
from vorort.ui import format as german

if TYPE_CHECKING:
    from vorort.authorities.models import Authority

EDITABLE = frozenset(
    {"title", "need", "parent", "kind", "source", "code", "own_indicator", "unit", "area_key",
     "direction", "baseline", "baseline_on", "target", "due_on"}
)  # fmt: skip
_INDICATOR = frozenset({"source", "code", "area_key", "unit", "baseline", "baseline_on"})


class BadIndicator(DomainError):
    """Without an indicator nobody can see whether the goal is reached."""


class BadTarget(DomainError):
    """Target, baseline and dates do not go together."""


@transaction.atomic
def set_goal(
    *,
    authority: "Authority",
    title: str,
    by: Person,
    at: dt.datetime,
    need: Need | None = None,
    parent: Goal | None = None,
    kind: str = GoalKind.PREVENTION,
    source: str = "",
    code: str = "",
    own_indicator: str = "",
    unit: str = "",
    area_key: str = "",
    direction: str = Direction.DOWN,
    baseline: Decimal | None = None,
    baseline_on: dt.date | None = None,
    target: Decimal | None = None,
    due_on: dt.date | None = None,
) -> Goal:
    """Set a goal with its indicator.

    Of an indicator from the figures (``source`` and ``code``) the baseline is read, never typed:
    that of the year of ``baseline_on``, or of the last year there is. Its names stay with the
    goal as they are now.
    """
    goal = Goal(authority=authority)
    values = {
        "title": title,
        "need": need,
        "parent": parent,
        "kind": kind,
        "source": source,
        "code": code,
        "own_indicator": own_indicator,
        "unit": unit,
        "area_key": area_key,
        "direction": direction,
        "baseline": baseline,
        "baseline_on": baseline_on,
        "target": target,
        "due_on": due_on,
    }
    _fill(goal, values, at)
    goal.save()
    log("findings.goal_set", goal, by, at, **_shown(goal))
    return goal


@transaction.atomic
def edit_goal(*, goal: Goal, by: Person, at: dt.datetime, **values: Any) -> Goal:
    """Change a goal that is still open; the log keeps what it was before."""
    unknown = values.keys() - EDITABLE
    if unknown:
        raise TypeError(f"not to be edited: {', '.join(sorted(unknown))}")
    found = _locked(goal)
    if found.state != GoalState.OPEN:
        raise BadTarget(
            _("Über dieses Ziel ist schon geurteilt. Setzen Sie den Stand erst wieder auf „offen“.")
        )
    before = _shown(found)
    if found.code and values.get("code", found.code) and values.get("baseline") is None:
        # It was read; what was read once stays, unless something else is to be read.
        values.pop("baseline", None)
    changed = {name: value for name, value in values.items() if value != getattr(found, name)}
    _fill(found, changed, at)
    found.save()
    log("findings.goal_changed", found, by, at, before, **_shown(found))
    return found


@transaction.atomic
def judge_goal(
    *, goal: Goal, state: str, reason: str, on: dt.date, by: Person, at: dt.datetime
) -> Goal:
    """Say what became of a goal and by what one sees it; "open" takes the judgement back."""
    found = _locked(goal)
    one_of(state, GoalState, "state")
    not_later(on, at)
    words = said(reason, _("Bitte schreiben Sie, woran Sie das erkennen."), "reason")
    if found.baseline_on is not None and on <= found.baseline_on:
        raise BadTarget(
            _("Der Ausgangswert ist vom %(day)s. Urteilen Sie mit einem späteren Stand.")
            % {"day": german.date(found.baseline_on)},
            field="on",
        )
    if state == GoalState.MISSED and found.due_on is not None and on < found.due_on:
        raise BadTarget(
            _("Die Frist läuft noch bis %(day)s. Bis dahin ist das Ziel offen; wird es nicht "
              "weiter verfolgt, wählen Sie „aufgegeben“.")
            % {"day": german.date(found.due_on)},
            field="state",
        )  # fmt: skip
    before = {"state": str(found.state)}
    found.state = state
    found.state_on, found.state_reason = on, words
    found.save()
    log("findings.goal_judged", found, by, at, before, state=state, on=on.isoformat())
    return found


def _locked(goal: Goal) -> Goal:
    rows = Goal.objects.select_for_update(of=("self",)).select_related("authority")
    found: Goal = rows.get(pk=goal.pk)
    return found


def _fill(goal: Goal, values: dict[str, Any], at: dt.datetime) -> None:
    for name, value in values.items():
        setattr(goal, name, value.strip() if isinstance(value, str) else value)
    goal.title = title_of(goal.title, _("das Ziel in einem Satz"))
    one_of(goal.kind, GoalKind, "kind")
    one_of(goal.direction, Direction, "direction")
    _check_place(goal)
    if goal.code or goal.source:
        if values.keys() & _INDICATOR:
            _read_indicator(goal, values.get("baseline"), at)
    else:
        _own_words(goal)
    _check_dates(goal, at)
    _check_target(goal)


def _check_place(goal: Goal) -> None:
    """The need, and the goal above, are of the same town; no goal stands below itself."""
    if goal.need is not None:
        own(goal.need, goal.authority, "need")
        if goal.pk is None and goal.need.finding.state == FindingState.CLOSED:
            raise FindingClosed(
                _("Die Feststellung ist abgeschlossen. Bitte nehmen Sie sie erst wieder auf."),
                field="need",
            )
    above = goal.parent
    if above is not None:
        own(above, goal.authority, "parent")
    while above is not None:
        if goal.pk is not None and above.pk == goal.pk:
            raise DomainError(
                _("Ein Ziel kann nicht unter sich selbst stehen. Bitte wählen Sie ein anderes."),
                field="parent",
            )
        above = above.parent


def _read_indicator(goal: Goal, given: Decimal | None, at: dt.datetime) -> None:
    """Fill what the figures say: names, unit, baseline."""
    if not (goal.code and goal.source):
        raise BadIndicator(
            _("Bitte wählen Sie eine Kennzahl aus der Liste oder beschreiben Sie eine eigene."),
            field="code",
        )
    year = goal.baseline_on.year if goal.baseline_on else None
    found = read_baseline(
        goal.authority,
        source=goal.source,
        code=goal.code,
        area_key=goal.area_key,
        unit=goal.unit,
        year=year,
        at=at,
    )
    if found.trouble:
        raise BadIndicator(found.trouble, field=found.field)
    if given is not None and given != found.value:
        raise BadIndicator(
            _("Der Ausgangswert dieser Kennzahl wird aus den Zahlen gelesen: %(value)s. "
              "Bitte lassen Sie das Feld leer.")
            % {"value": german.number(found.value, 2)},
            field="baseline",
        )  # fmt: skip
    goal.own_indicator = ""
    goal.indicator_label, goal.area_name = found.label[:200], found.area_name[:160]
    goal.unit, goal.baseline, goal.baseline_on = found.unit, found.value, found.on


def _own_words(goal: Goal) -> None:
    if not goal.own_indicator:
        raise BadIndicator(
            _("Ohne Kennzahl lässt sich nicht sagen, ob ein Ziel erreicht ist. Wählen Sie eine aus "
              "der Liste oder schreiben Sie, was gezählt oder gemessen wird."),
            field="own_indicator",
        )  # fmt: skip
    goal.indicator_label = goal.area_name = ""
    if goal.baseline is not None and goal.baseline_on is None:
        raise BadTarget(_("Bitte geben Sie an, von wann der Ausgangswert ist."),
                        field="baseline_on")  # fmt: skip


def _check_dates(goal: Goal, at: dt.datetime) -> None:
    if goal.baseline_on is None:
        return
    if goal.own_indicator:
        not_later(goal.baseline_on, at, "baseline_on")
    if goal.due_on is not None and goal.due_on <= goal.baseline_on:
        raise BadTarget(
            _("Der Ausgangswert ist vom %(day)s. Das Ziel kann erst danach erreicht werden; bitte "
              "wählen Sie einen späteren Tag.")
            % {"day": german.date(goal.baseline_on)},
            field="due_on",
        )  # fmt: skip


def _check_target(goal: Goal) -> None:
    if goal.target is None or goal.baseline is None or not is_worse(goal):
        return
    words = {
        "target": german.number(goal.target, 2 if goal.target % 1 else 0),
        "baseline": german.number(goal.baseline, 2 if goal.baseline % 1 else 0),
    }
    if goal.direction == Direction.DOWN:
        message = _("Höchstens %(target)s ist mehr als der Ausgangswert %(baseline)s. Wählen Sie "
                    "einen kleineren Zielwert, oder „mindestens“, wenn mehr besser ist.")  # fmt: skip
    else:
        message = _("Mindestens %(target)s ist weniger als der Ausgangswert %(baseline)s. Wählen "
                    "Sie einen größeren Zielwert, oder „höchstens“, wenn weniger besser ist.")  # fmt: skip
    raise BadTarget(message % words, field="target")


def _shown(goal: Goal) -> dict[str, object]:
    return {
        "title": goal.title,
        "indicator": goal.indicator_label or goal.own_indicator,
        "baseline": None if goal.baseline is None else str(goal.baseline),
        "target": None if goal.target is None else str(goal.target),
        "due_on": goal.due_on.isoformat() if goal.due_on else None,
    }
