"""Who is at the table: comes, leaves, stands in, is a guest, goes out for an item."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.sittings.actions.common import NotPossible, locked, log, writable
from vorort.sittings.choices import LATER, Presence
from vorort.sittings.models import Attendance, Recusal, Sitting, VoteOfPerson
from vorort.sittings.rules import is_there

if TYPE_CHECKING:
    from vorort.councils.models import Seat
    from vorort.meetings.models import AgendaItem

# Who is ticked in the first minutes was there from the start; later ones came late.
FROM_THE_START = dt.timedelta(minutes=15)


@transaction.atomic
def record_attendance(
    *,
    sitting: Sitting,
    by: Person,
    at: dt.datetime,
    seat: "Seat | None" = None,
    guest: str = "",
    guest_function: str = "",
    presence: str = Presence.PRESENT,
    stands_in_for: "Seat | None" = None,
    came_at: dt.datetime | None = None,
    left_at: dt.datetime | None = None,
) -> Attendance:
    """Note that somebody is there, excused, or missing.

    A deputy is given the seat they stand in for; when the member comes after all, the deputy has
    no vote any more. Times default to the opening or, after a quarter of an hour, to ``at``; in a
    sitting that is entered afterwards to the opening.
    """
    own = writable(locked(sitting).meeting)
    row = _row(own, seat, guest.strip(), guest_function.strip())
    row.presence = Presence(presence)
    if row.presence == Presence.PRESENT:
        early = not FROM_THE_START < at - own.opened_at <= LATER
        row.came_at = came_at or row.came_at or (own.opened_at if early else at)
        row.left_at = left_at
        _check_times(row, own)
        _stand_in(row, stands_in_for, seat)
    else:
        _check_votes(row)
        row.came_at = row.left_at = row.stands_in_for = None
    if seat is not None:
        row.role = seat.role
    row.save()
    log(
        "sittings.attendance_recorded", own.meeting, by=by, at=at,
        after={"presence": str(row.presence), "role": str(row.role)},
    )  # fmt: skip
    return row


def _row(sitting: Sitting, seat: "Seat | None", guest: str, function: str) -> Attendance:
    if seat is None:
        if not guest and not function:
            raise NotPossible(
                _("Bitte tragen Sie Name oder Funktion des Gastes ein."), field="guest"
            )
        return Attendance(
            authority_id=sitting.authority_id, meeting=sitting.meeting, role=SeatRole.GUEST,
            guest_name=guest, guest_function=function,
        )  # fmt: skip
    if seat.body_id != sitting.meeting.body_id:
        raise NotPossible(_("Dieser Sitz gehört zu einem anderen Gremium."), field="seat")
    found = Attendance.objects.select_for_update(of=("self",)).filter(
        meeting=sitting.meeting, seat=seat
    )
    return found.first() or Attendance(
        authority_id=sitting.authority_id, meeting=sitting.meeting, seat=seat, role=seat.role
    )


def _check_times(row: Attendance, sitting: Sitting) -> None:
    if row.left_at and row.came_at and row.left_at < row.came_at:
        raise NotPossible(
            _("Niemand geht, bevor er kommt. Bitte prüfen Sie die Uhrzeiten."), field="left_at"
        )
    if sitting.closed_at is not None:
        row.left_at = min(row.left_at or sitting.closed_at, sitting.closed_at)
        if row.came_at and row.came_at > sitting.closed_at:
            raise NotPossible(
                _("Die Sitzung war da schon geschlossen. Bitte prüfen Sie die Uhrzeiten."),
                field="came_at",
            )


def _check_votes(row: Attendance) -> None:
    """Who has voted by name was there; what the core group voted on is not told here."""
    named = VoteOfPerson.objects.filter(attendance=row.pk)
    if named.exclude(vote__item__confidentiality=Confidentiality.CORE).exists():
        raise NotPossible(
            _(
                "Dieses Mitglied hat namentlich abgestimmt, es war also anwesend. "
                "Tragen Sie ein, wann es gegangen ist."
            )
        )


def _stand_in(row: Attendance, stands_in_for: "Seat | None", seat: "Seat | None") -> None:
    others = Attendance.objects.filter(meeting=row.meeting).exclude(pk=row.pk)
    if stands_in_for is not None:
        if stands_in_for.body_id != row.meeting.body_id or seat is None:
            raise NotPossible(
                _("Vertreten kann nur, wer im Gremium als Stellvertretung geführt wird."),
                field="stands_in_for",
            )
        if seat.role != SeatRole.DEPUTY or seat.deputy_for_id != stands_in_for.pk:
            raise NotPossible(
                _("„%(who)s“ ist nicht Stellvertretung für „%(for)s“.")
                % {"who": seat.function, "for": stands_in_for.function},
                field="stands_in_for",
            )
        member = others.filter(seat=stands_in_for).first()
        if member is not None and is_there(member):
            raise NotPossible(
                _("„%(who)s“ ist selbst anwesend. Es gibt je Sitz nur eine Stimme.")
                % {"who": stands_in_for.function},
                field="stands_in_for",
            )
        if any(is_there(one) for one in others.filter(stands_in_for=stands_in_for)):
            raise NotPossible(
                _("„%(who)s“ wird schon vertreten. Es gibt je Sitz nur eine Stimme.")
                % {"who": stands_in_for.function},
                field="stands_in_for",
            )
    row.stands_in_for = stands_in_for
    if seat is not None and stands_in_for is None and row.left_at is None:
        # The member is here: whoever stood in stays, but the vote is the member's.
        others.filter(stands_in_for=seat).update(stands_in_for=None)


@transaction.atomic
def leave(*, attendance: Attendance, at: dt.datetime, by: Person) -> Attendance:
    """Note that somebody leaves before the end."""
    own = writable(attendance.meeting)
    row: Attendance = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    if not is_there(row):
        raise NotPossible(_("Diese Person ist nicht als anwesend eingetragen."))
    if row.came_at and at < row.came_at:
        raise NotPossible(_("Niemand geht, bevor er kommt. Bitte prüfen Sie die Uhrzeiten."))
    row.left_at = at
    row.save()
    log("sittings.attendance_recorded", own.meeting, by=by, at=at, after={"left": True})
    return row


@transaction.atomic
def tick(*, attendance: Attendance, there: bool, by: Person, at: dt.datetime) -> Attendance:
    """Tick or untick a line of the list; a deputy who is ticked stands in for their member.

    Whoever is unticked within a quarter of an hour of coming was ticked by mistake; later it means
    that they leave.
    """
    own = writable(attendance.meeting)
    row = Attendance.objects.select_related("seat__deputy_for").get(pk=attendance.pk)
    if there == is_there(row):
        return row
    seat = row.seat
    if there and seat is None:
        row.left_at = None
        row.save(update_fields=["left_at", "updated_at"])
        return row
    if there and seat is not None:
        return record_attendance(
            sitting=own, by=by, at=at, seat=seat, stands_in_for=seat.deputy_for
        )
    if row.came_at is not None and FROM_THE_START < at - row.came_at <= LATER:
        return leave(attendance=row, at=at, by=by)
    if seat is None:
        remove_guest(attendance=row, by=by, at=at)
        return row
    return record_attendance(sitting=own, by=by, at=at, seat=seat, presence=Presence.ABSENT)


@transaction.atomic
def remove_guest(*, attendance: Attendance, by: Person, at: dt.datetime) -> None:
    """Take a guest off the list who was entered by mistake."""
    own = writable(attendance.meeting)
    if attendance.seat_id is not None:
        raise NotPossible(_("Mitglieder bleiben auf der Liste."))
    attendance.delete()
    log("sittings.attendance_recorded", own.meeting, by=by, at=at, after={"removed": True})


@transaction.atomic
def recuse(
    *, item: "AgendaItem", seat: "Seat", by: Person, at: dt.datetime, reason: str = ""
) -> Recusal:
    """Let a member leave the table for an item because of a conflict of interest."""
    own = writable(item.meeting)
    row = _at_table(item, seat)
    if item.votes.exists():
        raise NotPossible(
            _(
                "Zu diesem Punkt ist schon abgestimmt. Wer befangen ist, muss vorher gehen. "
                "Bitte halten Sie den Vorgang im Verlauf fest."
            )
        )
    made, _new = Recusal.objects.update_or_create(
        item=item,
        attendance=row,
        defaults={"reason": reason.strip()[:200], "authority_id": item.authority_id},
    )
    log("sittings.recused", own.meeting, by=by, at=at, item=item)
    return made


@transaction.atomic
def end_recusal(*, item: "AgendaItem", seat: "Seat", by: Person, at: dt.datetime) -> None:
    """Take back that somebody left for an item; only before it was voted on."""
    own = writable(item.meeting)
    if item.votes.exists():
        raise NotPossible(_("Zu diesem Punkt ist schon abgestimmt."))
    Recusal.objects.filter(item=item, attendance__seat=seat).delete()
    log("sittings.recusal_ended", own.meeting, by=by, at=at, item=item)


def _at_table(item: "AgendaItem", seat: "Seat") -> Attendance:
    """Return who sits there for a seat: the member, or the deputy who stands in."""
    rows = Attendance.objects.filter(meeting=item.meeting_id)
    for row in (rows.filter(seat=seat).first(), rows.filter(stands_in_for=seat).first()):
        if row is not None and row.presence == Presence.PRESENT:
            return row
    raise NotPossible(
        _("Dieses Mitglied ist nicht anwesend. Tragen Sie zuerst die Anwesenheit ein."),
        field="seat",
    )
