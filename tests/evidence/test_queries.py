"""Effective figures: which delivery counts, for whom, on which population."""

import datetime as dt
from pathlib import Path

import pytest
from tests.factories.authorities import make_authority
from tests.factories.evidence import (
    LAND_LEIPZIG,
    LEIPZIG,
    county_csv,
    county_line,
    county_lines,
    import_table,
    write_table,
)
from tests.factories.places import make_population

from vorort.accounts.models import Person
from vorort.deliveries import actions as deliveries
from vorort.evidence.queries import PoliceStatistics, size_class_cases
from vorort.figures import registry
from vorort.figures.choices import BaseKind, Series, ValueStatus
from vorort.places.models import Area

SOURCE = PoliceStatistics()
EARLY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LATE = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)


def series(code: str = "------", *, viewer=None, years=(2021, 2022), area: str = LEIPZIG) -> Series:
    found = SOURCE.read_series(area_keys=[area], codes=[code], years=years, viewer=viewer)
    return found[area, code]


def one_line(folder: Path, cases: int, name: str, **import_options):
    text = county_csv([county_line(LEIPZIG, "------", cases, cases // 2)])
    return import_table(write_table(folder, text, name=name), **import_options)


def test_the_source_is_registered() -> None:
    assert registry.source("pks").code == "pks"


def test_a_series_has_a_value_for_every_year(system: Person, tmp_path: Path) -> None:
    import_table(write_table(tmp_path))
    found = series()
    assert [value.cases for value in found.values] == [None, 48_000]
    assert found.values[0].status == ValueStatus.MISSING
    assert found.area_name == "Leipzig"
    value = found.values[1]
    assert (value.rate_published, value.rate_rounding) == (8_000.0, 0.5)
    assert value.clearance_published == 52.0


def test_our_rate_equals_the_published_one(system: Person, tmp_path: Path) -> None:
    import_table(write_table(tmp_path))
    for code in ("------", "210000", "435*00", "730000"):
        found = series(code, years=[2022], area=LAND_LEIPZIG)
        value, base = found.values[0], found.bases[0]
        assert value.cases is not None
        assert base is not None
        assert base.kind == BaseKind.IMPLIED
        ours = value.cases * 100_000 / base.population
        assert abs(ours - (value.rate_published or 0)) <= value.rate_rounding


def test_the_later_delivery_of_a_table_counts(system: Person, tmp_path: Path) -> None:
    one_line(tmp_path, 40_000, "v1_2022.csv", at=EARLY)
    second = one_line(tmp_path, 41_000, "v2_2022.csv", at=LATE)
    assert series().values[1].cases == 41_000
    deliveries.undo(delivery=second, by=system, reason="zurückgezogen")
    assert series().values[1].cases == 40_000


def test_an_unrounded_table_counts_before_a_later_rounded_one(
    system: Person, tmp_path: Path
) -> None:
    exact = county_line(LEIPZIG, "------", 40_000, 20_000).replace(";6,667;", ";6666.666666666;")
    text = county_csv([exact])
    import_table(write_table(tmp_path, text, name="genau_2022.csv"), at=EARLY)
    one_line(tmp_path, 40_000, "gerundet_2022.csv", at=LATE)
    value = series().values[1]
    assert value.rate_rounding == 0.0
    base = series().bases[1]
    assert base is not None
    assert (base.population, base.exact) == (600_000, True)


def test_an_own_delivery_adds_but_never_overrides(system: Person, tmp_path: Path) -> None:
    town = make_authority("Leipzig", area_key="14713000", also_area_key=LEIPZIG)
    other = make_authority("Grimma", area_key="14729160")
    one_line(tmp_path, 40_000, "amtlich_2022.csv", at=EARLY)
    one_line(tmp_path, 1, "eigen_2022.csv", for_authority=town, at=LATE)
    one_line(tmp_path, 39_000, "eigen_2021.csv", for_authority=town, at=LATE)
    assert [v.cases for v in series(viewer=town).values] == [39_000, 40_000]
    assert [v.cases for v in series(viewer=other).values] == [None, 40_000]
    assert [v.cases for v in series(viewer=None).values] == [None, 40_000]


def test_own_figures_are_not_published_by_their_source(system: Person, tmp_path: Path) -> None:
    town = make_authority("Leipzig", area_key="14713000", also_area_key=LEIPZIG)
    one_line(tmp_path, 39_000, "eigen_2021.csv", for_authority=town)
    own = SOURCE.list_indicators(area_key=LEIPZIG, year=None, viewer=town)
    assert [indicator.published_by_source for indicator in own] == [False]
    assert SOURCE.list_indicators(area_key=LEIPZIG, year=None, viewer=None) == ()


def test_indicators_say_what_they_are(system: Person, tmp_path: Path) -> None:
    import_table(write_table(tmp_path))
    found = {i.code: i for i in SOURCE.list_indicators(area_key=LEIPZIG, year=2022, viewer=None)}
    assert set(found) == {"------", "210000", "435*00", "730000"}
    assert found["730000"].control_offence
    assert found["435*00"].short_label == "Wohnungseinbruchdiebstahl"
    assert found["------"].published_by_source


@pytest.mark.parametrize(("total", "kind"), [(600_000, "official"), (590_000, "implied")])
def test_the_official_population_is_the_base_where_it_fits(
    system: Person, tmp_path: Path, total: int, kind: str
) -> None:
    import_table(write_table(tmp_path))
    make_population(Area.objects.get(key=LEIPZIG), dt.date(2021, 12, 31), total)
    base = series().bases[1]
    assert base is not None
    assert base.kind == kind
    assert base.reference_on == dt.date(2021, 12, 31)
    ours = 48_000 * 100_000 / base.population
    assert abs(ours - 8_000) <= 0.5


def test_a_changed_key_is_marked(system: Person, tmp_path: Path) -> None:
    for year, label in ((2020, "Computerkriminalität"), (2021, "Cybercrime"), (2022, "Cybercrime")):
        line = county_line(LEIPZIG, "897000", year, 300).replace("897000;897000", f"897000;{label}")
        import_table(write_table(tmp_path, county_csv([line]), name=f"k_{year}.csv"))
    found = series("897000", years=(2020, 2021, 2022))
    assert found.key_changes == (2021,)


def test_the_origin_names_only_what_counts(system: Person, tmp_path: Path) -> None:
    one_line(tmp_path, 40_000, "v1_2022.csv", at=EARLY)
    second = one_line(tmp_path, 41_000, "v2_2022.csv", at=LATE)
    found = SOURCE.provenance(area_keys=[LEIPZIG], years=[2022], viewer=None)
    assert [one.delivery for one in found] == [second.public_id]
    assert found[0].licence == "dl-de/by-2-0"
    assert "2022" in found[0].label


def test_years_with_data(system: Person, tmp_path: Path) -> None:
    one_line(tmp_path, 100, "k_2020.csv")
    import_table(write_table(tmp_path, name="k_2022.csv"))
    assert SOURCE.years_with_data(area_key=LEIPZIG, viewer=None) == (2020, 2022)
    assert SOURCE.years_with_data(area_key="14612", viewer=None) == (2022,)


def test_the_number_of_queries_is_constant(
    system: Person, tmp_path: Path, django_assert_max_num_queries
) -> None:
    import_table(write_table(tmp_path))
    more = [
        county_line(f"14{n:03d}", key, 900, 300)
        for n in range(521, 600)
        for key in ("------", "210000", "435*00")
    ]
    import_table(write_table(tmp_path, county_csv(more), name="mehr_2022.csv"))
    areas = [f"14{n:03d}" for n in range(521, 600)]
    with django_assert_max_num_queries(6):
        found = SOURCE.read_series(
            area_keys=areas,
            codes=["------", "210000", "435*00"],
            years=range(2013, 2023),
            viewer=None,
        )
    assert len(found) == 3 * len(areas)
    with django_assert_max_num_queries(6):
        SOURCE.read_series(area_keys=[LEIPZIG], codes=["------"], years=[2022], viewer=None)
    with django_assert_max_num_queries(3):
        SOURCE.list_indicators(area_key=LEIPZIG, year=None, viewer=None)


def test_cases_by_size_of_the_place(system: Person, tmp_path: Path) -> None:
    header = (
        "Schluessel;Straftat;Anzahl erfasste Faelle;Tatortverteilung bis unter 20000 Einwohner;"
        "Tatortverteilung 20000 bis unter 100000 Einwohner"
    )
    text = county_csv(["------;Straftaten insgesamt;5,047,860;1,170,651;1,350,051"], header=header)
    import_table(write_table(tmp_path, text, name="bund_2021.csv"), format="pks-nation")
    found = size_class_cases(codes=["------"], year=2021, viewer=None)
    assert found["------"]["cases_under_20k"] == 1_170_651
    assert found["------"]["cases_500k_up"] is None


def test_the_table_with_rates_counts_before_the_one_without(system: Person, tmp_path: Path) -> None:
    states = county_csv(
        ["------;Straftaten insgesamt;Bundesrepublik Deutschland;5,047,860;6,070"],
        header="Schluessel;Straftat;Bundesland;Anzahl erfasste Faelle;Haeufigkeitszahl",
    )
    import_table(
        write_table(tmp_path, states, name="laender_2021.csv"), format="pks-state", at=EARLY
    )
    nation = county_csv(
        ["------;Straftaten insgesamt;5,047,860;1,170,651"],
        header="Schluessel;Straftat;Anzahl erfasste Faelle;"
        "Tatortverteilung bis unter 20000 Einwohner",
    )
    import_table(write_table(tmp_path, nation, name="bund_2021.csv"), format="pks-nation", at=LATE)
    assert series(area="00", years=[2021]).values[0].rate_published == 6_070


def test_every_line_of_the_factory_is_consistent() -> None:
    assert len(county_lines()) == 16
