"""2,000 towns in which nothing worked, and as many in which something did: what is said of them.

Prints the figures; the seeds are fixed.
"""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import binom
from tests.stats.towns import Town, make_town

from vorort.stats import evaluate
from vorort.stats.results import StatsInputError

pytestmark = pytest.mark.prove
TOWNS = 2_000
# The limit the work was given: a right test stays below it in 99.9 % of such proofs.
LIMIT = 0.067
CALLED = {"likely_good", "likely_bad", "displaced"}
# Fewer towns of one design say nothing about it.
ENOUGH = 100


def limit(n: int) -> float:
    """99.9 % limit of a correct test at 5 % in ``n`` towns."""
    return float(binom.ppf(0.999, n, 0.05) / n)


def judged(town: Town) -> evaluate.Judgement:
    return evaluate.judge(**town.given, seed=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "seed", "yearly"),
    [("usual", 1, (0.0, 0.18)), ("restless", 2, (0.10, 0.22)), ("calm", 3, (0.0, 0.05))],
)
def test_nothing_is_found_where_nothing_is(
    name: str, seed: int, yearly: tuple[float, float]
) -> None:
    rng = np.random.default_rng(seed)
    n, by_chance, called = Counter[str](), Counter[str](), Counter[str]()
    grades = Counter[str]()
    for _ in range(TOWNS):
        town = make_town(rng, yearly=yearly)
        found = judged(town)
        grades[found.grade] += 1
        for key in ("all", found.design, "chosen because high" if town.selected else "not chosen"):
            n[key] += 1
            # Where nothing can be judged, nothing is called either.
            by_chance[key] += bool(found.p <= 0.05)
            called[key] += found.grade in CALLED
    print(f"\n{name}: {dict(grades)}")
    for key in sorted(n):
        print(
            f"  {key}: {n[key]} towns, interval without 'no effect' {by_chance[key] / n[key]:.1%}, "
            f"called an effect {called[key] / n[key]:.1%}"
        )
    assert called["all"] / TOWNS <= LIMIT
    assert by_chance["all"] / TOWNS <= LIMIT
    for key in n:
        if n[key] >= ENOUGH:
            assert by_chance[key] / n[key] <= limit(n[key]), key


def test_what_could_be_seen_is_seen() -> None:
    """An effect of the size foreseen before the start is found in about four of five towns."""
    rng = np.random.default_rng(11)
    n, hit, good = Counter[str](), Counter[str](), Counter[str]()
    for _ in range(TOWNS // 2):
        state = rng.bit_generator.state
        town = make_town(rng)
        seen = evaluate.foresee(
            town.treated[: town.start],
            None if town.comparison is None else town.comparison[:, : town.start],
            periods=(town.n_after,),
            phase_in=town.phase_in,
            period=town.period,
            selected=town.selected,
        )
        if not seen.mde[0] <= 0.7:
            continue
        after = rng.bit_generator.state
        rng.bit_generator.state = state
        found = judged(make_town(rng, effect=1 - seen.mde[0]))
        rng.bit_generator.state = after
        for key in ("all", found.design):
            n[key] += 1
            hit[key] += bool(found.p <= 0.05 and found.effect < 1)
            good[key] += found.grade in {"likely_good", "displaced"}
    print()
    for key in sorted(n):
        print(
            f"  {key}: {n[key]} towns, found {hit[key] / n[key]:.1%}, "
            f"called an effect {good[key] / n[key]:.1%}"
        )
    assert hit["all"] / n["all"] >= 0.75
    # Without comparison over years the cause stays open, whatever is found.
    assert good["before_after"] == 0


def test_the_plain_methods_would_find_effects_that_are_none() -> None:
    """Why the judgement is one of its own: the textbook formulas on the same towns."""
    rng = np.random.default_rng(1)
    n, found = Counter[str](), Counter[str]()
    for _ in range(TOWNS // 2):
        town = make_town(rng)
        if town.comparison is None:
            continue
        first, last = town.start, town.start + town.phase_in
        length = min(first, town.n_after)
        there = town.comparison.sum(axis=0)
        pairs = [
            (float(row[first - length : first].sum()), float(row[last : last + length].sum()))
            for row in (town.treated, there)
        ]
        try:
            plain = evaluate.rirr(*pairs)
            n["rirr"] += 1
            found["rirr"] += bool(plain.p <= 0.05)
            if town.period > 1 and first >= 24:
                series = evaluate.its(
                    town.treated, first, there, phase_in=town.phase_in, slope=False
                )
                n["its"] += 1
                found["its"] += bool(series.p <= 0.05)
        except StatsInputError:
            continue
    print()
    for key in sorted(n):
        print(f"  {key}: {n[key]} towns, called different {found[key] / n[key]:.1%}")
    assert found["rirr"] / n["rirr"] > LIMIT


def test_intervals_cover_the_true_change() -> None:
    rng = np.random.default_rng(21)
    n, inside = Counter[str](), Counter[str]()
    for _ in range(TOWNS // 2):
        found = judged(make_town(rng, effect=0.6))
        if found.design in {"none", "before_after"}:
            continue
        for key in ("all", found.design):
            n[key] += 1
            inside[key] += bool(found.lo <= 0.6 <= found.hi)
    print()
    for key in sorted(n):
        print(f"  {key}: {n[key]} towns, interval holds the truth {inside[key] / n[key]:.1%}")
    assert inside["all"] / n["all"] >= 0.93
