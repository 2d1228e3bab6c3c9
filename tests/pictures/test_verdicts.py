"""Where nothing changes, at most one in twenty series is said to have changed."""

import numpy as np
import pytest

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


def test_a_doubling_is_seen() -> None:
    draw = np.random.default_rng(20261123)
    cases = draw.negative_binomial(30, 1 / 2, (SERIES, YEARS))
    cases[:, -1] = draw.negative_binomial(75, 1 / 2, SERIES)
    said = [one.verdict for one in verdicts.judge(table(cases))]
    assert said.count(Verdict.SURE) / SERIES >= 0.8
