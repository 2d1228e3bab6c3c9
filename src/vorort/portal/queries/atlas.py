"""The map beside the list: which counties have public reports. One picture per state."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from vorort.places import queries as places
from vorort.places.models import Area
from vorort.portal.queries.towns import Town
from vorort.ui.maps import ChoroplethMap, MapArea, choropleth, legend_entries
from vorort.ui.parts import LegendEntry

# Whether anything is public there; more towns are no better class.
_LIMITS = (0.5,)


@dataclass(frozen=True)
class PublicMap:
    """A state's counties as SVG, with the legend in words and the same as a list."""

    state_name: str
    svg: str
    legend: tuple[LegendEntry, ...]
    counties: tuple[tuple[str, str], ...]


def list_public_maps(towns: tuple[Town, ...]) -> tuple[PublicMap, ...]:
    """Return a map for each state in which a town has public reports and borders are known."""
    counts = Counter(town.county_key for town in towns if town.has_reports and town.county_key)
    states = sorted({key[:2] for key in counts})
    if not states:
        return ()
    inside = reduce(or_, (Q(key__startswith=state) for state in states))
    counties = list(
        places.list_areas("county")
        .filter(inside, wkb__isnull=False)
        .values_list("pk", "key", "name", "parent__name")
    )
    maps = []
    for state in states:
        rows = tuple(row for row in counties if row[1].startswith(state))
        if len(rows) < 2:
            continue
        name = next((row[3] for row in rows if row[3]), "")
        drawn, legend = _draw(
            name, tuple((pk, key, label, counts.get(key, 0)) for pk, key, label, _state in rows)
        )
        public = tuple((key, label) for _pk, key, label, _state in rows if counts.get(key))
        maps.append(PublicMap(name, drawn, legend, public))
    return tuple(maps)


@lru_cache(maxsize=16)
def _draw(
    state: str, rows: tuple[tuple[int, str, str, int], ...]
) -> tuple[str, tuple[LegendEntry, ...]]:
    """Draw once per state of affairs: a new version of an area has a new id."""
    wkb = dict(Area.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "wkb"))
    public = [name for _pk, _key, name, count in rows if count]
    chart = ChoroplethMap(
        title=_("Wo Lagebilder veröffentlicht sind: %(state)s") % {"state": state or _("Kreise")},
        description=_("Kreise mit veröffentlichten Lagebildern: %(names)s.")
        % {"names": ", ".join(public)},
        areas=[
            MapArea(
                key=key,
                name=name,
                geometry=bytes(wkb[pk] or b""),
                value=float(bool(count)),
                # The class says it all; a number would be read as a count of cases.
                label=_("Lagebild") if count else "\u00a0",
            )
            for pk, key, name, count in rows
        ],
        limits=_LIMITS,
        class_labels=(_("noch keines"), _("mindestens ein Lagebild")),
    )
    return choropleth(chart), legend_entries(chart)
