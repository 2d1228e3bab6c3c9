"""Districts that were drawn or typed: stored like any other delivery of areas."""

import datetime as dt
import io
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries import actions as deliveries
from vorort.places.actions.states import AreaRow, StateOutcome, keep_options, store_import
from vorort.places.choices import AreaKind


@transaction.atomic
def store_drawn_districts(
    *, authority: Authority, rows: Sequence[AreaRow], text: str, day: dt.date, by: Person
) -> StateOutcome:
    """Store the districts of a town as they are from a day on; what is missing ends on it.

    The text they were read from is kept as the file of the delivery.

    Raises
    ------
    AlreadyStored
        When exactly this text is stored already; nothing has changed then.
    """
    delivery = deliveries.receive(
        stream=io.BytesIO(text.encode()),
        name=_("Ortsteile, gezeichnet für %(day)s.txt") % {"day": day.isoformat()},
        format=f"areas-{AreaKind.DISTRICT}",
        by=by,
        for_authority=authority,
        source_label=authority.name,
    )
    keep_options(
        delivery=delivery,
        options={"kind": AreaKind.DISTRICT.value, "valid_from": day.isoformat(), "mapping": {}},
    )
    deliveries.mark_checked(delivery=delivery, rows_read=len(rows), rows_ok=len(rows), by=by)
    return store_import(
        delivery=delivery,
        states={AreaKind.DISTRICT: list(rows)},
        population=(),
        day=day,
        by=by,
    )
