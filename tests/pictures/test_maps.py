"""The map: areas around, classes, hatch, what is hidden."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
import shapely
from tests.factories.situation import FakeSource, registered, years

from vorort.pictures import queries
from vorort.pictures.choices import FigureKind, MapPicture, Picture
from vorort.pictures.exports import data, document, draw, edition_of_picture, page, tables
from vorort.places.models import Area

pytestmark = pytest.mark.django_db
TOWN = "99901010"


@pytest.fixture
def source() -> Iterator[FakeSource]:
    with registered(FakeSource()) as one:
        yield one


def area(key: str, name: str, *, place: int | None = None, kind: str = "municipality") -> None:
    box = shapely.box(place * 9_000, 0, place * 9_000 + 8_000, 9_000) if place is not None else None
    bounds = dict(zip(("min_x", "min_y", "max_x", "max_y"), box.bounds, strict=True)) if box else {}
    Area.objects.create(
        key=key, name=name, kind=kind, wkb=shapely.to_wkb(box) if box else None, **bounds
    )


def town(source: FakeSource, key: str, name: str, counts: list[int | None], **more: object) -> None:
    area(key, name, place=int(key[-2:]) // 10)
    source.put(key, "899000", years(2026 - len(counts), counts), **more)


def around(source: FakeSource, below: int = 0) -> tuple[Picture, MapPicture | None]:
    picture = queries.build_picture(TOWN, 2025, viewer=None, protect_below=below)
    return picture, queries.build_map(picture, viewer=None, protect_below=below)


def test_towns_of_the_county_by_the_mean_of_five_years(source: FakeSource) -> None:
    town(source, TOWN, "Lindenau", [90, 95, 92, 96, 104])
    town(source, "99901020", "Mühlgrund", [40, 41, 39, 44, 42], people=5_000)
    town(source, "99901030", "Neustadt", [1, 0, 1, 1, 1], people=900)
    _picture, made = around(source)
    assert made is not None
    assert made.years == (2021, 2022, 2023, 2024, 2025)
    by_name = {row.name: row for row in made.rows}
    assert list(by_name) == ["Lindenau", "Mühlgrund", "Neustadt"]
    assert by_name["Lindenau"].here
    assert by_name["Lindenau"].cases == 477
    assert by_name["Neustadt"].word == "zu wenige Fälle"
    assert made.average == pytest.approx(687 * 100_000 / (5 * 14_900))
    assert list(made.limits) == sorted(set(made.limits))
    assert "keine Rangliste" in made.sentence


def test_a_missing_year_is_no_number(source: FakeSource) -> None:
    town(source, TOWN, "Lindenau", [90, 95, 92, 96, 104])
    town(source, "99901020", "Mühlgrund", [40, 41, None, 44, 42])
    _picture, made = around(source)
    assert made is not None
    row = next(one for one in made.rows if one.name == "Mühlgrund")
    assert (row.cases, row.rate, row.word) == (None, None, "keine Zahl")


def test_a_small_town_and_one_more_are_hidden(source: FakeSource) -> None:
    town(source, TOWN, "Lindenau", [90, 95, 92, 96, 104], published=False)
    town(source, "99901020", "Mühlgrund", [0, 0, 1, 0, 1], published=False)
    town(source, "99901030", "Neustadt", [9, 8, 9, 7, 9], published=False)
    _picture, made = around(source, below=3)
    assert made is not None
    hidden = {row.name for row in made.rows if row.hidden}
    assert hidden == {"Mühlgrund", "Neustadt"}
    assert made.average is None


def test_alone_there_is_no_map(source: FakeSource) -> None:
    town(source, TOWN, "Lindenau", [90, 95, 92, 96, 104])
    assert around(source)[1] is None


def test_the_counties_stand_in_where_the_towns_have_no_figures(source: FakeSource) -> None:
    town(source, TOWN, "Lindenau", [90, 95, 92, 96, 104])
    for number, name in ((901, "Weideland"), (902, "Bergland")):
        area(f"99{number}", name, place=number - 900, kind="county")
        source.put(f"99{number}", "899000", years(2021, [900] * 5), people=90_000)
    made = around(source)[1]
    assert made is not None
    assert [row.name for row in made.rows if row.here] == ["Weideland"]


def test_two_areas_of_one_name_are_told_apart(source: FakeSource) -> None:
    for key, sort in (("99913", "Kreisfreie Stadt"), ("99929", "Landkreis")):
        area(key, "Leipzig", kind="county")
        Area.objects.filter(key=key).update(designation=sort)
        source.put(key, "899000", years(2021, [900] * 5), people=90_000)
    picture = queries.build_picture("99913", 2025, viewer=None)
    made = queries.build_map(picture, viewer=None)
    assert made is not None
    assert [row.name for row in made.rows] == ["Leipzig (Kreisfreie Stadt)", "Leipzig (Landkreis)"]


def test_the_map_in_every_form(source: FakeSource) -> None:
    town(source, TOWN, "Lindenau", [90, 95, 92, 96, 104])
    town(source, "99901020", "Mühlgrund", [40, 41, 39, 44, 42], people=5_000)
    town(source, "99901030", "Neustadt", [1, 0, 1, 1, 0], people=900)
    picture, made = around(source)
    sections, planned = queries.plan(picture, made)
    figure = next(one for one in planned if one.kind is FigureKind.MAP)
    drawn = draw(figure, state_name="")
    assert "m-seq-" in drawn.wide
    assert "m-few" in drawn.wide
    only = draw(figure, state_name="", only_pdf=True)
    assert only.wide == ""
    edition = edition_of_picture(
        picture,
        sections,
        [(one, only.pdf if one is figure else "") for one in planned],
        on=dt.date(2026, 6, 1),
    )
    assert document.render(edition).startswith(b"%PDF")
    assert "Mühlgrund" in page.render(edition).decode()
    found = json.loads(data.render_geojson(edition))
    assert {one["properties"]["name"] for one in found["features"]} == {
        "Lindenau", "Mühlgrund", "Neustadt",
    }  # fmt: skip
    assert found["features"][0]["geometry"]["type"] == "Polygon"
    shown = next(one for one in edition.figures if one.area_map)
    assert "Mühlgrund" in tables.render_figure_csv(shown, edition).decode("utf-8-sig")


def test_without_boundaries_the_list_remains(source: FakeSource) -> None:
    for key, name in ((TOWN, "Lindenau"), ("99901020", "Mühlgrund")):
        area(key, name)
        source.put(key, "899000", years(2021, [90] * 5))
    picture, made = around(source)
    _sections, planned = queries.plan(picture, made)
    figure = next(one for one in planned if one.kind is FigureKind.MAP)
    assert draw(figure, state_name="").wide == ""
