"""What waits for whoever keeps the findings of a town."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.findings.choices import FindingState, GoalState, NeedState
from vorort.findings.models import Finding, Goal, Need, Priority

# After so long somebody says what a finding asks for.
PATIENCE = dt.timedelta(days=30)
# A goal shows itself so long before its day.
AHEAD = dt.timedelta(days=14)
_EDIT_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_MEASURES in held]


def list_duties(actor: Person) -> list[Duty]:
    """Return findings without need, needs without rating and goals whose day has come."""
    day = today()
    held = current(Membership.objects.filter(person=actor, role__in=_EDIT_ROLES), on=day)
    towns = set(held.values_list("authority_id", flat=True))
    if not towns:
        return []
    with platform_scope("duties of one person over all their towns"):
        return [*_findings(towns, day), *_needs(towns), *_goals(towns, day)]


def _findings(towns: Collection[int], day: dt.date) -> list[Duty]:
    rows = Finding.objects.filter(
        ~Exists(Need.objects.filter(finding=OuterRef("pk"))),
        authority__in=towns,
        state=FindingState.OPEN,
        found_on__lte=day - PATIENCE,
    )
    return [
        _duty(
            each,
            "finding",
            _("Bedarf klären: %(title)s") % {"title": each.title},
            _("Seit mehr als 30 Tagen ohne Bedarf."),
            kind="without_need",
        )
        for each in rows.select_related("authority")
    ]


def _needs(towns: Collection[int]) -> list[Duty]:
    rows = Need.objects.filter(
        ~Exists(Priority.objects.filter(need=OuterRef("pk"))),
        authority__in=towns,
        state=NeedState.OPEN,
        finding__state=FindingState.OPEN,
    )
    return [
        _duty(
            each,
            "rate",
            _("Bedarf bewerten: %(title)s") % {"title": each.title},
            _("Ohne Bewertung steht er nicht in der Rangfolge."),
            kind="unrated",
        )
        for each in rows.select_related("authority")
    ]


def _goals(towns: Collection[int], day: dt.date) -> list[Duty]:
    rows = Goal.objects.filter(authority__in=towns, state=GoalState.OPEN, due_on__lte=day + AHEAD)
    return [
        _duty(
            each,
            "judge",
            _("Ziel beurteilen: %(title)s") % {"title": each.title},
            _("Ist es erreicht? Woran sieht man das?"),
            kind="goal_due",
            due_on=each.due_on,
        )
        for each in rows.select_related("authority").order_by("due_on", "id")
    ]


def _duty(
    thing: Finding | Need | Goal,
    view: str,
    title: str,
    reason: str,
    *,
    kind: str,
    due_on: dt.date | None = None,
) -> Duty:
    return Duty(
        town_key=thing.authority.town_key,
        town=thing.authority.name,
        title=title,
        url=reverse(f"findings:{view}", args=[thing.authority.slug, thing.public_id]),
        reason=reason,
        due_on=due_on,
        kind=f"findings.{kind}",
    )
