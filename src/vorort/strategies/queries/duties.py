"""What waits for whoever runs the strategy of a town."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current as holding
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Strategy
from vorort.strategies.queries.completeness import completeness
from vorort.strategies.queries.content import build_content
from vorort.strategies.queries.state import state_strategy

# Time enough to write the next one; a draft waits that nobody touches for so long.
AHEAD, RESTS = dt.timedelta(days=183), dt.timedelta(days=14)
_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_MEASURES in held]


def list_duties(actor: Person) -> list[Duty]:
    """Return the strategies that end soon, drafts that wait, and what the state has anew."""
    if not actor.is_authenticated:
        return []
    day = today()
    held = holding(Membership.objects.filter(person=actor, role__in=_ROLES), on=day)
    towns = set(held.values_list("authority_id", flat=True))
    states = [StrategyState.DRAFT, StrategyState.SUBMITTED, StrategyState.ADOPTED]
    with platform_scope("duties of one person over all their towns"):
        rows = Strategy.objects.filter(authority__in=towns, state__in=states)
        of_town: dict[Authority, list[Strategy]] = {}
        for row in rows.select_related("authority", "publication").order_by("id"):
            of_town.setdefault(row.authority, []).append(row)
        return [duty for town, known in of_town.items() for duty in _of_town(town, known, on=day)]


# What is to be done, about which version, why, until when.
_Waiting = tuple[str, Strategy, str, str, dt.date | None]
_VIEWS = {
    "draft": "strategies:edit",
    "ends": "strategies:new_version",
    "publish": "strategies:publish",
    "state": "strategies:strategy",
}


def _of_town(town: Authority, known: list[Strategy], *, on: dt.date) -> Iterator[Duty]:
    for kind, strategy, title, reason, due_on in _waiting(town, known, on=on):
        yield Duty(
            town_key=town.town_key,
            town=town.name,
            title=title % {"title": strategy.title},
            url=reverse(_VIEWS[kind], args=[town.slug, strategy.public_id]),
            reason=reason,
            due_on=due_on,
            kind=f"strategies.{kind}",
        )


def _waiting(town: Authority, known: list[Strategy], *, on: dt.date) -> Iterator[_Waiting]:
    draft = next((row for row in known if row.state == StrategyState.DRAFT), None)
    holds = next((row for row in known if row.state == StrategyState.ADOPTED), None)
    if draft and on - draft.updated_at.date() >= RESTS:
        reason = completeness(build_content(draft)).words
        yield "draft", draft, _("Strategie „%(title)s“ weiterschreiben"), reason, None
    if holds is None:
        return
    ends = dt.date(holds.last_year, 12, 31)
    if len(known) == 1 and ends - on <= AHEAD:
        reason = _("Die jetzige gilt bis Ende %(year)d.") % {"year": holds.last_year}
        yield "ends", holds, _("Nächste Strategie vorbereiten"), reason, ends
    if holds.publication is None:
        reason = _("Sie ist beschlossen, aber noch nicht öffentlich.")
        yield "publish", holds, _("Strategie „%(title)s“ veröffentlichen"), reason, None
    newest = draft or holds
    cited = max(newest.citations.values_list("cited_version", flat=True), default=0)
    state = state_strategy(town) if cited else None
    if state is not None and state.version > cited:
        reason = _("Ihre Strategie greift Fassung %(old)d auf, es gilt Fassung %(new)d.")
        reason %= {"old": cited, "new": state.version}
        yield "state", newest, _("Neue Landesstrategie ansehen"), reason, None
