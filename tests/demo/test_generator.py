"""The fictional county: same seed, same bytes; what was planted stands in the files."""

import csv
import json
from pathlib import Path

import pytest

from vorort.demo.generator import write_world
from vorort.demo.world import COUNTY_KEY, MUNICIPALITIES, TOWN_KEY, TRUTHS, YEARS


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_world(folder)
    return folder


def rows(world: Path, year: int) -> dict[tuple[str, str], dict[str, str]]:
    text = (world / f"kreis_und_gemeinden_{year}.csv").read_bytes().decode("latin-1")
    lines = text.splitlines()[1:]
    table = csv.DictReader(lines, delimiter=";")
    return {(row["Gemeindeschluessel"], row["Schluessel"]): row for row in table}


def cases(row: dict[str, str]) -> int:
    return int(row["Anzahl erfasste Faelle"].replace(",", ""))


def test_same_seed_same_bytes(world: Path, tmp_path: Path) -> None:
    write_world(tmp_path)
    for path in sorted(world.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_another_seed_keeps_what_was_planted(world: Path, tmp_path: Path) -> None:
    write_world(tmp_path, seed=1)
    first, second = rows(world, 2025), rows(tmp_path, 2025)
    assert first != second
    for truth in TRUTHS:
        key = (truth.area_key, truth.offence_key)
        assert cases(first[key]) == cases(second[key]) == truth.counts[2025]


def test_truths_are_written_for_the_tests_that_read_them(world: Path) -> None:
    written = json.loads((world / "wahrheiten.json").read_text())["truths"]
    assert {truth["kind"] for truth in written} == {"trend", "special_effect", "chance"}
    for truth in written:
        for year, expected in truth["counts"].items():
            assert (
                cases(rows(world, int(year))[truth["area_key"], truth["offence_key"]]) == expected
            )


@pytest.mark.parametrize("year", YEARS)
def test_tables_add_up_as_police_tables_do(world: Path, year: int) -> None:
    """The county exceeds the sum of its municipalities by the offences of unknown place."""
    table = rows(world, year)
    towns = sum(cases(table[place.key, "------"]) for place in MUNICIPALITIES)
    county = cases(table[COUNTY_KEY, "------"])
    assert towns <= county <= towns * 1.05
    for row in table.values():
        assert int(row["Auffklaerung - Anzahl Faelle"].replace(",", "")) <= cases(row)
    total, without = table[TOWN_KEY, "------"], table[TOWN_KEY, "890000"]
    assert cases(total) - cases(without) == cases(table[TOWN_KEY, "725000"])
