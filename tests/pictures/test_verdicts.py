"""Where nothing changes, at most one in twenty series is said to have changed."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.stats.test_series_years import hanging

from vorort.figures.choices import Base, BaseKind, Indicator, Series, Value
from vorort.figures.queries import fluctuation
from vorort.pictures.choices import Verdict
from vorort.pictures.queries import verdicts

SERIES, YEARS = 1_000, 10
# Limit of a right test at 5 % and 1,000 draws: 99.9 % of them stay below.
ALARMS = 0.072


def table(cases: np.ndarray) -> verdicts.Table:
    shape = cases.shape
    return verdicts.Table(
        years=tuple(range(2026 - shape[1], 2026)),
        cases=cases.astype(float),
        population=np.full(shape, 9_000.0),
        comparable=np.ones(shape, dtype=bool),
        excluded=np.zeros(shape, dtype=bool),
    )


@pytest.mark.parametrize(("mean", "phi"), [(8, 1), (30, 1), (30, 2), (80, 3), (500, 20)])
def test_false_alarms_stay_at_their_level(mean: int, phi: int) -> None:
    draw = np.random.default_rng(20261123)
    shape = (SERIES, YEARS)
    cases = (
        draw.poisson(mean, shape)
        if phi == 1
        else draw.negative_binomial(mean / (phi - 1), 1 / phi, shape)
    )
    said = [one.verdict for one in verdicts.judge(table(cases))]
    assert said.count(Verdict.SURE) / SERIES <= ALARMS
    yearly = [one.distinguishable for one in verdicts.changes(table(cases))]
    assert yearly.count(True) / SERIES <= ALARMS


@pytest.mark.parametrize("years", [4, 6, 11])
@pytest.mark.parametrize("correlation", [0.0, 0.5])
def test_years_that_hang_together_raise_no_more_alarms(years: int, correlation: float) -> None:
    draw = np.random.default_rng(20261124)
    cases = hanging(draw, 600, 0.15, correlation, (400, years))
    said = [one.verdict for one in verdicts.judge(table(cases))]
    # 400 verdicts: 99.9 % point of a right test at 5 %.
    assert said.count(Verdict.SURE) / 400 <= 0.0875


def saxony(
    draw: np.random.Generator, *, years: int, correlation: float, spread: float = 0.12
) -> np.ndarray:
    """Draw a size class of 60 towns, each with fluctuation and risk of its own."""
    residents = np.sort(np.exp(draw.normal(np.log(9_000), 0.3, 60)))
    own = spread * np.sqrt(draw.gamma(2, 0.5, 60))[:, None]
    rate = 0.03 * draw.gamma(6, 1 / 6, 60)
    level = (residents * rate)[:, None] * np.exp(-(own**2) / 2)
    noise = np.log(hanging(draw, 1e9, 1.0, correlation, (60, years)) / 1e9) + 0.5
    return draw.poisson(level * np.exp(own * noise)).astype(float)


def series_of(key: str, cases: list[int], residents: int | None, first: int = 2020) -> Series:
    bases = tuple(
        Base(
            year=first + n,
            population=residents,
            kind=BaseKind.OFFICIAL,
            exact=True,
            reference_on=dt.date(2019, 12, 31),
            source_label="",
        )
        if residents
        else None
        for n in range(len(cases))
    )
    return Series(
        indicator=Indicator(code="x", source="", label="x"),
        area_key=key,
        area_name=key,
        values=tuple(Value(year=first + n, cases=count) for n, count in enumerate(cases)),
        bases=bases,
    )


def shared_with(cases: np.ndarray) -> fluctuation.Shared:
    """Return what the other towns share, for each town of a class."""
    years = range(cases.shape[1])
    read = {
        (str(place), "x"): series_of(str(place), [int(count) for count in row], None, years[0])
        for place, row in enumerate(cases)
    }
    found = [
        fluctuation.share(read, [str(n) for n in range(len(cases)) if n != place], ["x"], years)
        for place in range(len(cases))
    ]
    return fluctuation.Shared(
        *(np.concatenate([getattr(one, name) for one in found]) for name in ("phi", "df", "places"))
    )


@pytest.mark.parametrize("years", [4, 6])
@pytest.mark.parametrize("correlation", [0.0, 0.5])
def test_the_fluctuation_of_others_sharpens_without_false_alarms(
    years: int, correlation: float
) -> None:
    draw = np.random.default_rng(20261125)
    alarms, seen_alone, seen = [], [], []
    for _round in range(7):
        cases = saxony(draw, years=years, correlation=correlation)
        shared = shared_with(cases[:, :-1])
        alarms += [one.verdict is Verdict.SURE for one in verdicts.judge(table(cases), shared)]
        cases[:, -1] = draw.poisson(1.8 * cases[:, -1])
        seen += [one.verdict is Verdict.SURE for one in verdicts.judge(table(cases), shared)]
        seen_alone += [one.verdict is Verdict.SURE for one in verdicts.judge(table(cases))]
    assert np.mean(alarms) <= 0.0875
    assert np.mean(seen) >= 0.75
    assert np.mean(seen) >= np.mean(seen_alone) + 0.05


def test_two_years_are_too_few_whatever_others_do() -> None:
    shared = fluctuation.Shared(np.array([1.5]), np.array([60.0]), np.array([20]))
    (one,) = verdicts.judge(table(np.array([[100, 110, 300]])), shared)
    assert (one.verdict, one.reason, one.places) == (Verdict.NONE, "short", 0)
    (one,) = verdicts.judge(table(np.array([[100, 104, 110, 300]])), shared)
    assert (one.verdict, one.places) == (Verdict.SURE, 20)


def test_few_places_or_short_histories_share_nothing() -> None:
    years = range(2020, 2025)
    read = {(str(n), "x"): series_of(str(n), [90, 120, 100, 140, 110], 9_000) for n in range(9)}
    keys = [str(n) for n in range(9)]
    assert fluctuation.share(read, keys, ["x"], years).places.tolist() == [9]
    assert fluctuation.share(read, keys[:4], ["x"], years).places.tolist() == [0]
    assert fluctuation.share(read, keys, ["y"], years).places.tolist() == [0]
    short = {key: replace(one, key_changes=(2023,)) for key, one in read.items()}
    assert fluctuation.share(short, keys, ["x"], years).places.tolist() == [0]


def test_the_nearest_in_size_are_asked() -> None:
    sizes = {f"{n:03}": 1_000 * (n + 1) for n in range(100)}
    read = {(key, "x"): series_of(key, [5], size) for key, size in sizes.items()}
    near = fluctuation.nearest(read, list(sizes), 2020, 50_000)
    assert len(near) == fluctuation.MOST_PEERS
    assert near == tuple(sorted(near))
    assert {"048", "050", "060"} <= set(near)
    assert "001" not in near
    assert "099" not in near


def test_a_doubling_is_seen() -> None:
    draw = np.random.default_rng(20261123)
    cases = draw.negative_binomial(30, 1 / 2, (SERIES, YEARS))
    cases[:, -1] = draw.negative_binomial(75, 1 / 2, SERIES)
    said = [one.verdict for one in verdicts.judge(table(cases))]
    assert said.count(Verdict.SURE) / SERIES >= 0.7
    shared = fluctuation.Shared(np.full(SERIES, 2.0), np.full(SERIES, 20.0), np.full(SERIES, 20))
    said = [one.verdict for one in verdicts.judge(table(cases), shared)]
    assert said.count(Verdict.SURE) / SERIES >= 0.9
