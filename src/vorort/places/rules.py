"""Who may bring in areas, and what follows from two states of a register."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vorort.accounts.models import Person
from vorort.authorities.choices import AuthorityKind, Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.places.choices import BEGINNING

# A file that lacks more than this share of what is known is a part, not a new state.
PART_BELOW = 0.5


def can_view_areas(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_WORK, authority)


def main_key(authority: Authority) -> str:
    """Return the key its areas hang on: of a city that is a county too, the municipality's."""
    keys = (authority.area_key, authority.also_area_key)
    if authority.kind == AuthorityKind.MUNICIPALITY:
        return next((key for key in keys if len(key) == 8), authority.area_key)
    return authority.area_key


def can_upload_districts(actor: Person, authority: Authority) -> bool:
    """Bring in districts of one's own town; counties have none."""
    return authority.kind == AuthorityKind.MUNICIPALITY and may(
        actor, Permission.DELIVER_FIGURES, authority
    )


@dataclass(frozen=True, slots=True)
class Version:
    """From when until when a key holds; ``pk`` None is a version to be made.

    ``listed`` is false for an area that no register ever listed, known by key alone.
    """

    key: str
    valid_from: dt.date
    valid_until: dt.date | None
    listed: bool = True
    pk: int | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class ValidityPlan:
    """What a state of the register changes in one area; ``part`` where it is only a part."""

    create: tuple[Version, ...]
    change: tuple[Version, ...]
    ended: tuple[str, ...]
    part: bool = False


def plan_validity(
    *,
    day: dt.date,
    listed: Collection[str],
    versions: Sequence[Version],
    states: Collection[dt.date],
    complete: bool = True,
) -> ValidityPlan:
    """Derive validity from a state of the register on ``day`` beside the states known already.

    A key that the state before lacks begins on this day; one that this state lacks ends on it.
    Before the first known state everything is taken to be as in it, and it may be told in any
    order: an older state that comes later fills the past.

    Parameters
    ----------
    listed : Collection
        Keys of the file, all inside one area.
    versions : Sequence
        What is known inside that area, and of those keys.
    states : Collection
        Days of states known inside that area.
    complete : bool
        Whether a key that is missing may be taken for one that does not exist.
    """
    earlier = max((other for other in states if other < day), default=None)
    later = min((other for other in states if other > day), default=None)
    create, change = [], []
    by_key: dict[str, list[Version]] = {}
    for version in versions:
        by_key.setdefault(version.key, []).append(version)
    for key in sorted(listed):
        known = by_key.get(key, [])
        if any(version.holds_on(day) for version in known):
            continue
        start = day if earlier else BEGINNING
        following = [version for version in known if version.valid_from > day]
        first = min(following, key=lambda version: version.valid_from, default=None)
        start = max(
            [start, *(v.valid_until for v in known if v.valid_until and v.valid_until <= day)]
        )
        if first is not None and (later is None or later >= first.valid_from):
            # It was there earlier than we thought.
            change.append(Version(key, start, first.valid_until, pk=first.pk))
        else:
            create.append(Version(key, start, later))
    missing = [
        version
        for version in versions
        if version.listed and version.key not in listed and version.holds_on(day)
    ]
    there = sum(1 for version in versions if version.listed and version.holds_on(day))
    part = bool(missing) and len(missing) > PART_BELOW * there
    ended = []
    # A second file of the same day cannot say that what the first one lists is not there.
    if complete and not part and day not in states:
        for version in missing:
            outcome = _without(version, day, earlier, later)
            change += outcome[0]
            create += outcome[1]
            ended.append(version.key)
    return ValidityPlan(tuple(create), tuple(change), tuple(ended), part)


def _without(
    version: Version, day: dt.date, earlier: dt.date | None, later: dt.date | None
) -> tuple[list[Version], list[Version]]:
    """Take a day out of a version that a state of that day does not list."""
    goes_on = later is not None and version.holds_on(later)
    began = earlier is not None and version.holds_on(earlier)
    if goes_on and not began:
        # Listed only later: it began with that later state.
        return [Version(version.key, later or day, version.valid_until, pk=version.pk)], []
    cut = Version(version.key, version.valid_from, day, pk=version.pk)
    if version.valid_from >= day:
        return [], []
    if goes_on and later is not None:
        return [cut], [Version(version.key, later, version.valid_until)]
    return [cut], []
