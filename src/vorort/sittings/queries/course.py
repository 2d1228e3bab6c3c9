"""What actions and pages ask about the agenda while the body sits."""

from collections.abc import Sequence

from django.utils import timezone

from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.models import Body, Seat
from vorort.councils.rules import current_seats
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import AgendaItem, Invitation, Meeting
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper
from vorort.resolutions.models import Resolution, Task
from vorort.sittings.choices import ItemState
from vorort.sittings.models import ItemRecord
from vorort.sittings.queries.people import seat_label
from vorort.sittings.rules import Name

ITEM_ORIGIN = "meetings.agendaitem"


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Return every item of a meeting, whoever may read it: only for what happens to all at once."""
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))


def list_records(
    meeting: Meeting, *, state: ItemState, like: str | None = None
) -> list[ItemRecord]:
    """Return the records of a meeting in a state, locked; ``like``: of items at the same table.

    The core group is a table of its own.
    """
    rows = ItemRecord.objects.select_for_update(of=("self",)).filter(
        item__meeting=meeting, state=state
    )
    if like is not None:
        core = {"item__confidentiality": Confidentiality.CORE}
        rows = rows.filter(**core) if like == Confidentiality.CORE else rows.exclude(**core)
    return list(rows)


def list_called(meeting: Meeting) -> list[tuple[Seat, str, Seat | None]]:
    """Return who belongs to the meeting on its day, with the reply and the deputy it names.

    Deputies are on the list too: they may come unannounced.
    """
    day = timezone.localdate(meeting.starts_at)
    seats = current_seats(Seat.objects.filter(body=meeting.body_id), on=day)
    replies = {
        one.seat_id: one
        for one in Invitation.objects.filter(meeting=meeting).select_related("deputy")
    }
    found: list[tuple[Seat, str, Seat | None]] = []
    for seat in seats.order_by("-is_chair", "id"):
        answer = replies.get(seat.pk)
        if seat.role == SeatRole.GUEST and answer is None:
            continue
        found.append(
            (seat, answer.reply if answer else Reply.NONE, answer.deputy if answer else None)
        )
    return found


def next_draft(meeting: Meeting) -> Meeting | None:
    """Return the next meeting of the same body whose agenda is still being prepared."""
    rows = Meeting.objects.filter(
        body=meeting.body_id, state=MeetingState.DRAFT, starts_at__gt=meeting.starts_at
    )
    return rows.select_related("body", "authority").order_by("starts_at").first()


def paper_of(item: AgendaItem) -> Paper | None:
    """Return the paper an item decides on: the first one that is released and not decided yet."""
    rows = item.consultations.select_related("paper").filter(
        authoritative=True, paper__state=PaperState.RELEASED
    )
    first = rows.order_by("id").first()
    return first.paper if first else None


def last_resolution(item: AgendaItem) -> Resolution | None:
    """Return what was decided last at an item."""
    vote = item.votes.filter(resolution__isnull=False).select_related("resolution")
    last = vote.order_by("-position").first()
    return last.resolution if last else None


def seat_by_key(meeting: Meeting, key: str) -> Seat | None:
    """Return a seat of the body by its public id."""
    found: Seat | None = Seat.objects.filter(body=meeting.body_id, public_id=key).first()
    return found


def task_of(item: AgendaItem, public_id: str, levels: Sequence[str]) -> Task | None:
    """Return a task that came back with an item."""
    rows = Task.objects.filter(returns__item=item, public_id=public_id, confidentiality__in=levels)
    return rows.first()


def names_of(meeting: Meeting) -> list[Name]:
    """Return whom a task line may name: the seats of the day, by organisation, function and name."""
    day = timezone.localdate(meeting.starts_at)
    seats = current_seats(Seat.objects.filter(body=meeting.body_id), on=day)
    return [
        Name(
            key=seat.public_id,
            label=seat_label(seat),
            words=(
                seat.organisation.name if seat.organisation else "",
                seat.function,
                seat.name,
                seat.person.name if seat.person else "",
            ),
        )
        for seat in seats.select_related("organisation", "person").order_by("id")
    ]


def list_adjourned(body: Body) -> list[AgendaItem]:
    """Return the items of a body that were adjourned and stand on no later agenda yet."""
    rows = AgendaItem.objects.filter(
        meeting__body=body, record__state=ItemState.ADJOURNED
    ).select_related("rapporteur", "meeting")
    ids = [row.public_id for row in rows]
    carried = set(
        AgendaItem.objects.filter(origin_kind=ITEM_ORIGIN, origin_id__in=ids).values_list(
            "origin_id", flat=True
        )
    )
    return [row for row in rows.order_by("meeting", "position") if row.public_id not in carried]
