"""The register of resolutions: of a body, of a town, one of them."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core import search
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.queries import list_bodies
from vorort.councils.rules import level_of, readable
from vorort.papers.models import Paper
from vorort.papers.queries import INDEX_LAG
from vorort.papers.rules import search_audiences
from vorort.resolutions.models import Resolution, Task
from vorort.resolutions.rules import RESOLUTION, can_read

_TEXTS = ("title", "text")
FILTERS = ("outcome", "implementation", "year")


class ResolutionNotVisible(NotVisible, Resolution.DoesNotExist):
    """No such resolution, or this person may not know of it; both are a 404."""


def get_resolution(actor: Person, authority: Authority, public_id: str) -> Resolution:
    """Return one resolution of a town; raises ``Resolution.DoesNotExist`` (a 404) otherwise."""
    found = (
        Resolution.objects.filter(authority=authority, public_id=public_id)
        .select_related("body__authority", "authority", "paper")
        .first()
    )
    if found is None or not can_read(actor, found):
        raise ResolutionNotVisible(_("Diesen Beschluss gibt es nicht."))
    return found


def list_resolutions(
    actor: Person, body: Body, *, text: str = "", **given: Any
) -> QuerySet[Resolution]:
    """Return the resolutions of a body that somebody may read, the newest first.

    ``given`` narrows by ``outcome``, ``implementation``, ``year``; ``text`` finds German words.
    """
    return _register({body: level_of(actor, body)}, text, given)


def list_register(
    actor: Person, authority: Authority, *, text: str = "", **given: Any
) -> QuerySet[Resolution]:
    """Return the resolutions of all bodies a town leads, as far as somebody may read each."""
    bodies = [each for each in list_bodies(actor, authority) if each.authority_id == authority.pk]
    return _register({each: level_of(actor, each) for each in bodies}, text, given)


def list_years(rows: QuerySet[Resolution]) -> list[int]:
    """Return the years of some resolutions, the latest first."""
    return sorted(set(rows.order_by().values_list("year", flat=True).distinct()), reverse=True)


def list_of_paper(actor: Person, paper: Paper) -> list[Resolution]:
    """Return what was decided on a paper, as far as this person may read it."""
    rows = Resolution.objects.filter(paper=paper).select_related("body__authority", "authority")
    return [each for each in rows.order_by("decided_on", "id") if can_read(actor, each)]


def list_tasks_of(actor: Person, resolution: Resolution) -> QuerySet[Task]:
    """Return the tasks that follow from a resolution, as far as somebody may read them."""
    shown = readable(level_of(actor, resolution.body))
    rows = resolution.tasks.filter(confidentiality__in=shown)
    return rows.select_related("owner").order_by("-state", "due_on", "id")


def _register(
    levels: dict[Body, Confidentiality | None], text: str, given: dict[str, Any]
) -> QuerySet[Resolution]:
    shown = Q(pk__in=())
    for body, level in levels.items():
        if level is not None:
            shown |= Q(body=body, confidentiality__in=readable(level))
    rows = Resolution.objects.filter(shown)
    for name in FILTERS:
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    if text.strip():
        rows = rows.filter(pk__in=_matching(rows, levels, text))
    light = Paper.objects.only("public_id", "title", "authority")
    return rows.select_related("body", "authority").prefetch_related(
        Prefetch("paper", queryset=light)
    )


def _matching(
    rows: QuerySet[Resolution], levels: dict[Body, Confidentiality | None], text: str
) -> set[int]:
    """Return the keys of the resolutions that hold the words: from the index, and those it does
    not know (the core group's) or may not know yet, as they are.
    """
    doors = [
        search.door_of(each, body.authority_id)
        for body, level in levels.items()
        if level is not None
        for each in search_audiences(body.pk, level)
    ]
    ids = search.public_ids(search.find(text, doors=doors, kind=RESOLUTION))
    found = set(rows.filter(public_id__in=ids).order_by().values_list("pk", flat=True))
    words = Q()
    for word in text.split():
        one = Q()
        for name in _TEXTS:
            one |= Q(**{f"{name}__icontains": word})
        words &= one
    unknown = Q(confidentiality=Confidentiality.CORE) | Q(updated_at__gte=now() - INDEX_LAG)
    return found | set(rows.filter(unknown).filter(words).order_by().values_list("pk", flat=True))
