"""Who may see and keep the list of partners and of what they offer."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.authorities.choices import AuthorityKind, Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may, state_of
from vorort.partners.choices import (
    CHECK_LASTS,
    CONCERNS_CHILDREN,
    PLACES_OF_CHILDREN,
    OfferState,
)
from vorort.partners.models import Offer

KIND_OFFER = "partners.offer"


def can_view_partners(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_WORK, authority)


def can_edit_partners(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.SET_UP, authority)


def can_check_offers(actor: Person, authority: Authority) -> bool:
    """Return whether the person checks, lists and ends what is offered here."""
    return may(actor, Permission.EDIT_MEASURES, authority)


def can_edit_offer(actor: Person, offer: Offer) -> bool:
    """Return whether the person may change an offer: who checks, and who drafted it until then."""
    if can_check_offers(actor, offer.authority):
        return True
    mine = offer.submitted_by_id is not None and offer.submitted_by_id == actor.pk
    open_still = offer.state in {OfferState.DRAFT, OfferState.REFUSED}
    return mine and open_still and can_view_partners(actor, offer.authority)


def is_state(authority: Authority) -> bool:
    return authority.kind == AuthorityKind.STATE


def is_state_wide(offer: Offer) -> bool:
    return is_state(offer.authority)


def is_for(offer: Offer, authority: Authority) -> bool:
    """Return whether an offer is one of a town: its own, or the one of its state."""
    return offer.authority_id == authority.pk or (
        is_state_wide(offer) and offer.authority.area_key == state_of(authority)
    )


def is_listed(offer: Offer, *, on: dt.date) -> bool:
    return offer.state == OfferState.LISTED and (offer.ends_on is None or offer.ends_on >= on)


def is_check_old(offer: Offer, *, at: dt.datetime) -> bool:
    """Return whether somebody has to look again."""
    return offer.checked_at is not None and offer.checked_at < at - CHECK_LASTS


def concerns_children(offer: Offer) -> bool:
    """Return whether children or young people take part, so that their protection is asked for."""
    return bool(
        CONCERNS_CHILDREN.intersection(offer.target_groups)
        or PLACES_OF_CHILDREN.intersection(offer.settings)
    )
