"""The compiler for loops, or plain Python where numba is missing (same numbers, slower)."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar, cast

try:
    import numba
except ImportError:  # pragma: no cover - web processes may do without the compiler
    numba = None

F = TypeVar("F", bound=Callable[..., object])
_ROWS_PER_THREAD = 50


def compiled(function: F) -> F:
    """Compile a loop; the cache keeps it between processes."""
    if numba is None:
        return function
    return cast("F", numba.njit(cache=True, error_model="numpy", nogil=True)(function))


def plain(function: F) -> F:
    """Return the function before compilation, for the test that both agree."""
    return cast("F", getattr(function, "py_func", function))


def over_rows(function: Callable[[slice], None], n_rows: int) -> None:
    """Call ``function`` on slices of the rows, in threads where there is enough to do.

    Rows must be independent and compiled code releases the lock, so that the number of
    threads changes the time and nothing else.
    """
    workers = min(os.cpu_count() or 1, n_rows // _ROWS_PER_THREAD)
    if workers < 2:
        function(slice(0, n_rows))
        return
    edges = [n_rows * k // workers for k in range(workers + 1)]
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(function, [slice(a, b) for a, b in pairwise(edges)]))
