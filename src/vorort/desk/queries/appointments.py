"""The coming meetings of a person over all towns, with what they have answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core.scopes import platform_scope
from vorort.councils.choices import SeatRole
from vorort.councils.queries import towns_with
from vorort.meetings import queries as meetings
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting

SHOWN = 6
_OWN_WORDS = {
    Reply.NONE: gettext_lazy("Sie haben noch nicht geantwortet."),
    Reply.YES: gettext_lazy("Sie nehmen teil."),
    Reply.NO: gettext_lazy("Sie haben abgesagt."),
    Reply.DEPUTY: gettext_lazy("Ihre Vertretung kommt."),
}


@dataclass(frozen=True)
class Appointment:
    """A coming meeting: when and where, what I said, how many will come."""

    starts_at: dt.datetime
    authority_id: int
    town_key: str
    town: str
    title: str
    url: str
    place: str
    # What I have answered, or whom I stand in for; empty where nobody asked me.
    reply: str
    # For who runs the body: how many will come, or that nobody is invited yet.
    answers: str
    # Somebody still waits for my answer.
    open: bool

    @property
    def local(self) -> dt.datetime:
        return timezone.localtime(self.starts_at)

    @property
    def when(self) -> str:
        return _("%(day)s Uhr") % {"day": formats.date_format(self.local, "D, d.m.Y, H:i")}


def list_appointments(
    actor: Person, *, at: dt.datetime, mine: tuple[MyAuthority, ...] | None = None
) -> tuple[Appointment, ...]:
    """Return the next meetings of all bodies of a person, in a constant number of queries."""
    towns = list_my_authorities(actor) if mine is None else mine
    running = towns_with(towns, Permission.RUN_COUNCIL)
    found = meetings.next_meetings(actor, at=at, limit=SHOWN)
    invitations: dict[int, list[Invitation]] = defaultdict(list)
    with platform_scope("the answers to the coming meetings of one person"):
        rows = Invitation.objects.filter(meeting__in=found).select_related("seat", "deputy")
        for one in rows:
            invitations[one.meeting_id].append(one)
    return tuple(
        _appointment(actor, one, invitations[one.pk], runs=one.authority_id in running)
        for one in found
    )


def _appointment(
    actor: Person, meeting: Meeting, invitations: list[Invitation], *, runs: bool
) -> Appointment:
    town = meeting.authority
    reply, is_open = _own_answer(actor, invitations)
    return Appointment(
        starts_at=meeting.starts_at,
        authority_id=town.pk,
        town_key=town.town_key,
        town=town.name,
        title=str(meeting),
        url=reverse("meetings:meeting", args=[town.slug, meeting.public_id]),
        place=meeting.place or (_("online") if meeting.mode == "online" else ""),
        reply=reply,
        answers=_answers(meeting, invitations) if runs else "",
        open=is_open and meeting.state == MeetingState.INVITED,
    )


def _own_answer(actor: Person, invitations: Iterable[Invitation]) -> tuple[str, bool]:
    """Return my answer in words, and whether one is still owed."""
    for one in invitations:
        if one.seat.person_id == actor.pk:
            return str(_OWN_WORDS[Reply(one.reply)]), one.reply == Reply.NONE
    for one in invitations:
        if one.reply == Reply.DEPUTY and one.deputy and one.deputy.person_id == actor.pk:
            return _("Sie vertreten: %(function)s.") % {"function": one.seat.function}, False
    return "", False


def _answers(meeting: Meeting, invitations: list[Invitation]) -> str:
    if meeting.state == MeetingState.DRAFT:
        return _("noch nicht eingeladen")
    voting = [one for one in invitations if one.seat.role == SeatRole.VOTING]
    if not voting:
        return ""
    coming = sum(one.reply in {Reply.YES, Reply.DEPUTY} for one in voting)
    return _("Zusagen %(coming)s von %(asked)s") % {"coming": coming, "asked": len(voting)}
