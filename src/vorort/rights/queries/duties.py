"""What the rights of people ask of somebody: terms set by law."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.rights.choices import RemovalState, RequestKind
from vorort.rights.models import Removal
from vorort.rights.queries.requests import open_requests
from vorort.rights.rules import (
    CONFIRMS_END,
    HANDLES_REQUESTS,
    can_confirm_removal,
)


def list_duties(actor: Person) -> list[Duty]:
    """Return requests to answer and removals to confirm, over all towns."""
    return [*_requests(actor), *_removals(actor)]


def _towns(actor: Person, roles: frozenset[str]) -> QuerySet[Authority]:
    held = current(Membership.objects.filter(person=actor, role__in=roles), on=today())
    return Authority.objects.filter(pk__in=held.values("authority_id"))


def _requests(actor: Person) -> list[Duty]:
    return [
        Duty(
            town_key=asked.authority.town_key,
            town=asked.authority.name,
            title=_("%(kind)s: Anfrage beantworten") % {"kind": RequestKind(asked.kind).label},
            url=reverse("rights:request", args=[asked.authority.slug, asked.public_id]),
            reason=_("Die Antwort ist binnen eines Monats fällig (Art. 12 DSGVO)."),
            due_on=asked.due_on,
            kind="rights.answer",
        )
        for asked in open_requests(_towns(actor, HANDLES_REQUESTS))
    ]


def _removals(actor: Person) -> list[Duty]:
    towns = {town.pk: town for town in _towns(actor, CONFIRMS_END)}
    found = []
    with platform_scope("removals belong to the platform"):
        asked = list(Removal.objects.filter(authority_id__in=towns, state=RemovalState.REQUESTED))
    for removal in asked:
        town = towns[removal.authority_id]
        if can_confirm_removal(actor, town, removal):
            found.append(
                Duty(
                    town_key=town.town_key,
                    town=town.name,
                    title=_("Auflösung bestätigen oder abbrechen"),
                    url=reverse("rights:removal", args=[town.slug]),
                    reason=_("Es braucht eine zweite Person."),
                    kind="rights.confirm_removal",
                )
            )
    return found
