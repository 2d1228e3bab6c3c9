"""Meetings that began and were never closed."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.queries import list_my_authorities
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.sittings.choices import LATER


def list_duties(actor: Person, *, at: dt.datetime | None = None) -> list[Duty]:
    """Return the meetings that began long ago and were never closed, over all towns of a person."""
    moment = at or timezone.now()
    towns = [
        mine.authority
        for mine in list_my_authorities(actor)
        if any(Permission.RUN_COUNCIL in ROLE_PERMISSIONS[role] for role in mine.roles)
    ]
    with platform_scope("sittings of one person over all their towns"):
        rows = list(
            Meeting.objects.filter(
                authority__in=towns,
                state=MeetingState.INVITED,
                starts_at__lt=moment - LATER,
            )
            .select_related("authority", "body", "sitting")
            .order_by("starts_at")
        )
    return [_duty(row) for row in rows]


def _duty(meeting: Meeting) -> Duty:
    town = meeting.authority
    opened = hasattr(meeting, "sitting")
    words = _("%(body)s: Sitzung schließen") if opened else _("%(body)s: Sitzung nachtragen")
    return Duty(
        town_key=town.town_key,
        town=town.name,
        title=words % {"body": meeting.body.name},
        url=reverse("sittings:sitting", args=[town.slug, meeting.public_id]),
        reason=(
            _("Die Sitzung läuft noch.")
            if opened
            else _("Der Termin ist vorbei, aber nichts ist festgehalten.")
        ),
        due_on=timezone.localdate(meeting.starts_at),
        kind="sittings.close" if opened else "sittings.open",
    )
