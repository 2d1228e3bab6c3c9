"""A source of figures made of plain numbers, and ready-made reports."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from vorort.figures import registry
from vorort.figures.choices import Base, BaseKind, Indicator, Provenance, Series, Value, Viewer

Counts = dict[int, int | None]


@dataclass
class FakeSource:
    """Answers with what a test put in: counts by (area, code, year), people by (area, year)."""

    code: str = "fake"
    counts: dict[tuple[str, str], Counts] = field(default_factory=dict)
    cleared: dict[tuple[str, str], Counts] = field(default_factory=dict)
    people: dict[str, dict[int, int]] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    changes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    only_for: int | None = None

    def put(
        self,
        area: str,
        code: str,
        counts: Counts,
        *,
        people: int = 9_000,
        cleared: Counts | None = None,
        label: str = "",
        published: bool = True,
        control: bool = False,
    ) -> None:
        self.counts[area, code] = counts
        self.cleared[area, code] = cleared or {}
        for year in counts:
            self.people.setdefault(area, {}).setdefault(year, people)
        self.indicators.setdefault(
            code,
            Indicator(
                code=code,
                source=self.code,
                label=label or f"Gruppe {code}",
                short_label=label or f"Gruppe {code}",
                control_offence=control,
                published_by_source=published,
            ),
        )

    def _sees(self, viewer: Viewer) -> bool:
        return self.only_for is None or (viewer is not None and viewer.pk == self.only_for)

    def list_indicators(
        self, *, area_key: str, year: int | None, viewer: Viewer
    ) -> tuple[Indicator, ...]:
        if not self._sees(viewer):
            return ()
        return tuple(
            self.indicators[code]
            for (area, code), counts in self.counts.items()
            if area == area_key and (year is None or year in counts)
        )

    def read_series(
        self,
        *,
        area_keys: Sequence[str],
        codes: Sequence[str],
        years: Sequence[int],
        viewer: Viewer,
    ) -> dict[tuple[str, str], Series]:
        if not self._sees(viewer):
            return {}
        wanted = set(area_keys)
        return {
            (area, code): self._series(area, code, years)
            for area, code in self.counts
            if area in wanted and code in set(codes)
        }

    def _series(self, area: str, code: str, years: Sequence[int]) -> Series:
        counts, cleared = self.counts[area, code], self.cleared[area, code]
        people = self.people.get(area, {})
        return Series(
            indicator=self.indicators[code],
            area_key=area,
            area_name=self.names.get(area, f"Gebiet {area}"),
            values=tuple(
                Value(
                    year=year,
                    cases=counts.get(year),
                    rate_published=self._rate(counts.get(year), people.get(year)),
                    rate_rounding=0.5,
                    cleared=cleared.get(year),
                    delivery=f"d{year}",
                )
                for year in years
            ),
            bases=tuple(
                Base(
                    year=year,
                    population=people[year],
                    kind=BaseKind.OFFICIAL,
                    exact=True,
                    reference_on=dt.date(year - 1, 12, 31),
                    source_label="Fortschreibung",
                )
                if people.get(year)
                else None
                for year in years
            ),
            key_changes=self.changes.get(code, ()),
        )

    @staticmethod
    def _rate(cases: int | None, people: int | None) -> float | None:
        if cases is None or not people:
            return None
        return float(round(cases * 100_000 / people))

    def provenance(
        self, *, area_keys: Sequence[str], years: Sequence[int], viewer: Viewer
    ) -> tuple[Provenance, ...]:
        if not self._sees(viewer):
            return ()
        held = {y for (area, _), counts in self.counts.items() if area in area_keys for y in counts}
        return tuple(
            Provenance(
                delivery=f"d{year}",
                label=f"Erfundene Statistik {year}",
                licence="dl-de/by-2-0",
                year=year,
                received_on=dt.date(year + 1, 4, 14),
                table_code="fake",
                sha256=f"{year:064d}",
            )
            for year in sorted(held & set(years))
        )

    def years_with_data(self, *, area_key: str, viewer: Viewer) -> tuple[int, ...]:
        if not self._sees(viewer):
            return ()
        return tuple(sorted({y for (a, _), c in self.counts.items() if a == area_key for y in c}))


@contextmanager
def registered(source: FakeSource) -> Iterator[FakeSource]:
    """Register a source for the time of a test."""
    registry.register(source)
    try:
        yield source
    finally:
        registry.unregister(source.code)


def years(first: int, counts: Sequence[int | None]) -> Counts:
    """Return counts by year, from ``first`` on."""
    return {first + index: count for index, count in enumerate(counts)}
