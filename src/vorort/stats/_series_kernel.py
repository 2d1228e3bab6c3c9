"""The compiler for loops, or plain Python where numba is missing (same numbers, slower)."""

from collections.abc import Callable
from typing import TypeVar, cast

try:
    import numba
except ImportError:  # pragma: no cover - web processes may do without the compiler
    numba = None

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile a loop; the cache keeps it between processes."""
    if numba is None:
        return function
    return cast("F", numba.njit(cache=True, error_model="numpy", nogil=True)(function))


def plain(function: F) -> F:
    """Return the function before compilation, for the test that both agree."""
    return cast("F", getattr(function, "py_func", function))
