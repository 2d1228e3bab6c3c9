"""The precinct's months: same seed, same bytes; the planted effects are in the numbers."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from vorort.demo.months import (
    EFFECTS,
    FILE,
    KINDS,
    MONTHS,
    PlantedEffect,
    draw_months,
    month_before,
    months_table,
    start_of,
    write_months,
)
from vorort.demo.world import DISTRICTS, MUNICIPALITIES, TOWN_KEY

LAST = dt.date(2026, 10, 1)


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    path = write_months(tmp_path, last=LAST)
    assert path.name == FILE
    assert path.read_bytes() == months_table(LAST)
    assert months_table(LAST, seed=1) != months_table(LAST)


def test_the_list_is_what_an_office_would_send() -> None:
    title, empty, head, *lines = months_table(LAST).decode("utf-8-sig").splitlines()
    assert "Vorgangsdaten" in title
    assert not empty
    assert head.split(";") == ["Gebiet", "Monat", *(kind.column for kind in KINDS)]
    assert len(lines) == (len(DISTRICTS) + len(MUNICIPALITIES)) * MONTHS
    assert {line.count(";") for line in lines} == {len(KINDS) + 1}
    assert [line.split(";")[1] for line in lines[:2]] == ["07/2021", "08/2021"]
    assert lines[-1].split(";")[1] == "10/2026"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 11, 23), 1, dt.date(2026, 10, 1)),
        (dt.date(2026, 1, 1), 1, dt.date(2025, 12, 1)),
        (dt.date(2026, 10, 1), 15, dt.date(2025, 7, 1)),
    ],
)
def test_month_before(day: dt.date, months: int, expected: dt.date) -> None:
    assert month_before(day, months) == expected


def test_the_town_is_the_sum_of_its_districts() -> None:
    counts = draw_months(LAST)
    for kind in KINDS:
        parts = [counts[f"{TOWN_KEY}-{n:02d}", kind.code] for n in range(1, len(DISTRICTS) + 1)]
        assert counts[TOWN_KEY, kind.code] == np.sum(parts, axis=0).tolist()


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda one: one.kind)
def test_effects_stand_in_the_expected_numbers(effect: PlantedEffect) -> None:
    """Over many draws each district changes by its factor, and no other."""
    assert 12 <= effect.months <= 18
    assert MONTHS - effect.months >= 36
    sums = {place: np.zeros(2) for place in DISTRICTS}
    for seed in range(60):
        counts = draw_months(LAST, seed=seed)
        for number, place in enumerate(DISTRICTS, start=1):
            series = np.array(counts[f"{TOWN_KEY}-{number:02d}", effect.code])
            # The same months of the year before the start: no summer against winter.
            after = series[-12:].sum()
            before = series[-effect.months - 12 : -effect.months].sum()
            sums[place] += (before, after)
    for place, (before, after) in sums.items():
        if before < 100:
            continue
        assert after / before == pytest.approx(effect.factors.get(place, 1.0), rel=0.2), place


def test_the_truths_are_written_for_who_wants_to_know(tmp_path: Path) -> None:
    write_months(tmp_path, last=LAST)
    written = json.loads((tmp_path / "wirkungen.json").read_text())["effects"]
    assert [one["grade"] for one in written] == [
        "likely_good", "unclear", "displaced", "not_evaluable",
    ]  # fmt: skip
    assert {one["starts_on"] for one in written} == {"2025-07-01"}
    assert start_of(EFFECTS[0], LAST) == dt.date(2025, 7, 1)
