"""Speed of protection and evaluation: work at n and 10 n, and against linear programs.

Run: python bench/stats_protect_evaluate.py
Each ratio is taken in the same run as the check that both sides give the same answer.
"""

import itertools
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array

from vorort.stats import evaluate, protect
from vorort.stats.protect._tables import build_system

RULE, NEED = protect.Rule(), protect.Protection()
AUDIT_AGAINST_PROGRAMS = 50.0
SMALL_TABLE_SECONDS = 1.0
# Cells asked one by one: all of the small table, so many of the large one.
SAMPLE = 100
OVERLAPPING_SECONDS = 1.5


def clock(call: Callable[[], Any], repeats: int = 3) -> tuple[float, Any]:
    """Return the median processor time of several calls after a warm-up, and the last result."""
    result = call()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        result = call()
        times.append(time.process_time() - start)
    return float(np.median(times)), result


def report(name: str, seconds: float, note: str = "") -> None:
    print(f"{name:62s} {seconds:9.3f} s   {note}", flush=True)


def town(
    areas: int, keys: int, years: int, *, deep: bool
) -> tuple[pl.DataFrame, dict[str, dict[str, str]]]:
    """Areas by offence keys by years, with totals and (deep) four groups of keys."""
    rng = np.random.default_rng(1)
    groups = {f"k{j:02d}": f"g{j % 4}" if deep else "sum" for j in range(keys)}
    rows = []
    for year in range(years):
        mean = 3 * np.outer(rng.lognormal(0, 1, areas), rng.lognormal(0, 1.2, keys))
        counts = rng.poisson(mean)
        cells: dict[tuple[str, str], int] = {}
        for i, j in np.ndindex(areas, keys):
            for area in (f"a{i}", "all"):
                for key in {f"k{j:02d}", groups[f"k{j:02d}"], "sum"}:
                    cells[area, key] = cells.get((area, key), 0) + int(counts[i, j])
        rows += [(area, key, year, count) for (area, key), count in cells.items()]
    frame = pl.DataFrame(rows, schema=["area", "key", "year", "count"], orient="row")
    if deep:
        groups |= {f"g{j}": "sum" for j in range(4)}
    return frame, {"area": {f"a{i}": "all" for i in range(areas)}, "key": groups}


def hidden_table(areas: int, keys: int) -> protect.Table:
    """Every inner count below 8 hidden: as many open cells as a state has."""
    frame, links = town(areas, keys, 1, deep=False)
    inside = (pl.col("area") != "all") & (pl.col("key") != "sum")
    status = pl.when(inside & pl.col("count").is_between(1, 7)).then(pl.lit("primary"))
    return protect.Table(
        frame=frame.with_columns(status=status.otherwise(pl.lit("published"))), hierarchy=links
    )


def programs(table: protect.Table, wanted: np.ndarray) -> tuple[float, np.ndarray]:
    """Two linear programs for each wanted row: seconds a row, and the intervals."""
    system = build_system([table])
    hidden = np.zeros(system.value.size, dtype=bool)
    hidden[system.rows[0]] = table.hidden("table")
    sums = system.sums
    shape = (sums.n_equations, system.value.size)
    matrix = csr_array((sums.sign.astype(float), (sums.equation, sums.cell)), shape=shape).tocsc()
    column = np.flatnonzero(hidden)
    known = np.where(hidden, 0, system.value)
    part, right = matrix[:, column], -(matrix @ known)
    ends = np.empty((wanted.size, 2))
    start = time.process_time()
    for k, row in enumerate(wanted):
        objective = (column == system.rows[0][row]).astype(float)
        for side, sign in enumerate((1.0, -1.0)):
            solved = linprog(sign * objective, A_eq=part, b_eq=right, bounds=(1, None))
            ends[k, side] = sign * solved.fun
    return (time.process_time() - start) / wanted.size, ends


def audit_against_programs() -> bool:
    fine = True
    for areas in (42, 418):
        table = hidden_table(areas, 30)
        seconds, result = clock(lambda table=table: protect.audit(table))
        asked = result.n if areas == 42 else SAMPLE
        pick = np.random.default_rng(2).choice(result.n, asked, replace=False)
        each, ends = programs(table, result.row[pick])
        same = np.allclose(ends, np.column_stack([result.lo[pick], result.hi[pick]]), atol=1e-6)
        ratio = each * result.n / seconds
        report(
            f"audit {areas} x 30, {result.n} hidden cells",
            seconds,
            f"{ratio:9.0f} x linear programs ({each * result.n:.0f} s, "
            f"{'measured' if asked == result.n else f'extrapolated from {asked} cells'}), "
            f"equal: {same}",
        )
        fine &= same and (ratio >= AUDIT_AGAINST_PROGRAMS or areas < 418)
    return fine


