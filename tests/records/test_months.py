"""Single months of figures: what counts, what is not known, who may see it."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories.deliveries import make_delivery
from tests.people import People
from vorort.deliveries.choices import DeliveryFormat, DeliveryStatus
from vorort.figures import queries as figures
from vorort.records import actions
from vorort.records.actions import ObservationRow

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2023, 11, 1), dt.date(2024, 3, 31)


def store(people: People, code: str, months: dict[tuple[int, int], int | None]) -> str:
    delivery = make_delivery(
        DeliveryStatus.CHECKED,
        format=DeliveryFormat.HAND,
        for_authority=people.town,
        by=people.coordinator,
    )
    actions.store_observations(
        delivery=delivery,
        rows=[
            ObservationRow(
                people.town.area_key,
                code,
                year,
                month or None,
                None if value is None else Decimal(value),
                status="ok" if value is not None else "suppressed",
            )
            for (year, month), value in months.items()
        ],
        by=people.coordinator,
    )
    return delivery.public_id


def read(people: People, code: str, **more: object) -> dict[tuple[str, str], figures.Months]:
    given = {"viewer": people.town} | more
    return figures.read_months(
        area_keys=[people.town.area_key], codes=[code], first=FIRST, last=LAST, **given
    )


def test_a_month_nobody_delivered_is_not_nought(people: People) -> None:
    first = store(people, "incidents-bicycle", {(2023, 12): 4, (2024, 1): 0, (2024, 2): None})
    found = read(people, "incidents-bicycle")[people.town.area_key, "incidents-bicycle"]
    assert found.counts == (None, 4, 0, None, None)
    assert (found.first, found.deliveries) == (FIRST, (first,))


def test_the_later_delivery_of_a_month_counts(people: People) -> None:
    store(people, "incidents-bicycle", {(2023, 12): 4, (2024, 1): 3})
    store(people, "incidents-bicycle", {(2024, 1): 5})
    found = read(people, "incidents-bicycle")[people.town.area_key, "incidents-bicycle"]
    assert found.counts == (None, 4, 5, None, None)
    assert len(found.deliveries) == 2


def test_a_number_of_the_whole_year_is_no_month(people: People) -> None:
    store(people, "owi-noise", {(2024, 0): 40})
    assert read(people, "owi-noise") == {}


def test_shares_have_no_months(people: People) -> None:
    store(people, "unemployment-rate", {(2024, 1): 6})
    assert read(people, "unemployment-rate") == {}


def test_another_town_does_not_see_own_months(people: People) -> None:
    store(people, "incidents-bicycle", {(2023, 12): 4})
    assert read(people, "incidents-bicycle", viewer=people.other_town) == {}
    assert read(people, "incidents-bicycle", viewer=None) == {}


def test_incidents_answer_only_where_they_are_asked_by_name(people: People) -> None:
    store(people, "incidents-bicycle", {(2024, month): month for month in range(1, 13)})
    key = people.town.area_key
    asked = {"area_key": key, "year": 2024, "viewer": people.town}
    codes = [one.code for one in figures.list_indicators(**asked)]
    assert "incidents-bicycle" not in codes
    named = figures.list_indicators(**asked, source="incidents")
    assert [one.code for one in named] == ["incidents-bicycle"]


def test_where_monthly_counts_are_and_where_they_come_from(people: People) -> None:
    delivery = store(people, "incidents-bicycle", {(2024, 1): 2})
    key = people.town.area_key
    assert figures.monthly_codes(area_keys=[key], viewer=people.town) == {
        ("incidents", "incidents-bicycle"): frozenset({key})
    }
    (line,) = figures.provenance(
        area_keys=[key], years=[2024], viewer=people.town, source="incidents"
    )
    assert line.delivery == delivery
