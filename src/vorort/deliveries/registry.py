"""What this app tells the search: a town's deliveries, for those who work there."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.rules import may
from vorort.core import links, search
from vorort.core.clock import now
from vorort.deliveries import rules
from vorort.deliveries.choices import Audience
from vorort.deliveries.models import Delivery

KIND = "deliveries.delivery"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    search.register(search.Source(KIND, _("Lieferung"), _load, _list_ids), _link)


def _load(public_id: str) -> search.Document | None:
    """Return a town's own delivery; official tables stand in every town's list anyway."""
    delivery = Delivery.objects.filter(public_id=public_id, for_authority__isnull=False).first()
    if delivery is None:
        return None
    parts = (
        delivery.get_format_display(),
        delivery.get_status_display(),
        str(delivery.year or ""),
        delivery.source_label,
        delivery.version_label,
        delivery.reason,
    )
    # What is held back is found by those who deliver; a change of the release writes it anew.
    is_open = rules.reaches(delivery, Audience.PUBLIC, at=now())
    return search.Document(
        title=delivery.name,
        text=" · ".join(part for part in parts if part),
        updated_at=delivery.received_at,
        audience=Permission.VIEW_WORK if is_open else Permission.DELIVER_FIGURES,
        authority_id=delivery.for_authority_id,
    )


def _list_ids() -> Iterator[str]:
    own = Delivery.objects.filter(for_authority__isnull=False)
    return own.values_list("public_id", flat=True).iterator()


def _link(actor: object, public_id: str) -> links.Link | None:
    delivery = Delivery.objects.filter(public_id=public_id).select_related("for_authority").first()
    town = delivery.for_authority if delivery else None
    if delivery is None or town is None or not isinstance(actor, Person):
        return None
    if not may(actor, Permission.VIEW_WORK, town):
        return None
    if not rules.reaches(delivery, rules.audience_of(actor, town), at=now()):
        return None
    return links.Link(delivery.name, reverse("deliveries:detail", args=[town.slug, public_id]))
