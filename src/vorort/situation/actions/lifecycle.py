"""From the draft to the approval: each step checked, dated, in the audit log."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.situation import rules
from vorort.situation.actions.states import WrongState, audit, locked, move, require
from vorort.situation.choices import (
    DECIDED,
    IN_WORK,
    PoliceState,
    ReportState,
)
from vorort.situation.models import Report


class FiguresOpen(DomainError):
    """Figures still wait for the police."""


class NotComputed(DomainError):
    """The figures are still being computed."""


class PoliceIsThere(DomainError):
    """A written release is only for towns whose police is not on the platform."""


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


def _require_computed(report: Report) -> None:
    if report.computed_at is None or not report.figures.exists():
        raise NotComputed(_("Die Abbildungen werden noch berechnet. Bitte einen Moment warten."))
