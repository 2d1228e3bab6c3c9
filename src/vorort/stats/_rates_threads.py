"""Work on independent rows in threads."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise


def over_rows(function: Callable[[slice], None], n_rows: int, per_thread: int) -> None:
    """Call ``function`` on slices of the rows, in threads from ``2 * per_thread`` rows on.

    Rows must be independent; array functions and compiled code release the lock, so that the
    number of threads changes the time and nothing else.
    """
    workers = min(os.cpu_count() or 1, n_rows // per_thread)
    if workers < 2:
        function(slice(0, n_rows))
        return
    edges = [n_rows * k // workers for k in range(workers + 1)]
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(function, [slice(a, b) for a, b in pairwise(edges)]))
