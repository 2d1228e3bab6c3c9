"""Reads of offers: a town's own, and those its state has listed for every town."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, AuthorityKind, Permission
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current, state_of
from vorort.core.clock import now, today
from vorort.core.duties import Duty
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.partners import rules
from vorort.partners.choices import (
    CHECK_LASTS,
    EvidenceLevel,
    OfferState,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
    Topic,
)
from vorort.partners.models import Offer
from vorort.partners.queries.organisations import labels

_STATE_WIDE = "what a state has listed is there for each of its towns"
_CHECKERS = [role for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_MEASURES in held]


@dataclass(frozen=True)
class OfferFilter:
    """What somebody looks for; empty asks for nothing."""

    text: str = ""
    topic: str = ""
    target_group: str = ""
    setting: str = ""
    factor: str = ""
    evidence: str = ""
    kind: str = ""
    # "local" or "state"
    scope: str = ""

    def takes(self, offer: Offer) -> bool:
        """Return whether an offer is among what is looked for."""
        groups = {*offer.target_groups} or {TargetGroup.ALL.value}
        return (
            (not self.topic or self.topic in offer.topics)
            and (not self.target_group or bool(groups & {self.target_group, TargetGroup.ALL.value}))
            and (not self.setting or self.setting in offer.settings)
            and (not self.factor or self.factor in {*offer.risk_factors, *offer.protective_factors})
            and (not self.evidence or offer.evidence_level == self.evidence)
            and (not self.kind or offer.kind == self.kind)
            and (not self.scope or (self.scope == "state") == rules.is_state_wide(offer))
            and all(word in _words(offer) for word in self.text.casefold().split())
        )


@dataclass(frozen=True)
class OfferLine:
    """An offer as a list shows it, in words."""

    offer: Offer
    topics: list[str]
    target_groups: list[str]
    provider: str
    is_state_wide: bool
    is_listed: bool
    is_check_old: bool


def listed_offers(authority: Authority, *, on: dt.date | None = None) -> list[Offer]:
    """Return what is offered to a town: its own listed offers and those of its state, by title."""
    day = on or today()
    with platform_scope(_STATE_WIDE):
        rows = _for_town(authority).filter(_listed(day))
        return list(rows.select_related("authority", "organisation").order_by("title", "id"))


def get_listed_offer(authority: Authority, public_id: str, *, on: dt.date | None = None) -> Offer:
    """Return one offer that is listed for a town; ``NotVisible`` for others."""
    day = on or today()
    with platform_scope(_STATE_WIDE):
        rows = _for_town(authority).filter(_listed(day), public_id=public_id)
        found = rows.select_related("authority", "organisation").first()
    if found is None:
        raise NotVisible(_("Dieses Angebot gibt es hier nicht."))
    return found


def get_offer(actor: Person, authority: Authority, public_id: str) -> Offer:
    """Return an offer of the town in any state, or a listed one of its state."""
    if not rules.can_view_partners(actor, authority):
        raise NotVisible(_("Dieses Angebot gibt es hier nicht."))
    rows = Offer.objects.filter(authority=authority, public_id=public_id)
    found = rows.select_related("authority", "organisation", "checked_by", "submitted_by").first()
    return found or get_listed_offer(authority, public_id)


def list_offers(
    authority: Authority, wanted: OfferFilter | None = None, *, states: Iterable[str] = ()
) -> list[Offer]:
    """Return what a town can choose from, or its own offers of other states; filtered."""
    chosen = set(states)
    if chosen:
        own = Offer.objects.filter(authority=authority, state__in=chosen)
        found = list(own.select_related("authority", "organisation").order_by("title", "id"))
    else:
        found = listed_offers(authority)
    return [offer for offer in found if wanted is None or wanted.takes(offer)]


def offer_lines(offers: Iterable[Offer], *, at: dt.datetime) -> list[OfferLine]:
    """Return offers in the words of a list."""
    day = timezone.localdate(at)
    return [
        OfferLine(
            offer=offer,
            topics=labels(Topic, offer.topics),
            target_groups=labels(TargetGroup, offer.target_groups),
            provider=offer.organisation.name if offer.organisation else offer.authority.name,
            is_state_wide=rules.is_state_wide(offer),
            is_listed=rules.is_listed(offer, on=day),
            is_check_old=rules.is_check_old(offer, at=at),
        )
        for offer in offers
    ]


def list_duties(actor: Person) -> list[Duty]:
    """Return offers that wait for the check, and those whose check is too long ago."""
    day, at = today(), now()
    held = current(Membership.objects.filter(person=actor, role__in=_CHECKERS), on=day)
    towns = list(held.values_list("authority_id", flat=True))
    if not towns:
        return []
    with platform_scope("duties of one person over all their towns"):
        waits = Q(state=OfferState.SUBMITTED) | Q(_listed(day), checked_at__lt=at - CHECK_LASTS)
        rows = Offer.objects.filter(waits, authority__in=towns)
        return [_duty(offer) for offer in rows.select_related("authority").order_by("title")]


def _duty(offer: Offer) -> Duty:
    new = offer.state == OfferState.SUBMITTED
    due = None
    if offer.checked_at is not None and not new:
        due = timezone.localdate(offer.checked_at + CHECK_LASTS)
    title = _("Angebot prüfen: %(title)s") if new else _("Angebot erneut prüfen: %(title)s")
    reason = (
        _("Es wartet auf die Prüfung vor der Aufnahme.")
        if new
        else _("Die letzte Prüfung ist mehr als zwei Jahre her.")
    )
    return Duty(
        town_key=offer.authority.town_key,
        town=offer.authority.name,
        title=title % {"title": offer.title},
        url=reverse("partners:check_offer", args=[offer.authority.slug, offer.public_id]),
        reason=reason,
        due_on=due,
        kind="partners.check" if new else "partners.check_again",
    )


def _for_town(authority: Authority) -> QuerySet[Offer]:
    own = Q(authority=authority)
    wide = Q(authority__kind=AuthorityKind.STATE, authority__area_key=state_of(authority))
    return Offer.objects.filter(own | wide)


def _listed(day: dt.date) -> Q:
    return Q(state=OfferState.LISTED) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _words(offer: Offer) -> str:
    """Return everything an offer can be found by, in small letters."""
    parts = [
        offer.title,
        offer.summary,
        str(offer.get_kind_display()),
        offer.organisation.name if offer.organisation else "",
        *labels(Topic, offer.topics),
        *labels(TargetGroup, offer.target_groups),
        *labels(Setting, offer.settings),
        *labels(RiskFactor, offer.risk_factors),
        *labels(ProtectiveFactor, offer.protective_factors),
        str(EvidenceLevel(offer.evidence_level).label),
    ]
    return " ".join(parts).casefold()
