"""Note where a table was fetched."""

from django.db import transaction

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.deliveries.models import Delivery


@transaction.atomic
def note_fetched(*, delivery: Delivery, url: str, sha256: str, by: Person) -> None:
    """Record the address and the checksum of a table that the platform has fetched itself."""
    record(
        verb="deliveries.delivery_fetched",
        by=by,
        authority_id=delivery.for_authority_id,
        kind="deliveries.delivery",
        object_id=delivery.public_id,
        label=delivery.name,
        after={"url": url, "sha256": sha256},
    )
