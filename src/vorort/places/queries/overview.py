"""The areas of an authority on one page: its own, those inside, population by year."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from vorort.authorities.models import Authority
from vorort.places.choices import AreaKind
from vorort.places.models import Area
from vorort.places.queries.areas import list_areas, list_by_keys
from vorort.places.queries.population import (
    PopulationValue,
    list_populations,
    nearest_populations,
)
from vorort.places.rules import main_key

# What lies inside: districts of a town, municipalities of a county, counties of a state.
BELOW = {
    AreaKind.MUNICIPALITY: AreaKind.DISTRICT,
    AreaKind.COUNTY: AreaKind.MUNICIPALITY,
    AreaKind.STATE: AreaKind.COUNTY,
}


@dataclass(frozen=True)
class AreaLine:
    """An area with its last population; ``here`` is the authority's own."""

    area: Area
    population: PopulationValue | None
    here: bool


@dataclass(frozen=True)
class AreasOverview:
    """What the page shows; ``surroundings`` where no smaller areas are known."""

    own: tuple[Area, ...]
    populations: tuple[PopulationValue, ...]
    lines: tuple[AreaLine, ...]
    kind: AreaKind
    surroundings: bool


def _as_in_a_register(name: str) -> str:
    """Return a name as it sorts in German lists: ö like o, ß like ss."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def summarise_areas(authority: Authority, *, on: dt.date) -> AreasOverview:
    """Return the areas of an authority on a day in a constant number of queries."""
    mine = main_key(authority)
    keys = [
        key for key in dict.fromkeys((mine, authority.area_key, authority.also_area_key)) if key
    ]
    known = list_by_keys(keys, on)
    own = tuple(known[key] for key in keys if key in known)
    main = known.get(mine)
    kind = BELOW.get(AreaKind(main.kind)) if main else None
    inside: list[Area] = []
    if main is not None and kind is not None:
        inside = list(list_areas(kind, main.key, on))
    surroundings = not inside
    if main is not None and not inside and main.parent is not None:
        # Nothing smaller is known: show the place among its neighbours.
        kind = AreaKind(main.kind)
        inside = list(list_areas(kind, main.parent.key, on))
    residents = nearest_populations([area.key for area in inside], on, viewer=authority)
    return AreasOverview(
        own=own,
        populations=tuple(list_populations(mine, viewer=authority)),
        lines=tuple(
            AreaLine(area, residents.get(area.key), area.key == mine)
            for area in sorted(inside, key=lambda area: _as_in_a_register(area.name))
        ),
        kind=kind or AreaKind.DISTRICT,
        surroundings=surroundings,
    )
