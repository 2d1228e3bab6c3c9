"""Background work: look at a table, take it over. Both may be started again after a crash."""

from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.clock import today
from vorort.core.scopes import authority_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import get_by_id
from vorort.tables.importers import flow


def _ordered_by(context: jobs.JobContext, delivery: Delivery) -> Person:
    if context.by is None or context.by == delivery.handed_in_by_id:
        return delivery.handed_in_by
    return Person.objects.get(pk=context.by)


def check_delivery(context: jobs.JobContext, *, delivery: str) -> dict[str, object]:
    """Look at a table; its page shows what was found."""
    found = get_by_id(delivery)
    with authority_scope(found.for_authority):
        if found.status in {DeliveryStatus.RECEIVED, DeliveryStatus.CHECKING}:
            flow.check_delivery(
                delivery=found,
                by=_ordered_by(context, found),
                today=today(),
                progress=context.progress,
            )
    return {"delivery": delivery, "status": found.status}


def store_delivery(context: jobs.JobContext, *, delivery: str) -> dict[str, object]:
    """Take a table over; a second run finds it stored and does nothing."""
    found = get_by_id(delivery)
    with authority_scope(found.for_authority):
        if found.status == DeliveryStatus.CHECKED:
            flow.store_delivery(
                delivery=found,
                by=_ordered_by(context, found),
                today=today(),
                progress=context.progress,
            )
    return {"delivery": delivery, "status": found.status, "rows": found.rows_stored}
