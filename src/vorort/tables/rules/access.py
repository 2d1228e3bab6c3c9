"""Who may read in a table for a town, and change how it is read."""

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.deliveries.rules import can_deliver_figures

# A table is read anew as long as nothing of it is stored.
OPEN = frozenset({DeliveryStatus.RECEIVED, DeliveryStatus.CHECKING, DeliveryStatus.CHECKED})


def can_read_tables(actor: Person, authority: Authority) -> bool:
    """Hand in a table, see and forget how senders' tables are read: who delivers figures."""
    return can_deliver_figures(actor, authority)


def can_change_table(actor: Person, delivery: Delivery, authority: Authority) -> bool:
    """Assign, correct and take over: a table of one's own authority that is not stored yet."""
    return (
        delivery.for_authority_id == authority.pk
        and delivery.status in OPEN
        and can_read_tables(actor, authority)
    )
