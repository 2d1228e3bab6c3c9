"""What somebody owes to meetings: invite in time, tell of changes, answer."""

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.core.clock import now
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.councils.models import BodyRules, Seat
from vorort.councils.rules import OWN_SEATS, current_seats
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting
from vorort.meetings.queries.agenda import agendas_of
from vorort.meetings.queries.documents import list_changes
from vorort.meetings.queries.meetings import towns_run_by
from vorort.meetings.rules import sendable_until

# From here on a missing answer is worth a word.
ASK_AGAIN = dt.timedelta(days=7)


def list_duties(actor: Person) -> list[Duty]:
    """Return what waits for a person over all their towns."""
    at = now()
    with platform_scope("duties of one person over all their towns"):
        return [*_to_prepare(actor, at), *_to_answer(actor, at)]


def _duty(meeting: Meeting, title: str, *, what: str, reason: str, due_on: dt.date | None) -> Duty:
    return Duty(
        town_key=meeting.authority.town_key,
        town=meeting.authority.name,
        title=title,
        url=reverse("meetings:meeting", args=[meeting.authority.slug, meeting.public_id]),
        reason=reason,
        due_on=due_on,
        kind=f"meetings.{what}",
    )


def _to_prepare(actor: Person, at: dt.datetime) -> list[Duty]:
    towns = towns_run_by(actor)
    if not towns:
        return []
    rows = list(
        Meeting.objects.filter(
            authority__in=towns,
            state__in=[MeetingState.DRAFT, MeetingState.INVITED],
            starts_at__gt=at,
        )
        .select_related("body", "authority")
        .annotate(silent=Count("invitations", filter=Q(invitations__reply=Reply.NONE)))
        .order_by("starts_at")
    )
    rules = _rules([one.body_id for one in rows], on=timezone.localdate(at))
    agendas = agendas_of(one for one in rows if one.state == MeetingState.INVITED)
    found = []
    for one in rows:
        names = {"body": one.body.name, "label": one.label}
        if one.state == MeetingState.DRAFT:
            held = rules.get(one.body_id)
            last = sendable_until(one, held) if held else timezone.localdate(one.starts_at)
            title = _("Einladen: %(body)s, %(label)s") % names
            reason = _("Die Ladungsfrist verlangt den Versand bis zu diesem Tag.")
            found.append(_duty(one, title, what="invite", reason=reason, due_on=last))
            continue
        if list_changes(one, agendas[one.pk]):
            title = _("Änderung mitteilen: %(body)s, %(label)s") % names
            reason = _("Die Eingeladenen kennen noch den alten Stand.")
            found.append(_duty(one, title, what="tell", reason=reason, due_on=None))
        if one.silent and one.starts_at - at <= ASK_AGAIN:
            title = _("Antworten nachfragen: %(body)s, %(label)s") % names
            reason = ngettext("Eine Antwort fehlt.", "%(count)s Antworten fehlen.", one.silent) % {
                "count": one.silent
            }
            due = timezone.localdate(one.starts_at)
            found.append(_duty(one, title, what="ask_again", reason=reason, due_on=due))
    return found


def _rules(bodies: list[int], *, on: dt.date) -> dict[int, BodyRules]:
    rows = BodyRules.objects.filter(body__in=bodies, valid_from__lte=on).order_by("valid_from")
    return {row.body_id: row for row in rows}


def _to_answer(actor: Person, at: dt.datetime) -> list[Duty]:
    seats = current_seats(
        Seat.objects.filter(person=actor, role__in=OWN_SEATS), on=timezone.localdate(at)
    )
    rows = Invitation.objects.filter(
        seat__in=seats,
        reply=Reply.NONE,
        meeting__state=MeetingState.INVITED,
        meeting__starts_at__gt=at,
    ).select_related("meeting__body", "meeting__authority")
    return [
        _duty(
            one.meeting,
            _("Auf Einladung antworten: %(body)s, %(label)s")
            % {"body": one.meeting.body.name, "label": one.meeting.label},
            what="answer",
            reason=_("Sie sind eingeladen und haben noch nicht geantwortet."),
            due_on=timezone.localdate(one.meeting.starts_at),
        )
        for one in rows.order_by("meeting__starts_at")
    ]
