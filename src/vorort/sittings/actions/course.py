"""Open and close a sitting; call items up, close them, adjourn them to the next agenda."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.councils.choices import SeatRole
from vorort.meetings.actions import add_item, advance_meeting
from vorort.meetings.choices import BEFORE_THE_SITTING, MeetingState, Reply
from vorort.sittings.actions.common import NotPossible, log, record_of, running, writable
from vorort.sittings.choices import LATER, ItemState, Presence
from vorort.sittings.models import Attendance, ItemRecord, Sitting
from vorort.sittings.queries import (
    ITEM_ORIGIN,
    items_of,
    list_adjourned,
    list_called,
    list_records,
    next_draft,
)

if TYPE_CHECKING:
    from vorort.councils.models import Seat
    from vorort.meetings.models import AgendaItem, Meeting


@transaction.atomic
def open_sitting(
    *,
    meeting: "Meeting",
    by: Person,
    at: dt.datetime,
    chaired_by: "Seat | None" = None,
    minuted_by: "Seat | None" = None,
) -> Sitting:
    """Open the sitting of a meeting that is invited; who said yes is marked as present."""
    if meeting.state != MeetingState.INVITED:
        raise NotPossible(
            _("Eröffnen lässt sich nur eine Sitzung, zu der eingeladen ist. Diese ist „%(state)s“.")
            % {"state": meeting.get_state_display()}
        )
    for seat, field in ((chaired_by, "chaired_by"), (minuted_by, "minuted_by")):
        if seat is not None and seat.body_id != meeting.body_id:
            raise NotPossible(_("Dieser Sitz gehört zu einem anderen Gremium."), field=field)
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                authority_id=meeting.authority_id,
                meeting=meeting,
                opened_at=at,
                chaired_by=chaired_by,
                minuted_by=minuted_by,
                opened_by=by,
            )
    except IntegrityError as error:
        raise NotPossible(
            _("Jemand anderes hat die Sitzung schon eröffnet. Bitte laden Sie die Seite neu.")
        ) from error
    _mark(meeting, at, here={seat.pk for seat in (chaired_by, minuted_by) if seat})
    log("sittings.opened", meeting, by=by, at=at)
    return sitting


def _mark(meeting: "Meeting", at: dt.datetime, *, here: set[int]) -> None:
    """Write the attendance list as the replies foretell it."""
    rows: dict[int, Attendance] = {}
    called = list_called(meeting)
    for seat, reply, _deputy in called:
        said_yes = reply == Reply.YES or seat.pk in here
        away = reply in {Reply.NO, Reply.DEPUTY} and not said_yes
        rows[seat.pk] = Attendance(
            authority_id=meeting.authority_id,
            meeting=meeting,
            seat=seat,
            role=seat.role,
            presence=Presence.PRESENT
            if said_yes
            else Presence.EXCUSED
            if away
            else Presence.ABSENT,
            came_at=at if said_yes else None,
        )
    for seat, reply, deputy in called:
        if reply == Reply.DEPUTY and deputy is not None and seat.pk not in here:
            found = rows.setdefault(
                deputy.pk,
                Attendance(
                    authority_id=meeting.authority_id,
                    meeting=meeting,
                    seat=deputy,
                    role=deputy.role,
                ),
            )
            # One person has one vote: their own, or the first seat they were named for.
            if deputy.role == SeatRole.DEPUTY and found.stands_in_for is None:
                found.presence, found.came_at, found.stands_in_for = Presence.PRESENT, at, seat
    Attendance.objects.bulk_create(rows.values())


@transaction.atomic
def start_item(*, item: "AgendaItem", by: Person, at: dt.datetime) -> ItemRecord:
    """Call an item up; the one that ran before is closed, for only one is dealt with at a time.

    Items of the core group run beside: that table does not tell the others where it stands.
    """
    sitting = running(item.meeting)
    record = record_of(item)
    if record.state == ItemState.RUNNING:
        return record
    alike = item.confidentiality
    for other in list_records(item.meeting, state=ItemState.RUNNING, like=alike):
        _end(other, ItemState.CLOSED, _clock(sitting, at))
    record.state, record.closed_at = ItemState.RUNNING, None
    record.opened_at = record.opened_at or _clock(sitting, at)
    record.save()
    log("sittings.item_called", sitting.meeting, by=by, at=at, item=item)
    return record


@transaction.atomic
def close_item(*, item: "AgendaItem", by: Person, at: dt.datetime) -> ItemRecord:
    """Close an item: it has been dealt with."""
    sitting = writable(item.meeting)
    record = record_of(item)
    if record.state != ItemState.CLOSED:
        record.opened_at = record.opened_at or _clock(sitting, at)
        _end(record, ItemState.CLOSED, _clock(sitting, at))
        log("sittings.item_closed", sitting.meeting, by=by, at=at, item=item)
    return record


@transaction.atomic
def adjourn_item(*, item: "AgendaItem", by: Person, at: dt.datetime) -> ItemRecord:
    """Put an item off; it comes back on the next agenda by itself."""
    sitting = writable(item.meeting)
    record = record_of(item)
    if record.state == ItemState.ADJOURNED:
        return record
    if item.votes.exists():
        raise NotPossible(
            _("Zu diesem Punkt ist schon abgestimmt. Er lässt sich nicht mehr vertagen.")
        )
    if item.standing:
        raise NotPossible(_("Dieser Punkt steht ohnehin auf jeder Tagesordnung."))
    _end(record, ItemState.ADJOURNED, _clock(sitting, at))
    log("sittings.item_adjourned", sitting.meeting, by=by, at=at, item=item)
    coming = next_draft(sitting.meeting)
    if coming is not None:
        carry_over(meeting=coming, by=by, at=at)
    return record


def _clock(sitting: Sitting, at: dt.datetime) -> dt.datetime | None:
    """Return when something happened at the table; None where it is only entered afterwards."""
    return at if at - sitting.opened_at <= LATER else None


def _end(record: ItemRecord, state: ItemState, at: dt.datetime | None) -> None:
    record.state, record.closed_at = state, at
    record.save(update_fields=["state", "closed_at", "opened_at", "updated_at"])


@transaction.atomic
def carry_over(*, meeting: "Meeting", by: Person, at: dt.datetime) -> list["AgendaItem"]:
    """Put the adjourned items of the body on a later agenda, each once, with its papers."""
    if meeting.state not in BEFORE_THE_SITTING:
        return []
    return [
        add_item(
            meeting=meeting,
            title=item.title,
            by=by,
            at=at,
            kind=item.kind,
            confidentiality=item.confidentiality,
            papers=[one.paper for one in item.consultations.select_related("paper")],
            rapporteur=item.rapporteur,
            rapporteur_text=item.rapporteur_text,
            minutes_planned=item.minutes_planned,
            note=item.note,
            origin=(ITEM_ORIGIN, item.public_id),
        )
        for item in list_adjourned(meeting.body)
        if item.meeting_id != meeting.pk
    ]


def fill_new_agenda(
    sender: object,  # noqa: ARG001 - a signal brings its sender
    *,
    meeting: "Meeting",
    by: Person,
    at: dt.datetime,
    **_kwargs: object,
) -> None:
    """Put what was adjourned on the agenda of a meeting that was just created."""
    carry_over(meeting=meeting, by=by, at=at)


@transaction.atomic
def close_sitting(*, sitting: Sitting, by: Person, at: dt.datetime) -> "Meeting":
    """Close the sitting: whoever is still there leaves now, the meeting is held.

    Items with anything written to them are closed; what was not reached is adjourned and comes
    back on the next agenda.
    """
    own = running(sitting.meeting)
    meeting = own.meeting
    if at <= own.opened_at:
        raise NotPossible(_("Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Uhrzeit."))
    for item in items_of(meeting):
        record = record_of(item)
        if record.state in {ItemState.CLOSED, ItemState.ADJOURNED}:
            continue
        touched = (
            record.state == ItemState.RUNNING
            or bool(record.notes)
            or bool(item.standing)
            or item.votes.exists()
        )
        _end(record, ItemState.CLOSED if touched else ItemState.ADJOURNED, at)
    Attendance.objects.filter(
        meeting=meeting, presence=Presence.PRESENT, left_at__isnull=True, came_at__lt=at
    ).update(left_at=at)
    own.closed_at = at
    own.save(update_fields=["closed_at", "updated_at"])
    held = advance_meeting(meeting=meeting, to=MeetingState.HELD, by=by, at=at)
    coming = next_draft(meeting)
    if coming is not None:
        carry_over(meeting=coming, by=by, at=at)
    log("sittings.closed", held, by=by, at=at)
    return held
