"""Areas by key and day, population with precedence."""

import datetime as dt

import pytest
from tests.factories.authorities import make_authority
from tests.factories.places import make_area, make_delivery, make_population, square

from vorort.deliveries import actions as deliveries
from vorort.places import queries
from vorort.places.choices import BEGINNING, AreaKind

pytestmark = pytest.mark.django_db

DAY = dt.date(2022, 12, 31)


def test_an_area_is_found_by_the_version_of_the_day(system) -> None:
    area = make_area("99901010", "Altort", valid_until=dt.date(2023, 1, 1))
    make_area_again(area)

    assert queries.get_area("99901010", dt.date(2022, 12, 31)).name == "Altort"
    assert queries.get_area("99901010", dt.date(2023, 1, 1)).name == "Neuort"
    assert queries.get_area("99901010").name == "Neuort"
    assert [area.name for area in queries.list_versions("99901010")] == ["Altort", "Neuort"]


def make_area_again(area):
    area.pk = None
    area.name, area.valid_from, area.valid_until = "Neuort", area.valid_until, None
    area.save()


def test_an_unknown_key_is_a_clear_error(system) -> None:
    with pytest.raises(queries.AreaNotFound, match="„99901010“ ist nicht bekannt"):
        queries.get_area("99901010")
    assert queries.get_or_none("99901010") is None
    make_area("99901010")
    assert queries.get_or_none("99901010", BEGINNING - dt.timedelta(days=1)) is None


def test_an_ended_area_is_found_without_a_day_but_not_listed(system) -> None:
    make_area("99901010", valid_until=dt.date(2023, 1, 1))

    assert queries.get_area("99901010").valid_until == dt.date(2023, 1, 1)
    assert not queries.list_areas(AreaKind.MUNICIPALITY)
    assert queries.list_areas(AreaKind.MUNICIPALITY, on=DAY)


def test_areas_are_listed_within_their_parent_in_one_query(
    system, django_assert_num_queries
) -> None:
    for number in range(20):
        make_area(f"999010{number:02d}")
    make_area("99902001")

    with django_assert_num_queries(1):
        found = [(a.key, a.parent.key) for a in queries.list_areas("municipality", "99901")]
    assert len(found) == 20
    assert {parent for _key, parent in found} == {"99901"}
    with django_assert_num_queries(1):
        assert len(queries.list_by_keys([key for key, _ in found], DAY)) == 20
    assert queries.area_names(["99902001", "99902002"]) == {"99902001": "Ort 99902001"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bundesrepublik Deutschland", "00"),
        ("Bund echte Zählung der Tatverdächtigen", "00"),
        ("Bund\u00a0echte  Zählung der Tatverdächtigen ", "00"),
        ("Baden-Württemberg", "08"),
        ("SACHSEN", "14"),
        ("Sachsen-Anhalt", "15"),
        ("Atlantis", None),
    ],
)
def test_states_are_known_by_the_names_tables_give_them(db, name, key) -> None:
    assert queries.state_by_name(name) == key


def test_a_state_from_a_register_is_known_by_its_name_too(system) -> None:
    make_area("99", "Freistaat Probe", kind=AreaKind.STATE)

    assert queries.state_by_name("freistaat probe") == "99"
    assert queries.is_real("14713000")
    assert not queries.is_real("99901010")


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("00", "nation"),
        ("14", "state"),
        ("14713", "county"),
        ("14713000", "municipality"),
        ("14713000-00", "district"),
        ("147", None),
        ("1471X", None),
    ],
)
def test_a_key_tells_its_kind(key, kind) -> None:
    assert queries.kind_of_key(key) == kind


def test_population_is_that_of_the_day_and_of_usable_deliveries_only(system) -> None:
    area = make_area("99901010")
    make_population(area, DAY, 9_000)
    waiting = make_delivery(b"noch nicht", stored=False)
    make_population(area, DAY, 1, delivery=waiting)

    found = queries.population("99901010", DAY)
    assert (found.total, found.kind, found.is_official) == (9_000, "official", True)
    assert queries.population("99901010", dt.date(2021, 12, 31)) is None


def test_the_better_population_wins(system) -> None:
    area = make_area("99901010")
    make_population(area, DAY, 9_000, delivery=make_delivery(b"amtlich", precedence=5))
    make_population(
        area, DAY, 9_100, kind="estimated", delivery=make_delivery(b"geschaetzt", precedence=20)
    )
    assert queries.population("99901010", DAY).total == 9_000

    better = make_delivery(b"amtlich, feiner", precedence=20)
    make_population(area, DAY, 9_001, delivery=better)
    later = make_delivery(b"amtlich, gleicher Rang", precedence=5)
    make_population(area, DAY, 9_002, delivery=later)
    assert queries.population("99901010", DAY).total == 9_001

    deliveries.undo(delivery=better, by=system)
    assert queries.population("99901010", DAY).total == 9_002


def test_a_towns_own_population_changes_no_other_towns_figures(system) -> None:
    town = make_authority("Eigen", area_key="99901010")
    other = make_authority("Fremd", area_key="99901020")
    area = make_area("99901010")
    make_population(area, DAY, 9_000)
    make_population(
        area, DAY, 9_500, delivery=make_delivery(b"eigene Zahl", for_authority=town, precedence=20)
    )

    assert queries.population("99901010", DAY).total == 9_000
    assert queries.population("99901010", DAY, viewer=other).total == 9_000
    assert queries.population("99901010", DAY, viewer=town).total == 9_500


def test_population_of_many_areas_and_days_takes_one_query(
    system, django_assert_num_queries
) -> None:
    delivery = make_delivery(b"viele")
    keys = [f"999010{number:02d}" for number in range(10)]
    for key in keys:
        for year in (2020, 2021):
            make_population(make_area(key), dt.date(year, 12, 31), year, delivery=delivery)

    with django_assert_num_queries(1):
        found = queries.populations(keys, [dt.date(2020, 12, 31), dt.date(2021, 12, 31)])
    assert len(found) == 20
    with django_assert_num_queries(1):
        near = queries.nearest_populations(keys, dt.date(2030, 12, 31))
    assert {value.total for value in near.values()} == {2021}
    assert queries.nearest_populations(keys, dt.date(2001, 1, 1))[keys[0]].total == 2020
    assert [value.total for value in queries.list_populations(keys[0])] == [2021, 2020]


def test_an_area_says_its_name_or_its_key(system) -> None:
    area = make_area("99901010", "Lindenau")
    make_population(area, DAY, 9_000)
    assert str(area) == "Lindenau"
    assert str(area.populations.get()) == "Lindenau 2022-12-31: 9000"
    assert queries.geometry(area) is None
    assert queries.geojson_geometry(area) is None
    assert queries.geometry_in_degrees(area) is None
    area.wkb = square(0, 0).wkb
    assert queries.geometry(area).equals(square(0, 0))
