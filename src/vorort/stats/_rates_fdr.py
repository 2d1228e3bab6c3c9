"""Benjamini-Hochberg adjusted p-values for many series or areas."""

import numpy as np

from vorort.stats.arrays import FloatArray


def adjust(p: FloatArray, axis: int = -1) -> FloatArray:
    """Return the smallest false discovery rate at which each p-value would be reported.

    NaN stays NaN and does not count as a test.
    """
    ordered = np.sort(p, axis=axis)
    order = np.argsort(p, axis=axis)
    tests = np.sum(~np.isnan(p), axis=axis, keepdims=True)
    shape = [1] * p.ndim
    shape[axis] = p.shape[axis]
    rank = np.arange(1, p.shape[axis] + 1).reshape(shape)
    scaled = np.where(np.isnan(ordered), np.inf, ordered * tests / rank)
    running = np.flip(np.minimum.accumulate(np.flip(scaled, axis), axis=axis), axis)
    q = np.empty_like(p, dtype=np.float64)
    np.put_along_axis(q, order, np.minimum(running, 1.0), axis=axis)
    return np.asarray(np.where(np.isnan(p), np.nan, q))
