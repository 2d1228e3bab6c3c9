"""Who may enter figures, and for which area."""

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries.rules import can_deliver_figures


def can_enter(actor: Person, authority: Authority) -> bool:
    """Type figures in: whoever may deliver them."""
    return can_deliver_figures(actor, authority)


def own_area_key(authority: Authority) -> str:
    """Return the key the figures of an authority are kept under.

    A city that is a county too has two keys; its figures stand under the county's.
    """
    key = authority.area_key.strip()
    return key[:5] if len(key) == 8 and key.endswith("000") else key
