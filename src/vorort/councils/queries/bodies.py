"""Which bodies somebody sees, as a list and as a tree; which rules hold on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current, may
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils import registry
from vorort.councils.choices import BodyKind, BodyState
from vorort.councils.models import (
    Body,
    BodyChange,
    BodyFile,
    BodyParticipant,
    BodyRules,
    Seat,
)
from vorort.councils.rules import current_seats, level_of

RUN_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.RUN_COUNCIL in held]


class BodyNotVisible(NotVisible, Body.DoesNotExist):
    """No such body, or this person may not know of it; both are a 404."""


@dataclass(frozen=True)
class BodyLine:
    """A body in the tree of a town: how many sit there, who leads it, what hangs below."""

    body: Body
    members: int
    # Another authority leads it, this one takes part.
    led_by: Authority | None = None
    # What the apps above say about it: when it meets next.
    words: tuple[str, ...] = ()
    children: tuple["BodyLine", ...] = ()


def get_body(actor: Person, authority: Authority, public_id: str) -> Body:
    """Return one body of a town; raises ``Body.DoesNotExist`` (a 404) without any level there."""
    found = Body.objects.filter(authority=authority, public_id=public_id)
    body = found.select_related("authority", "parent").first()
    if body is None or level_of(actor, body) is None:
        raise BodyNotVisible(_("Dieses Gremium gibt es nicht."))
    return body


def list_bodies(actor: Person, authority: Authority) -> list[Body]:
    """Return the bodies of a town that somebody sees, and the shared ones it takes part in."""
    runs = may(actor, Permission.RUN_COUNCIL, authority)
    works = runs or may(actor, Permission.VIEW_WORK, authority)
    with platform_scope("shared bodies belong to the town that leads them"):
        mine = Q(pk__in=_my_seats(actor).values("body_id"))
        shared = Q(pk__in=_taking_part([authority.pk]).values("body_id"))
        own = Q(authority=authority)
        rows = Body.objects.filter(
            (own if works else own & mine) | (shared if runs else shared & mine)
        )
        return list(_counted(rows))


def list_my_bodies(actor: Person) -> list[Body]:
    """Return the bodies somebody sits in or runs, over all towns, by town and name."""
    if not actor.is_authenticated or not actor.is_active:
        return []
    held = current(Membership.objects.filter(person=actor, role__in=RUN_ROLES), on=today())
    towns = list(held.values_list("authority_id", flat=True))
    with platform_scope("the bodies of one person over all towns"):
        rows = Body.objects.filter(
            Q(pk__in=_my_seats(actor).values("body_id"))
            | Q(authority__in=towns)
            | Q(pk__in=_taking_part(towns).values("body_id"))
        )
        return list(_counted(rows).order_by("authority__name", "name", "id"))


def list_lines(actor: Person, authority: Authority, *, past: bool = False) -> tuple[BodyLine, ...]:
    """Return the bodies of a town as a tree; whose parent is not here stands at the top.

    ``past``: the dissolved ones instead.
    """
    rows = [
        body
        for body in list_bodies(actor, authority)
        if (body.state == BodyState.DISSOLVED) == past
    ]
    words = registry.line_words(actor, rows)
    here = {body.pk for body in rows}
    below: dict[int | None, list[Body]] = {}
    for body in rows:
        below.setdefault(body.parent_id if body.parent_id in here else None, []).append(body)

    def line(body: Body) -> BodyLine:
        return BodyLine(
            body=body,
            members=getattr(body, "members", 0),
            led_by=body.authority if body.authority_id != authority.pk else None,
            words=tuple(words.get(body.pk, ())),
            children=tuple(line(one) for one in below.get(body.pk, ())),
        )

    return tuple(line(body) for body in below.get(None, ()))


def has_door(actor: Person, authority: Authority) -> bool:
    """Whether the town's page of bodies is there for somebody: works there, or sits in one."""
    return may(actor, Permission.VIEW_WORK, authority) or bool(list_bodies(actor, authority))


def list_parents(body: Body | None, authority: Authority) -> QuerySet[Body]:
    """Return what a body may hang below: bodies of the same town, never itself or its own."""
    rows = Body.objects.filter(authority=authority).exclude(state=BodyState.DISSOLVED)
    return rows if body is None else rows.exclude(pk__in=family_of(body))


def family_of(body: Body) -> set[int]:
    """Return the keys of a body and of everything below it."""
    parents = dict(Body.objects.filter(authority=body.authority_id).values_list("pk", "parent_id"))
    family = {body.pk}
    grown = True
    while grown:
        more = {pk for pk, parent in parents.items() if parent in family} - family
        grown = bool(more)
        family |= more
    return family


def list_possible_participants(body: Body) -> QuerySet[Authority]:
    """Return the authorities that may still take part in a body: not who leads it."""
    taking = _running(body.participants.all()).values("participant_id")
    return Authority.objects.exclude(pk=body.authority_id).exclude(pk__in=taking).order_by("name")


def list_participants(body: Body) -> QuerySet[BodyParticipant]:
    """Return who takes part or has taken part, those of today first."""
    return body.participants.select_related("participant").order_by(
        F("until_on").asc(nulls_first=True), "participant__name"
    )


def get_participant(body: Body, slug: str) -> BodyParticipant | None:
    """Return a running participation by the authority's address, or None."""
    return _running(body.participants.filter(participant__slug=slug)).first()


def list_children(actor: Person, body: Body) -> list[Body]:
    """Return the bodies directly below that somebody sees; dissolved ones too."""
    return [one for one in list_bodies(actor, body.authority) if one.parent_id == body.pk]


def list_changes(body: Body) -> list[BodyChange]:
    """Return the steps of a body's life with their reasons, the latest first."""
    return list(body.changes.order_by("-on", "-id"))


def list_files(body: Body) -> list[BodyFile]:
    """Return the files of a body."""
    return list(body.files.select_related("stored"))


def get_file(body: Body, public_id: str) -> BodyFile:
    """Return one file of a body; ``NotVisible`` for others."""
    found = body.files.filter(public_id=public_id).select_related("stored", "body").first()
    if found is None:
        raise NotVisible(_("Diese Unterlage gibt es nicht."))
    return found


def list_versions(body: Body) -> list[BodyRules]:
    """Return the versions of the rules, the latest first."""
    return list(body.rules.order_by("-valid_from"))


def rules_on(body: Body, *, on: dt.date) -> BodyRules:
    """Return the rules that hold on a day; before the first version those of the first."""
    versions = BodyRules.objects.filter(body=body)
    found = versions.filter(valid_from__lte=on).order_by("-valid_from").first()
    return found or versions.earliest("valid_from")


def _my_seats(actor: Person) -> QuerySet[Seat]:
    return current_seats(Seat.objects.filter(person=actor), on=today())


def _taking_part(authorities: Iterable[int]) -> QuerySet[BodyParticipant]:
    return _running(BodyParticipant.objects.filter(participant__in=list(authorities)))


def _running(links: QuerySet[BodyParticipant]) -> QuerySet[BodyParticipant]:
    day = today()
    return links.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


def _counted(rows: QuerySet[Body]) -> QuerySet[Body]:
    day = today()
    sits = Q(seats__from_on__lte=day) & (
        Q(seats__until_on__isnull=True) | Q(seats__until_on__gte=day)
    )
    order = Case(
        *[When(kind=kind, then=Value(place)) for place, kind in enumerate(BodyKind.values)],
        output_field=IntegerField(),
    )
    counted = rows.annotate(members=Count("seats", filter=sits, distinct=True), order=order)
    return counted.select_related("authority", "parent").order_by("order", "name", "id")
