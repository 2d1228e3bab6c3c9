"""Areas and population for tests."""

import datetime as dt

import shapely
from django.core.files.base import ContentFile

from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority
from vorort.deliveries import actions as deliveries
from vorort.deliveries.models import Delivery
from vorort.places.actions import PopulationRow, ensure_areas, store_population
from vorort.places.choices import AreaKind, PopulationKind
from vorort.places.models import Area

# The corner of a fictional land in EPSG:25833, well inside Saxony.
ORIGIN = (350_000.0, 5_650_000.0)


def square(column: int, row: int, *, side_m: float = 1_000.0) -> shapely.Polygon:
    """A square of a grid in EPSG:25833."""
    x, y = ORIGIN[0] + column * side_m, ORIGIN[1] + row * side_m
    return shapely.box(x, y, x + side_m, y + side_m)


def make_area(
    key: str,
    name: str = "",
    *,
    kind: str = AreaKind.MUNICIPALITY,
    shape: shapely.Polygon | None = None,
    **fields: object,
) -> Area:
    """An area with its parents; with geometry where ``shape`` is given."""
    area = ensure_areas({key: name or f"Ort {key}"}, kind, by=get_system_person())[key]
    for field, value in fields.items():
        setattr(area, field, value)
    if shape is not None:
        area.wkb = shapely.to_wkb(shape)
        area.min_x, area.min_y, area.max_x, area.max_y = shape.bounds
        area.area_ha = shape.area / 10_000
    area.save()
    return area


def make_delivery(
    content: bytes,
    *,
    name: str = "gebiete.txt",
    format: str = "population",  # noqa: A002
    for_authority: Authority | None = None,
    stored: bool = True,
    precedence: int = 10,
) -> Delivery:
    """A delivery; stored without any rows of its own."""
    by = get_system_person()
    delivery = deliveries.receive(
        stream=ContentFile(content),
        name=name,
        format=format,
        by=by,
        for_authority=for_authority,
        source_label=name,
    )
    if stored:
        deliveries.mark_checked(
            delivery=delivery, rows_read=1, rows_ok=1, by=by, precedence=precedence
        )
        deliveries.mark_stored(delivery=delivery, rows_stored=1, by=by)
    return delivery


def make_population(
    area: Area,
    on_date: dt.date,
    total: int,
    *,
    delivery: Delivery | None = None,
    kind: str = PopulationKind.OFFICIAL,
) -> Delivery:
    """A number of residents, with a delivery of its own where none is given."""
    given = delivery or make_delivery(f"{area.key} {on_date} {total} {kind}".encode())
    row = PopulationRow(area.key, on_date, total, kind=kind)
    store_population(rows=[row], areas={area.key: area}, delivery=given)
    return given
