"""What must hold of the real tables: figures equal the source, our rates the published ones.

The files are read here a second time in the plainest way, without the importer.
"""

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.factories.evidence import TODAY

from vorort.evidence.choices import FIGURES
from vorort.evidence.importers import CheckedFile
from vorort.evidence.importers.suggest import suggest_format

Check = Callable[..., CheckedFile]
YEARS = range(2015, 2023)
SAXONY = {
    2015: 314_776, 2016: 324_669, 2017: 323_024, 2018: 278_140,
    2019: 271_327, 2020: 272_053, 2021: 246_124, 2022: 266_609,
}  # fmt: skip
GERMANY = {
    2015: 6_258_642, 2016: 6_292_069, 2017: 5_673_741, 2018: 5_457_262,
    2019: 5_327_951, 2020: 5_191_502, 2021: 4_916_429, 2022: 5_490_181,
}  # fmt: skip
ROWS = {
    2015: 16_482, 2016: 16_482, 2017: 16_441, 2018: 16_842,
    2019: 16_842, 2020: 16_842, 2021: 16_441, 2022: 16_400,
}  # fmt: skip
PLACE = {code: place for place, code in enumerate(FIGURES, start=7)}


@dataclass(frozen=True)
class Plain:
    cases: int
    rate: int
    cleared: int
    clearance: float | None


def plain_reading(path: Path) -> dict[tuple[str, str], Plain]:
    """The source as it is: Latin-1, English numbers, two or three lines of header."""
    with gzip.open(path, "rt", encoding="latin-1", newline="") as stream:
        rows = [row for row in csv.reader(stream, delimiter=";") if len(row) > 12]
    found = {}
    for row in rows:
        if not row[3].isdigit() and row[2].isdigit():
            number = [cell.replace(",", "") for cell in row]
            found[row[0], row[2].zfill(5)] = Plain(
                cases=int(number[5]),
                rate=int(number[6]),
                cleared=int(number[11]),
                clearance=None if number[12] == "#DIV/0!" else float(number[12]),
            )
    return found


def prove_county(check: Check, shared_data: Path, year: int) -> None:
    path = shared_data / "pks_kreise" / f"kreise_{year}.csv.gz"
    source = plain_reading(path)
    checked = check(path)
    assert (checked.rows_read, checked.rows_ok, checked.year) == (ROWS[year], ROWS[year], year)
    assert not checked.notes
    assert len(source) == ROWS[year]
    rows = {(row[3], row[2]): row for row in checked.staging}
    assert rows.keys() == source.keys()
    for place, plain in source.items():
        row = rows[place]
        assert row[PLACE["cases"]] == plain.cases
        assert row[PLACE["cleared"]] == plain.cleared
        assert row[PLACE["clearance"]] == plain.clearance
        assert row[PLACE["rate"]] == plain.rate
        base = checked.facts.implied[year, place[1]]
        # Half a unit, and what a double cannot hold of it.
        assert abs(plain.cases * 100_000 / base.population - plain.rate) <= 0.5 + 1e-9
        assert base.left_out == 0
    total = {area: cases for (key, area), cases in _totals(source).items() if key == "------"}
    assert sum(total.values()) == GERMANY[year]
    assert sum(cases for area, cases in total.items() if area[:2] == "14") == SAXONY[year]
    assert checked.totals == total


def _totals(source: dict[tuple[str, str], Plain]) -> dict[tuple[str, str], int]:
    return {place: plain.cases for place, plain in source.items()}


def prove_workbook(check: Check, shared_data: Path) -> None:
    folder = shared_data / "pks_kreise"
    source = plain_reading(folder / "kreise_2022.csv.gz")
    checked = check(folder / "KR-F-01-T01-Kreise-Faelle-HZ_2022.xlsx")
    assert (checked.rows_ok, checked.year, len(checked.notes)) == (16_400, 2022, 0)
    assert checked.version == "V1.0 vom 29.05.2023"
    assert checked.precedence > 10
    for row in checked.staging:
        plain = source[row[3], row[2]]
        assert (row[PLACE["cases"]], row[PLACE["cleared"]]) == (plain.cases, plain.cleared)
        assert (row[PLACE["clearance"]] is None) == (plain.clearance is None)
        base = checked.facts.implied[2022, row[2]]
        assert base.exact
        ours = plain.cases * 100_000 / base.population
        assert ours == pytest.approx(row[PLACE["rate"]], rel=1e-9)
        assert abs(ours - plain.rate) <= 0.5 + 1e-9


def prove_residents_of_2020(check: Check, shared_data: Path) -> None:
    checked = check(shared_data / "pks_kreise" / "kreise_2020.csv.gz")
    residents = {row.area_key: row.total for row in checked.facts.populations}
    assert len(residents) == 401
    assert residents["01001"] == 90_164
    for (_year, area), base in checked.facts.implied.items():
        assert base.low <= residents[area] <= base.high


