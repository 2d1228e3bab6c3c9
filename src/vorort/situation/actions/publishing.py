"""What becomes public, and what is taken back."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.errors import DomainError
from vorort.pictures.choices import GuardedCount, from_json, to_json
from vorort.pictures.queries import as_shown
from vorort.publications import actions as publications
from vorort.publications.choices import (
    Correction,
    NewRepresentation,
    PublicationKind,
    PublicationStatus,
    RestsOn,
)
from vorort.situation.actions.states import audit, locked, move, require
from vorort.situation.choices import PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure
from vorort.situation.queries import Releases, read_known_before, read_releases


class NothingReleased(DomainError):
    """Without any released figure there is nothing to publish."""


class FiguresWithheld(DomainError):
    """Figures rest on deliveries that not everybody may see."""


class ShownMeanwhile(DomainError):
    """Since the figures were computed something else about the area has become public."""


def require_released(
    figures: Sequence[ReportFigure], releases: Releases, *, leave_out: bool
) -> None:
    """Refuse a publication with figures that their senders hold back, each with its reason.

    With ``leave_out`` these figures stay away and the others are published.
    """
    withheld = releases.withheld(figures)
    if len(withheld) == len(figures):
        reasons = dict.fromkeys(r for one in withheld for r in releases.of(one).reasons)
        raise NothingReleased(" ".join([_("Keine Abbildung darf öffentlich werden."), *reasons]))
    if withheld and not leave_out:
        listed = " ".join(
            _("Abbildung %(number)d, %(title)s: %(reasons)s")
            % {
                "number": one.number,
                "title": one.title,
                "reasons": " ".join(releases.of(one).reasons),
            }
            for one in withheld
        )
        raise FiguresWithheld(
            _("Das Lagebild kann so nicht veröffentlicht werden. %(listed)s") % {"listed": listed},
            details={"figures": [one.number for one in withheld]},
        )


@transaction.atomic
def start_publication(
    *, report: Report, by: Person, at: dt.datetime, leave_out: bool = False
) -> Report:
    """Let a job make page, PDF and data files and publish them.

    ``leave_out``: without the figures that their senders hold back; otherwise they are a reason
    to refuse.
    """
    current = locked(report)
    require(current, ReportState.APPROVED)
    released = list(current.figures.filter(police_state=PoliceState.RELEASED))
    if not released:
        raise NothingReleased(_("Keine Abbildung ist freigegeben. Es gibt nichts zu zeigen."))
    require_released(released, read_releases(current, released, at=at), leave_out=leave_out)
    current.job = jobs.enqueue(
        "situation.jobs.publish_report",
        args={"report": current.public_id, "leave_out": leave_out},
        label=_("Lagebild %(year)d veröffentlichen") % {"year": current.year},
        authority_id=current.authority_id,
        by=by,
    )
    current.save(update_fields=["job", "updated_at"])
    audit(current, "publication_started", by=by, at=at)
    return current


@transaction.atomic
def publish_report(
    *,
    report: Report,
    summary: str,
    payload: Mapping[str, Any],
    representations: Sequence[NewRepresentation],
    sources: Sequence[object],
    rests_on: Sequence[RestsOn],
    shown: Collection[tuple[str, int]],
    gate: Mapping[str, object],
    by: Person,
    at: dt.datetime,
    correction: Correction | None = None,
) -> Report:
    """Hand the finished representations to the publications; the public version is superseded.

    ``shown`` are the counts, by code and year, that the representations give away.
    """
    _lock_area(report)
    current = locked(report)
    require(current, ReportState.APPROVED)
    _require_nothing_new(current)
    _keep_table(current, shown)
    for earlier in Report.objects.select_for_update().filter(
        authority=current.authority,
        area_key=current.area_key,
        year=current.year,
        state=ReportState.PUBLISHED,
    ):
        move(earlier, ReportState.SUPERSEDED, by=by, at=at, verb="report_superseded")
    current.publication = publications.publish(
        authority=current.authority,
        kind=PublicationKind.SITUATION_REPORT,
        area_key=current.area_key,
        period=current.year,
        title=current.title,
        summary=summary,
        payload=payload,
        representations=representations,
        sources=sources,
        rests_on=rests_on,
        correction=correction,
        gate=gate,
        origin_kind="situation.report",
        origin_id=current.public_id,
        by=by,
        at=at,
    )
    current.published_at, current.job = at, ""
    move(current, ReportState.PUBLISHED, by=by, at=at, verb="report_published")
    return current


def _lock_area(report: Report) -> None:
    """Lock all reports of the area: two of them must not become public at once."""
    rows = Report.objects.select_for_update().filter(
        authority=report.authority, area_key=report.area_key
    )
    list(rows.order_by("pk").values_list("pk", flat=True))


def _require_nothing_new(report: Report) -> None:
    """Refuse what the gate has guarded against less than is public by now."""
    against = set(report.gate.get("against", ()))
    if set(read_known_before(report).against) - against:
        raise ShownMeanwhile(
            _(
                "Seit der Berechnung ist ein anderes Lagebild dieses Gebiets öffentlich geworden. "
                "Bitte holen Sie dieses zurück in den Entwurf und berechnen Sie es neu, damit sich "
                "aus beiden zusammen keine verborgene Zahl ergibt."
            )
        )


def _keep_table(report: Report, shown: Collection[tuple[str, int]]) -> None:
    """Keep what an outsider knows from now on, for the gates of later versions."""
    counts = [from_json(GuardedCount, cell) for cell in report.gate.get("counts", ())]
    report.gate = {**report.gate, "table": to_json(as_shown(counts, shown))}


@transaction.atomic
def withdraw_report(*, report: Report, reason: str, by: Person, at: dt.datetime) -> Report:
    """Withdraw the published report: page, PDF and data vanish together."""
    current = locked(report)
    require(current, ReportState.PUBLISHED)
    publication = current.publication
    if publication is not None and publication.status == PublicationStatus.LIVE:
        publications.withdraw(publication=publication, reason=reason, by=by, at=at)
    current.withdrawn_at, current.withdrawn_reason = at, reason.strip()
    move(current, ReportState.WITHDRAWN, by=by, at=at, verb="report_withdrawn")
    return current
