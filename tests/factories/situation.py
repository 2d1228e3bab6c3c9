"""A source of figures made of plain numbers, and ready-made reports."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.factories.deliveries import make_delivery
from tests.people import People

from vorort.core import jobs
from vorort.core.scopes import authority_scope
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus, ReleaseLevel
from vorort.deliveries.models import Delivery
from vorort.figures import registry
from vorort.figures.choices import Base, BaseKind, Indicator, Provenance, Series, Value, Viewer
from vorort.situation import actions
from vorort.situation.choices import ReportState
from vorort.situation.models import Report

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


def store_deliveries(source: FakeSource) -> None:
    """Store an empty delivery for every year: figures without an origin never become public."""
    held = sorted({year for counts in source.counts.values() for year in counts})
    known = set(Delivery.objects.values_list("public_id", flat=True))
    missing = [year for year in held if f"d{year}" not in known]
    if not missing:
        return
    pattern = make_delivery(name="erfunden.csv")
    Delivery.objects.bulk_create(
        Delivery(
            public_id=f"d{year}",
            file=pattern.file,
            sha256=f"{year:064d}",
            name=f"erfunden_{year}.csv",
            source_label=f"Erfundene Statistik {year}",
            format=pattern.format,
            year=year,
            table_code="fake",
            status=DeliveryStatus.STORED,
            release_level=ReleaseLevel.PUBLIC,
            for_authority_id=source.only_for,
            handed_in_by=pattern.handed_in_by,
            received_at=pattern.received_at,
        )
        for year in missing
    )


@contextmanager
def registered(source: FakeSource) -> Iterator[FakeSource]:
    """Register a source for the time of a test; its deliveries exist."""
    store_deliveries(source)
    registry.register(source)
    try:
        yield source
    finally:
        registry.unregister(source.code)


def station_delivery() -> Delivery:
    """Return the delivery of the last year, which ``from_station`` gives to the police."""
    return Delivery.objects.get(public_id="d2025")


@contextmanager
def from_station(people: People) -> Iterator[FakeSource]:
    """Register the town's figures; those of the last year are internal ones of its police."""
    with registered(town_figures(people.town.area_key)) as source, authority_scope(people.town):
        Delivery.objects.filter(public_id="d2025").update(
            for_authority=people.town,
            handed_in_by=people.police,
            sent_as="police",
            release_level=ReleaseLevel.INTERNAL,
        )
        yield source


def release_station(
    people: People,
    level: ReleaseLevel = ReleaseLevel.PUBLIC,
    until: dt.datetime | None = None,
) -> Delivery:
    """Let the police say who may see its figures."""
    return deliveries.set_release(
        delivery=station_delivery(), level=level, embargo_until=until, by=people.police, at=AT
    )


def years(first: int, counts: Sequence[int | None]) -> Counts:
    """Return counts by year, from ``first`` on."""
    return {first + index: count for index, count in enumerate(counts)}


AT = dt.datetime(2026, 6, 11, 9, 0, tzinfo=dt.UTC)

# A rise, a special effect in 2023, few cases, a change that is pure chance.
TOWN = {
    "------": [452, 447, 460, 455, 449, 430, 441, 520, 458, 468],
    "725000": [5, 6, 4, 7, 5, 6, 8, 6, 7, 7],
    "****00": [170, 165, 172, 168, 160, 155, 158, 163, 170, 176],
    "435*00": [5, 6, 4, 7, 3, 5, 6, 4, 5, 6],
    "***300": [21, 24, 19, 22, 18, 15, 17, 20, 19, 48],
    "674000": [63, 60, 68, 70, 64, 59, 66, 131, 65, 73],
    "224000": [44, 41, 47, 43, 40, 38, 42, 45, 44, 41],
    "730000": [30, 34, 28, 36, 33, 30, 29, 31, 35, 37],
    "899000": [95, 90, 99, 97, 92, 88, 94, 150, 96, 104],
}


def town_figures(area: str, *, published: bool = True, year: int = 2025) -> FakeSource:
    """Return ten years of figures of a town of 9,000, of its state, and of a town beside it."""
    source = FakeSource(names={area: "Lindenau an der Weide", area[:2]: "Probeland"})
    for code, counts in TOWN.items():
        own = years(year - 9, counts)
        cleared = {one: count // 2 for one, count in own.items() if count is not None}
        source.put(area, code, own, cleared=cleared, published=published, control=code == "730000")
        state = years(year - 9, [count * 150 for count in counts])
        source.put(area[:2], code, state, people=1_000_000)
    return source


def make_report(
    people: Any,
    state: ReportState = ReportState.DRAFT,
    *,
    year: int = 2025,
    at: dt.datetime = AT,
) -> Report:
    """Return a computed report of the town, brought into a state by the real actions and jobs."""
    report = actions.create_report(authority=people.town, year=year, by=people.coordinator, at=at)
    jobs.run_waiting()
    return advance(people, report, state, at=at)


def advance(people: Any, report: Report, state: ReportState, *, at: dt.datetime = AT) -> Report:
    """Bring a computed draft into a later state."""
    report.refresh_from_db()
    if state == ReportState.DRAFT:
        return report
    report = actions.send_to_police(report=report, by=people.coordinator, at=at)
    if state == ReportState.WITH_POLICE:
        return report
    actions.release_all(report=report, by=people.police, at=at)
    report.refresh_from_db()
    if state == ReportState.POLICE_DONE:
        return report
    report = actions.approve_report(report=report, by=people.mayor, at=at)
    if state == ReportState.APPROVED:
        return report
    actions.start_publication(report=report, by=people.coordinator, at=at)
    jobs.run_waiting()
    report.refresh_from_db()
    if state == ReportState.WITHDRAWN:
        report = actions.withdraw_report(
            report=report, reason="Zahl falsch", by=people.mayor, at=at
        )
    if state == ReportState.SUPERSEDED:
        newer = actions.start_new_version(report=report, by=people.coordinator, at=at)
        jobs.run_waiting()
        advance(people, newer, ReportState.PUBLISHED, at=at)
        report.refresh_from_db()
    return report
