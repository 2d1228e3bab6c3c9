"""A sender has revoked figures: what was made from them is marked, in the same transaction."""

import datetime as dt
from typing import TYPE_CHECKING

from vorort.core.scopes import authority_scope, platform_scope
from vorort.publications.choices import PublicationStatus
from vorort.situation.actions.states import audit, locked, move
from vorort.situation.choices import IN_WORK, ReportState
from vorort.situation.models import Report, ReportSource

if TYPE_CHECKING:
    from vorort.accounts.models import Person
    from vorort.deliveries.models import Delivery


def follow_revocation(*, delivery: "Delivery", by: "Person", at: dt.datetime) -> list[Report]:
    """Mark every report that rests on a revoked delivery; return them.

    A report whose publication was withdrawn is withdrawn with it. A report in work gets an entry
    in the log; its figures are held back from now on because the delivery is revoked.
    """
    with platform_scope("an official delivery stands behind reports of many towns"):
        found = list(
            Report.objects.filter(
                pk__in=ReportSource.objects.filter(delivery=delivery).values("report_id"),
                state__in=[*IN_WORK, ReportState.PUBLISHED],
            )
            .select_related("authority")
            .order_by("pk")
        )
    for report in found:
        with authority_scope(report.authority):
            _mark(report, delivery, by=by, at=at)
    return found


def _mark(report: Report, delivery: "Delivery", *, by: "Person", at: dt.datetime) -> None:
    current = locked(report)
    audit(current, "source_revoked", by=by, at=at, after={"delivery": delivery.public_id})
    publication = current.publication
    gone = publication is not None and publication.status == PublicationStatus.WITHDRAWN
    if current.state == ReportState.PUBLISHED and publication is not None and gone:
        current.withdrawn_at, current.withdrawn_reason = at, publication.reason
        current.noted_at, current.noted_by = None, None
        move(current, ReportState.WITHDRAWN, by=by, at=at, verb="report_withdrawn")
