"""The gate against somebody who keeps every version: what two of them say together."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from vorort.pictures.queries.gate import Cell, Earlier, guarded, hidden_cells

BELOW, WIDTH = 3, 2
TOTAL = "210000"
PARTS = ("211000", "212000", "216000", "217000", "219000")
Counts = dict[Cell, int]
# A count at its place: a corrected one is another number, an uncorrected one is the same.
Number = tuple[Cell, int]


def counts_of(parts: list[int], year: int = 2025) -> Counts:
    made = {(code, year): count for code, count in zip(PARTS, parts, strict=False)}
    return {**made, (TOTAL, year): sum(parts)}


def published(counts: Counts, hidden: Mapping[Cell, str]) -> Earlier:
    return Earlier(guarded(counts, hidden))


def learned(versions: list[tuple[Counts, Mapping[Cell, str]]]) -> dict[Number, tuple[int, float]]:
    """Return what is known of each hidden number by whoever has all versions.

    The attacker is told which numbers were corrected, knows that hidden counts are at least one,
    and solves a pair of integer programs per number; written apart from the engine on purpose.
    """
    shown = {
        (cell, count)
        for counts, hidden in versions
        for cell, count in counts.items()
        if cell not in hidden
    }
    secret = sorted(
        {(c, n) for counts, hidden in versions for c, n in counts.items() if c in hidden} - shown
    )
    place = {number: index for index, number in enumerate(secret)}
    rows, right = [], []
    for counts, _hidden in versions:
        for year in {year for _code, year in counts}:
            row, rest = np.zeros(len(secret)), 0
            for cell, count in counts.items():
                if cell[1] != year:
                    continue
                sign = -1 if cell[0] == TOTAL else 1
                if (cell, count) in place:
                    row[place[cell, count]] += sign
                else:
                    rest += sign * count
            rows.append(row)
            right.append(-rest)
    known: dict[Number, tuple[int, float]] = {}
    for number, index in place.items():
        ends = []
        for direction in (1.0, -1.0):
            objective = np.zeros(len(secret))
            objective[index] = direction
            solved = milp(
                objective,
                constraints=LinearConstraint(np.array(rows), right, right),
                integrality=np.ones(len(secret)),
                bounds=Bounds(1, 10_000),
            )
            assert solved.status == 0
            ends.append(direction * solved.fun)
        known[number] = round(ends[0]), round(ends[1])
    return known


def assert_kept(
    versions: list[tuple[Counts, Mapping[Cell, str]]], open_cells: set[Cell] | None = None
) -> None:
    """No sensitive number is known to within less than the protection, in any version."""
    known = learned(versions)
    for (cell, count), (low, high) in known.items():
        if count < BELOW:
            assert high - low >= WIDTH, (cell, count, low, high, open_cells)


def test_a_correction_does_not_give_the_hidden_part_away() -> None:
    """Without a memory the second version hides another second part, and both show the first."""
    first = counts_of([1, 14, 20])
    hidden = hidden_cells(first, open_cells=(), below=BELOW)
    assert hidden == {("211000", 2025): "primary", ("212000", 2025): "secondary"}
    second = counts_of([1, 14, 5])
    forgetful = hidden_cells(second, open_cells=(), below=BELOW)
    assert ("212000", 2025) not in forgetful
    known = learned([(first, hidden), (second, forgetful)])
    assert known[("211000", 2025), 1] == (1, 1)

    mindful = hidden_cells(second, open_cells=(), below=BELOW, earlier=[published(first, hidden)])
    assert ("212000", 2025) in mindful
    assert_kept([(first, hidden), (second, mindful)])


def test_a_hidden_count_that_grows_stays_hidden_while_it_would_tell_the_old_one() -> None:
    """1 becomes 4: four may be shown, but then the other hidden part follows, and with it the 1."""
    first = counts_of([1, 14, 20])
    hidden = hidden_cells(first, open_cells=(), below=BELOW)
    second = counts_of([4, 14, 20])
    assert hidden_cells(second, open_cells=(), below=BELOW) == {}
    mindful = hidden_cells(second, open_cells=(), below=BELOW, earlier=[published(first, hidden)])
    assert mindful
    assert_kept([(first, hidden), (second, mindful)])


def test_the_report_of_the_next_year_shares_years_with_this_one() -> None:
    """2026 shows 2025 again, with one more part delivered late."""
    this = counts_of([1, 14])
    hidden = hidden_cells(this, open_cells=(), below=BELOW)
    later = {**counts_of([1, 14, 5]), **counts_of([9, 15, 22], year=2026)}
    forgetful = hidden_cells(later, open_cells=(), below=BELOW)
    mindful = hidden_cells(later, open_cells=(), below=BELOW, earlier=[published(this, hidden)])
    assert forgetful.keys() != mindful.keys()
    assert all(year == 2025 for _code, year in mindful)
    assert_kept([(this, hidden), (later, mindful)])


def test_what_was_shown_cannot_be_hidden_again() -> None:
    """A town lowers its limit: hiding now what everybody has would only hide the gap."""
    counts = counts_of([3, 14, 20])
    shown = hidden_cells(counts, open_cells=(), below=BELOW)
    assert shown == {}
    stricter = hidden_cells(counts, open_cells=(), below=5, earlier=[published(counts, shown)])
    assert stricter == {}


def test_withdrawing_makes_nobody_forget() -> None:
    """Three versions: the second was withdrawn, and still its numbers are known."""
    first = counts_of([1, 14, 20])
    hidden = hidden_cells(first, open_cells=(), below=BELOW)
    second = counts_of([1, 14, 5])
    withdrawn = hidden_cells(second, open_cells=(), below=BELOW, earlier=[published(first, hidden)])
    third = counts_of([1, 8, 5])
    last = hidden_cells(
        third,
        open_cells=(),
        below=BELOW,
        earlier=[published(first, hidden), published(second, withdrawn)],
    )
    assert_kept([(first, hidden), (second, withdrawn), (third, last)])


@pytest.mark.filterwarnings("error")
@settings(max_examples=80, deadline=None)
@given(
    parts=st.lists(st.integers(0, 12), min_size=3, max_size=5),
    corrections=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12)), min_size=1, max_size=2),
    total_is_open=st.booleans(),
)
def test_no_correction_tells_more(
    parts: list[int], corrections: list[tuple[int, int]], *, total_is_open: bool
) -> None:
    """Whatever is corrected: both versions together keep every sensitive number.

    Except what the first version alone could not keep (one part under an open total), and what
    became small only by the correction while everything around it was known: then nothing that
    could still be hidden may be open.
    """
    first = counts_of(parts)
    corrected = list(parts)
    for index, value in corrections:
        corrected[index % len(parts)] = value
    second = counts_of(corrected)
    open_cells = {(TOTAL, 2025)} if total_is_open else set()
    hidden = hidden_cells(first, open_cells=open_cells, below=BELOW)
    later = hidden_cells(
        second, open_cells=open_cells, below=BELOW, earlier=[published(first, hidden)]
    )
    lost = {n for n, (low, high) in learned([(first, hidden)]).items() if high - low < WIDTH}
    before = {(c, n) for c, n in first.items() if c not in hidden or c in open_cells}
    for (cell, count), (low, high) in learned([(first, hidden), (second, later)]).items():
        if not 0 < count < BELOW or high - low >= WIDTH or (cell, count) in lost:
            continue
        left = [
            (c, n)
            for c, n in second.items()
            if c not in later and c not in open_cells and n > 0 and (c, n) not in before
        ]
        assert not left, (cell, count, low, high, left)
