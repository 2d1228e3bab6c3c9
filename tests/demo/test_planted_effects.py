"""What the precinct's months really hold is what a judgement says of them, whatever the draw."""

import datetime as dt

import numpy as np
import pytest

from vorort.demo.months import (
    EFFECTS,
    MONTHS,
    SEED,
    PlantedEffect,
    district_key,
    draw_months,
)
from vorort.demo.world import MUNICIPALITIES
from vorort.stats.evaluate import judge

DRAWS = 20
CASES = pytest.mark.parametrize("effect", EFFECTS, ids=lambda one: one.kind)


def grade(effect: PlantedEffect, *, last: dt.date, seed: int) -> str:
    counts = draw_months(last, seed=seed)

    def rows(keys: list[str]) -> np.ndarray:
        return np.array([counts[key, effect.code] for key in keys], dtype=float)

    judged = judge(
        rows([district_key(one) for one in effect.treated]),
        rows([town.key for town in MUNICIPALITIES[1:]]),
        rows([district_key(one) for one in effect.ring]) if effect.ring else None,
        start=MONTHS - effect.months,
        selected=True,
        seed=1,
    )
    return str(judged.grade)


@CASES
@pytest.mark.parametrize("month", range(1, 13))
def test_the_demo_tells_the_truth_in_whichever_month_it_is_built(
    effect: PlantedEffect, month: int
) -> None:
    """Numbers differ from month to month by their season alone, so these twelve are all there are."""
    assert grade(effect, last=dt.date(2027, month, 1), seed=SEED) == effect.grade


@CASES
def test_other_draws_tell_it_too(effect: PlantedEffect) -> None:
    """Not the luck of one seed: nearly all of twenty others give the same grade."""
    grades = [grade(effect, last=dt.date(2026, 10, 1), seed=seed) for seed in range(DRAWS)]
    assert grades.count(effect.grade) >= DRAWS - 1, grades


def test_numbers_repeat_year_after_year() -> None:
    """The demo of a later year holds the same counts as one built in the same month before."""
    first, later = dt.date(2026, 10, 1), dt.date(2029, 10, 1)
    assert draw_months(first) == draw_months(later)
