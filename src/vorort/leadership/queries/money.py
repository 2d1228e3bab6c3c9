"""What prevention costs a town: planned, spent, still bound, by where it comes from."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from vorort.measures.choices import ADOPTED, ENDED, MoneySource
from vorort.measures.models import BudgetLine, Measure, Spending

NOTHING = Decimal(0)


@dataclass(frozen=True)
class MoneyRow:
    """Money from one source. ``bound``: planned for what is decided or runs, and not yet spent."""

    label: str
    planned: Decimal
    spent: Decimal
    bound: Decimal


@dataclass(frozen=True)
class MoneyStand:
    """The money of some measures, by source and in all; which of them spent more than planned."""

    rows: tuple[MoneyRow, ...]
    total: MoneyRow
    over: dict[int, Decimal]


def money_stand(measures: Collection[Measure], *, total_label: str) -> MoneyStand:
    """Return the money of these measures in two queries."""
    ids = [one.pk for one in measures]
    binding = {one.pk for one in measures if one.state in ADOPTED and one.state not in ENDED}
    planned: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    spent: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for measure, source, amount in (
        BudgetLine.objects.filter(measure__in=ids)
        .order_by()
        .values_list("measure", "source")
        .annotate(Sum("planned"))
    ):
        planned[measure, source] = amount
    for measure, source, amount in (
        Spending.objects.filter(line__measure__in=ids)
        .order_by()
        .values_list("line__measure", "line__source")
        .annotate(Sum("amount"))
    ):
        spent[measure, source] = amount
    rows = tuple(
        row
        for source in MoneySource
        if (row := _row(str(source.label), source, planned, spent, binding)).planned or row.spent
    )
    total = MoneyRow(
        total_label,
        sum((row.planned for row in rows), NOTHING),
        sum((row.spent for row in rows), NOTHING),
        sum((row.bound for row in rows), NOTHING),
    )
    return MoneyStand(rows, total, _over(planned, spent))


def _row(
    label: str,
    source: str,
    planned: dict[tuple[int, str], Decimal],
    spent: dict[tuple[int, str], Decimal],
    binding: set[int],
) -> MoneyRow:
    keys = [key for key in {*planned, *spent} if key[1] == source]
    return MoneyRow(
        label,
        sum((planned.get(key, NOTHING) for key in keys), NOTHING),
        sum((spent.get(key, NOTHING) for key in keys), NOTHING),
        sum(
            (
                max(planned.get(key, NOTHING) - spent.get(key, NOTHING), NOTHING)
                for key in keys
                if key[0] in binding
            ),
            NOTHING,
        ),
    )


def _over(
    planned: dict[tuple[int, str], Decimal], spent: dict[tuple[int, str], Decimal]
) -> dict[int, Decimal]:
    """Return by how much a measure spent more than was planned for it in all."""
    rest: dict[int, Decimal] = defaultdict(Decimal)
    for (measure, _source), amount in planned.items():
        rest[measure] += amount
    for (measure, _source), amount in spent.items():
        rest[measure] -= amount
    return {measure: -amount for measure, amount in rest.items() if amount < 0}
