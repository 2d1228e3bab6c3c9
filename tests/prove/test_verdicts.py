"""The verdicts of a Lagebild where nothing changes: both of its tests together keep 5 %.

Classes of towns as in Saxony, with fluctuation, risk and size of their own, years that hang
together and years that move all towns; 5,000 verdicts each. What is seen of a real rise is printed.
"""

import numpy as np
import pytest
from tests.pictures.test_verdicts import saxony, shared_with, table
from tests.stats.test_series_years import hanging

from vorort.pictures.choices import Verdict
from vorort.pictures.queries import verdicts

pytestmark = pytest.mark.prove
# 99.9 % point of a right test at 5 % and 5,000 draws.
ALARMS = 0.060
SETS = 5_000
CLASS = 60


def share(judgements: tuple[verdicts.Judgement, ...]) -> float:
    return float(np.mean([one.verdict is Verdict.SURE for one in judgements]))


@pytest.mark.parametrize("years", [4, 6, 8, 11])
@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.5])
@pytest.mark.parametrize(("mean", "spread"), [(20, 0.0), (100, 0.15), (600, 0.15), (5_000, 0.25)])
def test_own_years_alone(mean: float, spread: float, correlation: float, years: int) -> None:
    rng = np.random.default_rng(51)
    cases = hanging(rng, mean, spread, correlation, (SETS, years))
    assert share(verdicts.judge(table(cases))) <= ALARMS
    said = [one.distinguishable is True for one in verdicts.changes(table(cases))]
    assert np.mean(said) <= ALARMS


@pytest.mark.parametrize("years", [4, 6])
@pytest.mark.parametrize("correlation", [0.0, 0.5])
def test_with_the_fluctuation_of_the_class(correlation: float, years: int) -> None:
    rng = np.random.default_rng(52)
    alarms, changed, alone, seen = [], [], [], []
    for _ in range(SETS // CLASS):
        cases = saxony(rng, years=years, correlation=correlation)
        shared = shared_with(cases[:, :-1])
        alarms.append(share(verdicts.judge(table(cases), shared)))
        changed.append(
            np.mean([one.distinguishable is True for one in verdicts.changes(table(cases), shared)])
        )
        cases[:, -1] = rng.poisson(1.8 * cases[:, -1])
        seen.append(share(verdicts.judge(table(cases), shared)))
        alone.append(share(verdicts.judge(table(cases))))
    print(
        f"{years - 1} previous years, correlation {correlation}: false alarms "
        f"{np.mean(alarms):.1%}, a rise of 80 % seen in {np.mean(seen):.0%} (alone {np.mean(alone):.0%})"
    )
    assert np.mean(alarms) <= ALARMS
    assert np.mean(changed) <= ALARMS
    assert np.mean(seen) >= max(0.75, np.mean(alone))
