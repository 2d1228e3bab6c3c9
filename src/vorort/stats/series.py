"""Series: expectation of a year, fluctuation, trend, change points and early warning."""

from vorort.stats._series_expect import (
    DispersionResult,
    ExpectationResult,
    dispersion,
    predict,
)

__all__ = ["DispersionResult", "ExpectationResult", "dispersion", "predict"]
