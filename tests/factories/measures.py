"""Measures of the tests' town: by the real actions, or many at once straight into the table."""

import datetime as dt
from decimal import Decimal

from tests.factories.accounts import make_person
from tests.factories.authorities import make_membership
from tests.factories.findings import make_goal
from tests.factories.partners import make_organisation
from tests.people import People

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.core.scopes import authority_scope
from vorort.findings.models import Goal
from vorort.measures import actions
from vorort.measures.choices import (
    DecisionKind,
    MeasureOrigin,
    MeasureState,
    PartRole,
)
from vorort.measures.models import Audience, BudgetLine, Measure, MeasureGoal, Part
from vorort.partners.models import Organisation

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
TODAY = AT.date()


def make_measure(people: People, **given: object) -> Measure:
    """Make a measure with goal, need and finding; ``state`` takes it as far as "running"."""
    town = people.town
    state = given.pop("state", MeasureState.IDEA)
    goal = given.pop("goal", None) or make_goal(town)
    assert isinstance(goal, Goal)
    values: dict[str, object] = {
        "title": "Betreuter Fahrradabstellplatz am Bahnhof",
        "topic": "theft",
        "owner": given.pop("owner", None) or owner_of(people),
        "goals": [goal],
        "pillars": ["municipality"],
        "by": people.coordinator,
        "at": AT,
    }
    with authority_scope(town):
        own = actions.create_measure(authority=town, **{**values, **given})  # type: ignore[arg-type]
        if state in {MeasureState.DECIDED, MeasureState.RUNNING}:
            own = decide(own, people)
        if state == MeasureState.RUNNING:
            # The gates of apps above are not this factory's business.
            Measure.objects.filter(pk=own.pk).update(
                state=state, state_on=TODAY, starts_on=own.starts_on or TODAY
            )
            own.refresh_from_db()
    return own


def make_existing(people: People, **given: object) -> Measure:
    """Make what already runs, without a goal."""
    values: dict[str, object] = {
        "title": "Nachtwanderer",
        "topic": "youth",
        "owner": owner_of(people),
        "origin": MeasureOrigin.EXISTING,
        "by": people.coordinator,
        "at": AT,
    }
    with authority_scope(people.town):
        return actions.create_measure(authority=people.town, **{**values, **given})  # type: ignore[arg-type]


def make_measures(people: People, count: int, **given: object) -> list[Measure]:
    """Put many running measures into the table at once, each with goal, audience and money."""
    town, owner, goal = people.town, owner_of(people), make_goal(people.town)
    values: dict[str, object] = {
        "topic": "theft",
        "owner": owner,
        "state": MeasureState.RUNNING,
        "state_on": TODAY,
        "decision": DecisionKind.ADMINISTRATION,
        "decided_on": TODAY,
        "year": 2025,
        "pillars": ["civic"],
    }
    with authority_scope(town):
        first = Measure.objects.filter(authority=town, year=2025).count() + 1
        made = Measure.objects.bulk_create(
            Measure(
                authority=town, number=number, title=f"Maßnahme Nummer {number}",
                **{**values, **given},
            )
            for number in range(first, first + count)
        )  # fmt: skip
        MeasureGoal.objects.bulk_create(
            MeasureGoal(authority=town, measure=each, goal=goal) for each in made
        )
        Audience.objects.bulk_create(
            Audience(authority=town, measure=each, group="youth") for each in made
        )
        BudgetLine.objects.bulk_create(
            BudgetLine(
                authority=town, measure=each, title="Material", planned=Decimal(500),
                kind="material", source="own",
            )
            for each in made
        )  # fmt: skip
    return made


def owner_of(people: People) -> Organisation:
    """Return the office that owns the tests' measures, made at the first call."""
    with authority_scope(people.town):
        found = Organisation.objects.filter(authority=people.town, name="Bauamt").first()
    return found or make_organisation(people.town, name="Bauamt", kind="administration")


def decide(measure: Measure, people: People, **given: object) -> Measure:
    """Let the administration decide on the day of the tests."""
    values: dict[str, object] = {
        "kind": DecisionKind.ADMINISTRATION,
        "on": TODAY,
        "by": people.coordinator,
        "at": AT,
        "note": "Verfügung vom 02.03.2026",
    }
    with authority_scope(people.town):
        return actions.decide(measure=measure, **{**values, **given})  # type: ignore[arg-type]


def make_partner(people: People) -> Person:
    """Return somebody of a partner with an account in the town, who sees none of its work."""
    found = Person.objects.filter(email="werkstatt@example.org").first()
    if found is None:
        found = make_person("Wanda Werkstatt", email="werkstatt@example.org")
        make_membership(found, people.town, Role.SPONSOR)
    return found


def make_part(measure: Measure, people: People, **given: object) -> Part:
    """Let a partner run the measure; its contact has an account unless told otherwise."""
    contact = given.pop("contact") if "contact" in given else make_partner(people)
    values: dict[str, object] = {
        "organisation": given.pop("organisation", None)
        or make_organisation(people.town, kind="club"),
        "role": PartRole.RUNS,
        "contribution": "betreibt den Abstellplatz",
        "contact": contact,
        "by": people.coordinator,
        "at": AT,
        "reason": "Der Verein macht mit.",
    }
    with authority_scope(people.town):
        return actions.add_part(measure=measure, **{**values, **given})  # type: ignore[arg-type]


def make_line(measure: Measure, people: People, **given: object) -> BudgetLine:
    """Plan 1.000 euros for material."""
    values: dict[str, object] = {
        "title": "Material",
        "planned": Decimal(1000),
        "kind": "material",
        "source": "own",
        "by": people.coordinator,
        "at": AT,
        "reason": "Kosten ermittelt.",
    }
    with authority_scope(people.town):
        return actions.add_budget_line(measure=measure, **{**values, **given})  # type: ignore[arg-type]
