"""Series: expectation of a year, fluctuation, trend, change points, season, early warning."""

from vorort.stats._series_alarms import AlarmResult, alarms
from vorort.stats._series_calendar import SeasonalityResult, aoristic, seasonality, week_clock
from vorort.stats._series_change import ChangePointResult, changepoint
from vorort.stats._series_expect import (
    DispersionResult,
    ExpectationResult,
    dispersion,
    predict,
)
from vorort.stats._series_pool import PooledDispersion, pool_dispersion
from vorort.stats._series_stl import StlResult, decompose
from vorort.stats._series_trend import TrendResult, trend

__all__ = [
    "AlarmResult",
    "ChangePointResult",
    "DispersionResult",
    "ExpectationResult",
    "PooledDispersion",
    "SeasonalityResult",
    "StlResult",
    "TrendResult",
    "alarms",
    "aoristic",
    "changepoint",
    "decompose",
    "dispersion",
    "pool_dispersion",
    "predict",
    "seasonality",
    "trend",
    "week_clock",
]
