"""What the sitting recorded, turned into the words that stay."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vorort.councils.choices import Confidentiality
from vorort.councils.models import Seat
from vorort.councils.queries import public_names
from vorort.meetings.models import Meeting
from vorort.meetings.rules.calendar import place_words
from vorort.minutes.models import Minutes
from vorort.minutes.rules import Record, record_from
from vorort.minutes.rules.record import AttendeeLine, ItemLine, TaskLine, VoteLine
from vorort.minutes.rules.words import votes_in_words
from vorort.resolutions.choices import Counts
from vorort.resolutions.models import Task
from vorort.sittings.choices import ItemState
from vorort.sittings.queries import Attendee, ItemProtocol, Protocol, VoteProtocol, get_protocol
from vorort.ui import format as show


def record_of(minutes: Minutes) -> Record:
    """Return what was recorded: as it was approved, before that as it stands now."""
    if minutes.record is not None:
        return record_from(minutes.record)
    return live_record(minutes.meeting)


def live_record(meeting: Meeting) -> Record:
    """Return what the sitting has recorded up to now, all classes: filter before anybody reads."""
    protocol = get_protocol(meeting, level=Confidentiality.CORE)
    public = public_names(_seats(protocol))
    sat = protocol.quorum_at_opening
    return Record(
        body=meeting.body.name,
        meeting=meeting.title or meeting.label,
        day=date_format(timezone.localtime(meeting.starts_at), "l, d.m.Y"),
        opened=_clock(protocol.opened_at),
        closed=_clock(protocol.closed_at),
        place=place_words(meeting),
        mode=str(meeting.get_mode_display()),
        invited=_invited(meeting),
        is_public=meeting.is_public,
        chair=_who(protocol.chaired_by),
        public_chair=public.get(protocol.chaired_by.pk, "") if protocol.chaired_by else "",
        writer=_who(protocol.minuted_by),
        public_writer=public.get(protocol.minuted_by.pk, "") if protocol.minuted_by else "",
        seats=sat.seats,
        present=sat.present,
        needed=sat.needed,
        attendees=tuple(_attendee(one, public) for one in _people(protocol)),
        items=tuple(_item(item, public) for item in protocol.items),
    )


def _people(protocol: Protocol) -> list[Attendee]:
    return [*protocol.present, *protocol.excused, *protocol.absent, *protocol.guests]


def _seats(protocol: Protocol) -> list[Seat]:
    seats = [one.seat for one in _people(protocol) if one.seat is not None]
    seats += [one for one in (protocol.chaired_by, protocol.minuted_by) if one is not None]
    seats += [task.owner for item in protocol.items for task in item.tasks if task.owner]
    return list({seat.pk: seat for seat in seats}.values())


def _clock(moment: dt.datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


def _invited(meeting: Meeting) -> str:
    if meeting.invited_at is None:
        return ""
    return _("versandt am %(day)s") % {"day": show.date(meeting.invited_at)}


def _who(seat: Seat | None) -> str:
    if seat is None:
        return ""
    name = seat.name or (seat.person.name if seat.person else "")
    return ", ".join(word for word in (name, seat.function) if word)


def _attendee(one: Attendee, public: Mapping[int, str]) -> AttendeeLine:
    seat = one.seat
    told = public.get(seat.pk, "") if seat else ""
    return AttendeeLine(
        seat=seat.public_id if seat else "",
        name=one.name,
        function=one.function,
        organisation=seat.organisation.name if seat and seat.organisation else "",
        # What is no more than the function names nobody.
        public_name=told if seat and told != seat.function else "",
        role=str(one.role.label),
        votes=one.votes,
        presence=one.presence.value,
        presence_words=_presence(one),
        stands_in_for=_represented(one.stands_in_for),
        is_guest=one.role == "guest",
    )


def _represented(seat: Seat | None) -> str:
    if seat is None:
        return ""
    return seat.organisation.name if seat.organisation else seat.function


def _presence(one: Attendee) -> str:
    words = str(one.presence.label)
    if one.late and one.came_at:
        words += _(", ab %(time)s Uhr") % {"time": _clock(one.came_at)}
    if one.left_early and one.left_at:
        words += _(", bis %(time)s Uhr") % {"time": _clock(one.left_at)}
    return words


def _item(protocol: ItemProtocol, public: Mapping[int, str]) -> ItemLine:
    item = protocol.item
    reporter = item.rapporteur.function if item.rapporteur else item.rapporteur_text
    return ItemLine(
        id=item.public_id,
        title=item.title,
        kind=str(item.get_kind_display()),
        is_sub=item.is_sub,
        confidentiality=item.confidentiality,
        rapporteur=reporter,
        adjourned=protocol.state == ItemState.ADJOURNED,
        recused=tuple(_label(note.attendee) for note in protocol.recusals),
        votes=tuple(_vote(vote, item.confidentiality) for vote in protocol.votes),
        tasks=tuple(_task(task, public) for task in protocol.tasks),
    )


def _label(one: Attendee) -> str:
    return ", ".join(dict.fromkeys(word for word in (one.name, one.label) if word))


def _vote(protocol: VoteProtocol, confidentiality: str) -> VoteLine:
    vote, made = protocol.vote, protocol.resolution
    counts = None
    if vote.yes is not None:
        counts = Counts(vote.yes, vote.no or 0, vote.abstain or 0)
    return VoteLine(
        id=made.public_id if made else "",
        reference=made.reference if made else "",
        kind=str(vote.get_kind_display()),
        title=made.title if made else vote.title,
        text=made.text if made else vote.text,
        outcome=made.outcome if made else "",
        outcome_words=str(made.get_outcome_display()) if made else "",
        votes=votes_in_words(vote.mode, counts),
        ballots=tuple(f"{_label(one)}: {ballot.label}" for one, ballot in protocol.ballots),
        note=vote.quorum_note,
        confidentiality=made.confidentiality if made else confidentiality,
    )


def _task(task: Task, public: Mapping[int, str]) -> TaskLine:
    owner = task.owner
    return TaskLine(
        title=task.title,
        owner=_represented(owner) if owner else task.owner_text,
        # A free text may hold a name.
        public_owner=public.get(owner.pk, "") if owner else "",
        due=show.date(task.due_on) if task.due_on else "",
        confidentiality=task.confidentiality,
    )
