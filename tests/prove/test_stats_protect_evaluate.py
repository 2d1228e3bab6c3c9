"""5,000 null sets for every p-value, intervals that cover, and many tables for the red team."""

import numpy as np
import pytest
from tests.stats.test_evaluate import NULLS
from tests.stats.test_protect_release import town

from vorort.stats import evaluate, protect
from vorort.stats.protect import Protection, Rule, Table

pytestmark = pytest.mark.prove
SETS = 5_000


@pytest.mark.parametrize("name", NULLS)
def test_nothing_is_found_where_nothing_is(name: str) -> None:
    """Rejections at 5 % stay below the 99.9 % limit of a correct test."""
    rng = np.random.default_rng(99)
    p = np.array([NULLS[name](rng) for _ in range(SETS)])
    assert (p <= 0.05).mean() <= 0.06


@pytest.mark.parametrize(("before", "control"), [(8, 20), (40, 120), (200, 600)])
def test_the_ratio_interval_covers(before: int, control: int) -> None:
    rng = np.random.default_rng(5)
    hit = 0
    for _ in range(SETS):
        result = evaluate.rirr(
            (rng.poisson(before), rng.poisson(0.7 * before)),
            (rng.poisson(control), rng.poisson(control)),
        )
        hit += result.lo <= 0.7 <= result.hi
    assert hit / SETS >= 0.93


def test_the_difference_interval_covers() -> None:
    rng = np.random.default_rng(6)
    hit = 0
    for _ in range(SETS):
        result = evaluate.wdd(
            (rng.poisson(30), rng.poisson(20)), (rng.poisson(40), rng.poisson(40))
        )
        hit += result.lo <= -10 <= result.hi
    assert hit / SETS >= 0.93


@pytest.mark.parametrize("seed", range(100, 160))
def test_the_red_team_takes_nothing(seed: int) -> None:
    frame, links = town(seed, areas=10, keys=8)
    plan = protect.suppress(frame, links, Rule(), Protection(width=2))
    seen = Table(frame=plan.public_frame(), hierarchy=links)
    report = protect.attack(seen, "bounds")
    audit = protect.audit(plan.table)
    np.testing.assert_array_equal(report.bounds, np.column_stack([audit.lo, audit.hi]))
    assert not report.recovered[audit.sensitive].any()
    assert not plan.unprotected.any()
