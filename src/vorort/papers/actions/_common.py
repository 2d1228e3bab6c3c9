"""What all actions on papers share: the lock, the steps, the entry in the log."""

import datetime as dt

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.papers.choices import PAPER_STEPS, PaperState, SignatureState
from vorort.papers.models import Paper


class PaperFixed(DomainError):
    """The paper is not in a state in which this can be done to it."""


def locked(paper: Paper) -> Paper:
    """Return the paper as it stands, kept from others until the end of the transaction."""
    found: Paper = Paper.objects.select_for_update().get(pk=paper.pk)
    return found


def step(paper: Paper, to: PaperState) -> None:
    """Move the paper on, or say why not."""
    state = PaperState(paper.state)
    if to not in PAPER_STEPS[state]:
        raise PaperFixed(
            _("Die Vorlage ist %(state)s. Dieser Schritt ist jetzt nicht möglich.")
            % {"state": state.label}
        )
    paper.state = to


def reset_signatures(paper: Paper) -> bool:
    """Ask everybody anew; return whether anybody is asked at all."""
    asked = paper.signatures.update(state=SignatureState.OPEN, decided_at=None, note="")
    return bool(asked)


def back_to_draft(paper: Paper) -> None:
    """Return what somebody was asked to sign to its author: they signed another text."""
    if paper.state != PaperState.DRAFT and reset_signatures(paper):
        paper.state, paper.released_at = PaperState.DRAFT, None


def log(verb: str, paper: Paper, by: Person, at: dt.datetime, **after: object) -> None:
    """Write the log; its readers are not those of the paper, so it names the number alone."""
    if paper.confidentiality == Confidentiality.CORE:
        label = _("Vorlage der Kerngruppe")
    else:
        label = _("Vorlage %(reference)s") % {"reference": paper.reference}
    record(
        verb=verb,
        by=by,
        authority_id=paper.authority_id,
        kind="papers.paper",
        object_id=paper.public_id,
        label=label,
        after={"state": str(paper.state), **after},
        at=at,
    )
