"""Stored objects as they go over the wire: addresses filled in, objects put into each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from vorort.api.choices import BACK, BODY_LISTS, ORGANIZATION_LISTS, SCHEMA, Data, Mark, OParlType
from vorort.api.models import OParlObject
from vorort.api.queries import Key, ListPage, links_to, load, which_live
from vorort.api.rules import absolute, list_url, object_url, system_url
from vorort.publications.rules import licence, public_base

# Since when the interface exists: the system object itself has no publication behind it.
SINCE = "2026-11-23T00:00:00+01:00"
# The same lists for people.
_WEB = {"meeting": "sitzungen", "organization": "gremien", "paper": "vorlagen"}
_NOTHING: tuple[None, str, list[Any]] = (None, "", [])


def system() -> Data:
    """Return the entrance: the platform, who runs it, where the bodies are."""
    found = {
        "id": system_url(),
        "type": f"{SCHEMA}System",
        "oparlVersion": SCHEMA,
        "license": licence().url,
        "body": list_url("body"),
        "name": "VorOrt – Gremien der Prävention",
        "contactEmail": settings.OPERATOR_EMAIL,
        "contactName": settings.OPERATOR_NAME if settings.OPERATOR_EMAIL else "",
        "website": f"{public_base()}/",
        "product": absolute("/oparl/"),
        "web": absolute("/oparl/"),
        "created": SINCE,
        "modified": SINCE,
    }
    return {name: value for name, value in found.items() if value}


def listing(
    page: ListPage,
    *,
    segments: Sequence[str],
    given: Mapping[str, str],
    after: str,
    limit: int,
    omit_internal: bool,
) -> Data:
    """Return a page of a list; ``given`` narrows the list and stands in every address."""
    here = {**given, "after": after} if after else dict(given)
    links = {
        "first": list_url(*segments, given=given),
        "self": list_url(*segments, given=here),
    }
    if page.has_more:
        following = {**given, "after": page.rows[-1].public_id}
        links["next"] = list_url(*segments, given=following)
    if segments[0] == "body" and segments[-1] in _WEB:
        links["web"] = absolute(f"/orte/{segments[1]}/{_WEB[segments[-1]]}/")
    return {
        "data": documents(page.rows, omit_internal=omit_internal),
        "pagination": {"totalElements": page.total, "elementsPerPage": limit},
        "links": links,
    }


def documents(rows: Iterable[OParlObject], *, omit_internal: bool = False) -> list[Data]:
    """Return objects with everything in them; the number of queries does not grow with the rows."""
    own = list(rows)
    pool = _Pool(own, omit_internal=omit_internal)
    return [pool.document(row) for row in own]


class _Pool:
    """The objects asked for, those inside them, and which of the named ones are public."""

    def __init__(self, own: Sequence[OParlObject], *, omit_internal: bool) -> None:
        self._omit = omit_internal
        self._rows: dict[Key, OParlObject] = {_key(row): row for row in own if not row.deleted}
        # (target, name of the link, type of the source) → ids of the sources.
        self._back: defaultdict[tuple[Key, str, str], list[str]] = defaultdict(list)
        self._outside = frozenset(self._rows)
        level = dict(self._rows)
        while level:
            level = self._descend(level)
        named = {key for row in self._rows.values() for key in _named(row.data, Mark.REF)}
        self._live = which_live(named - self._rows.keys()) | self._rows.keys()

    def _descend(self, level: Mapping[Key, OParlObject]) -> dict[Key, OParlObject]:
        """Read what stands in the objects of one level; return it as the next one."""
        wanted = {key for row in level.values() for key in _named(row.data, Mark.EMBED)}
        with_way_back = [key for key in level if key[0] in BACK]
        for link in links_to(with_way_back):
            target = (link.target_type, link.target_id)
            self._back[target, link.name, link.source.type].append(link.source.public_id)
        for key in with_way_back:
            for back in BACK[OParlType(key[0])]:
                if back.embed:
                    found = self._back[key, back.via, back.source.value]
                    wanted |= {(back.source.value, each) for each in found}
        if self._omit:
            # What a body must hold stays in it.
            wanted = {key for key in wanted if key[0] == OParlType.LEGISLATIVE_TERM}
        following = load(wanted - self._rows.keys())
        self._rows |= following
        return following

    def document(self, row: OParlObject, *, inside: bool = False) -> Data:
        """Return one object; of a tombstone only what must stay."""
        found: Data = {
            "id": object_url(row.type, row.public_id),
            "type": f"{SCHEMA}{row.type}",
        }
        if not row.deleted:
            found |= self._content(row, inside=inside)
        found["created"] = _moment(row.created_at)
        found["modified"] = _moment(row.modified_at)
        if row.deleted:
            found["deleted"] = True
        return found

    def _content(self, row: OParlObject, *, inside: bool) -> Data:
        found: Data = {}
        for name, value in row.data.items():
            sent = self._sent(value)
            if sent not in _NOTHING:
                found[name] = sent
        for back in BACK.get(OParlType(row.type), ()):
            if inside and back.outside_only:
                continue
            sources = self._back[_key(row), back.via, back.source.value]
            sent = self._sources(back.source, sources, embed=back.embed)
            if sent or back.source == OParlType.LEGISLATIVE_TERM:
                found[back.name] = sent
        found |= _lists(row)
        found.setdefault("license", licence().url)
        return found

    def _sources(self, kind: OParlType, ids: Iterable[str], *, embed: bool) -> list[Any]:
        if not embed:
            return [object_url(kind, each) for each in dict.fromkeys(ids)]
        rows = [self._rows.get((kind.value, each)) for each in dict.fromkeys(ids)]
        return [self.document(row, inside=True) for row in rows if row is not None]

    def _sent(self, value: Any) -> Any:
        """Return a value with its marks filled in; None for what is not public (any more)."""
        if isinstance(value, list):
            return [sent for sent in map(self._sent, value) if sent is not None]
        if not isinstance(value, dict):
            return value
        if Mark.PATH in value:
            return absolute(value[Mark.PATH])
        if Mark.REF in value:
            kind, public_id = value[Mark.REF]
            return object_url(kind, public_id) if (kind, public_id) in self._live else None
        if Mark.EMBED in value:
            row = self._rows.get((value[Mark.EMBED][0], value[Mark.EMBED][1]))
            if row is None or (self._omit and row.type != OParlType.LEGISLATIVE_TERM):
                return None
            return self.document(row, inside=True)
        return value


def _key(row: OParlObject) -> Key:
    return (row.type, row.public_id)


def _named(data: Mapping[str, Any], mark: Mark) -> Iterable[Key]:
    for value in data.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and mark in each:
                yield (each[mark][0], each[mark][1])


def _lists(row: OParlObject) -> Data:
    """Return the addresses of the lists an object has."""
    if row.type == OParlType.BODY:
        lists = {name: list_url("body", row.public_id, name) for name in BODY_LISTS}
        return {"system": system_url(), **lists}
    if row.type == OParlType.ORGANIZATION and row.subject:
        names = ORGANIZATION_LISTS
        return {name: list_url("organization", row.public_id, name) for name in names}
    return {}


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat()
