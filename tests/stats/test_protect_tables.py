"""Suppression and audit against counting every possible table."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from vorort.stats import protect
from vorort.stats.protect import Protection, Rule, Table, _simplex
from vorort.stats.results import StatsInputError

Links = Mapping[str, Mapping[str, str | Sequence[str]]]


def two_way(inner: np.ndarray) -> tuple[pl.DataFrame, Links]:
    """A table of areas by keys with both margins."""
    rows, columns = inner.shape
    full = np.zeros((rows + 1, columns + 1), dtype=int)
    full[:rows, :columns] = inner
    full[rows] = full[:rows].sum(axis=0)
    full[:, columns] = full[:, :columns].sum(axis=1)
    areas = [f"a{i}" for i in range(rows)] + ["all"]
    keys = [f"k{j}" for j in range(columns)] + ["sum"]
    frame = pl.DataFrame(
        [(a, k, int(full[i, j])) for i, a in enumerate(areas) for j, k in enumerate(keys)],
        schema=["area", "key", "count"],
        orient="row",
    )
    links = {"area": dict.fromkeys(areas[:-1], "all"), "key": dict.fromkeys(keys[:-1], "sum")}
    return frame, links


def possible(table: Table, least: int, most: int) -> dict[tuple[str, ...], np.ndarray]:
    """Every way to fill the hidden cells of one table so that all sums hold."""
    frame = table.frame
    cells = [tuple(row) for row in frame.select(table.dims).iter_rows()]
    veiled = [
        c for c, s in zip(cells, frame["status"], strict=True) if s in ("primary", "secondary")
    ]
    guesses = np.indices((most - least + 1,) * len(veiled)).reshape(len(veiled), -1) + least
    filled: dict[tuple[str, ...], np.ndarray | int] = dict(zip(cells, frame["count"], strict=True))
    filled.update(zip(veiled, guesses, strict=True))
    fits = np.ones(guesses.shape[1], dtype=bool)
    for axis, name in enumerate(table.dims):
        groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for cell in cells:
            parents = table.hierarchy.get(name, {}).get(cell[axis], ())
            for parent in [parents] if isinstance(parents, str) else parents:
                groups.setdefault((*cell[:axis], parent, *cell[axis + 1 :]), []).append(cell)
        for parent_cell, kids in groups.items():
            if parent_cell in filled:
                fits &= filled[parent_cell] == sum(filled[k] for k in kids)
    return {cell: guesses[i][fits] for i, cell in enumerate(veiled)}


def brute_intervals(table: Table, least: int, most: int) -> dict[tuple[str, ...], tuple[int, int]]:
    return {
        cell: (int(values.min()), int(values.max()))
        for cell, values in possible(table, least, most).items()
    }


def with_status(frame: pl.DataFrame, hidden: Sequence[int]) -> pl.DataFrame:
    return frame.with_columns(
        status=pl.Series(["primary" if i in hidden else "published" for i in range(frame.height)])
    )


def reported(
    report: protect.AuditReport, table: Table
) -> dict[tuple[str, ...], tuple[float, float]]:
    cells = [tuple(row) for row in table.frame.select(table.dims).iter_rows()]
    return {
        cells[row]: (lo, hi) for row, lo, hi in zip(report.row, report.lo, report.hi, strict=True)
    }


inner_tables = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.integers(0, 4), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
    ).map(lambda flat: np.array(flat).reshape(shape))
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inner=inner_tables, data=st.data())
def test_audit_equals_counting_all_tables(inner: np.ndarray, data: st.DataObject) -> None:
    frame, links = two_way(inner)
    inside = [
        i for i in range(frame.height) if "all" not in frame.row(i) and "sum" not in frame.row(i)
    ]
    hidden = data.draw(st.lists(st.sampled_from(inside), min_size=1, max_size=4, unique=True))
    table = Table(frame=with_status(frame, hidden), hierarchy=links)
    report = protect.audit(table, protection=Protection(attacker="nonnegative"))
    assert reported(report, table) == brute_intervals(table, 0, int(inner.max()) * 3 + 4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inner=inner_tables, data=st.data())
def test_audit_knows_that_hidden_cells_are_positive(inner: np.ndarray, data: st.DataObject) -> None:
    frame, links = two_way(inner + 1)
    inside = [
        i for i in range(frame.height) if "all" not in frame.row(i) and "sum" not in frame.row(i)
    ]
    hidden = data.draw(st.lists(st.sampled_from(inside), min_size=1, max_size=4, unique=True))
    table = Table(frame=with_status(frame, hidden), hierarchy=links)
    report = protect.audit(table)
    assert report.params["attacker"] == "positive"
    assert reported(report, table) == brute_intervals(table, 1, int(inner.max()) * 3 + 7)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inner=inner_tables, data=st.data())
def test_audit_with_hidden_totals(inner: np.ndarray, data: st.DataObject) -> None:
    frame, links = two_way(inner)
    hidden = data.draw(
        st.lists(st.integers(0, frame.height - 1), min_size=1, max_size=4, unique=True)
    )
    table = Table(frame=with_status(frame, hidden), hierarchy=links)
    report = protect.audit(table, protection=Protection(attacker="nonnegative"))
    limit = int(inner.sum()) + 8
    brute = brute_intervals(table, 0, limit)
    for cell, (lo, hi) in reported(report, table).items():
        assert lo == brute[cell][0]
        # Counting stops at the limit; where it reached it, nothing bounds the cell.
        assert min(hi, limit) == brute[cell][1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inner=inner_tables, width=st.integers(1, 3))
def test_suppressed_tables_withstand_counting(inner: np.ndarray, width: int) -> None:
    frame, links = two_way(inner)
    plan = protect.suppress(frame, links, Rule(threshold=3), Protection(width=width))
    table = plan.table
    hidden = int((~plan.publishable).sum())
    assert not plan.unprotected.any()
    assert set(np.flatnonzero((plan.count > 0) & (plan.count < 3))) == set(
        np.flatnonzero(plan.status == "primary")
    )
    if 0 < hidden <= 4:
        brute = brute_intervals(table, 1, int(inner.sum()) + 4)
        cells = [tuple(row) for row in table.frame.select(table.dims).iter_rows()]
        for row in np.flatnonzero(plan.status == "primary"):
            lo, hi = brute[cells[row]]
            assert hi - lo >= width


def test_secondary_cells_cost_no_more_than_the_best_pattern_by_far() -> None:
    ratios = []
    for seed in range(12):
        inner = np.random.default_rng(seed).poisson(6, size=(3, 3)) + 3
        inner[seed % 3, (seed // 3) % 3] = 2
        frame, links = two_way(inner)
        plan = protect.suppress(frame, links, Rule(threshold=3), Protection(width=2))
        (sensitive,) = np.flatnonzero(plan.status == "primary")
        best = np.inf
        inside = [
            i
            for i in range(frame.height)
            if "all" not in frame.row(i) and "sum" not in frame.row(i) and i != sensitive
        ]
        for pattern in itertools.chain.from_iterable(
            itertools.combinations(inside, k) for k in range(1, 6)
        ):
            price = float(sum(frame["count"][i] + 1 for i in pattern))
            if price < best:
                table = Table(frame=with_status(frame, [sensitive, *pattern]), hierarchy=links)
                report = protect.audit(table)
                row = list(report.row).index(sensitive)
                if report.hi[row] - report.lo[row] >= 2:
                    best = price
        ratios.append(plan.cost / best)
    assert max(ratios) <= 1.0 + 1e-12


def test_textbook_table_of_four_by_four() -> None:
    """Sums 20 and two cells of 1: each row and column needs a partner (Hundepool 2012, 4.2)."""
    inner = np.array([[20, 50, 10, 80], [8, 19, 22, 49], [17, 32, 2, 51], [45, 101, 34, 180]])
    frame, links = two_way(inner)
    plan = protect.suppress(frame, links, Rule(threshold=3), Protection(width=2))
    hidden = frame.filter(pl.Series(~plan.publishable))
    per_row = hidden.group_by("area").len()["len"].to_list()
    per_column = hidden.group_by("key").len()["len"].to_list()
    assert min(per_row) >= 2
    assert min(per_column) >= 2
    assert protect.audit(plan.table).safe


def deep_table(seed: int, *, both: bool, overlap: bool) -> tuple[pl.DataFrame, Links]:
    rng = np.random.default_rng(seed)
    keys: dict[str, str | Sequence[str]] = {
        "k1": "g1",
        "k2": "g1",
        "k3": "g2",
        "k4": "g2",
        "g1": "sum",
        "g2": "sum",
    }
    if overlap:
        keys["k2"], keys["k3"] = ("g1", "v"), ("g2", "v")
    areas: dict[str, str | Sequence[str]] = {"a1": "all", "a2": "all", "a3": "all"}
    if both:
        areas = {"a1": "n", "a2": "n", "a3": "s", "a4": "s", "n": "all", "s": "all"}
    cells: dict[tuple[str, str], int] = {}

    def ups(code: str, links: Mapping[str, str | Sequence[str]]) -> list[str]:
        parents = links.get(code, ())
        listed = [parents] if isinstance(parents, str) else list(parents)
        return [code, *itertools.chain.from_iterable(ups(p, links) for p in listed)]

    for area in [a for a in areas if a.startswith("a") and a != "all"]:
        for key in ["k1", "k2", "k3", "k4"]:
            count = int(rng.poisson(2.5))
            for a, k in itertools.product(set(ups(area, areas)), set(ups(key, keys))):
                cells[a, k] = cells.get((a, k), 0) + count
    frame = pl.DataFrame(
        [(a, k, c) for (a, k), c in cells.items()], schema=["area", "key", "count"], orient="row"
    )
    return frame, {"area": areas, "key": keys}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("both", "overlap"), [(False, False), (True, False), (False, True), (True, True)]
)
def test_deep_and_overlapping_sums_are_protected(seed: int, *, both: bool, overlap: bool) -> None:
    frame, links = deep_table(seed, both=both, overlap=overlap)
    plan = protect.suppress(frame, links, Rule(threshold=3), Protection(width=2))
    assert not plan.unprotected.any()
    inside = protect.audit(plan.table)
    assert inside.safe
    outside = protect.attack(Table(frame=plan.public_frame(), hierarchy=links), "bounds")
    np.testing.assert_array_equal(outside.bounds, np.column_stack([inside.lo, inside.hi]))
    hidden = int((~plan.publishable).sum())
    if 0 < hidden <= 5:
        brute = brute_intervals(plan.table, 1, 14)
        cells = [tuple(row) for row in frame.select("area", "key").iter_rows()]
        for row in np.flatnonzero(plan.status == "primary"):
            assert brute[cells[row]][1] - brute[cells[row]][0] >= 2


@pytest.mark.parametrize("seed", range(6))
def test_linear_programs_agree_with_flows(seed: int) -> None:
    """The same table as a network and, after stating one sum twice differently, as programs."""
    inner = np.random.default_rng(seed).poisson(2, size=(4, 5)) + 1
    frame, links = two_way(inner)
    hidden = [i for i in range(frame.height) if frame["count"][i] < 4]
    table = Table(frame=with_status(frame, hidden), hierarchy=links)
    # A second sum over all keys says nothing new, but puts each cell into three equations.
    doubled = {**links, "key": dict.fromkeys(links["key"], ("sum", "again"))}
    again = table.frame.filter(pl.col("key") == "sum").with_columns(key=pl.lit("again"))
    other = Table(frame=pl.concat([table.frame, again]), hierarchy=doubled)
    flows, programs = protect.audit(table), protect.audit(other)
    assert reported(flows, table) == {
        cell: ends for cell, ends in reported(programs, other).items() if cell[1] != "again"
    }


def test_naive_suppression_is_found_out() -> None:
    frame, links = two_way(np.array([[2, 9, 9], [9, 9, 9], [9, 9, 9]]))
    naive = Table(frame=with_status(frame, [0]), hierarchy=links)
    report = protect.audit(naive)
    assert report.exact.tolist() == [True]
    assert report.lo.tolist() == [2.0]
    assert not report.safe


def test_two_hidden_ones_are_given_away_by_their_sum() -> None:
    """Zeros are published, so two hidden cells that sum to 2 are both 1."""
    frame = pl.DataFrame({"area": ["A", "B", "C", "all"], "count": [1, 1, 30, 32]})
    links = {"area": dict.fromkeys("ABC", "all")}
    table = Table(frame=with_status(frame, [0, 1]), hierarchy=links)
    assert protect.audit(table).exact.all()
    plan = protect.suppress(frame, links, Rule(), Protection(width=2))
    assert plan.status.tolist() == ["primary", "primary", "secondary", "published"]


def test_earlier_release_with_overlapping_areas() -> None:
    """An earlier table by precinct shows what the district table hides."""
    districts = pl.DataFrame(
        {
            "area": ["A", "B", "C", "all"],
            "count": [2, 9, 40, 51],
            "status": ["primary", "secondary", "published", "published"],
        }
    )
    links = {"area": dict.fromkeys("ABC", "all")}
    assert protect.audit(Table(frame=districts, hierarchy=links)).safe
    precincts = Table(
        frame=pl.DataFrame(
            {
                "area": ["B", "C", "P"],
                "count": [9, 40, 49],
                "status": ["primary", "published", "published"],
            }
        ),
        hierarchy={"area": {"B": "P", "C": "P"}},
    )
    report = protect.audit([Table(frame=districts, hierarchy=links), precincts])
    assert report.exact.all()
    plan = protect.suppress(
        districts.drop("status"), links, Rule(), Protection(width=2), released=[precincts]
    )
    # B is lost; A is saved by hiding the new total as well.
    assert plan.status.tolist() == ["primary", "primary", "published", "secondary"]
    assert plan.unprotected.tolist() == [False, True, False, False]
    assert plan.has_note("UNPROTECTED")


def test_tables_by_other_columns_are_linked_by_their_totals() -> None:
    by_key = Table(
        frame=pl.DataFrame(
            {
                "area": ["A"] * 3,
                "key": ["k1", "k2", "*"],
                "count": [2, 8, 10],
                "status": ["primary", "secondary", "secondary"],
            }
        ),
        hierarchy={"key": {"k1": "*", "k2": "*"}},
    )
    assert protect.audit(by_key).safe
    by_sex = Table(
        frame=pl.DataFrame(
            {
                "area": ["A"] * 3,
                "sex": ["f", "m", "*"],
                "count": [6, 4, 10],
                "status": ["published"] * 3,
            }
        ),
        hierarchy={"sex": {"f": "*", "m": "*"}},
    )
    report = protect.audit([by_key, by_sex])
    total = report.row == 2
    assert report.exact[total].all()
    assert report.hi[report.sensitive].tolist() == [9.0]


def test_year_differences_of_running_sums_are_seen() -> None:
    """A sum of five years minus the sum of four is the fifth year."""
    frame = pl.DataFrame(
        {
            "year": ["1", "2", "3", "1-2", "1-3"],
            "count": [4, 5, 1, 9, 10],
            "status": ["published", "published", "primary", "published", "published"],
        }
    )
    table = Table(
        frame=frame, hierarchy={"year": {"1": ("1-2", "1-3"), "2": ("1-2", "1-3"), "3": "1-3"}}
    )
    assert protect.audit(table).exact.all()


def test_children_that_do_not_exhaust_their_parent_leave_room() -> None:
    frame = pl.DataFrame(
        {
            "key": ["k1", "k2", "sum"],
            "count": [2, 9, 30],
            "status": ["primary", "published", "published"],
        }
    )
    report = protect.audit(Table(frame=frame, hierarchy={"key": {"k1": "sum", "k2": "sum"}}))
    assert (report.lo[0], report.hi[0]) == (1.0, 21.0)


def test_released_small_count_cannot_be_taken_back() -> None:
    frame = pl.DataFrame({"area": ["A", "B", "all"], "count": [2, 9, 11]})
    links = {"area": dict.fromkeys("AB", "all")}
    before = Table(frame=frame.with_columns(status=pl.lit("published")), hierarchy=links)
    plan = protect.suppress(frame, links, Rule(), Protection(), released=[before])
    assert plan.status.tolist() == ["released", "published", "published"]
    assert plan.unprotected.tolist() == [True, False, False]


def test_order_of_rows_and_names_does_not_matter() -> None:
    frame, links = two_way(np.random.default_rng(5).poisson(4, size=(6, 7)))
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    first = protect.suppress(frame, links, Rule(), Protection())
    second = protect.suppress(shuffled, links, Rule(), Protection())
    key = ["area", "key"]
    assert first.to_frame().sort(key).equals(second.to_frame().sort(key))


def test_public_frame_holds_no_hidden_count() -> None:
    frame, links = two_way(np.random.default_rng(6).poisson(3, size=(6, 7)))
    plan = protect.suppress(frame, links, Rule(), Protection())
    public = plan.public_frame()
    assert public.columns == ["area", "key", "count"]
    assert public["count"].is_null().to_list() == (~plan.publishable).tolist()


def test_primary_rules() -> None:
    frame = pl.DataFrame(
        {
            "area": ["A", "B", "C", "D"],
            "count": [0, 2, 30, 30],
            "largest": [0, 1, 26, 10],
            "second": [0, 1, 2, 9],
        }
    )
    table = Table(frame=frame)
    assert protect.primary(table, Rule(threshold=3)).tolist() == [False, True, False, False]
    assert protect.primary(table, Rule(threshold=1)).tolist() == [False] * 4
    assert protect.primary(table, Rule(threshold=3, dominance=0.85)).tolist() == [
        False,
        True,
        True,
        False,
    ]
    # p % rule: 30 - 26 - 2 = 2 < 10 % of 26; 30 - 10 - 9 = 11 > 10 % of 10.
    assert protect.primary(table, Rule(threshold=1, p_percent=0.1)).tolist() == [
        False,
        True,
        True,
        False,
    ]
    assert protect.primary(table, Rule(threshold=1, zero="hide")).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_zero_that_tells_about_the_others() -> None:
    frame = pl.DataFrame(
        {
            "sex": ["f", "m", "*"] * 2,
            "area": ["A"] * 3 + ["B"] * 3,
            "count": [0, 7, 7, 3, 4, 7],
        }
    )
    table = Table(frame=frame, hierarchy={"sex": {"f": "*", "m": "*"}})
    assert protect.primary(table, Rule(zero="margin")).tolist() == [True] + [False] * 5


def test_rounding_to_significant_digits() -> None:
    rounded = protect.round_significant([7213.9, 84.25, 0.0, np.nan, 999.5, 0.0012345, -35.55])
    np.testing.assert_allclose(rounded, [7210, 84.3, 0, np.nan, 1000, 0.00123, -35.6], rtol=1e-12)


def test_rates_follow_their_counts() -> None:
    rate = protect.publishable_rate([7213.9, 41.0], count_publishable=[True, False])
    np.testing.assert_array_equal(rate, [7210.0, np.nan])
    clearance = protect.publishable_clearance(
        [11, 1, 25, 10], [21, 3, 20, 30], count_publishable=[True, True, True, False]
    )
    np.testing.assert_array_equal(clearance, [52.4, np.nan, 125.0, np.nan])


@pytest.mark.parametrize(
    ("frame", "links", "code"),
    [
        ({"area": ["A", "all"], "count": [-1, 3]}, {}, "NEGATIVE_COUNT"),
        ({"area": ["A", "all"], "count": [1.5, 3]}, {}, "NOT_WHOLE"),
        ({"area": ["A", "all"], "count": [float("nan"), 3]}, {}, "NOT_FINITE"),
        ({"area": ["A", "A"], "count": [1, 3]}, {}, "DUPLICATE_CELL"),
        ({"area": ["A", None], "count": [1, 3]}, {}, "MISSING_CODE"),
        ({"area": ["A", "all"], "count": [4, 3]}, {"area": {"A": "all"}}, "NOT_ADDITIVE"),
        ({"area": ["A", "B"], "count": [4, 3]}, {"area": {"A": "B", "B": "A"}}, "CYCLE"),
        ({"area": ["A"], "count": [4]}, {"place": {"A": "B"}}, "UNKNOWN_DIMENSION"),
        ({"area": ["A"]}, {}, "COUNT_MISSING"),
        ({"count": [4]}, {}, "NO_DIMENSION"),
    ],
)
def test_refused_tables(frame: dict[str, list[object]], links: Links, code: str) -> None:
    with pytest.raises(StatsInputError) as caught:
        protect.suppress(pl.DataFrame(frame), links, Rule(), Protection())
    assert caught.value.code == code


def test_audit_refuses_what_it_cannot_read() -> None:
    with pytest.raises(StatsInputError, match="NO_TABLE"):
        protect.audit([])
    with pytest.raises(StatsInputError, match="STATUS_MISSING"):
        protect.audit(Table(frame=pl.DataFrame({"area": ["A"], "count": [1]})))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Rule(threshold=0), "NOT_POSITIVE"),
        (lambda: Rule(dominance=1.5), "NOT_A_SHARE"),
        (lambda: Rule(zero="maybe"), "UNKNOWN_OPTION"),
        (lambda: Protection(width=-1), "NEGATIVE"),
        (lambda: Protection(attacker="omniscient"), "UNKNOWN_OPTION"),
        (lambda: Protection(prior=0.0), "NOT_POSITIVE"),
    ],
)
def test_refused_settings(make: object, code: str) -> None:
    with pytest.raises(StatsInputError) as caught:
        make()  # type: ignore[operator]
    assert caught.value.code == code


WITHOUT_COMPILER = """
import json, sys
import numpy as np, polars as pl
from vorort.stats import protect
frame = pl.DataFrame(json.loads(sys.stdin.read()))
links = {"area": {f"a{i}": "all" for i in range(5)}, "key": {f"k{i}": "sum" for i in range(6)}}
plan = protect.suppress(frame, links, protect.Rule(), protect.Protection())
print(json.dumps([plan.status.tolist(), np.nan_to_num(plan.intervals, posinf=-1).tolist()]))
"""


def test_kernels_say_the_same_without_the_compiler() -> None:
    frame, links = two_way(np.random.default_rng(11).poisson(4, size=(5, 6)))
    plan = protect.suppress(frame, links, Rule(), Protection())
    shown = subprocess.run(
        [sys.executable, "-c", WITHOUT_COMPILER],
        input=json.dumps(frame.to_dict(as_series=False)),
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    status, ends = json.loads(shown)
    assert status == plan.status.tolist()
    assert ends == np.nan_to_num(plan.intervals, posinf=-1).tolist()


def test_plans_and_reports_are_json_and_frames() -> None:
    frame, links = two_way(np.random.default_rng(12).poisson(3, size=(4, 4)))
    plan = protect.suppress(frame, links, Rule(), Protection())
    report = protect.audit(plan.table)
    assert json.loads(json.dumps(plan.to_dict()))["params"]["attacker"] == "positive"
    assert json.loads(json.dumps(report.to_dict()))["safe"] is True
    assert plan.to_frame().columns == [
        "area",
        "key",
        "count",
        "status",
        "lo",
        "hi",
        "unprotected",
    ]
    assert report.to_frame().height == int((~plan.publishable).sum())


def test_published_cells_of_a_linked_table_are_never_hidden_again() -> None:
    """What a source has published itself counts as released: it is known, and protects nobody."""
    frame = pl.DataFrame({"key": ["k1", "k2", "k3"], "count": [2, 30, 40]})
    total = pl.DataFrame({"key": ["sum"], "count": [72], "status": ["published"]})
    links = {"key": dict.fromkeys(("k1", "k2", "k3"), "sum")}
    alone = protect.suppress(frame, links, Rule(), Protection())
    assert alone.status.tolist() == ["primary", "published", "published"]
    known = protect.suppress(
        frame, links, Rule(), Protection(), released=[Table(frame=total, hierarchy=links)]
    )
    assert known.status.tolist() == ["primary", "secondary", "published"]


@pytest.mark.parametrize("seed", range(3))
def test_three_ways_are_protected_and_the_red_team_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells: dict[tuple[str, str, str], int] = {}
    for a, k, s in itertools.product(range(3), range(3), "fm"):
        count = int(rng.poisson(3))
        for cell in itertools.product((f"a{a}", "all"), (f"k{k}", "sum"), (s, protect.ALL)):
            cells[cell] = cells.get(cell, 0) + count
    frame = pl.DataFrame(
        [(*cell, count) for cell, count in cells.items()],
        schema=["area", "key", "sex", "count"],
        orient="row",
    )
    links: Links = {
        "area": {f"a{i}": "all" for i in range(3)},
        "key": {f"k{i}": "sum" for i in range(3)},
        "sex": dict.fromkeys("fm", protect.ALL),
    }
    plan = protect.suppress(frame, links, Rule(), Protection(width=2))
    assert not plan.unprotected.any()
    outside = protect.attack(Table(frame=plan.public_frame(), hierarchy=links), "bounds")
    inside = protect.audit(plan.table)
    np.testing.assert_array_equal(outside.bounds, np.column_stack([inside.lo, inside.hi]))
    assert not outside.recovered[inside.sensitive].any()


@pytest.mark.parametrize("seed", range(4))
def test_a_kept_solver_answers_like_a_fresh_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    frame, links = deep_table(seed, both=True, overlap=True)
    plan = protect.suppress(frame, links, Rule(threshold=3), Protection(width=2))
    kept = protect.audit(plan.table)
    monkeypatch.setattr(_simplex, "_highs", None)
    fresh = protect.audit(plan.table)
    np.testing.assert_array_equal(kept.lo, fresh.lo)
    np.testing.assert_array_equal(kept.hi, fresh.hi)
    again = protect.suppress(frame, links, Rule(threshold=3), Protection(width=2))
    assert protect.audit(again.table).safe


def test_one_program_many_questions() -> None:
    rng = np.random.default_rng(5)
    matrix = csr_array(rng.integers(-1, 2, (6, 20)).astype(float))
    warm = {same: _simplex.Program(matrix, same_bounds=same) for same in (False, True)}
    cold = _simplex.Program(matrix, warm=False)
    for _ in range(60):
        cost = rng.integers(-3, 4, 20).astype(float)
        low, high = -rng.integers(0, 5, 20).astype(float), rng.integers(0, 5, 20).astype(float)
        best = cold.minimise(cost, low, high)
        assert best is not None
        for program in warm.values():
            found = program.minimise(cost, low, high)
            assert found is not None
            assert found @ cost == pytest.approx(best @ cost, abs=1e-7)
            np.testing.assert_allclose(matrix @ found, 0, atol=1e-7)
    unfit = np.ones(20)
    narrow = _simplex.Program(csr_array(np.ones((1, 20))))
    assert narrow.minimise(unfit, unfit, unfit) is None
