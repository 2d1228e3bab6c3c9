"""Send the draft for review, take answers, settle objections."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.actions import make_link, revoke_links
from vorort.councils.choices import LinkPurpose, MinutesApproval
from vorort.minutes.actions.common import (
    MinutesFrozen,
    ReasonMissing,
    WrongState,
    locked,
    locked_open,
    log,
)
from vorort.minutes.choices import MinutesState, Review
from vorort.minutes.models import Minutes, MinutesReview
from vorort.minutes.queries import REVIEWERS, hash_of, reviewers, rules_of
from vorort.notices.actions import cancel_waiting, send_mail
from vorort.ui import format as show

if TYPE_CHECKING:
    from vorort.councils.models import Seat

MAIL_KIND = "minutes.review"
# An answer of a few clicks and, at most, one page.
LONGEST_OBJECTION = 5_000


class NobodyToAsk(DomainError):
    """Nobody of the body can be asked."""


class ReviewNotPossible(DomainError):
    """No answer from this seat, or not at this moment."""


@transaction.atomic
def send_for_review(*, minutes: Minutes, by: Person, at: dt.datetime) -> Minutes:
    """Send everybody with a seat of their own a personal link; the time to object begins anew.

    A second sending replaces the first: its links are revoked, and who had agreed to another text
    is asked again. Objections stay until they are settled.
    """
    held = locked_open(minutes)
    rules = rules_of(held)
    seats = list(reviewers(held, on=timezone.localdate(at)))
    asked = [seat for seat in seats if _address(seat) and seat.person_id != by.pk]
    if not asked:
        raise NobodyToAsk(_("Kein Mitglied hat eine E-Mail-Adresse. Bitte ergänzen Sie eine."))
    digest = hash_of(held)
    if held.sent_hash and held.sent_hash != digest:
        held.reviews.filter(review=Review.AGREED).delete()
    day = timezone.localdate(at) + dt.timedelta(days=max(rules.objection_days, 1))
    end = timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))
    held.state, held.sent_at, held.objections_until = MinutesState.SENT, at, end
    held.sent_hash = digest
    held.save(update_fields=["state", "sent_at", "objections_until", "sent_hash", "updated_at"])
    _withdraw_links(held, by=by, at=at)
    silent = rules.minutes_approval == MinutesApproval.SILENCE
    for seat in asked:
        _send(held, seat, end=end, silent=silent, by=by, at=at)
    log("sent", held, by, at, after={"asked": len(asked), "objections_until": end.isoformat()})
    return held


def _address(seat: "Seat") -> str:
    return seat.email or (seat.person.email if seat.person else "")


def _withdraw_links(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """Close the personal links of an earlier sending, and take back mails still waiting."""
    revoke_links(purpose=LinkPurpose.MINUTES_REVIEW, subject=minutes.public_id, by=by, at=at)
    cancel_waiting(authority=minutes.authority, kind=MAIL_KIND, reference=minutes.public_id)


def _send(
    minutes: Minutes, seat: "Seat", *, end: dt.datetime, silent: bool, by: Person, at: dt.datetime
) -> None:
    token = make_link(
        seat=seat,
        purpose=LinkPurpose.MINUTES_REVIEW,
        subject=minutes.public_id,
        # One hour more, so that nobody misses the last minute.
        expires_at=end + dt.timedelta(hours=1),
        by=by,
        at=at,
    )
    meeting = minutes.meeting
    name = meeting.title or meeting.label
    with override("de"):
        lines = [
            _("Guten Tag %(name)s,") % {"name": seat.name or seat.function},
            "",
            _("die Niederschrift liegt im Entwurf vor: %(body)s, %(meeting)s.")
            % {"body": meeting.body.name, "meeting": name},
            _("Bitte sehen Sie sie bis %(day)s durch. Ihr persönlicher Link:")
            % {"day": show.date(end)},
            "",
            settings.PUBLIC_URL + reverse("minutes-personal:review", args=[token]),
            "",
        ]
        if silent:
            lines += [
                _("Wenn bis dahin niemand widerspricht, gilt die Niederschrift als genehmigt."),
                "",
            ]
        lines += [
            _("Der Link gilt nur für Sie und nur bis zu diesem Tag. Geben Sie ihn nicht weiter."),
            "",
            minutes.authority.name,
        ]
        subject = _("Niederschrift durchsehen: %(body)s, %(meeting)s") % {
            "body": meeting.body.name,
            "meeting": name,
        }
    send_mail(
        authority=minutes.authority,
        to=_address(seat),
        subject=subject,
        text="\n".join(lines),
        kind=MAIL_KIND,
        reference=minutes.public_id,
    )


@transaction.atomic
def review(
    *,
    minutes: Minutes,
    seat: "Seat",
    answer: Review | str,
    text: str,
    at: dt.datetime,
    by: Person | None = None,
) -> MinutesReview:
    """Take what a member says to the draft; until the deadline the last word counts.

    ``by`` is the person who is signed in; None for an answer over a personal link.
    """
    held = locked(minutes)
    _check_answerable(held, seat, at)
    answer, text = Review(answer), text.strip()
    if answer is Review.OBJECTED and not text:
        raise ReasonMissing(
            _("Bitte schreiben Sie, was nicht stimmt und wie es heißen soll."), field="text"
        )
    if len(text) > LONGEST_OBJECTION:
        raise ReasonMissing(
            _("Bitte fassen Sie sich kürzer: höchstens 5.000 Zeichen."), field="text"
        )
    made, _new = MinutesReview.objects.update_or_create(
        minutes=held,
        seat=seat,
        defaults={
            "authority": held.authority,
            "review": answer,
            "text": text if answer is Review.OBJECTED else "",
            "answered_at": at,
            "settled_note": "",
            "settled_at": None,
        },
    )
    log("reviewed", held, by, at, after={"review": answer.value})
    kept: MinutesReview = made
    return kept


def _check_answerable(minutes: Minutes, seat: "Seat", at: dt.datetime) -> None:
    if minutes.state == MinutesState.APPROVED:
        raise MinutesFrozen(
            _(
                "Die Niederschrift ist inzwischen genehmigt. Einwände nennen Sie bitte in der "
                "nächsten Sitzung."
            )
        )
    if minutes.state != MinutesState.SENT:
        raise WrongState(_("Die Niederschrift liegt gerade nicht zur Durchsicht aus."))
    if seat.body_id != minutes.meeting.body_id or seat.role not in REVIEWERS:
        raise ReviewNotPossible(_("Für diesen Sitz ist keine Durchsicht vorgesehen."))
    if minutes.objections_until is not None and at > minutes.objections_until:
        raise ReviewNotPossible(
            _(
                "Die Frist ist am %(day)s abgelaufen. Einwände nennen Sie bitte in der nächsten Sitzung."
            )
            % {"day": show.date(minutes.objections_until)}
        )


@transaction.atomic
def settle_review(
    *, minutes: Minutes, seat: "Seat", note: str, by: Person, at: dt.datetime
) -> MinutesReview:
    """Note what became of an objection: taken over, or why not."""
    held = locked_open(minutes)
    found = (
        MinutesReview.objects.select_for_update()
        .filter(minutes=held, seat=seat, review=Review.OBJECTED)
        .first()
    )
    if found is None:
        raise WrongState(_("Dieser Einwand liegt nicht mehr vor."))
    if not note.strip():
        raise ReasonMissing(_("Bitte schreiben Sie, was aus dem Einwand wurde."), field="note")
    found.settled_note, found.settled_at = note.strip(), at
    found.save(update_fields=["settled_note", "settled_at", "updated_at"])
    log("objection_settled", held, by, at)
    return found


def close_review(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """End the review: with the approval every personal link is void."""
    _withdraw_links(minutes, by=by, at=at)
