"""What this app tells others: links and the search."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.strategies import rules
from vorort.strategies.choices import SectionKey
from vorort.strategies.models import Strategy


def register() -> None:
    """Register this app's kind; called when the app is ready."""
    search.register(search.Source(rules.KIND, _("Strategie"), _load, _list_ids), _link)


def _load(public_id: str) -> search.Document | None:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        found = Strategy.objects.filter(public_id=public_id).first()
        if found is None:
            return None
        focuses = list(found.focuses.order_by("position").values_list("title", "text"))
    words = [
        *(getattr(found, key) for key in SectionKey),
        *(word for row in focuses for word in row),
    ]
    return search.Document(
        title=found.title,
        text="\n".join(word for word in words if word),
        updated_at=found.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=found.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Strategy.objects.values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the thing's own id; the rule says who sees it"):
        found = Strategy.objects.filter(public_id=public_id).select_related("authority").first()
    if found is None or not rules.can_view(actor, found.authority):
        return None
    url = reverse("strategies:strategy", args=[found.authority.slug, public_id])
    return links.Link(f"{found.title} ({found.get_state_display()})", url)
