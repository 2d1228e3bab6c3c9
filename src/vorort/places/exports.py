"""Areas as tables and as a map, with the words around them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from vorort.authorities.models import Authority
from vorort.places.choices import AreaKind, PopulationKind
from vorort.places.models import Area
from vorort.places.queries import AreasOverview, geometry
from vorort.places.rules import main_key
from vorort.ui import format as german
from vorort.ui.maps import ChoroplethMap, MapArea
from vorort.ui.parts import Column, Fact, Row, Table

# Round limits of population, fitting for what lies inside a town, a county, a state.
LIMITS = {
    AreaKind.DISTRICT: (2_000, 5_000, 10_000, 20_000),
    AreaKind.MUNICIPALITY: (2_000, 5_000, 10_000, 20_000),
    AreaKind.COUNTY: (100_000, 200_000, 300_000, 500_000),
}
_INSIDE: dict[str, Promise] = {
    AreaKind.DISTRICT: gettext_lazy("Ortsteile"),
    AreaKind.MUNICIPALITY: gettext_lazy("Gemeinden"),
    AreaKind.COUNTY: gettext_lazy("Kreise"),
}

_KEYS: dict[str, Promise] = {
    AreaKind.NATION: gettext_lazy("Bundesschlüssel"),
    AreaKind.STATE: gettext_lazy("Landesschlüssel"),
    AreaKind.COUNTY: gettext_lazy("Kreisschlüssel"),
    AreaKind.MUNICIPALITY: gettext_lazy("Gemeindeschlüssel"),
    AreaKind.DISTRICT: gettext_lazy("Ortsteilschlüssel"),
}


def words_for(found: AreasOverview) -> str:
    """Return what the areas of the page are called."""
    return str(_INSIDE[found.kind])


def area_facts(found: AreasOverview) -> list[list[Fact]]:
    """Return name, key, size and boundary of each of the authority's own areas."""
    lists = []
    for area in found.own:
        size = german.missing
        if area.area_ha is not None:
            how = _("laut Verzeichnis") if area.area_surveyed else _("an der Grenze gemessen")
            size = f"{german.number(area.area_ha / 100, 1)} km², {how}"
        state = german.date(area.shape_on) if area.shape_on else german.missing
        lists.append(
            [
                Fact(area.designation or area.get_kind_display(), area.name),
                Fact(_("Schlüssel"), f"{area.key} ({_KEYS[area.kind]})"),
                Fact(_("Fläche"), size),
                Fact(_("Stand der Grenze"), state if area.wkb is not None else _("keine Grenze")),
            ]
        )
    return lists


def population_table(found: AreasOverview) -> Table | None:
    """Return the population by year with its source, or None where there is none."""
    if not found.populations:
        return None
    return Table(
        caption=_("Bevölkerung"),
        columns=(
            Column(_("Stichtag")),
            Column(_("insgesamt"), numeric=True),
            Column(_("männlich"), numeric=True),
            Column(_("weiblich"), numeric=True),
            Column(_("Herkunft")),
        ),
        rows=tuple(
            Row(
                (
                    german.date(value.on_date),
                    german.number(value.total),
                    german.number(value.male),
                    german.number(value.female),
                    f"{PopulationKind(value.kind).label}, {value.source_label}",
                )
            )
            for value in found.populations
        ),
        caption_visible=False,
    )


def area_table(found: AreasOverview) -> Table | None:
    """Return the areas of the map with the same values, or None where there are none."""
    if not found.lines:
        return None
    return Table(
        caption=words_for(found),
        columns=(
            Column(_("Name")),
            Column(_("Schlüssel")),
            Column(_("km²"), numeric=True),
            Column(_("Einwohner"), numeric=True),
            Column(_("Stichtag")),
        ),
        rows=tuple(
            Row(
                (
                    line.area.name,
                    line.area.key,
                    german.missing
                    if line.area.area_ha is None
                    else german.number(line.area.area_ha / 100, 1),
                    german.number(line.population.total if line.population else None),
                    german.date(line.population.on_date) if line.population else german.missing,
                ),
                current=line.here,
            )
            for line in found.lines
        ),
        caption_visible=False,
    )


def population_map(found: AreasOverview, authority: Authority) -> ChoroplethMap | None:
    """Return the map of the areas by population, or None where no boundary is known."""
    drawn = [line for line in found.lines if line.area.wkb is not None]
    if not drawn:
        return None
    what = words_for(found)
    return ChoroplethMap(
        title=_("%(what)s nach Einwohnern") % {"what": what},
        description=_("Karte: %(count)d %(what)s. Die Werte stehen in der Tabelle daneben.")
        % {"count": len(drawn), "what": what},
        areas=[
            MapArea(
                key=line.area.key,
                name=line.area.name,
                geometry=bytes(line.area.wkb or b""),
                value=line.population.total if line.population else None,
                label=german.number(line.population.total) if line.population else "",
            )
            for line in drawn
        ],
        limits=LIMITS[AreaKind(found.kind)],
        here=main_key(authority),
    )


def has_values(drawn: ChoroplethMap) -> bool:
    """Return whether the map shows more than boundaries."""
    return any(area.value is not None for area in drawn.areas)


# Finer lines than this are thinner than the pen on the screen (metres).
SKETCH_DETAIL_M = 8.0


@dataclass(frozen=True)
class Sketch:
    """The town to draw on: a box in metres with north up, boundary and districts as paths."""

    box: tuple[float, float, float, float]
    boundary: str
    districts: tuple[tuple[str, str], ...]

    @property
    def view(self) -> str:
        left, low, right, high = self.box
        return f"{left:.0f} {-high:.0f} {right - left:.0f} {high - low:.0f}"


def sketch_of(town: Area | None, districts: Iterable[Area]) -> Sketch | None:
    """Return what the page for drawing shows; None where nobody knows the town's boundary."""
    shape = geometry(town) if town is not None else None
    if shape is None:
        return None
    left, low, right, high = shape.bounds
    room = 0.03 * max(right - left, high - low)
    return Sketch(
        box=(left - room, low - room, right + room, high + room),
        boundary=_path(shape),
        districts=tuple((area.name, _path(geometry(area))) for area in districts),
    )


def _path(shape: BaseGeometry | None) -> str:
    """Return the outlines as the data of an SVG path, in metres, y turned upside down."""
    if shape is None:
        return ""
    simple = shape.simplify(SKETCH_DETAIL_M)
    rings = [
        ring
        for part in getattr(simple, "geoms", [simple])
        for ring in (part.exterior, *part.interiors)
    ]
    return " ".join(
        "M" + "L".join(f"{x:.0f} {-y:.0f}" for x, y, *_z in ring.coords[:-1]) + "Z"
        for ring in rings
    )
