"""A source of figures held in memory, for tests of whatever reads through the registry."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from vorort.figures import registry
from vorort.figures.choices import (
    Base,
    BaseKind,
    Indicator,
    Provenance,
    Series,
    Value,
    ValueStatus,
    Viewer,
)


@dataclass
class MemorySource:
    """``cases[(area key, code)][year]``; population per area, the same in every year."""

    code: str = "memory"
    cases: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    residents: dict[str, int] = field(default_factory=dict)
    cleared: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    # Public ids of deliveries by year; figures without one were always known.
    deliveries: dict[int, str] = field(default_factory=dict)

    def _indicator(self, code: str) -> Indicator:
        return Indicator(code=code, source=self.code, label=f"Delikt {code}")

    def list_indicators(
        self, *, area_key: str, year: int | None, viewer: Viewer
    ) -> tuple[Indicator, ...]:
        return tuple(
            self._indicator(code)
            for (key, code), years in self.cases.items()
            if key == area_key and (year is None or year in years)
        )

    def read_series(
        self,
        *,
        area_keys: Sequence[str],
        codes: Sequence[str],
        years: Sequence[int],
        viewer: Viewer,
    ) -> dict[tuple[str, str], Series]:
        return {
            (key, code): self._series(key, code, years)
            for (key, code) in self.cases
            if key in area_keys and code in codes
        }

    def _series(self, key: str, code: str, years: Sequence[int]) -> Series:
        counts, cleared = self.cases[key, code], self.cleared.get((key, code), {})
        people = self.residents.get(key)
        return Series(
            indicator=self._indicator(code),
            area_key=key,
            area_name=f"Ort {key}",
            values=tuple(
                Value(
                    year=year,
                    cases=counts.get(year),
                    cleared=cleared.get(year),
                    status=ValueStatus.OK if year in counts else ValueStatus.MISSING,
                    delivery=self.deliveries.get(year, ""),
                )
                for year in years
            ),
            bases=tuple(
                None
                if people is None
                else Base(
                    year=year,
                    population=people,
                    kind=BaseKind.OFFICIAL,
                    exact=True,
                    reference_on=dt.date(year - 1, 12, 31),
                    source_label="Probe",
                )
                for year in years
            ),
        )

    def provenance(
        self, *, area_keys: Sequence[str], years: Sequence[int], viewer: Viewer
    ) -> tuple[Provenance, ...]:
        return tuple(
            Provenance(
                delivery="probe",
                label="Probe",
                licence="dl-de/by-2-0",
                year=year,
                received_on=dt.date(year + 1, 4, 1),
                table_code="memory",
                sha256="0" * 64,
            )
            for year in years
        )

    def years_with_data(self, *, area_key: str, viewer: Viewer) -> tuple[int, ...]:
        return tuple(
            sorted(
                {
                    year
                    for (key, _c), years in self.cases.items()
                    if key == area_key
                    for year in years
                }
            )
        )


@contextmanager
def registered(source: MemorySource, *, alone: bool = True) -> Iterator[MemorySource]:
    """Register a source for the time of a test; ``alone``: as the only one."""
    before = registry.sources()
    if alone:
        for other in before:
            registry.unregister(other.code)
    registry.register(source)
    try:
        yield source
    finally:
        registry.unregister(source.code)
        if alone:
            for other in before:
                registry.register(other)
