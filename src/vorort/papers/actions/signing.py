"""Mitzeichnung in order, and release."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.papers.actions._common import PaperFixed, locked, log, reset_signatures, step
from vorort.papers.choices import PaperState, SignatureState
from vorort.papers.models import CoSignature, Paper
from vorort.papers.rules import may_sign


class Signer(NamedTuple):
    """Who signs, and as what."""

    person: Person
    function: str


class SignaturesMissing(DomainError):
    """Somebody who must sign has not."""


class NotYourTurn(DomainError):
    """Somebody else signs before."""


def put_signers(paper: Paper, signers: Iterable[Signer | tuple[Person, str]]) -> None:
    """Ask these people in this order, and nobody else."""
    asked = list(signers)
    if len({person.pk for person, _function in asked}) < len(asked):
        raise DomainError(_("Jede Person zeichnet nur einmal mit."), field="signers")
    for person, function in asked:
        if not may_sign(person, paper.body, paper.confidentiality):
            raise DomainError(
                _("%(function)s darf diese Vorlage nicht lesen und kann nicht mitzeichnen.")
                % {"function": function},
                field="signers",
            )
    paper.signatures.all().delete()
    CoSignature.objects.bulk_create(
        CoSignature(
            authority_id=paper.authority_id,
            paper=paper,
            position=position,
            person=person,
            function=function,
        )
        for position, (person, function) in enumerate(asked, start=1)
    )


@transaction.atomic
def set_signers(*, paper: Paper, signers: Iterable[Signer], by: Person, at: dt.datetime) -> Paper:
    """Say who must sign a draft, in order."""
    own = locked(paper)
    if own.state != PaperState.DRAFT:
        raise PaperFixed(_("Wer mitzeichnet, lässt sich nur im Entwurf ändern."))
    put_signers(own, signers)
    log("papers.signers_set", own, by, at, count=own.signatures.count())
    return own


@transaction.atomic
def send_for_signing(*, paper: Paper, by: Person, at: dt.datetime) -> Paper:
    """Hand a draft to the first who must sign."""
    own = locked(paper)
    if not reset_signatures(own):
        raise SignaturesMissing(
            _("Niemand soll mitzeichnen. Bitte benennen Sie jemanden, oder geben Sie gleich frei.")
        )
    step(own, PaperState.SIGNING)
    own.save()
    log("papers.signing_started", own, by, at)
    return own


@transaction.atomic
def sign(
    *, paper: Paper, by: Person, at: dt.datetime, refuse: bool = False, reason: str = ""
) -> Paper:
    """Sign in one's turn, or refuse with a reason; the last signature releases the paper."""
    own = locked(paper)
    if own.state != PaperState.SIGNING:
        raise PaperFixed(_("Die Vorlage ist nicht in Mitzeichnung."))
    waiting = own.signatures.filter(state=SignatureState.OPEN).order_by("position")
    turn = waiting.first()
    if turn is None or turn.person_id != by.pk:
        raise NotYourTurn(_("Sie sind nicht an der Reihe. Vor Ihnen zeichnet noch jemand mit."))
    if refuse and not reason.strip():
        raise DomainError(_("Bitte schreiben Sie, warum Sie nicht mitzeichnen."), field="reason")
    turn.state = SignatureState.REFUSED if refuse else SignatureState.SIGNED
    turn.decided_at, turn.note = at, reason.strip()
    turn.save()
    if refuse:
        own.state = PaperState.DRAFT
    elif not waiting.exists():
        own.state, own.released_at = PaperState.RELEASED, at
    own.save()
    log(
        "papers.signing_refused" if refuse else "papers.signed", own, by, at, position=turn.position
    )
    return own


@transaction.atomic
def release_paper(*, paper: Paper, by: Person, at: dt.datetime) -> Paper:
    """Release a draft nobody has to sign: from now on it can be put on an agenda."""
    own = locked(paper)
    if own.signatures.exclude(state=SignatureState.SIGNED).exists():
        raise SignaturesMissing(
            _("Es fehlen noch Mitzeichnungen. Bitte geben Sie die Vorlage in die Mitzeichnung.")
        )
    step(own, PaperState.RELEASED)
    own.released_at = at
    own.save()
    log("papers.paper_released", own, by, at)
    return own
