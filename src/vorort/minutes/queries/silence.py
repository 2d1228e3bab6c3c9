"""Which minutes silence may approve now."""

import datetime as dt

from vorort.core.scopes import authority_scope, platform_scope
from vorort.councils.choices import MinutesApproval
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.minutes.queries.minutes import rules_of


def list_silent(*, at: dt.datetime) -> list[Minutes]:
    """Return the minutes of all towns whose time to object is over and whose rules take silence."""
    with platform_scope("a job of the platform looks through all towns"):
        rows = list(
            Minutes.objects.filter(state=MinutesState.SENT, objections_until__lt=at)
            .select_related("meeting__body", "authority")
            .order_by("objections_until")
        )
    found = []
    for minutes in rows:
        with authority_scope(minutes.authority):
            if rules_of(minutes).minutes_approval == MinutesApproval.SILENCE:
                found.append(minutes)
    return found
