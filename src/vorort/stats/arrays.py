"""Input checks shared by all public functions of the engine.

Each check runs once, at the public function, and raises ``StatsInputError`` with a stable
code; the private functions behind trust what they get.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vorort.stats.results import StatsInputError

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
StrArray: TypeAlias = NDArray[np.str_]


def as_floats(value: ArrayLike, field: str, ndim: int | None = None) -> FloatArray:
    """Return ``value`` as float64; NaN stands for missing, infinity is refused.

    Parameters
    ----------
    value : array_like of any shape
        Numbers; booleans are taken as 0 and 1; None is taken as NaN.
    field : str
        Name of the argument, for the error.
    ndim : int, optional
        Number of dimensions that is required.

    Returns
    -------
    ndarray of float64, same shape
        A new array or a view; never written to by the engine.

    Raises
    ------
    StatsInputError
        ``NOT_NUMERIC``, ``NOT_FINITE`` or ``WRONG_SHAPE``.

    Examples
    --------
    >>> as_floats([1, None, 3], "cases")
    array([ 1., nan,  3.])
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise StatsInputError("NOT_NUMERIC", field) from error
    if np.isinf(array).any():
        raise StatsInputError("NOT_FINITE", field)
    if ndim is not None and array.ndim != ndim:
        raise StatsInputError("WRONG_SHAPE", field, f"{array.ndim} dimensions, needed {ndim}")
    return array


def as_counts(value: ArrayLike, field: str, ndim: int | None = None) -> FloatArray:
    """Return counts as float64: whole numbers >= 0, NaN where missing.

    Raises
    ------
    StatsInputError
        ``NEGATIVE_COUNT``, ``NOT_WHOLE``, or as :func:`as_floats`.
    """
    array = as_floats(value, field, ndim)
    if (array < 0).any():
        raise StatsInputError("NEGATIVE_COUNT", field)
    known = array[~np.isnan(array)]
    if (known != np.floor(known)).any():
        raise StatsInputError("NOT_WHOLE", field)
    return array


def as_positive(value: ArrayLike, field: str, ndim: int | None = None) -> FloatArray:
    """Return numbers > 0 (population, exposure, expected cases), NaN where missing.

    Raises
    ------
    StatsInputError
        ``NOT_POSITIVE`` for zero or less (an area without residents has no rate: pass NaN),
        or as :func:`as_floats`.
    """
    array = as_floats(value, field, ndim)
    if (array <= 0).any():
        raise StatsInputError("NOT_POSITIVE", field)
    return array


def as_mask(value: ArrayLike, field: str, shape: tuple[int, ...]) -> BoolArray:
    """Return a boolean mask of exactly ``shape``.

    Raises
    ------
    StatsInputError
        ``NOT_BOOLEAN`` or ``WRONG_SHAPE``.
    """
    array = np.asarray(value)
    if array.dtype != np.bool_:
        raise StatsInputError("NOT_BOOLEAN", field)
    if array.shape != shape:
        raise StatsInputError("WRONG_SHAPE", field, f"{array.shape}, needed {shape}")
    return array


def no_missing(array: FloatArray, field: str) -> FloatArray:
    """Return ``array`` unchanged, refusing NaN.

    Raises
    ------
    StatsInputError
        ``MISSING_VALUE``.
    """
    if np.isnan(array).any():
        raise StatsInputError("MISSING_VALUE", field)
    return array


def as_level(level: float, field: str = "level") -> float:
    """Return a probability strictly between 0 and 1.

    Raises
    ------
    StatsInputError
        ``NOT_A_PROBABILITY``.
    """
    try:
        number = float(level)
    except (TypeError, ValueError) as error:
        raise StatsInputError("NOT_A_PROBABILITY", field) from error
    if not 0.0 < number < 1.0:
        raise StatsInputError("NOT_A_PROBABILITY", field, str(level))
    return number


def as_choice(value: Any, field: str, choices: tuple[str, ...]) -> str:
    """Return ``value`` if it is one of ``choices``.

    Raises
    ------
    StatsInputError
        ``UNKNOWN_CHOICE``.
    """
    if value not in choices:
        raise StatsInputError("UNKNOWN_CHOICE", field, f"{value!r} not in {choices}")
    return str(value)


def as_whole(value: Any, field: str, low: int, high: int | None = None) -> int:
    """Return a whole number within [low, high].

    Raises
    ------
    StatsInputError
        ``OUT_OF_RANGE``.
    """
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or value < low or (high is not None and value > high):
        raise StatsInputError("OUT_OF_RANGE", field, f"{value!r} not in [{low}, {high}]")
    return int(value)


def as_seed(seed: Any) -> int:
    """Return the seed, a whole number >= 0.

    Raises
    ------
    StatsInputError
        ``BAD_SEED``.
    """
    if not isinstance(seed, (int, np.integer)) or isinstance(seed, bool) or seed < 0:
        raise StatsInputError("BAD_SEED", "seed", repr(seed))
    return int(seed)


def broadcast(fields: dict[str, FloatArray]) -> tuple[FloatArray, ...]:
    """Return the arrays broadcast to their common shape, in the order of ``fields``.

    Raises
    ------
    StatsInputError
        ``WRONG_SHAPE``, naming the first argument that does not fit those before it.
    """
    shape: tuple[int, ...] = ()
    for field, array in fields.items():
        try:
            shape = np.broadcast_shapes(shape, array.shape)
        except ValueError as error:
            raise StatsInputError("WRONG_SHAPE", field, f"{array.shape} beside {shape}") from error
    return tuple(np.broadcast_to(array, shape) for array in fields.values())


def same_shape(array: FloatArray, field: str, shape: tuple[int, ...]) -> FloatArray:
    """Return ``array`` if it has exactly ``shape``.

    Raises
    ------
    StatsInputError
        ``WRONG_SHAPE``.
    """
    if array.shape != shape:
        raise StatsInputError("WRONG_SHAPE", field, f"{array.shape}, needed {shape}")
    return array
