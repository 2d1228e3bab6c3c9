"""Resolutions in writing between meetings: started, answered by members, closed, decided."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.actions import make_link, revoke_links
from vorort.councils.choices import CircularRule, Confidentiality, LinkPurpose
from vorort.councils.queries import rules_on
from vorort.councils.rules import is_working
from vorort.notices.actions import send_mail
from vorort.resolutions.actions._common import log
from vorort.resolutions.actions.deciding import adopt_resolution
from vorort.resolutions.choices import CircularAnswer, CircularState, Outcome, VoteMode
from vorort.resolutions.models import Circular, CircularVote
from vorort.resolutions.queries.circulars import entitled_seats, get_tally
from vorort.resolutions.rules import CIRCULAR, SHORTEST_TERM, ends_early, is_open, result_of
from vorort.ui import format as german

if TYPE_CHECKING:
    from vorort.councils.models import Body, Seat
    from vorort.papers.models import Paper

OUTCOMES = {CircularState.ADOPTED: Outcome.ADOPTED, CircularState.REJECTED: Outcome.REJECTED}


class CircularNotAllowed(DomainError):
    """The body may not decide this way."""


class CircularClosed(DomainError):
    """The term is over, or the circular has ended."""


class NotEntitled(DomainError):
    """The seat has no vote in this circular."""


class StillRunning(DomainError):
    """Neither has the term ended nor has everybody answered."""


@transaction.atomic
def start_circular(
    *,
    body: "Body",
    title: str,
    text: str,
    reason: str,
    deadline_at: dt.datetime,
    by: Person,
    at: dt.datetime,
    explanation: str = "",
    paper: "Paper | None" = None,
    confidentiality: str = Confidentiality.MEMBERS,
) -> Circular:
    """Ask all voting members in writing; each gets a personal link by e-mail.

    What concerns the core group goes to its seats alone, and never by e-mail: they answer on the
    platform. A deputy answers only for a seat of their own, so not at all: whoever is kept from
    answering has the whole term, and the quorum is counted as in a meeting.
    """
    _check(body, reason, deadline_at, at)
    if paper is not None and confidentiality != paper.confidentiality == Confidentiality.CORE:
        raise DomainError(_("Eine Vorlage der Kerngruppe bleibt in ihr."), field="paper")
    circular: Circular = Circular.objects.create(
        authority=body.authority,
        body=body,
        title=title,
        text=text,
        explanation=explanation,
        reason=reason.strip(),
        paper=paper,
        confidentiality=confidentiality,
        state=CircularState.RUNNING,
        started_at=at,
        deadline_at=deadline_at,
        started_by=by,
    )
    seats = list(entitled_seats(circular))
    if not seats:
        raise CircularNotAllowed(_("In diesem Gremium ist niemand stimmberechtigt."))
    if confidentiality != Confidentiality.CORE:
        for seat in seats:
            _invite(circular, seat, by, at)
    log("resolutions.circular_started", circular, by, at, entitled=len(seats))
    return circular


@transaction.atomic
def answer_circular(
    *,
    circular: Circular,
    seat: "Seat",
    answer: str,
    at: dt.datetime,
    note: str = "",
    by: Person | None = None,
) -> CircularVote:
    """Keep the answer of one member; until the deadline the last one counts."""
    own: Circular = Circular.objects.select_for_update().get(pk=circular.pk)
    if not is_open(own, at=at):
        raise CircularClosed(
            _("Die Frist ist abgelaufen oder der Umlauf beendet. Ihre Antwort zählt nicht mehr.")
        )
    if answer not in CircularAnswer.values:
        raise DomainError(_("Bitte wählen Sie eine Antwort."), field="answer")
    if not entitled_seats(own, on=timezone.localdate(at)).filter(pk=seat.pk).exists():
        raise NotEntitled(_("Dieser Sitz ist in diesem Umlauf nicht stimmberechtigt."))
    vote, _made = CircularVote.objects.update_or_create(
        circular=own,
        seat=seat,
        defaults={
            "authority": own.authority,
            "answer": answer,
            "note": note.strip(),
            "answered_at": at,
        },
    )
    log("resolutions.circular_voted", own, by, at, seat=seat.public_id)
    return vote


@transaction.atomic
def close_circular(*, circular: Circular, by: Person, at: dt.datetime) -> Circular:
    """Count the answers and make the resolution; twice is once.

    Before the deadline only when everybody has answered, or when an objection has ended it.
    """
    own: Circular = Circular.objects.select_for_update().get(pk=circular.pk)
    if own.state != CircularState.RUNNING:
        return own
    rules = rules_on(own.body, on=timezone.localdate(own.started_at or at))
    votes = get_tally(own)
    state = result_of(votes, rules, chair=_answer_of_chair(own))
    if at < own.deadline_at and not ends_early(votes, rules):
        raise StillRunning(
            _("Die Frist läuft noch, und es haben nicht alle geantwortet. Es fehlen: %(n)d.")
            % {"n": votes.missing}
        )
    own.state, own.closed_at = state, at
    if state in OUTCOMES:
        own.resolution = adopt_resolution(
            body=own.body,
            title=own.title,
            text=own.text,
            outcome=OUTCOMES[state],
            decided_on=timezone.localdate(min(at, own.deadline_at)),
            vote_mode=VoteMode.CIRCULAR,
            counts=votes.counts,
            confidentiality=own.confidentiality,
            paper=own.paper,
            origin=(CIRCULAR, own.public_id),
            by=by,
            at=at,
        )
    own.save()
    _end(own, by, at)
    log("resolutions.circular_closed", own, by, at, state=str(state))
    return own


@transaction.atomic
def cancel_circular(*, circular: Circular, by: Person, at: dt.datetime) -> Circular:
    """Break a running circular off; what was answered stays to be seen."""
    own: Circular = Circular.objects.select_for_update().get(pk=circular.pk)
    if own.state != CircularState.RUNNING:
        raise CircularClosed(_("Der Umlauf ist schon beendet."))
    own.state, own.closed_at = CircularState.CANCELLED, at
    own.save()
    _end(own, by, at)
    log("resolutions.circular_cancelled", own, by, at)
    return own


@transaction.atomic
def send_link_again(*, circular: Circular, seat: "Seat", by: Person, at: dt.datetime) -> None:
    """Revoke a member's link and send a new one."""
    if circular.confidentiality == Confidentiality.CORE:
        raise CircularNotAllowed(_("Was die Kerngruppe betrifft, geht nicht per E-Mail hinaus."))
    if not is_open(circular, at=at):
        raise CircularClosed(_("Der Umlauf ist schon beendet."))
    if not _address_of(seat):
        raise DomainError(_("Für diesen Sitz ist keine E-Mail-Adresse hinterlegt."))
    revoke_links(
        purpose=LinkPurpose.CIRCULAR_VOTE, subject=circular.public_id, by=by, at=at, seat=seat
    )
    _invite(circular, seat, by, at)


