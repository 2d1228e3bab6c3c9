"""What was public about an area before: the gate must know it, for nobody forgets it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vorort.pictures.choices import GuardedCount, from_json
from vorort.pictures.queries import Earlier
from vorort.situation.choices import ReportState
from vorort.situation.models import Report

_WAS_PUBLIC = (ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHDRAWN)


@dataclass(frozen=True)
class KnownBefore:
    """Earlier publications, and their ids: whoever publishes asks whether one has come since."""

    earlier: tuple[Earlier, ...]
    against: tuple[str, ...]


def read_known_before(report: Report) -> KnownBefore:
    """Return what every earlier publication about this area showed and hid, of any year.

    Superseded and withdrawn ones count: they were seen. Reports of other years share years.
    """
    rows = (
        Report.objects.filter(
            authority=report.authority, area_key=report.area_key, state__in=_WAS_PUBLIC
        )
        .exclude(pk=report.pk)
        .select_related("publication")
        .order_by("published_at", "pk")
        .only("gate", "publication__public_id", "publication__payload")
    )
    earlier, against = [], []
    for row in rows:
        if row.publication is None:
            continue
        against.append(row.publication.public_id)
        kept = row.gate.get("table")
        counts = (
            (from_json(GuardedCount, cell) for cell in kept)
            if kept is not None
            else _of_payload(row.publication.payload)
        )
        earlier.append(Earlier(tuple(counts)))
    return KnownBefore(tuple(earlier), tuple(against))


def _of_payload(payload: Mapping[str, Any]) -> Iterator[GuardedCount]:
    """Return what a publication says whose true counts were not kept."""
    for series in payload.get("series", ()):
        for value in series.get("values", ()):
            if "year" not in value:
                continue
            hidden = bool(value.get("hidden"))
            if hidden or value.get("cases") is not None:
                yield GuardedCount(
                    code=series["offence_key"],
                    year=value["year"],
                    count=None if hidden else value["cases"],
                    status="primary" if hidden else "published",
                )
