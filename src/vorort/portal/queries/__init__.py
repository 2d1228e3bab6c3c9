"""What the public site shows: towns, their publications, the map of both."""

from vorort.portal.queries.atlas import PublicMap, list_public_maps
from vorort.portal.queries.headlines import Headline, headlines
from vorort.portal.queries.towns import (
    County,
    Town,
    TownList,
    fold,
    get_town,
    is_shown,
    list_towns,
    matches,
)

__all__ = [
    "County",
    "Headline",
    "PublicMap",
    "Town",
    "TownList",
    "fold",
    "get_town",
    "headlines",
    "is_shown",
    "list_public_maps",
    "list_towns",
    "matches",
]
