"""What this app tells the search: a town's partners, by what they are there for."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.partners import rules
from vorort.partners.choices import TargetGroup, Topic
from vorort.partners.models import Organisation

KIND = "partners.organisation"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    source = search.Source(KIND, _("Partner"), _load, _list_ids, is_dated=False)
    search.register(source, _link)


def _load(public_id: str) -> search.Document | None:
    """Return an organisation without its people: whoever leaves must not stay in an index."""
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        found = Organisation.objects.filter(public_id=public_id).first()
    if found is None:
        return None
    known = {**dict(Topic.choices), **dict(TargetGroup.choices)}
    codes = [*found.topics, *found.target_groups]
    parts = [
        found.get_kind_display(),
        *(str(known[code]) for code in codes if code in known),
        found.responsibility,
        found.address,
    ]
    return search.Document(
        title=found.name,
        text=" · ".join(part for part in parts if part),
        updated_at=found.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=found.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Organisation.objects.values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the thing's own id; the rule says who sees it"):
        rows = Organisation.objects.filter(public_id=public_id).select_related("authority")
        found = rows.first()
    if found is None or not rules.can_view_partners(actor, found.authority):
        return None
    url = reverse("partners:organisation", args=[found.authority.slug, public_id])
    return links.Link(found.name, url)
