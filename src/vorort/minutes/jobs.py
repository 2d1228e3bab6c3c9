"""Approve by silence, when the time to object is over."""

from typing import Any

from django.utils.translation import gettext as _

from vorort.accounts.queries import get_system_person
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.jobs import JobContext
from vorort.core.scopes import authority_scope
from vorort.minutes.actions import approve
from vorort.minutes.queries import list_silent


def approve_silent(context: JobContext) -> dict[str, Any]:
    """Approve what nobody has objected to; what the rules still hold back stays for people."""
    at = now()
    done = held_back = 0
    waiting = list_silent(at=at)
    for place, minutes in enumerate(waiting, start=1):
        context.progress(place, len(waiting), _("Genehmigung durch Schweigen"))
        with authority_scope(minutes.authority):
            try:
                approve(minutes=minutes, by=get_system_person(), at=at)
            except DomainError:
                # Objections, a changed text: the office finds it among its duties.
                held_back += 1
            else:
                done += 1
    return {"approved": done, "held_back": held_back}
