"""What public pages need in the background: one of a body never keeps a name longer than it may."""

from typing import Any

from vorort.accounts.queries import get_system_person
from vorort.announcements import actions, queries
from vorort.core.clock import now
from vorort.core.jobs import JobContext
from vorort.core.scopes import authority_scope


def forget_names(_context: JobContext) -> dict[str, Any] | None:
    """Renew the public pages that say a name without consent."""
    renewed = queries.list_naming_too_much()
    for body in renewed:
        with authority_scope(body.authority):
            actions.publish_body(body=body, by=get_system_person(), at=now())
    return {"renewed": len(renewed)} if renewed else None