def _check(body: "Body", reason: str, deadline_at: dt.datetime, at: dt.datetime) -> None:
    rules = rules_on(body, on=timezone.localdate(at))
    if rules.circular_rule == CircularRule.NONE:
        raise CircularNotAllowed(
            _("Die Regeln des Gremiums lassen Umlaufbeschlüsse nicht zu. Bitte laden Sie ein.")
        )
    if not is_working(body):
        raise CircularNotAllowed(_("Das Gremium arbeitet zurzeit nicht."))
    if not reason.strip():
        # § 39 SächsGemO: only matters of simple kind.
        raise DomainError(
            _("Bitte schreiben Sie, warum nicht bis zur nächsten Sitzung gewartet wird."),
            field="reason",
        )
    if deadline_at < at + SHORTEST_TERM:
        raise DomainError(
            _("Die Mitglieder brauchen mindestens einen Tag. Bitte setzen Sie die Frist später."),
            field="deadline_at",
        )


def _end(circular: Circular, by: Person, at: dt.datetime) -> None:
    revoke_links(purpose=LinkPurpose.CIRCULAR_VOTE, subject=circular.public_id, by=by, at=at)


def _answer_of_chair(circular: Circular) -> str:
    vote = circular.votes.filter(seat__is_chair=True).order_by("seat_id").first()
    return vote.answer if vote else ""


def _address_of(seat: "Seat") -> str:
    return seat.email or (seat.person.email if seat.person else "")


def _invite(circular: Circular, seat: "Seat", by: Person, at: dt.datetime) -> None:
    """Send a member the way to the vote; a seat without address answers on the platform."""
    to = _address_of(seat)
    if not to:
        return
    token = make_link(
        seat=seat,
        purpose=LinkPurpose.CIRCULAR_VOTE,
        subject=circular.public_id,
        expires_at=circular.deadline_at,
        by=by,
        at=at,
    )
    url = settings.PUBLIC_URL + reverse("resolutions-personal:vote", args=[token])
    words = {
        "body": circular.body.name,
        "title": circular.title,
        "deadline": german.datetime(circular.deadline_at),
        "url": url,
    }
    send_mail(
        authority=circular.authority,
        to=to,
        subject=_("%(body)s: Umlaufbeschluss bis %(deadline)s") % words,
        text=_(
            "Guten Tag,\n\n"
            "%(body)s bittet Sie um Ihre Stimme im Umlaufverfahren:\n\n"
            "%(title)s\n\n"
            "Wortlaut und Begründung lesen Sie hier, und hier stimmen Sie ab:\n"
            "%(url)s\n\n"
            "Die Frist endet am %(deadline)s. Bis dahin können Sie Ihre Antwort ändern.\n"
            "Der Link ist nur für Sie. Bitte geben Sie ihn nicht weiter.\n"
        )
        % words,
        kind="resolutions.circular",
        reference=circular.public_id,
    )
