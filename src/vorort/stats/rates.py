"""Rates: intervals, comparison, standardisation, funnel, smoothing, ranks and charts.

A rate from few cases says little, a ranking of such rates says less, and the change between
two years of a big town is nearly always larger than Poisson chance. The functions here give
every rate its interval and every change its verdict: distinguishable from chance, chance, or
not testable.
"""

from vorort.stats._rates_chart import ChartResult, g_chart, u_chart
from vorort.stats._rates_funnel import FunnelResult, funnel
from vorort.stats._rates_rank import RankResult, RTMResult, rank, regression_to_mean
from vorort.stats._rates_smooth import CsrGraph, SmoothedRates, smooth
from vorort.stats._rates_standard import StdRateResult, standardise
from vorort.stats._rates_verdict import ChangeResult, RateResult, compare, rate

__all__ = [
    "ChangeResult",
    "ChartResult",
    "CsrGraph",
    "FunnelResult",
    "RTMResult",
    "RankResult",
    "RateResult",
    "SmoothedRates",
    "StdRateResult",
    "compare",
    "funnel",
    "g_chart",
    "rank",
    "rate",
    "regression_to_mean",
    "smooth",
    "standardise",
    "u_chart",
]
