"""A vote is taken, becomes a resolution, and can be put right until the minutes stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Majority, TieRule
from vorort.resolutions.actions import adopt_resolution, amend_resolution
from vorort.resolutions.choices import Counts, Outcome, ResolutionKind, VoteMode
from vorort.sittings.actions.common import Conflict, NotPossible, log, record_of, running, writable
from vorort.sittings.choices import Ballot, ItemState
from vorort.sittings.models import Attendance, Vote, VoteOfPerson
from vorort.sittings.queries import Table, paper_of, table_at
from vorort.sittings.rules import decide, is_tie

if TYPE_CHECKING:
    from vorort.meetings.models import AgendaItem
    from vorort.papers.models import Paper

VOTE_ORIGIN = "sittings.vote"
MODES = frozenset({VoteMode.CONSENSUS, VoteMode.COUNTS, VoteMode.PER_PERSON, VoteMode.SECRET})


class VotesWrong(DomainError):
    """The votes do not fit those who may vote."""


class CastingVoteMissing(DomainError):
    """A tie, and nobody has said what the chair decides."""


class NoQuorum(DomainError):
    """Too few are there to decide."""


@dataclass(frozen=True)
class _Taken:
    """A vote as it was counted."""

    counts: Counts | None
    ballots: Mapping[Attendance, Ballot]
    outcome: Outcome
    entitled: int


@transaction.atomic
def record_vote(
    *,
    item: "AgendaItem",
    kind: str,
    title: str,
    text: str,
    mode: str,
    by: Person,
    at: dt.datetime,
    counts: Counts | None = None,
    ballots: Mapping[str, str] | None = None,
    revision: int | None = None,
    casting: str | None = None,
    quorum_note: str = "",
    paper: "Paper | None" = None,
) -> Vote:
    """Record how a motion was voted on; it becomes a resolution of the body at once.

    Parameters
    ----------
    counts : Counts, optional
        For votes by counts and secret votes.
    ballots : Mapping, optional
        Public id of the attendance and ballot, for a vote by name and for no other.
    revision : int, optional
        How many votes of this item the writer has seen: two people must not record one vote twice.
    casting : str, optional
        The chair's word in a tie, where the rules ask for it.
    quorum_note : str, optional
        Why the body may decide in spite of the quorum, such as a second meeting (§ 39 (3)).
    """
    sitting = running(item.meeting)
    seen = _seen(item, revision)
    words = _words(item, title, text)
    table = table_at(item)
    if not table.quorum.reached and not quorum_note.strip():
        raise NoQuorum(_no_quorum(table), field="quorum_note")
    taken = _count(
        table, kind=ResolutionKind(kind), mode=VoteMode(mode), counts=counts, ballots=ballots,
        casting=casting, runoff=_is_runoff(seen, kind),
    )  # fmt: skip
    vote = Vote(
        authority_id=item.authority_id, item=item, position=len(seen) + 1, kind=kind, mode=mode,
        entitled=taken.entitled, quorum_note=quorum_note.strip()[:200], **words,
    )  # fmt: skip
    _put(vote, taken)
    vote.resolution = adopt_resolution(
        body=sitting.meeting.body,
        outcome=taken.outcome,
        decided_on=timezone.localdate(sitting.opened_at),
        vote_mode=mode,
        origin=(VOTE_ORIGIN, vote.public_id),
        by=by,
        at=at,
        counts=taken.counts,
        kind=kind,
        confidentiality=item.confidentiality,
        paper=paper or paper_of(item),
        title=words["title"],
        text=words["text"],
    )
    vote.save(update_fields=["resolution"])
    log("sittings.vote_recorded", sitting.meeting, by=by, at=at, item=item)
    return vote


def _seen(item: "AgendaItem", revision: int | None) -> list[Vote]:
    """Return the votes of an item so far, unless the writer has not seen them all."""
    record = record_of(item)
    seen = list(item.votes.select_related("resolution").order_by("position"))
    if revision is not None and revision != len(seen):
        raise Conflict(
            seen[-1] if seen else None,
            _(
                "Zu diesem Punkt wurde inzwischen eine Abstimmung festgehalten. "
                "Bitte prüfen Sie, ob es dieselbe ist."
            ),
        )
    if record.state == ItemState.ADJOURNED:
        raise NotPossible(_("Der Punkt ist vertagt. Bitte rufen Sie ihn zuerst wieder auf."))
    return seen


@transaction.atomic
def correct_vote(
    *,
    vote: Vote,
    revision: int,
    kind: str,
    title: str,
    text: str,
    mode: str,
    by: Person,
    at: dt.datetime,
    counts: Counts | None = None,
    ballots: Mapping[str, str] | None = None,
    casting: str | None = None,
) -> Vote:
    """Put a recorded vote right and amend its resolution; the number stays.

    As many may vote as were entitled when it was taken, even if somebody has left since.
    """
    sitting = writable(vote.item.meeting)
    own: Vote = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    if own.revision != revision:
        raise Conflict(own)
    earlier = list(own.item.votes.filter(position__lt=own.position).order_by("position"))
    words = _words(own.item, title, text)
    taken = _count(
        table_at(own.item), kind=ResolutionKind(kind), mode=VoteMode(mode), counts=counts,
        ballots=ballots, casting=casting, runoff=_is_runoff(earlier, kind), entitled=own.entitled,
        voted=own,
    )  # fmt: skip
    own.kind, own.mode, own.title, own.text = kind, mode, words["title"], words["text"]
    own.revision += 1
    _put(own, taken)
    if own.resolution is not None:
        amend_resolution(
            resolution=own.resolution, by=by, at=at, outcome=taken.outcome, vote_mode=mode,
            counts=taken.counts, kind=kind, **words,
        )  # fmt: skip
    log("sittings.vote_corrected", sitting.meeting, by=by, at=at, item=own.item)
    return own


def _words(item: "AgendaItem", title: str, text: str) -> dict[str, str]:
    if not text.strip():
        raise VotesWrong(_("Bitte tragen Sie den Wortlaut des Beschlusses ein."), field="text")
    words = " ".join(title.split()) or item.title
    return {"title": words[:200], "text": text.replace("\r\n", "\n").strip()}


def _no_quorum(table: Table) -> str:
    return _(
        "Das Gremium ist bei diesem Punkt nicht beschlussfähig: %(there)d stimmberechtigt "
        "anwesend, nötig sind %(needed)d. Bitte vertagen Sie den Punkt, oder nennen Sie den Grund, "
        "warum trotzdem beschlossen werden darf (zum Beispiel: zweite Sitzung)."
    ) % {"there": table.quorum.entitled, "needed": table.quorum.needed}


def _is_runoff(earlier: list[Vote], kind: str) -> bool:
    """Whether an election at the same item has failed before: then a plain majority elects."""
    return kind == ResolutionKind.ELECTION and any(
        one.kind == ResolutionKind.ELECTION
        and one.resolution is not None
        and one.resolution.outcome == Outcome.REJECTED
        for one in earlier
    )


def _count(
    table: Table,
    *,
    kind: ResolutionKind,
    mode: VoteMode,
    counts: Counts | None,
    ballots: Mapping[str, str] | None,
    casting: str | None,
    runoff: bool,
    entitled: int | None = None,
    voted: Vote | None = None,
) -> _Taken:
    """Check the votes against those who may vote, and say what they mean."""
    if mode not in MODES:
        raise VotesWrong(_("So wird in einer Sitzung nicht abgestimmt."), field="mode")
    if ballots and mode != VoteMode.PER_PERSON:
        raise VotesWrong(
            _("Wer wie gestimmt hat, wird nur bei namentlicher Abstimmung festgehalten."),
            field="mode",
        )
    most = table.quorum.entitled if entitled is None else entitled
    if mode == VoteMode.CONSENSUS:
        return _Taken(None, {}, Outcome.ADOPTED, most)
    named: dict[Attendance, Ballot] = {}
    if mode == VoteMode.PER_PERSON:
        named = _named(table, ballots or {}, voted)
        tally = list(named.values())
        counts = Counts(
            *(tally.count(ballot) for ballot in (Ballot.YES, Ballot.NO, Ballot.ABSTAIN))
        )
    counts = _checked(counts, most)
    majority = table.rules.majority if table.rules else Majority.SIMPLE
    tie_rule = table.rules.tie_rule if table.rules else TieRule.REJECTED
    said = Ballot(casting) if casting in {Ballot.YES, Ballot.NO} else None
    if is_tie(counts, majority=majority, kind=kind) and tie_rule == TieRule.CHAIR and said is None:
        raise CastingVoteMissing(
            _("Stimmengleichheit: Bitte tragen Sie ein, wie der Vorsitz entscheidet."),
            field="casting",
        )
    outcome = decide(
        counts, majority=majority, tie_rule=tie_rule, present=most, seats=table.quorum.seats,
        kind=kind, runoff=runoff, casting=said,
    )  # fmt: skip
    return _Taken(counts, named, outcome, most)


def _checked(counts: Counts | None, most: int) -> Counts:
    if counts is None or min(counts.yes, counts.no, counts.abstain) < 0:
        raise VotesWrong(_("Bitte tragen Sie die Stimmen ein, mindestens die Null."), field="yes")
    given = counts.yes + counts.no + counts.abstain
    if given == 0:
        raise VotesWrong(
            _("Bitte tragen Sie ein, wie viele Stimmen abgegeben wurden."), field="yes"
        )
    if given > most:
        raise VotesWrong(
            ngettext(
                "%(given)d Stimmen sind erfasst, aber nur %(most)d Person darf hier abstimmen. "
                "Bitte prüfen Sie die Stimmen oder die Anwesenheit.",
                "%(given)d Stimmen sind erfasst, aber nur %(most)d Personen dürfen hier abstimmen. "
                "Bitte prüfen Sie die Stimmen oder die Anwesenheit.",
                most,
            )
            % {"given": given, "most": most},
            field="yes",
        )
    return counts


def _named(
    table: Table, ballots: Mapping[str, str], voted: Vote | None
) -> dict[Attendance, Ballot]:
    """Return who voted how; whoever may not vote here is refused."""
    known = {one.public_id: one for one in table.voters}
    if voted is not None:
        known |= {one.attendance.public_id: one.attendance for one in voted.of_persons.all()}
    found: dict[Attendance, Ballot] = {}
    for key, ballot in ballots.items():
        if key not in known:
            raise VotesWrong(
                _("Unter den Stimmen ist eine von jemandem, der hier nicht abstimmen darf."),
                field="mode",
            )
        try:
            found[known[key]] = Ballot(ballot)
        except ValueError as error:
            raise VotesWrong(_("Diese Stimme gibt es nicht."), field="mode") from error
    return found


def _put(vote: Vote, taken: _Taken) -> None:
    """Write the result; who voted how is kept for a vote by name and forgotten for any other."""
    for name in ("yes", "no", "abstain"):
        setattr(vote, name, getattr(taken.counts, name) if taken.counts else None)
    vote.save()
    VoteOfPerson.objects.filter(vote=vote).delete()
    VoteOfPerson.objects.bulk_create(
        VoteOfPerson(authority_id=vote.authority_id, vote=vote, attendance=one, ballot=ballot)
        for one, ballot in taken.ballots.items()
    )
