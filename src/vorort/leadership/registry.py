"""What can be put before the head of the administration, and which text of it is the newest."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.queries import list_work_authorities
from vorort.core import links
from vorort.core.scopes import platform_scope
from vorort.findings.models import Finding
from vorort.leadership.models import SignOff
from vorort.leadership.rules import KIND
from vorort.measures.models import Measure
from vorort.strategies.models import Strategy

# Things that count their changes: after a signature everybody sees whether the text is another one.
KINDS: dict[str, Promise | str] = {
    "measures.measure": _("Maßnahme"),
    "strategies.strategy": _("Strategie"),
    "findings.finding": _("Feststellung"),
}


def _rows(kind: str) -> QuerySet[Any]:
    known: dict[str, Any] = {
        "measures.measure": Measure,
        "strategies.strategy": Strategy,
        "findings.finding": Finding,
    }
    found: QuerySet[Any] = known[kind].objects.all()
    return found


def revisions_of(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return how often each thing was changed, one query a kind; what is unknown is missing."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in subjects:
        if kind in KINDS:
            wanted[kind].add(public_id)
    return {
        (kind, public_id): revision
        for kind, ids in wanted.items()
        for public_id, revision in _rows(kind)
        .filter(public_id__in=ids)
        .values_list("public_id", "revision")
    }


def register() -> None:
    """Register this app's kind of link; called when the app is ready."""
    links.register(KIND, _link)


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    towns = list_work_authorities(actor).values("pk")
    with platform_scope("a link is named by the sign-off's own id; the towns say who sees it"):
        found = (
            SignOff.objects.filter(public_id=public_id, authority__in=towns)
            .select_related("authority")
            .first()
        )
        return None if found is None else links.Link(found.subject_title, address_of(found))


def address_of(sign_off: SignOff) -> str:
    """Return the page of a sign-off."""
    return reverse("leadership:sign_off", args=[sign_off.authority.slug, sign_off.public_id])
