"""Store objects with what leads from them, leave tombstones, pass changes on to who shows them."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from vorort.api.actions.making import Key, Link, Objects, links_of
from vorort.api.choices import BACK, Data, OParlType
from vorort.api.models import OParlLink, OParlObject
from vorort.api.queries import any_of
from vorort.authorities.models import Authority

# (source, target, name of the link) that makes a property of the target, and whether the source
# stands in it. What a place or a file is used for is no change of it: else each meeting would date
# all others in the same room.
_WAYS_BACK = {
    (back.source.value, kind.value, back.via): back.embed
    for kind, backs in BACK.items()
    for back in backs
    if not back.outside_only
}


@dataclass
class Changes:
    """What one change has touched: written, come or gone, and the other ends of links."""

    touched: set[Key] = field(default_factory=set)
    flipped: set[Key] = field(default_factory=set)
    ends: set[Key] = field(default_factory=set)


def keep(
    changes: Changes,
    *,
    authority: Authority,
    subject: str,
    objects: Objects,
    at: dt.datetime,
    kinds: Collection[OParlType] = (),
    gone: Collection[Key] | None = None,
) -> None:
    """Store the objects of a thing; those it no longer has become tombstones.

    ``kinds`` narrows what may go; with ``gone`` only what stands there goes.
    """
    rows = OParlObject.objects.select_for_update().filter(authority=authority, subject=subject)
    if kinds:
        rows = rows.filter(type__in=kinds)
    rows = rows.prefetch_related("links")
    known: dict[Key, OParlObject] = {(row.type, row.public_id): row for row in rows}
    for key, data in objects.items():
        row = known.get(key)
        if row is None:
            row = OParlObject(
                type=key[0], public_id=key[1], authority=authority, subject=subject, created_at=at
            )
        elif not row.deleted and row.data == data:
            continue
        _store(changes, row, key, data, at)
    for key, row in known.items():
        if key not in objects and not row.deleted and (gone is None or key in gone):
            _bury(changes, row, key, at)


def _store(changes: Changes, row: OParlObject, key: Key, data: Data, at: dt.datetime) -> None:
    if row.pk is None or row.deleted:
        changes.flipped.add(key)
    changes.touched.add(key)
    row.data, row.deleted, row.modified_at = data, False, at
    row.save()
    _relink(changes, row, links_of(data))


def _bury(changes: Changes, row: OParlObject, key: Key, at: dt.datetime) -> None:
    """Leave only id, type and the two moments."""
    changes.flipped.add(key)
    changes.touched.add(key)
    row.data, row.deleted, row.modified_at = {}, True, at
    row.save()
    _relink(changes, row, [])


def _relink(changes: Changes, row: OParlObject, wanted: list[Link]) -> None:
    before = {
        Link(each.name, (each.target_type, each.target_id), each.embedded): each.pk
        for each in row.links.all()
    }
    after = set(wanted)
    if gone := [pk for link, pk in before.items() if link not in after]:
        OParlLink.objects.filter(pk__in=gone).delete()
    OParlLink.objects.bulk_create(
        OParlLink(
            source=row,
            name=link.name,
            target_type=link.target[0],
            target_id=link.target[1],
            embedded=link.embedded,
        )
        for link in wanted
        if link not in before
    )
    for link in {*before, *after}:
        embeds = _WAYS_BACK.get((row.type, link.target[0], link.name))
        # A list of addresses changes only when an entry comes or goes.
        if embeds or (embeds is not None and ((link in before) != (link in after))):
            changes.ends.add(link.target)


def touch(changes: Changes, *, at: dt.datetime) -> None:
    """Date what shows something that changed: whoever holds it, and whoever names what came or went."""
    stale = (
        changes.ends
        | _sources(changes.flipped, embedded_only=False)
        | _sources(changes.touched, embedded_only=True)
    ) - changes.touched
    seen = set(changes.touched)
    while stale:
        OParlObject.objects.filter(any_of(stale), deleted=False).update(modified_at=at)
        seen |= stale
        stale = (_sources(stale, embedded_only=True) | _holders(stale)) - seen


def _sources(targets: Iterable[Key], *, embedded_only: bool) -> set[Key]:
    """Return what leads to any of these."""
    wanted = set(targets)
    if not wanted:
        return set()
    links = OParlLink.objects.filter(any_of(wanted, "target_type", "target_id"))
    if embedded_only:
        links = links.filter(embedded=True)
    else:
        # Everything names its town; that one is public as long as anything of it is.
        links = links.exclude(target_type=OParlType.BODY)
    return set(links.values_list("source__type", "source__public_id"))


def _holders(sources: Iterable[Key]) -> set[Key]:
    """Return the objects in which these stand by a way back (a person holds memberships)."""
    wanted = {key for key in sources if any(way[0] == key[0] for way in _WAYS_BACK)}
    if not wanted:
        return set()
    links = OParlLink.objects.filter(any_of(wanted, "source__type", "source__public_id"))
    rows = links.values_list("source__type", "target_type", "name", "target_id")
    return {
        (target, public_id)
        for source, target, name, public_id in rows
        if _WAYS_BACK.get((source, target, name))
    }
