"""Make, change and advance a meeting."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.rules import is_working
from vorort.meetings.actions.agenda import fill_in, refresh_returns
from vorort.meetings.actions.common import locked, log
from vorort.meetings.choices import BEFORE_THE_SITTING, MEETING_STEPS, MeetingMode, MeetingState
from vorort.meetings.models import AgendaTemplate, Meeting

if TYPE_CHECKING:
    from vorort.councils.models import Body

EDITABLE = frozenset(
    {
        "starts_at", "ends_at", "mode", "place", "place_address", "online_url", "is_public",
        "title", "note",
    }
)  # fmt: skip

# Sent with ``meeting``, ``by`` and ``at`` when its agenda is filled: what was adjourned comes back.
meeting_created = Signal()
# Sent likewise when those invited are told of a change or a cancellation: so must everybody be.
meeting_changed = Signal()


class NotPossible(DomainError):
    """The meeting, or its body, is in no state for this."""


class MeetingChanged(DomainError):
    """Somebody else has changed the meeting since it was read."""


class WrongTimes(DomainError):
    """The meeting would end before it starts."""


@transaction.atomic
def create_meeting(
    *,
    body: "Body",
    starts_at: dt.datetime,
    by: Person,
    at: dt.datetime,
    ends_at: dt.datetime | None = None,
    mode: MeetingMode | str = MeetingMode.PRESENCE,
    place: str = "",
    place_address: str = "",
    online_url: str = "",
    is_public: bool = False,
    title: str = "",
    note: str = "",
    template: AgendaTemplate | None = None,
) -> Meeting:
    """Draft a meeting; the body's standing items (or the template's) fill in by themselves."""
    if not is_working(body):
        raise NotPossible(
            _("„%(body)s“ ist %(state)s. Bitte nehmen Sie zuerst die Arbeit wieder auf.")
            % {"body": body.name, "state": body.get_state_display()}
        )
    meeting = Meeting(
        authority=body.authority,
        body=body,
        year=timezone.localdate(starts_at).year,
        starts_at=starts_at,
        ends_at=ends_at,
        mode=MeetingMode(mode),
        place=place,
        place_address=place_address,
        online_url=online_url,
        is_public=is_public,
        title=title,
        note=note,
        created_by=by,
    )
    _check(meeting)
    meeting.save()
    fill_in(meeting, template)
    log("meetings.created", meeting, by, at, after={"starts_at": meeting.starts_at})
    meeting_created.send(sender=Meeting, meeting=meeting, by=by, at=at)
    return meeting


def _check(meeting: Meeting) -> None:
    if meeting.ends_at is not None and meeting.ends_at <= meeting.starts_at:
        raise WrongTimes(
            _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Uhrzeiten."), field="ends_at"
        )


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, revision: int, by: Person, at: dt.datetime, **values: Any
) -> Meeting:
    """Change time, place and texts; whoever saves must have read the latest.

    The invited learn of it by ``send_update``, not by the change itself.
    """
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    held = locked(meeting)
    if held.state not in BEFORE_THE_SITTING:
        raise NotPossible(_("Diese Sitzung lässt sich nicht mehr ändern."))
    if held.revision != revision:
        raise MeetingChanged(
            _(
                "Jemand anderes hat die Sitzung inzwischen geändert. Ihre Eingaben stehen noch im "
                "Formular. Bitte vergleichen Sie und speichern Sie noch einmal."
            ),
            details={"revision": held.revision},
        )
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if not changed:
        return held
    for name in changed:
        setattr(held, name, values[name])
    _check(held)
    if held.number is None:
        held.year = timezone.localdate(held.starts_at).year
    held.revision += 1
    held.save()
    # Not what it says: notes and addresses to dial in are for those invited.
    log("meetings.changed", held, by, at, after={"changed": sorted(changed)})
    return held


@transaction.atomic
def advance_meeting(
    *, meeting: Meeting, to: MeetingState | str, by: Person | None, at: dt.datetime
) -> Meeting:
    """Take the meeting a step on, or back, in its life.

    Called by the sitting (held) and the minutes (drafted, approved, published). Invitation and
    cancellation have actions of their own.
    """
    held, target = locked(meeting), MeetingState(to)
    own = {MeetingState.INVITED, MeetingState.CANCELLED}
    if target in own or target not in MEETING_STEPS[MeetingState(held.state)]:
        raise NotPossible(
            _("Die Sitzung ist %(state)s. Der Schritt „%(to)s“ ist von hier aus nicht möglich.")
            % {"state": held.get_state_display(), "to": target.label}
        )
    before = held.state
    if before == MeetingState.INVITED:
        held.held_at = at
        refresh_returns(held)
    held.state = target
    held.save(update_fields=["state", "held_at", "updated_at"])
    log(
        "meetings.advanced", held, by, at,
        before={"state": str(before)}, after={"state": target.value},
    )  # fmt: skip
    return held
