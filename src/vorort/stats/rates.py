"""Rates: intervals, comparison and change.

A rate from few cases says little, a ranking of such rates says less, and the change between
two years of a big town is nearly always larger than Poisson chance. The functions here give
every rate its interval and every change its verdict: distinguishable from chance, chance, or
not testable.
"""

from vorort.stats._rates_verdict import ChangeResult, RateResult, compare, rate

__all__ = ["ChangeResult", "RateResult", "compare", "rate"]
