"""How much waits per town and page, for the rail: counted on "Heute", kept while nothing happens.

A page of a town must not ask every app again what waits. What was counted holds for the day until
the log of one of the person's towns has a new entry, which every deed writes. So a page costs one
query, and the first page after a deed counts once more.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

from django.db.models import Max, OuterRef, Subquery

from vorort.accounts.models import Person
from vorort.audit.models import Event
from vorort.authorities.models import Authority
from vorort.core.duties import Duty
from vorort.desk.queries.duties import list_duties

# The entry of the rail a duty belongs to, by the app in front of its kind.
PAGES: Mapping[str, str] = {
    "situation": "situation:list",
    "deliveries": "deliveries:list",
    "publications": "publications:list",
    "rights": "rights:overview",
    "breaches": "rights:overview",
    "desk": "desk:setup",
    "councils": "councils:list",
    "foundings": "councils:list",
    "papers": "councils:list",
    "resolutions": "councils:list",
    "meetings": "councils:list",
    "sittings": "councils:list",
    "minutes": "councils:list",
    "partners": "partners:list",
    "findings": "findings:list",
    "measures": "measures:list",
    "effects": "measures:list",
    "concepts": "measures:list",
    "outcomes": "measures:list",
    "strategies": "strategies:overview",
    "leadership": "leadership:overview",
}


class Counts(TypedDict):
    """What waits in all, per town (by name), per page of a town; plain, so a session can keep it."""

    stamp: str
    whole: int
    towns: dict[str, int]
    pages: dict[str, dict[str, int]]


def count(duties: Iterable[Duty], *, stamp: str) -> Counts:
    """Return the numbers of some duties."""
    towns: Counter[str] = Counter()
    pages: dict[str, dict[str, int]] = {}
    for duty in duties:
        towns[duty.town] += 1
        page = PAGES.get(duty.kind.partition(".")[0])
        if page:
            here = pages.setdefault(duty.town, {})
            here[page] = here.get(page, 0) + 1
    return Counts(stamp=stamp, whole=towns.total(), towns=dict(towns), pages=pages)


def stamp_of(authorities: Collection[int], *, today: dt.date) -> str:
    """Return what changes with every deed in these towns and with every day, in one query."""
    last = Event.objects.filter(authority_id=OuterRef("pk")).order_by("-id").values("id")[:1]
    towns = Authority.objects.filter(pk__in=authorities).annotate(last_event=Subquery(last))
    found: dict[str, Any] = towns.aggregate(latest=Max("last_event"))
    return f"{today:%Y%m%d}-{found['latest'] or 0}"


def renew(actor: Person, kept: Counts, authorities: Collection[int], *, today: dt.date) -> Counts:
    """Return the numbers as they are now: the same ones where nothing has happened."""
    stamp = stamp_of(authorities, today=today)
    return kept if kept["stamp"] == stamp else count(list_duties(actor), stamp=stamp)
