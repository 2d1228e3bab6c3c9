"""Which figures of a strategy everybody may see, and what else is blacked out for the public."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.deliveries.queries import Standing, read_standings, release_of
from vorort.figures import queries as figures
from vorort.findings.models import Goal
from vorort.notices.rules import public_text
from vorort.places.rules import main_key
from vorort.publications.choices import RestsOn
from vorort.strategies.choices import GoalContent, StrategyContent
from vorort.strategies.queries.content import said
from vorort.strategies.queries.document import walk_goals


@dataclass(frozen=True)
class PublicContent:
    """The words everybody may read, what was held back, and the deliveries behind the figures."""

    content: StrategyContent
    held_back: tuple[str, ...] = ()
    rests_on: tuple[RestsOn, ...] = ()


def public_content(
    authority: Authority, content: StrategyContent, *, at: dt.datetime
) -> PublicContent:
    """Return a strategy without blacked out words, and without figures that are not for everybody.

    A start value read from figures is shown where every delivery behind it is open to everybody
    and it is no small count; a target is what the town wants and never hidden.
    """
    listed = [goal for focus in content["focuses"] for _d, goal in walk_goals(focus["goals"])]
    rows = Goal.objects.filter(authority=authority, public_id__in=[one["id"] for one in listed])
    rows = rows.exclude(code="")
    behind = {row.public_id: _deliveries(authority, row) for row in rows}
    standings = read_standings({one for ids in behind.values() for one in ids}, at=at)
    hidden: set[str] = set()
    open_ids: set[str] = set()
    held_back: list[str] = []
    for goal in listed:
        if goal["id"] not in behind or not goal["baseline"]:
            continue
        why = _why_hidden(goal, behind[goal["id"]], standings)
        if why:
            hidden.add(goal["id"])
            held_back.append(f"{goal['title']}: {why}")
        else:
            open_ids |= set(behind[goal["id"]])
    return PublicContent(
        content=_without(said(content, public_text), hidden),
        held_back=tuple(held_back),
        rests_on=tuple(
            RestsOn(delivery=one, label=s.name, level=str(s.level), embargo_until=s.embargo_until)
            for one, s in sorted(standings.items())
            if one in open_ids
        ),
    )


def _deliveries(authority: Authority, goal: Goal) -> list[str]:
    years = [goal.baseline_on.year] if goal.baseline_on else []
    keys = [goal.area_key or main_key(authority)]
    found = figures.provenance(area_keys=keys, years=years, viewer=authority, source=goal.source)
    return sorted({one.delivery for one in found})


def _why_hidden(goal: GoalContent, ids: Sequence[str], standings: Mapping[str, Standing]) -> str:
    release = release_of(ids, standings, known=False)
    if not release.is_public:
        return " ".join(release.reasons)
    if 0 < Decimal(goal["baseline"]) < settings.SMALL_COUNT_LIMIT:
        return _("Der Ausgangswert ist so klein, dass er auf Menschen schließen lässt.")
    return ""


def _without(content: StrategyContent, hidden: set[str]) -> StrategyContent:
    return {
        **content,
        "focuses": [
            {**focus, "goals": [_goal(goal, hidden) for goal in focus["goals"]]}
            for focus in content["focuses"]
        ],
    }


def _goal(goal: GoalContent, hidden: set[str]) -> GoalContent:
    shown: GoalContent = {**goal, "children": [_goal(one, hidden) for one in goal["children"]]}
    if goal["id"] in hidden:
        shown["baseline"] = shown["baseline_on"] = ""
    return shown
