"""Lindenau's findings, needs and goals, through the real actions."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.councils.models import Body
from vorort.demo.councils import COUNCIL, noon
from vorort.demo.needs import NEEDS, VOTERS, VOTES, GoalScript, NeedScript
from vorort.findings import actions
from vorort.findings.choices import Direction, GoalKind
from vorort.findings.models import Goal, Need
from vorort.partners.models import Organisation
from vorort.partners.queries import listed_offers
from vorort.resolutions.models import Resolution
from vorort.situation.models import ReportFigure


@dataclass
class Town:
    """Where the demo's measures are made: its people, its council, what has come of it so far."""

    authority: Authority
    cast: dict[str, Person]
    today: dt.date
    at: dt.datetime
    needs: dict[str, Need] = field(default_factory=dict)
    goals: dict[str, list[Goal]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by = self.cast["coordinator"]
        rows = Organisation.objects.filter(authority=self.authority)
        self.organisations = {one.name: one for one in rows}

    @property
    def council(self) -> Body:
        return Body.objects.get(authority=self.authority, name=COUNCIL)

    def noon(self, days: int) -> dt.datetime:
        """Return noon of a day so many days ago; today, now."""
        return min(noon(self.today - dt.timedelta(days=days)), self.at)

    def resolution(self, title: str) -> Resolution:
        return Resolution.objects.get(body=self.council, title=title)


def find(town: Town) -> None:
    """Keep all findings with cause, need, rating, the council's points and the goals."""
    for key, script in NEEDS.items():
        at = town.noon(script.days)
        need = _need(town, script, at=at)
        town.needs[key] = need
        town.goals[key] = _goals(town, script, need, at=at + dt.timedelta(hours=1))
    for days, keys in VOTES:
        actions.record_votes(
            body=town.council,
            votes={town.needs[key]: NEEDS[key].votes for key in keys},
            voters=VOTERS,
            on=town.today - dt.timedelta(days=days),
            by=town.by,
            at=town.noon(days),
        )


def _need(town: Town, script: NeedScript, *, at: dt.datetime) -> Need:
    by = town.by
    finding = actions.create_finding(
        authority=town.authority,
        title=script.title,
        topic=script.topic,
        statement=script.statement,
        uncertainty=script.uncertainty,
        strength=script.strength,
        target_groups=script.groups,
        area_key=script.area_key,
        place=script.place,
        source=_source(town, script),
        by=by,
        at=at,
    )
    hypothesis = actions.add_hypothesis(
        finding=finding,
        cause=script.cause,
        grade=script.grade,
        grade_note=script.grade_note,
        risk_factors=script.risk,
        protective_factors=script.protective,
        by=by,
        at=at,
    )
    need = actions.add_need(
        finding=finding, title=script.need, hypothesis=hypothesis, gap=script.gap, by=by, at=at
    )
    _match(town, need, script, at=at)
    severity, spread, changeability = script.rating
    actions.rate_need(
        need=need, severity=severity, spread=spread, changeability=changeability,
        reason=script.reason, by=by, at=at,
    )  # fmt: skip
    return need


def _source(town: Town, script: NeedScript) -> tuple[str, str] | None:
    """Return the figure of the published Lagebild a finding rests on, by kind and id."""
    if not script.figure:
        return None
    figures = ReportFigure.objects.filter(report__authority=town.authority, code=script.figure)
    return "situation.figure", figures.get().public_id


def _match(town: Town, need: Need, script: NeedScript, *, at: dt.datetime) -> None:
    """Look at the offers there are: one of the state's may do a part already."""
    if script.offer is None:
        actions.finish_matching(need=need, by=town.by, at=at)
        return
    words, fit, note = script.offer
    offer = next(one for one in listed_offers(town.authority) if words in one.title)
    actions.match_offer(need=need, offer=offer, fit=fit, note=note, by=town.by, at=at)


def _goals(town: Town, script: NeedScript, need: Need, *, at: dt.datetime) -> list[Goal]:
    """Return the goal of a need and, below it, what its project shall get done."""
    goal = script.goal
    made = actions.set_goal(
        authority=town.authority,
        need=need,
        title=goal.title,
        source=goal.source,
        code=goal.code,
        own_indicator=goal.own_indicator,
        unit=goal.unit,
        area_key=_area(script, goal),
        direction=goal.direction,
        by=town.by,
        at=at,
        **goal.numbers(town.today, days=script.days),
    )
    if goal.project is None:
        return [made]
    title, indicator, number = goal.project
    below = actions.set_goal(
        authority=town.authority,
        need=need,
        parent=made,
        kind=GoalKind.PROJECT,
        title=title,
        own_indicator=indicator,
        direction=Direction.UP,
        target=Decimal(number),
        due_on=town.today + dt.timedelta(days=goal.due_in),
        by=town.by,
        at=at,
    )
    return [made, below]


def _area(script: NeedScript, goal: GoalScript) -> str:
    """A figure is one of an area; what is counted by hand belongs to the finding's place."""
    return goal.area_key if goal.code else script.area_key
