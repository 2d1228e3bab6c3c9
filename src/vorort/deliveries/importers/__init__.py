"""How files come in by themselves: fetched from the addresses an operator has listed."""

from vorort.deliveries.importers.bring import bring, bring_all
from vorort.deliveries.importers.fetch import (
    Clock,
    Fetched,
    FetchFailed,
    Limits,
    SystemClock,
    fetch,
)
from vorort.deliveries.importers.listed import Listed, choose, read_list

__all__ = [
    "Clock",
    "FetchFailed",
    "Fetched",
    "Limits",
    "Listed",
    "SystemClock",
    "bring",
    "bring_all",
    "choose",
    "fetch",
    "read_list",
]
