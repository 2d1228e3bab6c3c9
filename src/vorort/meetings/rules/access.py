"""How far somebody reads a meeting, and who prepares it."""

import datetime as dt

from django.utils import timezone

from vorort.accounts.models import Person
from vorort.councils.choices import LEVELS, Confidentiality, SeatRole
from vorort.councils.rules import OWN_SEATS, level_of, readable
from vorort.meetings.choices import BEFORE_THE_SITTING, MeetingState, Reply
from vorort.meetings.models import AgendaItem, Invitation, Meeting


def highest(*levels: Confidentiality | str | None) -> Confidentiality | None:
    """Return the furthest of some levels, None where there is none."""
    given = [LEVELS.index(Confidentiality(level)) for level in levels if level]
    return LEVELS[max(given)] if given else None


def level_in(actor: Person, meeting: Meeting, *, at: dt.datetime) -> Confidentiality | None:
    """Return how far the person may read this meeting, or None: not even that it exists.

    To the standing level of the body comes what the invitation gives until the meeting is held: a
    deputy named in a reply reads as the member reads whom they stand in for, but never what the
    core group keeps; a guest reads the public part (and the items they report on, see
    ``queries.list_items``). A draft is for the members and who runs the body.
    """
    level = level_of(actor, meeting.body, on=timezone.localdate(at))
    if meeting.state == MeetingState.DRAFT:
        return level if level not in {None, Confidentiality.PUBLIC} else None
    if level in {Confidentiality.MEMBERS, Confidentiality.CORE} or not actor.is_authenticated:
        return level
    if meeting.state != MeetingState.INVITED or not actor.is_active:
        return level
    called = Invitation.objects.filter(meeting=meeting).select_related("seat", "deputy")
    for one in called:
        if one.reply == Reply.DEPUTY and one.deputy is not None and one.deputy.person == actor:
            if one.seat.role in OWN_SEATS:
                return Confidentiality.MEMBERS
        elif one.seat.person == actor and one.seat.role == SeatRole.GUEST:
            level = highest(level, Confidentiality.PUBLIC)
    return level


def can_edit_agenda(meeting: Meeting, level: Confidentiality | None, *, runs: bool) -> bool:
    """Whether somebody may add items: who runs the body, and the core group for its own items."""
    return meeting.state in BEFORE_THE_SITTING and (runs or level == Confidentiality.CORE)


def can_handle(item: AgendaItem, level: Confidentiality | None, *, runs: bool) -> bool:
    """Whether somebody of this level may change an item; ``runs``: they run the body.

    Items of the core group belong to that table.
    """
    if item.confidentiality not in readable(level):
        return False
    is_core = item.confidentiality == Confidentiality.CORE
    return item.meeting.state in BEFORE_THE_SITTING and (is_core or runs)
