"""Who sees minutes in which state, who writes them, who takes them through."""

import datetime as dt
from dataclasses import dataclass

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.models import Seat
from vorort.councils.rules import can_edit_public, can_run, current_seats, readable
from vorort.meetings.models import Meeting
from vorort.meetings.rules import level_in
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.sittings.models import Sitting
from vorort.sittings.rules import can_lead


@dataclass(frozen=True)
class Reader:
    """What somebody may do with the minutes of a meeting.

    Attributes
    ----------
    level : Confidentiality or None
        How far they read; None: not even that there are minutes.
    writes : bool
        Drafts and edits what their level lets them read; the core group its own items.
    decides : bool
        Sends, approves, reopens.
    publishes : bool
        Publishes and withdraws.
    """

    level: Confidentiality | None
    writes: bool = False
    decides: bool = False
    publishes: bool = False

    @property
    def classes(self) -> tuple[Confidentiality, ...]:
        return readable(self.level)

    @property
    def is_inside(self) -> bool:
        """Whether they read more than the public extract."""
        return self.level in {Confidentiality.MEMBERS, Confidentiality.CORE}

    @property
    def in_core(self) -> bool:
        return self.level == Confidentiality.CORE

    def edits(self, confidentiality: str) -> bool:
        """Whether they write at items of a class."""
        if confidentiality not in self.classes:
            return False
        return self.writes or (confidentiality == Confidentiality.CORE and self.in_core)


def reader_of(actor: Person, meeting: Meeting, *, at: dt.datetime) -> Reader:
    """Return what somebody may do with the minutes of a meeting, in whatever state they are."""
    level = level_in(actor, meeting, at=at)
    if level is None:
        return Reader(None)
    runs = can_run(actor, meeting.body)
    writes = level != Confidentiality.PUBLIC and (runs or _takes_minutes(actor, meeting, at))
    publishes = runs and can_edit_public(actor, meeting.body)
    return Reader(level, writes=writes, decides=runs, publishes=publishes)


def _takes_minutes(actor: Person, meeting: Meeting, at: dt.datetime) -> bool:
    sitting = Sitting.objects.select_related("minuted_by").filter(meeting=meeting).first()
    if can_lead(actor, meeting, sitting):
        return True
    seats = Seat.objects.filter(body=meeting.body_id, person=actor, role=SeatRole.MINUTE_TAKER)
    return current_seats(seats, on=at.date()).exists()


def sees(reader: Reader, minutes: Minutes) -> bool:
    """Whether somebody may see the minutes as they stand: drafts only who writes on them."""
    if reader.level is None:
        return False
    if minutes.state == MinutesState.DRAFT:
        return reader.writes or reader.in_core
    return reader.is_inside or minutes.state == MinutesState.APPROVED


def may_take_away(reader: Reader, *, hand_out: bool, is_public: bool) -> bool:
    """Whether somebody may load the whole text as a file.

    § 40 (2) sentence 3 SächsGemO: copies of the minutes of meetings that were not public are not
    handed out; who writes them must print them.
    """
    return reader.is_inside and (hand_out or is_public or reader.writes)