def suppression() -> bool:
    fine = True
    for years in (1, 8):
        frame, links = town(13, 40, years, deep=True)
        seconds, plan = clock(lambda f=frame, h=links: protect.suppress(f, h, RULE, NEED))
        safe = protect.audit(plan.table).safe
        report(
            f"suppression 13 areas x 40 keys in groups x {years} years", seconds, f"safe: {safe}"
        )
        fine &= safe and seconds < SMALL_TABLE_SECONDS
    for areas in (42, 418):
        frame, links = town(areas, 30, 1, deep=False)
        seconds, plan = clock(lambda f=frame, h=links: protect.suppress(f, h, RULE, NEED), 1)
        safe = protect.audit(plan.table).safe
        count = int((plan.status == "secondary").sum())
        report(f"suppression {areas} x 30", seconds, f"{count} secondary, safe: {safe}")
        fine &= safe
    return fine


def overlapping(years: int) -> tuple[pl.DataFrame, dict[str, dict[str, object]]]:
    """The deep table with one more sum over every third key, across the groups."""
    frame, links = town(13, 40, years, deep=True)
    third = [f"k{j:02d}" for j in range(0, 40, 3)]
    more = (
        frame.filter(pl.col("key").is_in(third))
        .group_by("area", "year", maintain_order=True)
        .agg(pl.col("count").sum())
        .with_columns(key=pl.lit("v"))
        .select(frame.columns)
    )
    keys = {key: (up, "v") if key in third else up for key, up in links["key"].items()}
    return pl.concat([frame, more.cast(dict(frame.schema))]), {"area": links["area"], "key": keys}


def three_ways(areas: int, keys: int) -> tuple[pl.DataFrame, dict[str, dict[str, str]]]:
    """Areas by keys by sex with all sums."""
    rng = np.random.default_rng(3)
    cells: dict[tuple[str, str, str], int] = {}
    for i, j, sex in itertools.product(range(areas), range(keys), "fm"):
        count = int(rng.poisson(3 * rng.lognormal(0, 1)))
        for cell in itertools.product((f"a{i}", "all"), (f"k{j:02d}", "sum"), (sex, "both")):
            cells[cell] = cells.get(cell, 0) + count
    frame = pl.DataFrame(
        [(*cell, count) for cell, count in cells.items()],
        schema=["area", "key", "sex", "count"],
        orient="row",
    )
    return frame, {
        "area": {f"a{i}": "all" for i in range(areas)},
        "key": {f"k{j:02d}": "sum" for j in range(keys)},
        "sex": dict.fromkeys("fm", "both"),
    }


def entangled() -> bool:
    """Tables that are no network: every question is a linear program."""
    fine = True
    tables = {
        "13 x 40 x 1 with overlapping sums": overlapping(1),
        "13 x 40 x 8 with overlapping sums": overlapping(8),
        "13 x 20 x 2, three ways": three_ways(13, 20),
    }
    for name, (frame, links) in tables.items():
        seconds, plan = clock(lambda f=frame, h=links: protect.suppress(f, h, RULE, NEED), 1)
        safe = protect.audit(plan.table).safe
        report(f"suppression {name}", seconds, f"safe: {safe}")
        fine &= safe and seconds < OVERLAPPING_SECONDS
    return fine


def noise() -> bool:
    table = protect.ptable(5, 3.0, 2)
    for n in (10_000, 100_000):
        cells = pl.DataFrame({"cell": np.arange(n), "count": np.full(n, 9)})
        seconds, result = clock(lambda c=cells: protect.cellkey(c, b"sixteen bytes ok", table), 1)
        report(f"cell key, {n} cells", seconds, f"mean change {result.value.mean() - 9:+.3f}")
    return abs(float(result.value.mean()) - 9) < 0.03


def effects() -> bool:
    rng = np.random.default_rng(3)
    for n in (40, 400):
        unit, periods = np.repeat(np.arange(n), 24), np.tile(np.arange(24), n)
        y = rng.poisson(20, unit.size).astype(float)
        seconds, result = clock(
            lambda u=unit, t=periods, v=y: evaluate.did(
                v, u, t, u < 5, 12, inference="placebo", seed=1
            )
        )
        report(
            f"difference in differences, {n} areas, 9,999 placebos", seconds, f"p {result.p:.2f}"
        )
    fine = 0 < result.p <= 1
    for n in (20, 200):
        y = rng.normal(0, 1, (n, 48)).cumsum(axis=1)
        seconds, twin = clock(lambda y=y: evaluate.synthetic(y, 0, 36), 1)
        report(f"synthetic control with placebos, {n} units", seconds, f"p {twin.placebo_p:.2f}")
    return fine and bool(np.isclose(twin.weights.sum(), 1))


if __name__ == "__main__":
    outcomes = [audit_against_programs(), suppression(), entangled(), noise(), effects()]
    sys.exit(0 if all(outcomes) else 1)
