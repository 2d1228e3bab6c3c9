"""Background work: check an uploaded file of areas, take it over."""

from typing import Any

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.deliveries import queries as deliveries
from vorort.deliveries.choices import DeliveryStatus
from vorort.places import importers


def _person(context: jobs.JobContext) -> Person | None:
    return Person.objects.filter(pk=context.by).first() if context.by else None


def check_delivery(context: jobs.JobContext, *, delivery: str) -> dict[str, Any] | None:
    """Read the file of a delivery and keep what was found, for the preview."""
    context.progress(0, 2, _("Datei lesen"))
    row = deliveries.get_by_id(delivery)
    if row.status not in {DeliveryStatus.RECEIVED, DeliveryStatus.CHECKING}:
        # Checked by a worker that died before it could say so, or cancelled meanwhile.
        return {"delivery": delivery, "status": row.status}
    batch = importers.check_delivery(row, by=_person(context))
    context.progress(2, 2, _("geprüft"))
    return {"delivery": delivery, "rows": batch.rows_ok, "quarantined": len(batch.quarantined)}


def store_delivery(context: jobs.JobContext, *, delivery: str) -> dict[str, Any] | None:
    """Take over a checked delivery in one transaction; twice is the same as once."""
    context.progress(0, 1, _("Gebiete übernehmen"))
    row = deliveries.get_by_id(delivery)
    if row.status == DeliveryStatus.STORED:
        return {"delivery": delivery, "status": row.status}
    summary = importers.store_delivery(row, by=_person(context))
    context.progress(1, 1, _("übernommen"))
    return {"delivery": delivery, **summary}
