"""Who may read and work on papers, and how they are counted."""

from django.db.models import Q

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import can_run, level_of, readable
from vorort.papers.models import Paper


def in_series(confidentiality: str) -> Q:
    """Return what counts together: the core group counts for itself, or a gap would tell of it."""
    own = Q(confidentiality=Confidentiality.CORE)
    return own if confidentiality == Confidentiality.CORE else ~own


def can_read(actor: Person, paper: Paper) -> bool:
    """Whether the person may open the paper."""
    return paper.confidentiality in readable(level_of(actor, paper.body))


def can_edit(actor: Person, paper: Paper) -> bool:
    """Whether the person may change the paper: who runs the body and may read it.

    What the core group keeps is written by the core group alone.
    """
    if paper.confidentiality == Confidentiality.CORE:
        return can_read(actor, paper)
    return can_run(actor, paper.body)
