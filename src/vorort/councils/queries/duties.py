"""What waits for those who run bodies: on a body's page, and over all their towns."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.councils.choices import BodyState
from vorort.councils.models import Body, Seat
from vorort.councils.queries.bodies import RUN_ROLES
from vorort.councils.registry import address_of, steps_above
from vorort.ui import format as show
from vorort.ui.parts import Task

# A seat that ends within this time needs a successor.
ENDS_WITHIN = dt.timedelta(days=90)
# Somebody decides whether a body that has rested this long goes on.
RESTED_LONG = dt.timedelta(days=365)


@dataclass(frozen=True)
class Waiting:
    """One thing a body waits for."""

    body: Body
    kind: str
    title: str
    view: str
    reason: str
    due_on: dt.date | None = None


def next_steps(body: Body, *, on: dt.date) -> tuple[Task, ...]:
    """Return what is next for a body, for who runs it."""
    found = _waiting([body], on=on)
    own = (
        Task(
            label=one.title,
            url=address_of(f"councils:{one.view}", one.body),
            note=one.reason,
            due=show.date(one.due_on) if one.due_on else "",
            kind="bad" if one.due_on and one.due_on < on else "due" if one.due_on else "",
        )
        for one in found
    )
    return (*own, *steps_above(body, on=on))


def list_duties(actor: Person) -> list[Duty]:
    """Return what the bodies somebody runs wait for."""
    if not actor.is_authenticated or not actor.is_active:
        return []
    day = today()
    held = current(Membership.objects.filter(person=actor, role__in=RUN_ROLES), on=day)
    towns = set(held.values_list("authority_id", flat=True))
    with platform_scope("duties of one person over all their towns"):
        bodies = list(
            Body.objects.filter(authority__in=towns)
            .exclude(state=BodyState.DISSOLVED)
            .select_related("authority")
        )
        found = _waiting(bodies, on=day)
    return [
        Duty(
            town_key=one.body.authority.town_key,
            town=one.body.authority.name,
            title=one.title,
            url=address_of(f"councils:{one.view}", one.body),
            reason=f"{one.body.name}: {one.reason}",
            due_on=one.due_on,
            kind=f"councils.{one.kind}",
        )
        for one in found
    ]


def _waiting(bodies: Sequence[Body], *, on: dt.date) -> list[Waiting]:
    """Return what bodies wait for; the number of queries does not grow with the bodies."""
    seats: dict[int, list[Seat]] = {}
    rows = Seat.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), body__in=bodies)
    for seat in rows.order_by("id"):
        seats.setdefault(seat.body_id, []).append(seat)
    found: list[Waiting] = []
    for body in bodies:
        if body.state == BodyState.DORMANT:
            found += _resting(body, on=on)
        if body.state in {BodyState.PLANNED, BodyState.ACTIVE}:
            found += _seats(body, seats.get(body.pk, []), on=on)
    return found


def _resting(body: Body, *, on: dt.date) -> list[Waiting]:
    if body.state_since is None or body.state_since > on - RESTED_LONG:
        return []
    title = _("Entscheiden: wiederbeleben oder auflösen")
    reason = _("ruht seit dem %(day)s") % {"day": show.date(body.state_since)}
    return [Waiting(body, "resting", title, "state", reason)]


def _seats(body: Body, seats: Sequence[Seat], *, on: dt.date) -> list[Waiting]:
    soon = on + ENDS_WITHIN
    if not seats:
        reason = _("noch sitzt niemand hier")
        return [Waiting(body, "nobody", _("Mitglieder aufnehmen"), "members", reason)]
    found = []
    mute = sum(not one.email and one.person_id is None for one in seats)
    if mute:
        words = ngettext(
            "ein Sitz ohne Adresse bekommt keine Einladung",
            "%(n)d Sitze ohne Adresse bekommen keine Einladung",
            mute,
        ) % {"n": mute}
        found.append(Waiting(body, "mute", _("E-Mail-Adressen ergänzen"), "members", words))
    if not any(one.is_chair for one in seats):
        words = _("niemand führt den Vorsitz")
        found.append(Waiting(body, "no_chair", _("Vorsitz eintragen"), "members", words))
    ends = [one.until_on for one in seats if one.until_on and one.until_on <= soon]
    if ends:
        words = ngettext("eine Amtszeit endet", "%(n)d Amtszeiten enden", len(ends))
        words %= {"n": len(ends)}
        title = _("Nachfolge klären")
        found.append(Waiting(body, "ending", title, "members", words, min(ends)))
    if body.term_until and body.term_until <= soon:
        title, words = _("Neue Amtszeit vorbereiten"), _("die Amtszeit des Gremiums endet")
        found.append(Waiting(body, "term", title, "edit", words, body.term_until))
    return found
