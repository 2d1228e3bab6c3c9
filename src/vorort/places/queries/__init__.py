"""Reads of areas, population and places on the map."""

from vorort.places.queries.areas import (
    AreaNotFound,
    area_names,
    get_area,
    get_or_none,
    is_real,
    kind_of_key,
    list_areas,
    list_by_keys,
    list_versions,
    state_by_name,
    states_known,
)
from vorort.places.queries.geo import (
    area_from_wkb,
    geojson_geometry,
    geometry,
    geometry_in_degrees,
    to_degrees,
    to_metres,
)
from vorort.places.queries.lookup import locate, locate_many, neighbours
from vorort.places.queries.overview import AreaLine, AreasOverview, summarise_areas
from vorort.places.queries.population import (
    PopulationValue,
    list_populations,
    nearest_populations,
    population,
    populations,
)
from vorort.places.queries.register import (
    find_municipalities,
    has_municipalities,
    list_municipality_names,
    plain_name,
)

__all__ = [
    "AreaLine",
    "AreaNotFound",
    "AreasOverview",
    "PopulationValue",
    "area_from_wkb",
    "area_names",
    "find_municipalities",
    "geojson_geometry",
    "geometry",
    "geometry_in_degrees",
    "get_area",
    "get_or_none",
    "has_municipalities",
    "is_real",
    "kind_of_key",
    "list_areas",
    "list_by_keys",
    "list_municipality_names",
    "list_populations",
    "list_versions",
    "locate",
    "locate_many",
    "nearest_populations",
    "neighbours",
    "plain_name",
    "population",
    "populations",
    "state_by_name",
    "states_known",
    "summarise_areas",
    "to_degrees",
    "to_metres",
]
