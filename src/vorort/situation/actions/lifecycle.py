"""From the draft to the public page and back: each step checked, dated, in the audit log."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.errors import DomainError
from vorort.publications import actions as publications
from vorort.publications.choices import (
    NewRepresentation,
    PublicationKind,
    PublicationStatus,
    RestsOn,
)
from vorort.situation import rules
from vorort.situation.actions.computing import recompute
from vorort.situation.actions.states import WrongState, audit, locked, move, require
from vorort.situation.choices import (
    DECIDED,
    IN_WORK,
    GuardedCount,
    PoliceState,
    ReportState,
    from_json,
    to_json,
)
from vorort.situation.models import Annotation, Report, ReportFigure, Section
from vorort.situation.queries import Releases, as_shown, read_known_before, read_releases


class FiguresOpen(DomainError):
    """Figures still wait for the police."""


class NotComputed(DomainError):
    """The figures are still being computed."""


class PoliceIsThere(DomainError):
    """A written release is only for towns whose police is not on the platform."""


class NothingReleased(DomainError):
    """Without any released figure there is nothing to publish."""


@transaction.atomic
def send_to_police(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Give the figures to the police; figures with a wish for a change are open again."""
    current = locked(report)
    require(current, ReportState.DRAFT, ReportState.WITH_POLICE)
    _require_computed(current)
    asked = current.figures.filter(police_state=PoliceState.CHANGED)
    answered = asked.update(
        police_state=PoliceState.OPEN, police_note="", decided_at=None, decided_by=None
    )
    current.sent_at = at
    if current.state == ReportState.WITH_POLICE:
        current.save()
        audit(current, "police_answered", by=by, at=at, after={"figures": answered})
        return current
    move(current, ReportState.WITH_POLICE, by=by, at=at, verb="sent_to_police")
    if not current.figures.exclude(police_state__in=DECIDED).exists():
        # A new version with nothing but figures the police knows already.
        current.police_done_at = at
        move(current, ReportState.POLICE_DONE, by=by, at=at, verb="police_done")
    return current


@transaction.atomic
def record_written_release(
    *, report: Report, office: str, released_on: dt.date, by: Person, at: dt.datetime
) -> Report:
    """Record that the police released the figures in writing, and which office did."""
    current = locked(report)
    require(current, ReportState.DRAFT, ReportState.WITH_POLICE)
    _require_computed(current)
    if rules.has_police(current.authority):
        raise PoliceIsThere(
            _("Die Polizei gibt die Zahlen dieses Orts selbst auf der Plattform frei.")
        )
    if released_on > timezone.localdate(at):
        raise WrongState(_("Das Datum liegt in der Zukunft."), field="released_on")
    waiting = current.figures.filter(police_state__in=[PoliceState.OPEN, PoliceState.CHANGED])
    count = waiting.update(
        police_state=PoliceState.RELEASED, police_note="", decided_at=at, decided_by=by
    )
    current.written_release_by, current.written_release_on = office.strip(), released_on
    current.police_done_at = at
    move(
        current,
        ReportState.POLICE_DONE,
        by=by,
        at=at,
        verb="written_release_recorded",
        more={"office": office.strip(), "on": released_on.isoformat(), "figures": count},
    )
    return current


@transaction.atomic
def approve_report(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Approve the report for publication; figures still open block it."""
    current = locked(report)
    _require_computed(current)
    waiting = current.figures.exclude(police_state__in=DECIDED).count()
    if waiting and current.state in IN_WORK:
        raise FiguresOpen(
            ngettext(
                "Eine Abbildung ist noch offen. Die Polizei muss sie erst freigeben oder ablehnen.",
                "%(count)d Abbildungen sind noch offen. Die Polizei muss sie erst freigeben "
                "oder ablehnen.",
                waiting,
            )
            % {"count": waiting}
        )
    require(current, ReportState.POLICE_DONE)
    current.approved_at, current.approved_by = at, by
    move(current, ReportState.APPROVED, by=by, at=at, verb="report_approved")
    return current


@transaction.atomic
def reopen_report(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Take a report back into work; figures keep the word of the police."""
    current = locked(report)
    require(current, ReportState.WITH_POLICE, ReportState.POLICE_DONE, ReportState.APPROVED)
    current.approved_at, current.approved_by = None, None
    move(current, ReportState.DRAFT, by=by, at=at, verb="report_reopened")
    return current


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
) -> Report:
    """Hand the finished representations to the publications; the public version is superseded.

    ``shown`` are the counts, by code and year, that the representations give away.
    """
    # All reports of the area, locked: two of them must not become public at once.
    list(
        Report.objects.select_for_update()
        .filter(authority=report.authority, area_key=report.area_key)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
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
        gate=gate,
        origin_kind="situation.report",
        origin_id=current.public_id,
        by=by,
        at=at,
    )
    current.published_at, current.job = at, ""
    move(current, ReportState.PUBLISHED, by=by, at=at, verb="report_published")
    return current


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


@transaction.atomic
def start_new_version(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Start a new version of a published or withdrawn report: texts and annotations are copied.

    Figures whose numbers are unchanged keep the release of the police.
    """
    current = locked(report)
    require(current, ReportState.PUBLISHED, ReportState.WITHDRAWN)
    siblings = Report.objects.filter(
        authority=current.authority, area_key=current.area_key, year=current.year
    )
    if siblings.filter(state__in=IN_WORK).exists():
        raise WrongState(_("An einer neuen Fassung wird schon gearbeitet."))
    made = Report.objects.create(
        authority=current.authority,
        area_key=current.area_key,
        area_name=current.area_name,
        year=current.year,
        version=(siblings.aggregate(last=Max("version"))["last"] or 0) + 1,
        title=current.title,
        created_by=by,
    )
    sections = {}
    for old in current.sections.all():
        sections[old.pk] = Section.objects.create(
            authority=made.authority,
            report=made,
            kind=old.kind,
            title=old.title,
            position=old.position,
            text=old.text,
            state=old.state,
        )
    for figure in current.figures.all():
        figure.pk, figure.public_id = None, figure._meta.get_field("public_id").get_default()  # noqa: SLF001
        figure.report, figure.section = made, sections[figure.section_id]
        figure.save(force_insert=True)
    for note in current.annotations.all():
        Annotation.objects.create(
            authority=made.authority,
            report=made,
            code=note.code,
            year=note.year,
            letter=note.letter,
            text=note.text,
            excluded=note.excluded,
            created_by=by,
        )
    audit(made, "version_started", by=by, at=at, after={"from": current.public_id})
    return recompute(report=made, by=by, at=at)


def _require_computed(report: Report) -> None:
    if report.computed_at is None or not report.figures.exists():
        raise NotComputed(_("Die Abbildungen werden noch berechnet. Bitte einen Moment warten."))
