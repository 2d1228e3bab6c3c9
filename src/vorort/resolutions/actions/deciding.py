"""A resolution: adopted with its number, amended until the minutes stand, carried out."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import voting_seats
from vorort.papers.actions import mark_decided
from vorort.papers.choices import PaperState
from vorort.papers.queries import lock_body
from vorort.resolutions.actions._common import log
from vorort.resolutions.choices import Counts, Implementation, Outcome, ResolutionKind
from vorort.resolutions.models import Resolution

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.papers.models import Paper

# Where a resolution comes from: a kind of ``core.links`` and the public id of one vote.
Origin = tuple[str, str]

# Sent with ``resolution`` and ``at`` in the transaction that made it, adopted or rejected.
resolution_adopted = Signal()

AMENDABLE = frozenset(
    {"title", "text", "outcome", "decided_on", "vote_mode", "counts", "kind", "confidentiality",
     "paper", "implementation_due_on"}
)  # fmt: skip


class TooManyVotes(DomainError):
    """More votes than the body has."""


class AlreadyAdopted(DomainError):
    """The vote has its resolution."""


@transaction.atomic
def adopt_resolution(
    *,
    body: "Body",
    title: str,
    text: str,
    outcome: str,
    decided_on: dt.date,
    vote_mode: str,
    origin: Origin,
    by: Person,
    at: dt.datetime,
    counts: Counts | None = None,
    kind: str = ResolutionKind.DECISION,
    confidentiality: str = Confidentiality.MEMBERS,
    paper: "Paper | None" = None,
    implementation_due_on: dt.date | None = None,
) -> Resolution:
    """Record what a body has decided, with the next number of its body, class and year.

    The paper of this body is decided with it; a paper of another body was only consulted on.
    """
    # The body's row is the lock between two votes that end at once.
    counted = lock_body(body)
    if Resolution.objects.filter(origin_kind=origin[0], origin_id=origin[1]).exists():
        raise AlreadyAdopted(_("Zu dieser Abstimmung gibt es schon einen Beschluss."))
    _check_counts(counted, counts, decided_on)
    rejected = outcome == Outcome.REJECTED
    resolution: Resolution = Resolution.objects.create(
        authority=counted.authority,
        body=counted,
        number=_next_number(counted, confidentiality, decided_on.year),
        year=decided_on.year,
        kind=kind,
        title=title,
        text=text,
        outcome=outcome,
        decided_on=decided_on,
        vote_mode=vote_mode,
        confidentiality=confidentiality,
        paper=paper,
        origin_kind=origin[0],
        origin_id=origin[1],
        implementation=Implementation.NOT_NEEDED if rejected else Implementation.OPEN,
        implementation_due_on=None if rejected else implementation_due_on,
        **_columns(counts),
    )
    _decide(paper, counted, by, at)
    log("resolutions.resolution_adopted", resolution, by, at, outcome=str(outcome))
    resolution_adopted.send(sender=Resolution, resolution=resolution, at=at)
    return resolution


@transaction.atomic
def amend_resolution(
    *, resolution: Resolution, by: Person, at: dt.datetime, **values: Any
) -> Resolution:
    """Correct a resolution while its minutes are not approved.

    Its year stays; its number too, unless it changes its class.
    """
    unknown = values.keys() - AMENDABLE
    if unknown:
        raise TypeError(f"not amendable: {sorted(unknown)}")
    own: Resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if "counts" in values:
        _check_counts(own.body, values["counts"], own.decided_on)
        values |= _columns(values.pop("counts"))
    changed = sorted(name for name, value in values.items() if getattr(own, name) != value)
    if not changed:
        return own
    if "confidentiality" in changed:
        _count_anew(own, values["confidentiality"])
    if values.get("decided_on", own.decided_on).year != own.year:
        raise DomainError(_("Ein Beschluss bleibt in seinem Jahr."), field="decided_on")
    for name in changed:
        setattr(own, name, values[name])
    if "outcome" in changed:
        rejected = own.outcome == Outcome.REJECTED
        own.implementation = Implementation.NOT_NEEDED if rejected else Implementation.OPEN
    own.save()
    if "paper" in changed:
        _decide(own.paper, own.body, by, at)
    log("resolutions.resolution_amended", own, by, at, fields=changed)
    return own


@transaction.atomic
def set_implementation(
    *,
    resolution: Resolution,
    state: str,
    on: dt.date,
    by: Person,
    at: dt.datetime,
    note: str = "",
) -> Resolution:
    """Say how far a resolution has been carried out."""
    own: Resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if own.outcome == Outcome.REJECTED and state != Implementation.NOT_NEEDED:
        raise DomainError(_("Was abgelehnt ist, wird nicht umgesetzt."), field="state")
    if state == Implementation.DROPPED and not note.strip():
        raise DomainError(
            _("Bitte schreiben Sie, warum der Beschluss nicht weiter verfolgt wird."), field="note"
        )
    if on < own.decided_on:
        raise DomainError(_("Der Stand kann nicht älter sein als der Beschluss."), field="on")
    own.implementation, own.implementation_on = state, on
    own.implementation_note = note.strip()
    own.save()
    log("resolutions.implementation_set", own, by, at, implementation=str(own.implementation))
    return own


def _next_number(body: "Body", confidentiality: str, year: int) -> int:
    """Return the next number of a class; the body's row is locked."""
    series = Resolution.objects.filter(body=body, confidentiality=confidentiality, year=year)
    return (series.aggregate(last=Max("number"))["last"] or 0) + 1


def _count_anew(resolution: Resolution, confidentiality: str) -> None:
    """Give a resolution that changes its class a number there; the core group keeps its own."""
    if Confidentiality.CORE in {resolution.confidentiality, confidentiality}:
        raise DomainError(
            _(
                "Beschlüsse der Kerngruppe zählen für sich. Die Vertraulichkeit bleibt, wie sie ist."
            ),
            field="confidentiality",
        )
    body = lock_body(resolution.body)
    resolution.number = _next_number(body, confidentiality, resolution.year)


def _check_counts(body: "Body", counts: Counts | None, on: dt.date) -> None:
    """Refuse what cannot be; a body whose seats nobody has recorded is believed."""
    if counts is None:
        return
    if min(counts.yes, counts.no, counts.abstain) < 0:
        raise TooManyVotes(_("Weniger als null Stimmen gibt es nicht."), field="counts")
    entitled = voting_seats(body, on=on).count()
    cast = counts.yes + counts.no + counts.abstain
    if entitled and cast > entitled:
        raise TooManyVotes(
            _("Es sind %(cast)d Stimmen eingetragen, stimmberechtigt sind %(entitled)d.")
            % {"cast": cast, "entitled": entitled},
            field="counts",
        )


def _columns(counts: Counts | None) -> dict[str, int | None]:
    if counts is None:
        return {"yes": None, "no": None, "abstain": None}
    return {"yes": counts.yes, "no": counts.no, "abstain": counts.abstain}


def _decide(paper: "Paper | None", body: "Body", by: Person, at: dt.datetime) -> None:
    if paper is not None and paper.body_id == body.pk and paper.state != PaperState.DECIDED:
        mark_decided(paper=paper, by=by, at=at)
