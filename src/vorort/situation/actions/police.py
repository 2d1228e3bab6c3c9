"""What the police says about each figure."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.situation.actions.content import remark
from vorort.situation.actions.states import audit, locked, move, require
from vorort.situation.choices import DECIDED, PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure

_AT_POLICE = (ReportState.WITH_POLICE, ReportState.POLICE_DONE)


class ReasonMissing(DomainError):
    """Whoever refuses or wants a change says why."""


def release_figure(*, figure: ReportFigure, by: Person, at: dt.datetime) -> ReportFigure:
    """Release a figure for publication."""
    return _decide(figure, PoliceState.RELEASED, "", by=by, at=at)


def request_change(*, figure: ReportFigure, note: str, by: Person, at: dt.datetime) -> ReportFigure:
    """Ask for a change; the figure waits for an answer."""
    return _decide(figure, PoliceState.CHANGED, note, by=by, at=at)


def refuse_figure(*, figure: ReportFigure, note: str, by: Person, at: dt.datetime) -> ReportFigure:
    """Refuse a figure: it never becomes public."""
    return _decide(figure, PoliceState.REFUSED, note, by=by, at=at)


@transaction.atomic
def release_all(*, report: Report, by: Person, at: dt.datetime) -> int:
    """Release every figure that is still open; wishes for a change stay. Returns how many."""
    current = locked(report)
    require(current, *_AT_POLICE)
    waiting = list(current.figures.filter(police_state=PoliceState.OPEN))
    for figure in waiting:
        _set(figure, PoliceState.RELEASED, "", by=by, at=at)
    audit(current, "figures_released", by=by, at=at, after={"figures": len(waiting)})
    _close(current, by=by, at=at)
    return len(waiting)


@transaction.atomic
def _decide(
    figure: ReportFigure, state: PoliceState, note: str, *, by: Person, at: dt.datetime
) -> ReportFigure:
    report = locked(figure.report)
    require(report, *_AT_POLICE)
    note = note.strip()
    if state != PoliceState.RELEASED and not note:
        raise ReasonMissing(
            _("Bitte schreiben Sie dazu, was geändert werden soll oder warum nicht."), field="note"
        )
    current = ReportFigure.objects.select_for_update().get(pk=figure.pk)
    before = current.police_state
    _set(current, state, note, by=by, at=at)
    audit(
        report,
        f"figure_{state.value}",
        by=by,
        at=at,
        before={"figure": current.number, "police": str(before)},
        after={"figure": current.number, "police": state.value},
    )
    if note:
        remark(report=report, text=note, figure=current, by=by, at=at)
    _close(report, by=by, at=at)
    return current


def _set(
    figure: ReportFigure, state: PoliceState, note: str, *, by: Person, at: dt.datetime
) -> None:
    figure.police_state, figure.police_note = state, note
    figure.decided_at, figure.decided_by = at, by
    figure.save(
        update_fields=["police_state", "police_note", "decided_at", "decided_by", "updated_at"]
    )


def _close(report: Report, *, by: Person, at: dt.datetime) -> None:
    """Move on when nothing is open any more, or back when something is open again."""
    waiting = report.figures.exclude(police_state__in=DECIDED).exists()
    if report.state == ReportState.WITH_POLICE and not waiting:
        report.police_done_at = at
        move(report, ReportState.POLICE_DONE, by=by, at=at, verb="police_done")
    elif report.state == ReportState.POLICE_DONE and waiting:
        report.sent_at = report.sent_at or at
        move(report, ReportState.WITH_POLICE, by=by, at=at, verb="police_again")
