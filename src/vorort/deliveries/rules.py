"""Who may hand in, see, take over and take back a delivery."""

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.deliveries.models import Delivery


def can_deliver_figures(actor: Person, authority: Authority) -> bool:
    """Hand in a table for one's own authority."""
    return may(actor, Permission.DELIVER_FIGURES, authority)


def can_deliver_official(actor: Person, authority: Authority) -> bool:
    """Hand in an official table, which everybody's pages use."""
    return may(actor, Permission.DELIVER_OFFICIAL, authority)


def can_hand_in(actor: Person, authority: Authority) -> bool:
    return can_deliver_figures(actor, authority) or can_deliver_official(actor, authority)


def can_change_delivery(actor: Person, delivery: Delivery, authority: Authority) -> bool:
    """Take over, discard or take back: its own authority, or the state for official ones."""
    if delivery.for_authority_id is None:
        return can_deliver_official(actor, authority)
    return delivery.for_authority_id == authority.pk and can_deliver_figures(actor, authority)
