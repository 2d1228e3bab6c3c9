"""Sparse figures: stored all or not at all, and the catalogue they stand in."""

from decimal import Decimal

import pytest

from tests.factories.deliveries import make_delivery
from tests.people import People
from vorort.deliveries.choices import DeliveryFormat, DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.places import actions as places
from vorort.places.models import Population
from vorort.records import actions, queries
from vorort.records.actions import ObservationRow
from vorort.records.models import Observation


def delivery_of(people: People) -> Delivery:
    return make_delivery(
        DeliveryStatus.CHECKED,
        format=DeliveryFormat.HAND,
        for_authority=people.town,
        by=people.coordinator,
    )


def row(
    people: People, code: str = "owi-noise", value: str | None = "12", **more
) -> ObservationRow:
    given = {"year": 2024, "month": None, "status": "ok"} | more
    return ObservationRow(
        people.town.area_key, code, value=None if value is None else Decimal(value), **given
    )


@pytest.mark.django_db
def test_rows_are_stored_with_their_delivery(people: People) -> None:
    delivery = delivery_of(people)
    stored = actions.store_observations(
        delivery=delivery,
        rows=[
            row(people),
            row(people, month=3),
            row(people, "unemployment-rate", "5.25"),
            row(people, "owi-litter", None, status="suppressed"),
        ],
        by=people.coordinator,
    )
    delivery.refresh_from_db()
    assert (stored, delivery.rows_stored, delivery.status) == (4, 4, DeliveryStatus.STORED)
    kept = {(one.indicator, one.month): one for one in Observation.objects.select_related("area")}
    assert kept["owi-noise", 0].value == 12
    assert kept["owi-noise", 3].area.key == people.town.area_key
    assert kept["unemployment-rate", 0].value == Decimal("5.25")
    assert (kept["owi-litter", 0].value, kept["owi-litter", 0].status) == (None, "suppressed")


@pytest.mark.django_db
def test_population_of_the_same_table_goes_to_places(people: People) -> None:
    import datetime as dt

    key, day = people.town.area_key, dt.date(2023, 12, 31)
    stored = actions.store_observations(
        delivery=delivery_of(people),
        rows=[row(people, "residents-14-17-f", "81")],
        populations=[places.PopulationRow(key, day, 4012, male=1990, female=2022)],
        by=people.coordinator,
    )
    assert stored == 2
    assert Population.objects.get(area__key=key).female == 2022


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "value", "more", "words"),
    [
        ("owi-mars", "1", {}, "gibt es nicht"),
        ("owi-noise", "-1", {}, "nie negativ"),
        ("owi-noise", "1.5", {}, "ganze Zahl"),
        ("owi-noise", "1e20", {}, "kann nicht stimmen"),
        ("owi-noise", "NaN", {}, "kann nicht stimmen"),
        ("unemployment-rate", "100.1", {}, "höchstens 100"),
        ("owi-noise", "1", {"month": 13}, "kein Monat"),
        ("owi-noise", "1", {"year": 24}, "kein Berichtsjahr"),
        ("owi-noise", "1", {"status": "missing"}, "schließen sich aus"),
        ("owi-noise", None, {}, "schließen sich aus"),
        ("owi-noise", "1", {"status": "gut"}, "kein bekannter Stand"),
    ],
)
def test_a_row_that_cannot_be_stores_nothing(
    people: People, code: str, value: str | None, more: dict[str, object], words: str
) -> None:
    delivery = delivery_of(people)
    good, bad = row(people, year=2020), row(people, code, value, **more)
    with pytest.raises(actions.BadObservation, match=words) as caught:
        actions.store_observations(delivery=delivery, rows=[good, bad], by=people.coordinator)
    assert caught.value.details["row"] == 1
    assert not Observation.objects.exists()
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.CHECKED


@pytest.mark.django_db
def test_one_place_holds_one_number(people: People) -> None:
    rows = [row(people), row(people, value="13")]
    with pytest.raises(actions.BadObservation, match="zweimal"):
        actions.store_observations(delivery=delivery_of(people), rows=rows, by=people.coordinator)


def test_codes_are_unique_and_parents_exist() -> None:
    every = queries.list_indicators()
    codes = [one.code for one in every]
    assert len(codes) == len(set(codes))
    assert {one.parent for one in every if one.parent} <= set(codes)
    assert all(len(one.code) <= 40 and str(one.definition) for one in every)
    for one in every:
        parent = queries.get_indicator(one.parent) if one.parent else None
        assert parent is None or (parent.group, parent.unit) == (one.group, one.unit)


def test_an_alias_means_one_indicator_of_its_group() -> None:
    for group in {one.group for one in queries.list_indicators()}:
        for one in queries.list_indicators(group):
            for words in (one.code, str(one.label), *one.aliases):
                found = queries.find_indicator(words, group=group)
                assert found is not None, words
                assert found.code == one.code, words


@pytest.mark.parametrize(
    ("words", "group", "code"),
    [
        ("Ruhestörung", None, "owi-noise"),
        ("ALQ", None, "unemployment-rate"),
        ("bev_ue65", "structure", "over-65-share"),
        ("insgesamt", "owi", "owi-total"),
        ("insgesamt", None, None),
        ("Unfälle mit Personenschaden", None, "accidents-injury"),
        ("14 bis unter 18 Jahre", "residents", "residents-14-17"),
        ("14 - 17", "residents", "residents-14-17"),
        ("unter 6 Jahre", "residents", "residents-0-5"),
        ("75 und mehr", "residents", "residents-75-up"),
        ("65 Jahre und älter, weiblich", "residents", "residents-65-up-f"),
        ("14", None, None),
        ("Marsmenschen", None, None),
        ("", None, None),
    ],
)
def test_headings_are_recognised(words: str, group: str | None, code: str | None) -> None:
    found = queries.find_indicator(words, group=group)
    assert (found.code if found else None) == code
