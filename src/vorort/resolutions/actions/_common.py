"""The entry in the log, shared by all actions."""

import datetime as dt

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.councils.choices import Confidentiality
from vorort.resolutions.models import Circular, Resolution, Task


def log(
    verb: str,
    thing: Resolution | Task | Circular,
    by: Person | None,
    at: dt.datetime,
    **after: object,
) -> None:
    """Write the log; its readers are not those of the thing, so it names no more than a number."""
    model = type(thing)._meta  # noqa: SLF001  # public, in spite of its name
    named = str(model.verbose_name)
    if thing.confidentiality == Confidentiality.CORE:
        named = _("%(thing)s der Kerngruppe") % {"thing": named}
    elif isinstance(thing, Resolution):
        named = f"{named} {thing.reference}"
    record(
        verb=verb,
        by=by,
        authority_id=thing.authority_id,
        kind=model.label_lower,
        object_id=thing.public_id,
        label=named,
        after=after or None,
        at=at,
    )
