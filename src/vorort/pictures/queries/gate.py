"""The gate: which counts of a picture may be seen by everybody.

Figures a source has itself published are not suppressed. Others – what a town got from its
police station – are: small counts, and with them whatever would give them away.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import polars as pl

from vorort.pictures.choices import HiddenCell
from vorort.stats import protect

Cell = tuple[str, int]
PRIMARY, SECONDARY = "primary", "secondary"

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


def hidden_cells(
    counts: Mapping[Cell, int], *, open_codes: Collection[str], below: int
) -> dict[Cell, str]:
    """Return the cells that must not be shown, each with its reason.

    ``counts`` are all counts by (code, year); ``open_codes`` those a source has published
    itself; ``below`` the first count that may be shown. Open counts are never hidden, but they
    are known to an outsider, who can subtract from them.
    """
    gated = {cell: count for cell, count in counts.items() if cell[0] not in open_codes}
    if below <= 1 or not any(0 < count < below for count in gated.values()):
        return {}
    links = {"code": _hierarchy(counts)}
    known = {cell: count for cell, count in counts.items() if cell[0] in open_codes}
    released = [
        protect.Table(
            frame=_frame(known).with_columns(pl.lit("published").alias("status")), hierarchy=links
        )
    ]
    plan = protect.suppress(
        _frame(gated),
        links,
        protect.Rule(threshold=below),
        protect.Protection(width=2),
        released=released if known else (),
    )
    return {
        (str(code), int(year)): str(status)
        for code, year, status in zip(
            plan.dims["code"], plan.dims["year"], plan.status, strict=True
        )
        if str(status) in {PRIMARY, SECONDARY}
    }


def _frame(counts: Mapping[Cell, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(code, str(year), count) for (code, year), count in sorted(counts.items())],
        schema={"code": pl.String, "year": pl.String, "count": pl.Int64},
        orient="row",
    )


def _hierarchy(counts: Mapping[Cell, int]) -> dict[str, str]:
    """Return the sums that hold in these counts; a delivery may cut keys differently."""
    codes = {code for code, _ in counts}
    parts: dict[Cell, int] = defaultdict(int)
    for (code, year), count in counts.items():
        if PARENTS.get(code) in codes:
            parts[PARENTS[code], year] += count
    broken = {cell[0] for cell, total in parts.items() if cell in counts and total > counts[cell]}
    return {
        code: PARENTS[code]
        for code in sorted(codes)
        if PARENTS.get(code) in codes and PARENTS[code] not in broken
    }


def report(
    hidden: Mapping[Cell, str], labels: Mapping[str, str], codes: Collection[str]
) -> tuple[HiddenCell, ...]:
    """Return what is hidden in the figures with these codes, for people."""
    return tuple(
        HiddenCell(code=code, label=labels.get(code, code), year=year, reason=reason)
        for (code, year), reason in sorted(hidden.items())
        if code in codes
    )
