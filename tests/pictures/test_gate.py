"""The gate against somebody who knows all that is open, published sums included."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vorort.pictures.queries.gate import hidden_cells
from vorort.stats import protect

BELOW = 3
ROBBERY = ("211000", "212000", "216000", "217000", "219000")


def test_a_published_total_does_not_give_a_hidden_part_away() -> None:
    """One small part under an open total takes a second part with it."""
    counts = {("212000", 2025): 1, ("217000", 2025): 14, ("210000", 2025): 15}
    hidden = hidden_cells(counts, open_cells={("210000", 2025)}, below=BELOW)
    assert hidden == {("212000", 2025): "primary", ("217000", 2025): "secondary"}
    alone = hidden_cells(
        {cell: count for cell, count in counts.items() if cell[0] != "210000"},
        open_cells=(),
        below=BELOW,
    )
    assert alone == {("212000", 2025): "primary"}


def test_open_codes_are_never_hidden() -> None:
    counts = {("212000", 2025): 1, ("217000", 2025): 2, ("210000", 2025): 3}
    assert hidden_cells(counts, open_cells=set(counts), below=BELOW) == {}


def test_a_code_may_be_open_in_one_year_and_guarded_in_another() -> None:
    """The published table ends in 2024; 2025 comes from the station and is guarded."""
    counts = {("212000", 2024): 1, ("212000", 2025): 1}
    hidden = hidden_cells(counts, open_cells={("212000", 2024)}, below=BELOW)
    assert hidden == {("212000", 2025): "primary"}


@pytest.mark.filterwarnings("error")
@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(st.integers(0, 30), min_size=len(ROBBERY), max_size=len(ROBBERY)),
    total_is_open=st.booleans(),
)
def test_the_red_team_recovers_nothing(parts: list[int], *, total_is_open: bool) -> None:
    """Whatever the counts: no hidden count follows exactly from what stays visible."""
    counts = {(code, 2025): count for code, count in zip(ROBBERY, parts, strict=True)}
    counts["210000", 2025] = sum(parts)
    open_cells = {("210000", 2025)} if total_is_open else set()
    hidden = hidden_cells(counts, open_cells=open_cells, below=BELOW)
    for cell, count in counts.items():
        if 0 < count < BELOW and cell not in open_cells:
            assert cell in hidden
    if len(hidden) < 1:
        return
    frame = pl.DataFrame(
        [
            (code, None if (code, year) in hidden else count)
            for (code, year), count in sorted(counts.items())
        ],
        schema={"code": pl.String, "count": pl.Int64},
        orient="row",
    )
    links = {"code": dict.fromkeys(ROBBERY, "210000")}
    attack = protect.attack(protect.Table(frame=frame, hierarchy=links), "bounds")
    assert not np.asarray(attack.recovered).any()
