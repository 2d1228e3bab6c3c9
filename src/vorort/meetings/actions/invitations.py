"""Invite, tell of changes, cancel, remind, and take the answers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.actions import make_link, revoke_links
from vorort.councils.choices import Confidentiality, LinkPurpose
from vorort.councils.rules import OWN_SEATS
from vorort.meetings.actions.agenda import find_again, refresh_returns
from vorort.meetings.actions.common import lock_all, locked, log
from vorort.meetings.actions.lifecycle import NotPossible, meeting_changed
from vorort.meetings.choices import BEFORE_THE_SITTING, Change, MeetingMode, MeetingState, Reply
from vorort.meetings.models import AgendaItem, Invitation, Meeting
from vorort.meetings.queries import list_items, rules_for
from vorort.meetings.queries.documents import (
    invitation_document,
    list_changes,
    told_now,
    when_words,
)
from vorort.meetings.queries.meetings import seats_to_invite
from vorort.meetings.queries.replies import deputies_of
from vorort.meetings.rules import ends_at_of, notice_shortfall, numbered
from vorort.meetings.rules.calendar import calendar_bytes, place_words
from vorort.notices.actions import send_mail
from vorort.notices.choices import MailAttachment
from vorort.notices.exports import render_pdf
from vorort.notices.exports.calendar import Attendee

if TYPE_CHECKING:
    from vorort.councils.models import Seat

MAIL_KIND = "meetings.invitation"


class NoticeTooShort(DomainError):
    """The rules ask for more days of notice; a reason must say why this is right nevertheless."""


class NothingToTell(DomainError):
    """Nothing has changed since the invited were told last."""


class ReplyNotPossible(DomainError):
    """The meeting is over or called off, or this person cannot stand in."""


@transaction.atomic
def invite(
    *, meeting: Meeting, by: Person, at: dt.datetime, short_notice_reason: str = ""
) -> Meeting:
    """Call everybody who has a seat on that day: mail with agenda, calendar entry, personal link."""
    # Two meetings of a body that are called at once must not get the same number.
    lock_all(meeting.body)
    held = locked(meeting)
    _check_invitable(held, at, short_notice_reason)
    day = timezone.localdate(held.starts_at)
    seats = list(seats_to_invite(held.body, on=day))
    if not seats:
        raise NotPossible(
            _("Am Tag der Sitzung hat niemand einen Sitz. Bitte tragen Sie zuerst Mitglieder ein.")
        )
    used = Meeting.objects.filter(body=held.body, year=day.year).aggregate(top=Max("number"))
    held.number, held.year = (used["top"] or 0) + 1, day.year
    held.state, held.invited_at = MeetingState.INVITED, at
    held.short_notice_reason = short_notice_reason.strip()
    refresh_returns(held)
    held.told = told_now(held)
    held.save()
    made = Invitation.objects.bulk_create(
        Invitation(authority=held.authority, meeting=held, seat=seat) for seat in seats
    )
    _send(_Letter(held, at, by), made)
    find_again(held)
    on_paper = sum(not seat.email for seat in seats)
    log(
        "meetings.invited", held, by, at,
        after={"invited": len(seats), "on_paper": on_paper},
    )  # fmt: skip
    return held


def _check_invitable(meeting: Meeting, at: dt.datetime, reason: str) -> None:
    if meeting.state != MeetingState.DRAFT:
        raise NotPossible(_("Zu dieser Sitzung ist schon eingeladen."))
    if meeting.starts_at <= at:
        raise NotPossible(_("Der Beginn liegt in der Vergangenheit. Bitte ändern Sie den Termin."))
    needs_place = meeting.mode != MeetingMode.ONLINE
    if needs_place and not meeting.place:
        raise NotPossible(_("Es fehlt der Ort. Bitte tragen Sie ihn ein."), field="place")
    if meeting.mode != MeetingMode.PRESENCE and not meeting.online_url:
        raise NotPossible(_("Es fehlt die Adresse zur Einwahl."), field="online_url")
    rules = rules_for(meeting.body, on=timezone.localdate(at))
    short = notice_shortfall(meeting, rules, at) if rules else 0
    if short and not reason.strip():
        raise NoticeTooShort(
            ngettext(
                "Die Ladungsfrist ist um einen Tag zu kurz. Bitte begründen Sie das.",
                "Die Ladungsfrist ist um %(days)s Tage zu kurz. Bitte begründen Sie das.",
                short,
            )
            % {"days": short},
            field="short_notice_reason",
            details={"days": short},
        )


@transaction.atomic
def send_update(*, meeting: Meeting, by: Person, at: dt.datetime) -> list[Change]:
    """Tell everybody what has changed: the same calendar entry with a higher SEQUENCE.

    Who has got a seat since is invited too. With another beginning all answers are asked anew.
    """
    held = locked(meeting)
    changes = list_changes(held)
    if not changes:
        raise NothingToTell(_("Seit der letzten Mitteilung hat sich nichts geändert."))
    if ends_at_of(held) <= at:
        raise NotPossible(_("Die Sitzung liegt in der Vergangenheit. Bitte prüfen Sie den Termin."))
    moved = held.told.get("starts_at") != held.starts_at.isoformat()
    refresh_returns(held)
    held.ics_sequence += 1
    held.told = told_now(held)
    held.save(update_fields=["ics_sequence", "told", "updated_at"])
    known = list(held.invitations.select_related("seat", "deputy"))
    if moved:
        _stand_downs(_Letter(held, at, by), known)
        held.invitations.update(reply=Reply.NONE, deputy=None, replied_at=None)
    day = timezone.localdate(held.starts_at)
    missing = seats_to_invite(held.body, on=day).exclude(pk__in=[one.seat_id for one in known])
    Invitation.objects.bulk_create(
        Invitation(authority=held.authority, meeting=held, seat=seat) for seat in missing
    )
    _send(_Letter(held, at, by, changes=changes), list(held.invitations.select_related("seat")))
    meeting_changed.send(sender=Meeting, meeting=held, by=by, at=at)
    log("meetings.updated", held, by, at, after={"changed": [one.what for one in changes]})
    return changes


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Person, at: dt.datetime) -> Meeting:
    """Call a meeting off; the invited get the reason, their calendars lose the entry."""
    held = locked(meeting)
    if held.state not in BEFORE_THE_SITTING:
        raise NotPossible(_("Diese Sitzung lässt sich nicht mehr absagen."))
    if not reason.strip():
        raise NotPossible(_("Bitte nennen Sie den Grund der Absage."), field="reason")
    was_invited = held.state == MeetingState.INVITED
    held.state, held.cancelled_at, held.cancel_reason = (
        MeetingState.CANCELLED, at, reason.strip(),
    )  # fmt: skip
    held.ics_sequence += 1 if was_invited else 0
    held.save()
    if was_invited:
        revoke_links(purpose=LinkPurpose.MEETING_REPLY, subject=held.public_id, by=by, at=at)
        invited = list(held.invitations.select_related("seat", "deputy"))
        letter = _Letter(held, at, by, cancelled=True)
        _send(letter, invited)
        _stand_downs(letter, invited)
    log("meetings.cancelled", held, by, at, after={"reason": held.cancel_reason})
    meeting_changed.send(sender=Meeting, meeting=held, by=by, at=at)
    return held


@transaction.atomic
def remind(*, meeting: Meeting, by: Person, at: dt.datetime) -> int:
    """Write again to those who have not answered; return how many."""
    held = locked(meeting)
    if held.state != MeetingState.INVITED or ends_at_of(held) <= at:
        raise NotPossible(_("Zu dieser Sitzung wird keine Antwort mehr erwartet."))
    silent = held.invitations.filter(reply=Reply.NONE).exclude(seat__email="")
    rows = list(silent.select_related("seat"))
    if not rows:
        raise NotPossible(_("Alle mit E-Mail-Adresse haben geantwortet."))
    _send(_Letter(held, at, by, reminder=True), rows)
    log("meetings.reminded", held, by, at, after={"reminded": len(rows)})
    return len(rows)


@transaction.atomic
def revoke_replies(
    *, meeting: Meeting, by: Person, at: dt.datetime, seat: "Seat | None" = None
) -> int:
    """Make the personal links of a meeting (or of one seat) worthless; return how many."""
    count = revoke_links(
        purpose=LinkPurpose.MEETING_REPLY, subject=meeting.public_id, by=by, at=at, seat=seat
    )
    log("meetings.links_revoked", meeting, by, at, after={"links": count})
    return count


@transaction.atomic
def reply(
    *,
    invitation: Invitation,
    reply: Reply | str,
    at: dt.datetime,
    by: Person | None = None,
    deputy: "Seat | None" = None,
    note: str = "",
) -> Invitation:
    """Keep the answer of somebody invited; the last one counts, the same one again does nothing."""
    meeting = locked(invitation.meeting)
    held = Invitation.objects.select_related("seat", "deputy").get(pk=invitation.pk)
    answer = Reply(reply)
    _check_reply(meeting, held, answer, deputy, at)
    stands_in = deputy if answer == Reply.DEPUTY else None
    words = " ".join(note.split())[:200]
    before = (held.reply, held.deputy_id, held.reply_note)
    if before == (answer, stands_in.pk if stands_in else None, words):
        return held
    earlier = held.deputy
    held.reply, held.deputy, held.reply_note, held.replied_at = answer, stands_in, words, at
    held.save(update_fields=["reply", "deputy", "reply_note", "replied_at", "updated_at"])
    letter = _Letter(meeting, at, by)
    if earlier is not None and earlier != stands_in:
        letter.stand_down(earlier)
    if stands_in is not None and earlier != stands_in:
        letter.call_in(stands_in, held.seat)
    log("meetings.replied", meeting, by, at, after={"reply": answer.value})
    return held


def _check_reply(
    meeting: Meeting, held: Invitation, answer: Reply, deputy: "Seat | None", at: dt.datetime
) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise ReplyNotPossible(_("Die Sitzung ist abgesagt. Eine Antwort ist nicht mehr nötig."))
    if meeting.state != MeetingState.INVITED or ends_at_of(meeting) <= at:
        raise ReplyNotPossible(_("Die Sitzung ist vorbei. Eine Antwort ist nicht mehr möglich."))
    if answer == Reply.NONE:
        raise ReplyNotPossible(_("Bitte wählen Sie eine Antwort."), field="reply")
    if answer == Reply.DEPUTY and (deputy is None or deputy not in deputies_of(held)):
        raise ReplyNotPossible(_("Bitte wählen Sie, wer Sie vertritt."), field="deputy")


def _send(letter: "_Letter", invitations: Iterable[Invitation]) -> None:
    rows = list(invitations)
    for one in rows:
        one.sent_sequence = letter.meeting.ics_sequence
        one.on_paper = not one.seat.email
        one.sent_at = letter.at
        if one.seat.email:
            letter.send_to(one.seat)
    Invitation.objects.bulk_update(rows, ["sent_sequence", "on_paper", "sent_at"])


def _stand_downs(letter: "_Letter", invitations: Iterable[Invitation]) -> None:
    for one in invitations:
        if one.reply == Reply.DEPUTY and one.deputy is not None:
            letter.stand_down(one.deputy)


@dataclass
class _Letter:
    """What goes out about a meeting; each document is made once for all who may read the same."""

    meeting: Meeting
    at: dt.datetime
    by: Person | None
    changes: list[Change] = field(default_factory=list)
    cancelled: bool = False
    reminder: bool = False
    _pdfs: dict[tuple[str, ...], bytes] = field(default_factory=dict)

    def send_to(self, seat: "Seat") -> None:
        """Write to one seat, with a fresh personal link unless the meeting is off."""
        is_member = seat.role in OWN_SEATS
        level = Confidentiality.MEMBERS if is_member else Confidentiality.PUBLIC
        items = self._shared if is_member else list_items(self.meeting, level, reader=seat.person)
        link = "" if self.cancelled else self._link(seat)
        self._mail(seat, self._text(items, link), level, items)

    @cached_property
    def _shared(self) -> list[AgendaItem]:
        return list_items(self.meeting, Confidentiality.MEMBERS)

    def _link(self, seat: "Seat") -> str:
        if self.by is None:
            raise ValueError("an invitation is somebody's deed")
        purpose, subject = LinkPurpose.MEETING_REPLY, self.meeting.public_id
        if self.changes or self.reminder:
            revoke_links(purpose=purpose, subject=subject, by=self.by, at=self.at, seat=seat)
        token = make_link(
            seat=seat, purpose=purpose, subject=subject, expires_at=ends_at_of(self.meeting),
            by=self.by, at=self.at,
        )  # fmt: skip
        return settings.PUBLIC_URL + reverse("meetings-personal:reply", args=[token])

    def call_in(self, deputy: "Seat", member: "Seat") -> None:
        """Write to a deputy who was named: they read as the member reads."""
        is_member = member.role in OWN_SEATS
        level = Confidentiality.MEMBERS if is_member else Confidentiality.PUBLIC
        items = self._shared if is_member else list_items(self.meeting, level)
        lead = _("Sie vertreten %(member)s.") % {"member": member.function}
        self._mail(deputy, f"{lead}\n\n{self._text(items, '')}", level, items)

    def stand_down(self, deputy: "Seat") -> None:
        """Tell a deputy that they are not needed any more."""
        text = _("Ihre Vertretung ist nicht mehr nötig. Bitte streichen Sie den Termin.")
        self._mail(deputy, f"{self._head()}\n\n{text}", Confidentiality.PUBLIC, None, off=True)

    def _mail(
        self,
        seat: "Seat",
        text: str,
        level: Confidentiality,
        items: list[AgendaItem] | None,
        *,
        off: bool = False,
    ) -> None:
        if not seat.email:
            return
        method = "CANCEL" if off or self.cancelled else "REQUEST"
        entry = calendar_bytes(
            [self.meeting], at=self.at, method=method, private=True,
            attendee=Attendee(seat.email, seat.name or seat.function),
        )  # fmt: skip
        files = [MailAttachment("sitzung.ics", f"text/calendar; method={method}", entry)]
        if items is not None:
            files.insert(
                0, MailAttachment("einladung.pdf", "application/pdf", self._pdf(level, items))
            )
        greeting = _("Guten Tag %(name)s,") % {"name": seat.name or seat.function}
        send_mail(
            authority=self.meeting.authority,
            to=seat.email,
            subject=self._subject(),
            text=f"{greeting}\n\n{text}\n\n{self._foot()}",
            kind=MAIL_KIND,
            reference=self.meeting.public_id,
            attachments=files,
        )

    def _pdf(self, level: Confidentiality, items: list[AgendaItem]) -> bytes:
        key = (level, *(item.public_id for item in items))
        if key not in self._pdfs:
            with override("de"):
                document = invitation_document(self.meeting, at=self.at, items=items, level=level)
                self._pdfs[key] = render_pdf(document)
        return self._pdfs[key]

    def _subject(self) -> str:
        word = _("Einladung")
        if self.cancelled:
            word = _("Absage")
        elif self.changes:
            word = _("Änderung")
        elif self.reminder:
            word = _("Erinnerung")
        day = timezone.localtime(self.meeting.starts_at)
        return f"{word}: {self.meeting.body.name}, {self.meeting.label}, {day:%d.%m.%Y}"

    def _head(self) -> str:
        lines = [f"{self.meeting.body.name}: {self.meeting.label}", when_words(self.meeting)]
        if where := place_words(self.meeting):
            lines.append(where)
        if self.meeting.online_url and not self.cancelled:
            lines.append(_("Einwahl: %(url)s") % {"url": self.meeting.online_url})
        return "\n".join(lines)

    def _text(self, items: list[AgendaItem], link: str) -> str:
        parts = [self._head()]
        if self.cancelled:
            parts.insert(0, _("die Sitzung fällt aus."))
            parts.append(_("Grund: %(reason)s") % {"reason": self.meeting.cancel_reason})
            return "\n\n".join(parts)
        if not self.changes and not self.reminder:
            parts.insert(0, _("Sie sind eingeladen:"))
        if self.changes:
            rows = [
                f"- {one.what}: {one.now} ({_('vorher')}: {one.before})" for one in self.changes
            ]
            parts.append("\n".join([_("Das hat sich geändert:"), *rows]))
        if self.reminder:
            parts.append(_("Ihre Antwort fehlt noch."))
        agenda = [f"{number} {item.title}" for number, item in numbered(items)]
        if agenda:
            parts.append("\n".join([_("Tagesordnung:"), *agenda]))
        if self.meeting.note:
            parts.append(self.meeting.note)
        if link:
            parts.append(
                _("Kommen Sie? Bitte antworten Sie hier:")
                + f"\n{link}\n"
                + _("Die Adresse gilt nur für Sie und bis zum Ende der Sitzung.")
            )
        return "\n\n".join(parts)

    def _foot(self) -> str:
        authority = self.meeting.authority
        lines = [authority.name, authority.phone, authority.email]
        return "\n".join(["-- ", *(line for line in lines if line)])