STATES = {
    "laender_2013.xlsx": (2013, 14_050, 312_500),
    "laender_2015.csv.gz": (2015, 17_561, 314_861),
    "laender_2016.xlsx": (2016, 17_884, 324_736),
    "laender_2019.csv.gz": (2019, 18_769, 271_796),
    "laender_2021.csv.gz": (2021, 18_853, 246_615),
    "laender_2023.csv.gz": (2023, 19_363, 296_421),
}


def prove_state(check: Check, shared_data: Path, name: str) -> None:
    year, rows, saxony = STATES[name]
    checked = check(shared_data / "pks_laender" / name, "pks-state")
    assert (checked.year, checked.rows_read, checked.rows_ok) == (year, rows, rows)
    assert not checked.notes
    assert len(checked.facts.areas) == 17
    assert checked.totals["14"] == saxony
    assert "3**100" in checked.facts.labels[year]
    assert "000000" in checked.facts.labels[year]
    assert not any("\u00a0" in label for label in checked.facts.labels[year].values())
    for row in checked.staging:
        cases, rate = row[PLACE["cases"]], row[PLACE["rate"]]
        base = checked.facts.implied[year, row[2]]
        half = 0.0 if row[4] is None else 0.5 * 10.0 ** -row[4]
        ours = cases * 100_000 / base.population
        assert abs(ours - rate) <= half + 1e-6 * max(1.0, rate)


def prove_saxony(check: Check, shared_data: Path) -> None:
    checked = check(shared_data / "pks_laender" / "sachsen_2013_2023.csv.gz", "pks-state")
    assert (checked.rows_ok, checked.year) == (10_801, None)
    assert checked.facts.years == list(range(2013, 2024))
    totals = {row[1]: row[PLACE["cases"]] for row in checked.staging if row[3] == "------"}
    assert totals[2013] == 312_500
    assert totals[2019] == 271_796
    assert totals[2022] == 267_312
    assert totals[2023] == 296_421


NATION = {
    2015: (1_033, 6_330_649), 2016: (1_052, 6_372_526), 2017: (1_091, 5_761_984),
    2018: (1_104, 5_555_520), 2019: (1_105, 5_436_401), 2020: (1_105, 5_310_621),
    2021: (1_102, 5_047_860), 2022: (1_139, 5_628_584), 2023: (1_138, 5_940_667),
}  # fmt: skip


def prove_nation(check: Check, shared_data: Path, year: int) -> None:
    rows, total = NATION[year]
    checked = check(shared_data / "pks_bund" / f"bund_{year}.csv.gz", "pks-nation")
    assert (checked.year, checked.rows_ok, len(checked.notes)) == (year, rows, 0)
    cases = {row[3]: row[PLACE["cases"]] for row in checked.staging}
    assert cases["------"] == total
    assert cases["****00"] == cases["3***00"] + cases["4***00"]
    main = ("000000", "100000", "200000", "****00", "500000", "600000", "700000")
    assert sum(cases[key] for key in main) == total
    for row in checked.staging:
        sizes = [row[PLACE[name]] for name in FIGURES if name.startswith("cases_")]
        assert sum(sizes) == row[PLACE["cases"]]


def prove_populations(check: Check, shared_data: Path) -> None:
    counties = check(shared_data / "pks_kreise" / "bevoelkerung_kreise_2023.xlsx", "population")
    states = check(shared_data / "pks_laender" / "bevoelkerung_laender_2023.xlsx", "population")
    assert (counties.rows_ok, counties.year, len(counties.notes)) == (400, 2023, 0)
    assert (states.rows_ok, states.year, len(states.notes)) == (17, 2023, 0)
    assert states.totals["00"] == 84_358_845
    assert sum(counties.totals.values()) == states.totals["00"]
    saxony = sum(total for area, total in counties.totals.items() if area[:2] == "14")
    assert saxony == states.totals["14"] == 4_086_152
    day = counties.facts.populations[0].on_date
    assert (day.year, day.month, day.day) == (2022, 12, 31)


def prove_recognised(check: Check, shared_data: Path) -> None:
    for folder, format in (("pks_kreise", "pks-county"), ("pks_laender", "pks-state"),  # noqa: A001
                           ("pks_bund", "pks-nation")):  # fmt: skip
        for path in sorted((shared_data / folder).glob("*.*")):
            if path.name == "SOURCE.md":
                continue
            expected = "population" if path.name.startswith("bev") else format
            assert suggest_format(path, name=path.name, year=None, today=TODAY) == expected
