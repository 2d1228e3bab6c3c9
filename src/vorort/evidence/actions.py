"""Writes: a checked table becomes rows, in one short transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from vorort.accounts.models import Person
from vorort.deliveries import actions as deliveries
from vorort.evidence.choices import FIGURES
from vorort.evidence.models import ImpliedPopulation, OffenceCount, OffenceKey
from vorort.evidence.rules import AreaName, Implied, TableFacts, offence_traits
from vorort.places import actions as places
from vorort.places.queries import kind_of_key

if TYPE_CHECKING:
    from vorort.deliveries.models import Delivery
    from vorort.places.models import Area

BATCH = 2_000
LABEL_KEPT = 300
# A row of the staging file: line, year, area key, offence key, digits printed of rate and of
# clearance rate, flags, then the figures in the order of ``choices.FIGURES``.
StagedRow = Sequence[Any]
_FIRST_FIGURE = 7


@transaction.atomic
def store_table(
    *,
    delivery: Delivery,
    rows: Iterable[StagedRow],
    facts: TableFacts,
    by: Person,
    at: dt.datetime | None = None,
) -> int:
    """Insert the rows of a checked table and make them visible; all of them or none.

    Returns
    -------
    int
        Number of rows stored.

    Raises
    ------
    deliveries.actions.AlreadyStored
        Another import of the same bytes was faster.
    """
    areas = ensure_areas(facts.areas, by=by)
    ensure_offence_keys(facts.labels)
    stored = 0
    made = (_count_of(row, delivery, areas, facts) for row in rows)
    while batch := list(islice(made, BATCH)):
        OffenceCount.objects.bulk_create(batch)
        stored += len(batch)
    ImpliedPopulation.objects.bulk_create(
        list(_implied(delivery, facts.implied, areas)), batch_size=BATCH
    )
    residents = _store_populations(delivery, facts, areas)
    deliveries.mark_stored(
        delivery=delivery, rows_stored=stored if facts.labels else residents, by=by, at=at
    )
    return delivery.rows_stored


def ensure_areas(named: Mapping[str, AreaName], *, by: Person) -> dict[str, Area]:
    """Return the area of each key; areas not known yet are made by key and name."""
    by_kind: dict[str, dict[str, AreaName]] = defaultdict(dict)
    for key, area in named.items():
        by_kind[str(kind_of_key(key))][key] = area
    found: dict[str, Area] = {}
    for kind, members in by_kind.items():
        found.update(
            places.ensure_areas(
                {key: area.name for key, area in members.items()},
                kind,
                by=by,
                designations={key: area.designation for key, area in members.items()},
            )
        )
    return found


def ensure_offence_keys(labels: Mapping[int, Mapping[str, str]]) -> None:
    """Make the keys of each year that are not known yet, and set their place in the tree.

    A finer table brings keys between two that are known, so the whole year is looked at again.
    """
    for year, wanted in labels.items():
        known = {row.key: row for row in OffenceKey.objects.filter(year=year)}
        every = known.keys() | wanted.keys()
        new, moved = [], []
        for key in every:
            traits = offence_traits(key, every)
            row = known.get(key)
            if row is None:
                row = OffenceKey(key=key, year=year, label=(wanted[key] or key)[:LABEL_KEPT])
                new.append(row)
            elif (row.level, row.parent_key) != (traits.level, traits.parent_key):
                moved.append(row)
            row.level, row.parent_key = traits.level, traits.parent_key
            row.is_sum, row.control_offence = traits.is_sum, traits.control_offence
        # Two imports may bring the same key at once.
        OffenceKey.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        OffenceKey.objects.bulk_update(moved, ["level", "parent_key"], batch_size=200)


def _count_of(
    row: StagedRow, delivery: Delivery, areas: Mapping[str, Area], facts: TableFacts
) -> OffenceCount:
    line, year, area_key, offence_key, rate_digits, clearance_digits, flags = row[:_FIRST_FIGURE]
    figures = dict(zip(FIGURES, row[_FIRST_FIGURE:], strict=True))
    return OffenceCount(
        delivery=delivery,
        area=areas[area_key],
        offence_key=offence_key,
        year=year,
        line=line,
        rate_digits=settle_digits(rate_digits, facts.rate_digits.get(year)),
        clearance_digits=settle_digits(clearance_digits, facts.clearance_digits.get(year)),
        flags=flags,
        **figures,
    )


def settle_digits(printed: int | None, usual: int | None) -> int | None:
    """Return the digits a number is rounded to: ``50`` in a column of ``48.1`` has one.

    A number with more digits than its column usually prints comes from a calculation.
    """
    if usual is None or printed is None or printed > usual:
        return None
    return usual


def _implied(
    delivery: Delivery, implied: Mapping[tuple[int, str], Implied], areas: Mapping[str, Area]
) -> Iterator[ImpliedPopulation]:
    for (year, area_key), found in implied.items():
        yield ImpliedPopulation(
            delivery=delivery,
            area=areas[area_key],
            year=year,
            population=found.population,
            low=found.low,
            high=found.high,
            exact=found.exact,
            left_out=found.left_out,
        )


def _store_populations(delivery: Delivery, facts: TableFacts, areas: Mapping[str, Area]) -> int:
    if not facts.populations:
        return 0
    return places.store_population(
        rows=[
            places.PopulationRow(
                area_key=row.area_key,
                on_date=row.on_date,
                total=row.total,
                male=row.male,
                female=row.female,
            )
            for row in facts.populations
        ],
        areas=areas,
        delivery=delivery,
    )
