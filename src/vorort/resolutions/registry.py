"""What this app tells others: tabs and panels of bodies, ways of papers, links, the search."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.registry import register_tab
from vorort.papers.rules import search_audience
from vorort.resolutions.models import Circular, Resolution, Task
from vorort.resolutions.rules import CIRCULAR, RESOLUTION, TASK, can_read

_REASON = "a link is named by the thing's own id; the rule says who sees it"


def register() -> None:
    """Register tabs and kinds; called when the app is ready."""
    register_tab("resolutions", _("Beschlüsse"), "resolutions:list", 40)
    register_tab("tasks", _("Aufgaben"), "resolutions:tasks", 50)
    search.register(search.Source(RESOLUTION, _("Beschluss"), _load, _list_ids), _resolution)
    links.register(TASK, _task)
    links.register(CIRCULAR, _circular)


def _load(public_id: str) -> search.Document | None:
    """Return a resolution; what the core group keeps never enters the index."""
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        found = Resolution.objects.filter(public_id=public_id).select_related("body").first()
        if found is None or found.confidentiality == Confidentiality.CORE:
            return None
        words = [found.body.name, found.get_kind_display(), found.reference, found.text]
    return search.Document(
        title=found.title,
        text="\n".join(word for word in (*words, found.implementation_note) if word),
        updated_at=found.updated_at,
        audience=search_audience(found.body_id, found.confidentiality),
        authority_id=found.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Resolution.objects.values_list("public_id", flat=True))


def _resolution(actor: object, public_id: str) -> links.Link | None:
    with platform_scope(_REASON):
        rows = Resolution.objects.select_related("body__authority", "authority")
        found = rows.filter(public_id=public_id).first()
        if found is None or not isinstance(actor, Person) or not can_read(actor, found):
            return None
    url = reverse("resolutions:resolution", args=[found.authority.slug, public_id])
    return links.Link(f"{found.reference} {found.title}", url)


def _task(actor: object, public_id: str) -> links.Link | None:
    with platform_scope(_REASON):
        rows = Task.objects.select_related("body__authority", "authority")
        found = rows.filter(public_id=public_id).first()
        if found is None or not isinstance(actor, Person) or not can_read(actor, found):
            return None
    url = reverse("resolutions:task", args=[found.authority.slug, public_id])
    return links.Link(found.title, url)


def _circular(actor: object, public_id: str) -> links.Link | None:
    with platform_scope(_REASON):
        rows = Circular.objects.select_related("body__authority", "authority")
        found = rows.filter(public_id=public_id).first()
        if found is None or not isinstance(actor, Person) or not can_read(actor, found):
            return None
    url = reverse("resolutions:circular", args=[found.authority.slug, public_id])
    return links.Link(found.title, url)
