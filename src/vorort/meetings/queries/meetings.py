"""Meetings as a reader may see them."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, BodyParticipant, BodyRules, Seat
from vorort.councils.rules import OWN_SEATS, current_seats, level_of
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting
from vorort.meetings.rules import level_in
from vorort.meetings.rules.dates import USUAL_LENGTH


def get_meeting(actor: Person, authority: Authority, public_id: str) -> Meeting:
    """Return one meeting; ``NotVisible`` for who may not know of it."""
    found = Meeting.objects.filter(authority=authority, public_id=public_id)
    meeting = found.select_related("body", "authority").first()
    if meeting is None or level_in(actor, meeting, at=now()) is None:
        raise not_visible()
    return meeting


def not_visible() -> NotVisible:
    """Return the answer to who may not know of something."""
    return NotVisible(_("Diese Seite gibt es nicht."))


def list_meetings(actor: Person, body: Body) -> QuerySet[Meeting]:
    """Return the meetings of a body that the person may know of, the latest first."""
    rows = Meeting.objects.filter(body=body).select_related("body", "authority")
    level = level_of(actor, body)
    if level is None:
        return rows.none()
    return rows.exclude(state=MeetingState.DRAFT) if level == Confidentiality.PUBLIC else rows


def rules_for(body: Body, *, on: dt.date) -> BodyRules | None:
    """Return the rules of a body on a day; before the first ones, the first."""
    rows = list(BodyRules.objects.filter(body=body).order_by("valid_from"))
    held = [row for row in rows if row.valid_from <= on]
    return held[-1] if held else (rows[0] if rows else None)


def last_meeting(body: Body) -> Meeting | None:
    """Return the latest meeting that took place or was called, to take its habits over."""
    rows = Meeting.objects.filter(body=body).exclude(state=MeetingState.CANCELLED)
    return rows.order_by("-starts_at").first()


def seats_to_invite(body: Body, *, on: dt.date) -> QuerySet[Seat]:
    """Return who is called to a meeting on a day; deputies only when they are named."""
    seats = Seat.objects.filter(body=body, role__in=[*OWN_SEATS, "guest"])
    return current_seats(seats, on=on).select_related("organisation", "person")


def next_meetings(actor: Person, *, at: dt.datetime, limit: int | None = None) -> list[Meeting]:
    """Return the coming meetings of all bodies a person sits in, runs, or is called to, soonest first."""
    day = timezone.localdate(at)
    with platform_scope("the coming meetings of one person over all their towns"):
        held = current_seats(Seat.objects.filter(person=actor), on=day)
        bodies = held.filter(role__in=OWN_SEATS).values("body")
        called = Invitation.objects.filter(
            Q(seat__in=held) | Q(reply=Reply.DEPUTY, deputy__in=held)
        ).values("meeting")
        runs = towns_run_by(actor)
        shared = BodyParticipant.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=day), participant__in=runs, from_on__lte=day
        ).values("body")
        near = Q(body__in=bodies) | Q(authority__in=runs) | Q(body__in=shared)
        rows = Meeting.objects.filter(
            Q(state=MeetingState.INVITED) | Q(state=MeetingState.DRAFT) & near,
            near | Q(pk__in=called),
            starts_at__gte=at - USUAL_LENGTH,
        )
        found = rows.select_related("body", "authority").order_by("starts_at", "id")
        return list(found[:limit] if limit else found)


def towns_run_by(actor: Person) -> Collection[int]:
    """Return the authorities whose councils the person runs."""
    return [
        mine.authority.pk
        for mine in list_my_authorities(actor)
        if any(Permission.RUN_COUNCIL in ROLE_PERMISSIONS[role] for role in mine.roles)
    ]
