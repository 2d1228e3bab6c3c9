"""A paper from its first word to its decision."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import BodyState, Confidentiality
from vorort.papers.actions._common import (
    PaperFixed,
    back_to_draft,
    locked,
    log,
    reset_signatures,
    step,
)
from vorort.papers.actions.signing import Signer, put_signers
from vorort.papers.choices import PaperKind, PaperState
from vorort.papers.models import Paper
from vorort.papers.queries import lock_body
from vorort.papers.rules import CHANGEABLE

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.partners.models import Organisation

# The thing of an upper app a paper was made from: its kind in ``core.links`` and its public id.
Origin = tuple[str, str]
EDITABLE = frozenset(
    {"title", "text", "proposal", "costs", "kind", "submitted_by", "confidentiality",
     "file_reference"}
)  # fmt: skip


class StalePaper(DomainError):
    """Somebody else has saved in the meantime; ``current`` is what stands now."""

    def __init__(self, message: str, current: Paper) -> None:
        super().__init__(message)
        self.current = current


@transaction.atomic
def submit_paper(
    *,
    body: "Body",
    title: str,
    by: Person,
    at: dt.datetime,
    text: str = "",
    proposal: str = "",
    costs: str = "",
    kind: str = PaperKind.PROPOSAL,
    submitted_by: "Organisation | None" = None,
    confidentiality: str = Confidentiality.MEMBERS,
    signers: Iterable[Signer] = (),
    origin: Origin | None = None,
    file_reference: str = "",
) -> Paper:
    """Make a draft with the next number of its body, class and year."""
    # The body's row is the lock between two who submit at once.
    counted = lock_body(body)
    if counted.state == BodyState.DISSOLVED:
        raise PaperFixed(_("Das Gremium ist aufgelöst. Es nimmt keine Vorlagen mehr an."))
    year = timezone.localtime(at).year
    paper: Paper = Paper.objects.create(
        authority=counted.authority,
        body=counted,
        number=_next_number(counted, confidentiality, year),
        year=year,
        file_reference=file_reference,
        kind=kind,
        title=title,
        text=text,
        proposal=proposal,
        costs=costs,
        submitted_by=submitted_by,
        author=by,
        confidentiality=confidentiality,
        origin_kind=origin[0] if origin else "",
        origin_id=origin[1] if origin else "",
    )
    put_signers(paper, signers)
    log("papers.paper_submitted", paper, by, at)
    return paper


@transaction.atomic
def edit_paper(*, paper: Paper, revision: int, by: Person, at: dt.datetime, **values: Any) -> Paper:
    """Change a paper that has not been decided; who has signed it is asked again.

    Raises
    ------
    StalePaper
        ``revision`` is not the latest: nothing is stored.
    """
    unknown = values.keys() - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    own = locked(paper)
    if own.revision != revision:
        raise StalePaper(
            _(
                "Jemand hat die Vorlage inzwischen geändert. Ihre Eingaben stehen noch hier, "
                "daneben der jetzige Stand. Bitte führen Sie beides zusammen und speichern Sie."
            ),
            own,
        )
    if own.state not in CHANGEABLE:
        raise PaperFixed(
            _("Die Vorlage ist %(state)s und lässt sich nicht mehr ändern.")
            % {"state": own.get_state_display()}
        )
    changed = sorted(name for name, value in values.items() if getattr(own, name) != value)
    if not changed:
        return own
    if "confidentiality" in changed:
        _count_anew(own, values["confidentiality"])
    for name in changed:
        setattr(own, name, values[name])
    back_to_draft(own)
    own.revision += 1
    own.save()
    log("papers.paper_changed", own, by, at, fields=changed)
    return own


def _next_number(body: "Body", confidentiality: str, year: int) -> int:
    """Return the next number of a class; the body's row is locked."""
    series = Paper.objects.filter(body=body, confidentiality=confidentiality, year=year)
    return (series.aggregate(last=Max("number"))["last"] or 0) + 1


def _count_anew(paper: Paper, confidentiality: str) -> None:
    """Give a paper that changes its class a number there; the core group keeps its own."""
    if Confidentiality.CORE in {paper.confidentiality, confidentiality}:
        raise PaperFixed(
            _(
                "Vorlagen der Kerngruppe zählen für sich. Bitte ziehen Sie diese Vorlage zurück "
                "und legen Sie eine neue an."
            ),
            field="confidentiality",
        )
    paper.number = _next_number(lock_body(paper.body), confidentiality, paper.year)


@transaction.atomic
def resubmit(
    *, paper: Paper, on: dt.date | None, reason: str, by: Person, at: dt.datetime
) -> Paper:
    """Set the day on which the paper returns to its author's desk (Wiedervorlage); None ends it."""
    own = locked(paper)
    if on is not None and on < timezone.localtime(at).date():
        raise DomainError(_("Dieser Tag liegt in der Vergangenheit."), field="resubmit_on")
    own.resubmit_on, own.resubmit_note = on, reason if on else ""
    own.save(update_fields=["resubmit_on", "resubmit_note", "updated_at"])
    log("papers.paper_resubmitted", own, by, at, resubmit_on=on)
    return own


@transaction.atomic
def withdraw_paper(*, paper: Paper, by: Person, at: dt.datetime) -> Paper:
    """Take a paper back; its number stays taken."""
    own = locked(paper)
    step(own, PaperState.WITHDRAWN)
    own.resubmit_on, own.resubmit_note = None, ""
    own.save()
    log("papers.paper_withdrawn", own, by, at)
    return own


@transaction.atomic
def reopen_paper(*, paper: Paper, by: Person, at: dt.datetime) -> Paper:
    """Make a draft of a withdrawn paper; who had signed is asked again."""
    own = locked(paper)
    if own.state != PaperState.WITHDRAWN:
        raise PaperFixed(_("Nur eine zurückgezogene Vorlage lässt sich wieder aufnehmen."))
    reset_signatures(own)
    own.state, own.released_at = PaperState.DRAFT, None
    own.save()
    log("papers.paper_reopened", own, by, at)
    return own


@transaction.atomic
def mark_decided(*, paper: Paper, by: Person, at: dt.datetime) -> Paper:
    """Note that the body has decided on the paper; twice is once.

    What came to the table without release is released by having been decided.
    """
    own = locked(paper)
    if own.state == PaperState.DECIDED:
        return own
    step(own, PaperState.DECIDED)
    own.released_at = own.released_at or at
    own.resubmit_on, own.resubmit_note = None, ""
    own.save()
    log("papers.paper_decided", own, by, at)
    return own
