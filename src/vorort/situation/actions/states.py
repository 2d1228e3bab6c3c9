"""The one place where a report changes its state."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.situation.choices import TRANSITIONS, ReportState
from vorort.situation.models import Report


class WrongState(DomainError):
    """The report is not in the state this step needs."""


def locked(report: Report) -> Report:
    """Return the row again, locked: two people must not move it at once."""
    return Report.objects.select_for_update().get(pk=report.pk)


def require(report: Report, *states: ReportState) -> None:
    """Raise :class:`WrongState` unless the report is in one of the states."""
    if report.state not in states:
        raise WrongState(
            _("Das geht im Stand „%(state)s“ nicht. Bitte die Seite neu laden.")
            % {"state": ReportState(report.state).label},
            details={"state": str(report.state)},
        )


def move(
    report: Report,
    to: ReportState,
    *,
    by: Person,
    at: dt.datetime,
    verb: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """Set the state if the table allows it, save, write the event."""
    before = ReportState(report.state)
    if to not in TRANSITIONS[before]:
        raise WrongState(
            _("Vom Stand „%(from)s“ führt kein Weg nach „%(to)s“.")
            % {"from": before.label, "to": to.label},
            details={"from": before.value, "to": to.value},
        )
    report.state = to
    report.save()
    audit(
        report,
        verb,
        by=by,
        at=at,
        before={"state": before.value},
        after={"state": to.value, **(more or {})},
    )


def audit(
    report: Report,
    verb: str,
    *,
    by: Person,
    at: dt.datetime | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write an event about the report."""
    record(
        verb=f"situation.{verb}",
        by=by,
        authority_id=report.authority_id,
        kind="situation.report",
        object_id=report.public_id,
        label=str(report),
        before=before,
        after=after,
        at=at,
    )
