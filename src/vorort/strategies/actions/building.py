"""The priorities of a strategy, their order, goals, measures, and what they take up of the state."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.findings.choices import GoalState
from vorort.measures.choices import ENDED
from vorort.strategies import rules
from vorort.strategies.actions._common import changes, locked_draft, log, save
from vorort.strategies.models import Focus, FocusGoal, FocusMeasure, Strategy, StrategyCitation
from vorort.strategies.queries.state import describe_publication

if TYPE_CHECKING:
    from vorort.findings.models import Goal, Need
    from vorort.measures.models import Measure
    from vorort.publications.models import Publication


class NotOfThisTown(DomainError):
    """The thing belongs to another authority."""


class NotCitable(DomainError):
    """Only the public strategy of the own state can be cited."""


@transaction.atomic
def add_focus(
    *,
    strategy: Strategy,
    title: str,
    by: Person,
    at: dt.datetime,
    text: str = "",
    need: "Need | None" = None,
) -> Focus:
    """Add a priority at the end."""
    own = locked_draft(strategy)
    if not title.strip():
        raise DomainError(_("Bitte nennen Sie den Schwerpunkt."), field="title")
    _same_town(own, need)
    last = own.focuses.aggregate(last=Max("position"))["last"] or 0
    made: Focus = Focus.objects.create(
        authority=own.authority,
        strategy=own,
        position=last + 1,
        title=title.strip(),
        text=text.strip(),
        need=need,
    )
    log("strategy_changed", own, by, at, focus_added=made.title)
    return made


@transaction.atomic
def take_needs(
    *, strategy: Strategy, needs: "Sequence[Need]", by: Person, at: dt.datetime
) -> list[Focus]:
    """Make priorities of needs, in the order of their rank; their open goals come along.

    A need that is a priority already is left as it is.
    """
    known = set(strategy.focuses.values_list("need_id", flat=True))
    made = []
    for need in needs:
        if need.pk in known:
            continue
        focus = add_focus(strategy=strategy, title=need.title, need=need, by=by, at=at)
        for goal in need.goals.filter(state=GoalState.OPEN, parent=None).order_by("id"):
            if not _holder(focus, goal):
                add_goal(focus=focus, goal=goal, by=by, at=at)
        made.append(focus)
    return made


@transaction.atomic
def edit_focus(*, focus: Focus, revision: int, by: Person, at: dt.datetime, **values: Any) -> Focus:
    """Change title, text or need of a priority; raises ``StaleStrategy`` as ``changes`` says."""
    strategy, own = _locked(focus)
    changed = changes(own, revision, values, {"title", "text", "need"})
    if changed:
        _same_town(strategy, changed.get("need"))
        save(own, changed)
        log("strategy_changed", strategy, by, at, focus=own.title, fields=sorted(changed))
    return own


@transaction.atomic
def move_focus(*, focus: Focus, to: Literal["up", "down"], by: Person, at: dt.datetime) -> Focus:
    """Move a priority one place up or down; at the end it stays."""
    strategy, own = _locked(focus)
    rows = list(strategy.focuses.order_by("position", "id"))
    place = rows.index(own)
    other = place + (-1 if to == "up" else 1)
    if not 0 <= other < len(rows):
        return own
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Focus.objects.bulk_update(rows, ["position"])
    log("strategy_changed", strategy, by, at, focus_moved=own.title)
    return rows[other]


@transaction.atomic
def remove_focus(*, focus: Focus, by: Person, at: dt.datetime) -> None:
    """Take a priority out; its goals and measures stay what they are."""
    strategy, own = _locked(focus)
    title = own.title
    own.delete()
    log("strategy_changed", strategy, by, at, focus_removed=title)


@transaction.atomic
def add_goal(*, focus: Focus, goal: "Goal", by: Person, at: dt.datetime) -> FocusGoal:
    """Put a goal below a priority; the goals and measures below it follow."""
    strategy, own = _locked(focus)
    _same_town(strategy, goal)
    if holder := _holder(own, goal):
        words = _("Das Ziel steht schon beim Schwerpunkt „%(title)s“.")
        raise DomainError(words % {"title": holder.title})
    if goal.state == GoalState.DROPPED:
        raise DomainError(_("Dieses Ziel ist aufgegeben. Setzen Sie bitte ein neues."))
    last = own.goals.aggregate(last=Max("position"))["last"] or 0
    made: FocusGoal = FocusGoal.objects.create(
        authority=own.authority, focus=own, goal=goal, position=last + 1
    )
    log("strategy_changed", strategy, by, at, focus=own.title, goal_added=goal.title)
    return made


@transaction.atomic
def remove_goal(*, focus: Focus, goal: "Goal", by: Person, at: dt.datetime) -> None:
    """Take a goal out of a priority; the goal itself stays."""
    strategy, own = _locked(focus)
    own.goals.filter(goal=goal).delete()
    log("strategy_changed", strategy, by, at, focus=own.title, goal_removed=goal.title)


@transaction.atomic
def add_measure(*, focus: Focus, measure: "Measure", by: Person, at: dt.datetime) -> FocusMeasure:
    """Put a measure below a priority that serves none of its goals; twice is once."""
    strategy, own = _locked(focus)
    _same_town(strategy, measure)
    if measure.state in ENDED:
        words = _("Die Maßnahme „%(title)s“ ist schon zu Ende.")
        raise DomainError(words % {"title": measure.title})
    row, made = FocusMeasure.objects.get_or_create(
        authority=own.authority, focus=own, measure=measure
    )
    if made:
        log("strategy_changed", strategy, by, at, focus=own.title, measure_added=measure.reference)
    return row


@transaction.atomic
def remove_measure(*, focus: Focus, measure: "Measure", by: Person, at: dt.datetime) -> None:
    """Take a measure out of a priority; the measure itself stays."""
    strategy, own = _locked(focus)
    own.measures.filter(measure=measure).delete()
    log("strategy_changed", strategy, by, at, measure_removed=measure.reference)


@transaction.atomic
def cite_state(
    *,
    strategy: Strategy,
    publication: "Publication",
    by: Person,
    at: dt.datetime,
    focus: Focus | None = None,
    section: str = "",
) -> StrategyCitation:
    """Take up the state's strategy, as a whole or one of its priorities, with the words it has now.

    The same place taken up before is brought to the newest version.
    """
    own = locked_draft(strategy)
    found = describe_publication(publication)
    if found is None or not rules.is_state_of(publication.authority, own.authority):
        words = _("Aufgreifen lässt sich nur die veröffentlichte Strategie des eigenen Landes.")
        raise NotCitable(words)
    if section and section not in found.sections:
        words = _("Diesen Schwerpunkt gibt es in der Landesstrategie nicht.")
        raise NotCitable(words, field="section")
    if focus is not None and focus.strategy_id != own.pk:
        raise NotOfThisTown(_("Dieser Schwerpunkt gehört zu einer anderen Fassung."))
    place: dict[str, Any] = {
        "authority": own.authority,
        "strategy": own,
        "focus": focus,
        "section": section,
    }
    said = {"cited": publication.public_id, "title": found.title[:200]}
    row, _made = StrategyCitation.objects.update_or_create(
        **place, defaults={**said, "cited_version": found.version}
    )
    log("state_cited", own, by, at, version=found.version, section=section)
    return row


@transaction.atomic
def remove_citation(*, citation: StrategyCitation, by: Person, at: dt.datetime) -> None:
    """Take up the state's strategy no longer at this place."""
    own = locked_draft(citation.strategy)
    section = citation.section
    citation.delete()
    log("strategy_changed", own, by, at, citation_removed=section or "-")


def _locked(focus: Focus) -> tuple[Strategy, Focus]:
    strategy = locked_draft(focus.strategy)
    own: Focus = Focus.objects.get(pk=focus.pk)
    return strategy, own


def _holder(focus: Focus, goal: "Goal") -> Focus | None:
    """Return the priority of the same strategy that holds a goal already."""
    return Focus.objects.filter(strategy=focus.strategy_id, goals__goal=goal).first()


def _same_town(strategy: Strategy, thing: "Goal | Measure | Need | None") -> None:
    if thing is not None and thing.authority_id != strategy.authority_id:
        raise NotOfThisTown(_("Das gehört zu einem anderen Ort."))
