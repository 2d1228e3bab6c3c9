"""Monthly and yearly counts of the tests' town and its districts, plans and results."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.factories.deliveries import make_delivery
from tests.factories.measures import make_measure
from tests.factories.places import make_area
from tests.people import People

from vorort.core.scopes import authority_scope
from vorort.deliveries.choices import DeliveryFormat, DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.effects import actions
from vorort.effects.models import Evaluation, OutcomePlan, ReachIndicator
from vorort.effects.rules import nth
from vorort.measures.models import Measure
from vorort.places.choices import AreaKind
from vorort.records.actions import ObservationRow, store_observations

AT = dt.datetime(2026, 11, 10, 9, 0, tzinfo=dt.UTC)
AS_OF = dt.date(2026, 10, 31)
FIRST, START = dt.date(2019, 1, 1), dt.date(2025, 10, 1)
BICYCLES = "incidents-bicycle"
# Counts of a quiet year with a summer.
USUAL = (5, 4, 6, 8, 9, 11, 12, 11, 9, 7, 5, 4)
LENGTH = 94


def districts(people: People, count: int = 6) -> list[str]:
    """Make districts of the tests' town; return their keys."""
    keys = [f"{people.town.area_key}-{n:02d}" for n in range(1, count + 1)]
    for n, key in enumerate(keys, start=1):
        make_area(key, f"Ortsteil {n}", kind=AreaKind.DISTRICT)
    return keys


def usual_months(length: int = LENGTH, *, shift: int = 0) -> list[int]:
    """Return counts that go up and down with the year and hardly otherwise."""
    wobble = (0, 1, -1, 2, 0, -2, 1, 0, -1, 0, 1)
    return [max(USUAL[n % 12] + wobble[(n + shift) % 11], 0) for n in range(length)]


def store_months(
    people: People, counts: Mapping[str, Sequence[int | None]], code: str = BICYCLES
) -> Delivery:
    """Hand in monthly counts by area from ``FIRST`` on."""
    delivery = make_delivery(
        DeliveryStatus.CHECKED,
        format=DeliveryFormat.HAND,
        for_authority=people.town,
        by=people.coordinator,
        source_label="Vorgangsdaten Revier Weideland",
    )
    rows = []
    for key, values in counts.items():
        for place, value in enumerate(values):
            month = nth(FIRST, place, "month")
            if value is not None:
                rows.append(ObservationRow(key, code, month.year, month.month, Decimal(value)))
    store_observations(delivery=delivery, rows=rows, by=people.coordinator)
    return delivery


def make_town(people: People, *, effect: float = 0.4, length: int = LENGTH) -> list[str]:
    """Six districts with months; in the first one the counts fall to ``effect`` from the start on."""
    keys = districts(people)
    counts = {key: usual_months(length, shift=3 * n) for n, key in enumerate(keys)}
    start = (START.year - FIRST.year) * 12 + START.month - 1
    counts[keys[0]] = [
        round(value * effect) if place >= start else value
        for place, value in enumerate(counts[keys[0]])
    ]
    store_months(people, counts)
    return keys


def make_plan(
    people: People, keys: Sequence[str], measure: Measure | None = None, **given: object
) -> OutcomePlan:
    """Plan bicycles by month in the first district, compared with the others."""
    values: dict[str, object] = {
        "label": "Fahrraddiebstahl (Vorgänge)",
        "source": "incidents",
        "code": BICYCLES,
        "frequency": "month",
        "treated": keys[:1],
        "comparison": keys[1:],
        "before_from": FIRST,
        "starts_on": START,
        "after_until": dt.date(2026, 9, 1),
        "chosen_because_high": False,
        "by": people.coordinator,
        "at": AT,
    }
    own = measure or make_measure(people)
    with authority_scope(people.town):
        return actions.plan_outcome(measure=own, **{**values, **given})  # type: ignore[arg-type]


def make_evaluation(people: People, plan: OutcomePlan, **given: object) -> Evaluation:
    """Judge a plan as of the end of October 2026."""
    values: dict[str, object] = {"as_of": AS_OF, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        return actions.evaluate(plan=plan, **{**values, **given})  # type: ignore[arg-type]


def make_reach(people: People, measure: Measure, **given: object) -> ReachIndicator:
    """Count people reached; 200 are planned."""
    values: dict[str, object] = {
        "label": "erreichte Personen",
        "unit": "Personen",
        "planned": 200,
        "by": people.coordinator,
        "at": AT,
    }
    with authority_scope(people.town):
        return actions.add_reach(measure=measure, **{**values, **given})  # type: ignore[arg-type]
