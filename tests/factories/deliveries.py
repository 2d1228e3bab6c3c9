"""Makers of deliveries for tests."""

import datetime as dt
import io
import itertools

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority
from vorort.deliveries import actions
from vorort.deliveries.choices import DeliveryFormat, DeliveryStatus, Release, RevocationKind
from vorort.deliveries.models import Delivery

_numbers = itertools.count(1)
RECEIVED = dt.datetime(2026, 4, 14, 8, 0, tzinfo=dt.UTC)


def make_delivery(
    status: str = DeliveryStatus.STORED,
    *,
    content: bytes = b"",
    name: str = "tabelle.csv",
    format: str = DeliveryFormat.PKS_COUNTY,  # noqa: A002
    for_authority: Authority | None = None,
    by: Person | None = None,
    notes: list[actions.QuarantineNote] | None = None,
    year: int = 2022,
    at: dt.datetime = RECEIVED,
    release: Release | None = None,
    **checked: object,
) -> Delivery:
    """A delivery brought to a state by the real actions."""
    by = by or get_system_person()
    content = content or f"Tabelle {next(_numbers)}".encode()
    delivery = actions.receive(
        stream=io.BytesIO(content),
        name=name,
        format=format,
        by=by,
        for_authority=for_authority,
        year=year,
        release=release,
        at=at,
    )
    match status:
        case DeliveryStatus.CHECKING:
            actions.mark_checking(delivery=delivery, by=by)
        case DeliveryStatus.CANCELLED:
            actions.cancel(delivery=delivery, by=by)
        case DeliveryStatus.REJECTED:
            actions.reject(delivery=delivery, reason="Die Datei ist leer.", by=by)
        case (
            DeliveryStatus.CHECKED
            | DeliveryStatus.STORED
            | DeliveryStatus.UNDONE
            | DeliveryStatus.REVOKED
        ):
            actions.mark_checked(
                delivery=delivery,
                rows_read=3,
                rows_ok=3 - len(notes or []),
                quarantined=notes or [],
                by=by,
                **checked,  # type: ignore[arg-type]
            )
    if status in {DeliveryStatus.STORED, DeliveryStatus.UNDONE, DeliveryStatus.REVOKED}:
        actions.mark_stored(delivery=delivery, rows_stored=3, by=by, at=at)
    if status == DeliveryStatus.UNDONE:
        actions.undo(delivery=delivery, by=by, reason="falsches Jahr")
    if status == DeliveryStatus.REVOKED:
        actions.revoke(
            delivery=delivery,
            kind=RevocationKind.CORRECTED,
            reason="Zahlendreher",
            by=by,
            at=at,
        )
    return delivery
