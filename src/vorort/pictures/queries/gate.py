"""The gate: which counts of a picture may be seen by everybody.

Figures a source has itself published are not suppressed. Others – what a town got from its
police station – are: small counts, and with them whatever would give them away. Everybody may
keep what was once public, so earlier publications about the same area count as known for ever,
also withdrawn ones: what they showed cannot be hidden again, what they hid stays hidden.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from vorort.pictures.choices import GuardedCount, HiddenCell
from vorort.stats import protect

Cell = tuple[str, int]
PUBLISHED, PRIMARY, SECONDARY = "published", "primary", "secondary"

# Keys that add up: what an outsider could subtract from each other.
PARENTS = {
    "725000": "------",
    "890000": "------",
    "3***00": "****00",
    "4***00": "****00",
    "326*00": "3***00",
    "435*00": "4***00",
    "436*00": "435*00",
    "211000": "210000",
    "212000": "210000",
    "216000": "210000",
    "217000": "210000",
    "219000": "210000",
    "222100": "222000",
    "515000": "510000",
    "515001": "515000",
    "621110": "621100",
    "621120": "621100",
    "899500": "674000",
}


@dataclass(frozen=True)
class Earlier:
    """An earlier publication about the same area: its counts, and which of them it showed.

    Internal, like every table with true counts: kept with the report, never with the publication.
    """

    counts: tuple[GuardedCount, ...]


def hidden_cells(
    counts: Mapping[Cell, int],
    *,
    open_cells: Collection[Cell],
    below: int,
    earlier: Sequence[Earlier] = (),
    parents: Mapping[str, str] | None = None,
) -> dict[Cell, str]:
    """Return the cells that must not be shown, each with its reason.

    ``counts`` are all counts by (code, year); ``open_cells`` those a source has published
    itself; ``below`` the first count that may be shown; ``earlier`` what was public before. Open
    counts are never hidden, but they are known to an outsider, who can subtract from them.
    ``parents`` are sums of the groups beside the police statistics, part to whole.
    """
    if below <= 1:
        return {}
    sums = {**PARENTS, **(parents or {})}
    known = frozenset(open_cells)
    before = [_by_year(one, counts) for one in earlier]
    found: dict[Cell, str] = {}
    # Years do not add up: each is a system of its own.
    for year in sorted({year for _code, year in counts}):
        here = {code: count for (code, when), count in counts.items() if when == year}
        found |= _hidden_in_year(
            year,
            here,
            open_codes={code for code in here if (code, year) in known},
            below=below,
            earlier=[one[year] for one in before if year in one],
            sums=sums,
        )
    return found


def _by_year(one: Earlier, counts: Mapping[Cell, int]) -> dict[int, dict[str, tuple[int, str]]]:
    """Return the counts by year; one that was not kept is taken as it stands today."""
    found: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    for cell in one.counts:
        count = counts.get((cell.code, cell.year)) if cell.count is None else cell.count
        if count is not None:
            found[cell.year][cell.code] = (count, cell.status)
    return found


def _hidden_in_year(
    year: int,
    counts: Mapping[str, int],
    *,
    open_codes: Collection[str],
    below: int,
    earlier: Sequence[Mapping[str, tuple[int, str]]],
    sums: Mapping[str, str],
) -> dict[Cell, str]:
    gated = {code: count for code, count in counts.items() if code not in open_codes}
    was_secret = any(status == PRIMARY for one in earlier for _count, status in one.values())
    small = any(0 < count < below for count in gated.values())
    if not gated or not (small or was_secret):
        return {}
    links = _hierarchy(counts, sums)
    released = [_release(one, sums) for one in earlier]
    if known := {code: count for code, count in counts.items() if code in open_codes}:
        # First: a sum missing among the guarded counts is taken from the first table that has it.
        released.insert(0, _table({code: (n, PUBLISHED) for code, n in known.items()}, links))
    plan = protect.suppress(
        _frame(gated),
        {"code": links},
        protect.Rule(threshold=below),
        protect.Protection(width=2),
        released=released,
    )
    return {
        (str(code), year): str(status)
        for code, status in zip(plan.dims["code"], plan.status, strict=True)
        if str(status) in {PRIMARY, SECONDARY}
    }


def _release(one: Mapping[str, tuple[int, str]], sums: Mapping[str, str]) -> protect.Table:
    counts = {code: count for code, (count, _status) in one.items()}
    return _table(one, _hierarchy(counts, sums))


def _table(cells: Mapping[str, tuple[int, str]], links: Mapping[str, str]) -> protect.Table:
    frame = pl.DataFrame(
        [(code, count, status) for code, (count, status) in sorted(cells.items())],
        schema={"code": pl.String, "count": pl.Int64, "status": pl.String},
        orient="row",
    )
    return protect.Table(frame=frame, hierarchy={"code": links})


def _frame(counts: Mapping[str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        sorted(counts.items()),
        schema={"code": pl.String, "count": pl.Int64},
        orient="row",
    )


def _hierarchy(counts: Mapping[str, int], sums: Mapping[str, str]) -> dict[str, str]:
    """Return the sums that hold in these counts; a delivery may cut keys differently."""
    parts: dict[str, int] = defaultdict(int)
    for code, count in counts.items():
        if sums.get(code) in counts:
            parts[sums[code]] += count
    broken = {code for code, total in parts.items() if total > counts[code]}
    return {
        code: sums[code]
        for code in sorted(counts)
        if sums.get(code) in counts and sums[code] not in broken
    }


def guarded(counts: Mapping[Cell, int], hidden: Mapping[Cell, str]) -> tuple[GuardedCount, ...]:
    """Return every count with what became of it: what the next gate has to know."""
    return tuple(
        GuardedCount(code=code, year=year, count=count, status=hidden.get((code, year), PUBLISHED))
        for (code, year), count in sorted(counts.items())
    )


def as_shown(counts: Iterable[GuardedCount], shown: Collection[Cell]) -> tuple[GuardedCount, ...]:
    """Return the counts as an outsider knows them: what no released figure shows is hidden."""
    return tuple(
        cell
        if cell.status != PUBLISHED or (cell.code, cell.year) in shown
        else GuardedCount(code=cell.code, year=cell.year, count=cell.count, status=SECONDARY)
        for cell in counts
    )


def report(
    hidden: Mapping[Cell, str], labels: Mapping[str, str], codes: Collection[str]
) -> tuple[HiddenCell, ...]:
    """Return what is hidden in the figures with these codes, for people."""
    return tuple(
        HiddenCell(code=code, label=labels.get(code, code), year=year, reason=reason)
        for (code, year), reason in sorted(hidden.items())
        if code in codes
    )
