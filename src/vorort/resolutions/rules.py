"""Who may read and work on resolutions, tasks and circulars; how they are counted."""

from django.db.models import Q

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.rules import can_run, level_of, readable
from vorort.resolutions.models import Circular, Resolution, Task

Thing = Resolution | Task | Circular


def in_series(confidentiality: str) -> Q:
    """Return what counts together: the core group counts for itself, or a gap would tell of it."""
    own = Q(confidentiality=Confidentiality.CORE)
    return own if confidentiality == Confidentiality.CORE else ~own


def can_read(actor: Person, thing: Thing) -> bool:
    """Whether the person may open it."""
    return thing.confidentiality in readable(level_of(actor, thing.body))


def can_write(actor: Person, body: Body, confidentiality: str) -> bool:
    """Whether the person keeps what this body has in this class.

    Who runs the body; what the core group keeps is written by the core group alone.
    """
    if confidentiality == Confidentiality.CORE:
        return Confidentiality.CORE in readable(level_of(actor, body))
    return can_run(actor, body)
