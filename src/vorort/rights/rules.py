"""Who handles requests, takes the town's data away or ends the town here."""

import calendar
import datetime as dt

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.authorities.models import Authority
from vorort.authorities.rules import can_view_work, roles_of
from vorort.rights.choices import (
    ANSWER_MONTHS,
    RemovalState,
)
from vorort.rights.models import Removal

HANDLES_REQUESTS = frozenset({Role.COORDINATOR, Role.PROTECTION_OFFICER})
TAKES_DATA = frozenset({Role.COORDINATOR, Role.MAYOR})
SETS_RETENTION = frozenset({Role.COORDINATOR, Role.PROTECTION_OFFICER})
ENDS_TOWN = frozenset({Role.MAYOR})
# The second pair of eyes; in a small town the mayor may be the coordinator too.
CONFIRMS_END = frozenset({Role.COORDINATOR, Role.MAYOR, Role.PROTECTION_OFFICER})


def _has(actor: Person, authority: Authority, wanted: frozenset[Role]) -> bool:
    return bool(roles_of(actor, authority) & wanted)


def can_see_record(actor: Person, authority: Authority) -> bool:
    return can_view_work(actor, authority)


def can_handle_requests(actor: Person, authority: Authority) -> bool:
    return _has(actor, authority, HANDLES_REQUESTS)


def can_set_retention(actor: Person, authority: Authority) -> bool:
    return _has(actor, authority, SETS_RETENTION)


def can_export_town(actor: Person, authority: Authority) -> bool:
    return _has(actor, authority, TAKES_DATA)


def can_see_removal(actor: Person, authority: Authority) -> bool:
    return _has(actor, authority, CONFIRMS_END)


def can_request_removal(actor: Person, authority: Authority) -> bool:
    return _has(actor, authority, ENDS_TOWN)


def can_confirm_removal(actor: Person, authority: Authority, removal: Removal) -> bool:
    """Return whether this is a second person with a say, and there is something to confirm."""
    second = removal.requested_by_id != actor.pk and _has(actor, authority, CONFIRMS_END)
    return second and removal.state == RemovalState.REQUESTED


def answer_due(received_on: dt.date) -> dt.date:
    """Return the last day for an answer: one month later (Art. 12 Abs. 3 DSGVO)."""
    year, month = divmod(received_on.year * 12 + received_on.month - 1 + ANSWER_MONTHS, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(received_on.day, last))
