"""The real files: Saxony with its municipalities, counties of Germany, districts of Leipzig."""

import datetime as dt
from pathlib import Path

import pytest
import shapely

from vorort.places import importers, queries
from vorort.places.choices import BEGINNING
from vorort.places.importers import ImportOptions
from vorort.places.models import Area, AreaState, Population
from vorort.places.queries.geo import reproject

STATE_2021 = dt.date(2021, 1, 1)
REGISTER_DAY = dt.date(2023, 11, 30)
RESIDENTS_DAY = dt.date(2022, 12, 31)


@pytest.fixture
def bring(system, shared_data: Path):
    def run(name: str, kind: str, day: dt.date | None = None, **mapping: str):
        path = shared_data / name
        if not path.exists():
            pytest.skip(f"no {name} in the data folder")
        options = ImportOptions(kind=kind, valid_from=day, mapping=tuple(sorted(mapping.items())))
        return importers.import_file(path, options=options, by=system)

    return run


GPKG = "geo_sachsen/verwaltungsgebiete_sachsen_25833.gpkg"
GEOJSON = "geo_sachsen/gemeinden_sachsen.geojson"
COUNTIES = "geo_sachsen/kreise_sachsen.geojson"
GERMANY = "geo_sachsen/kreise_deutschland.geojson.gz"
REGISTER = "gemeindeverzeichnis_sachsen/gv100ad_301123_sachsen.txt.gz"
DISTRICTS = "leipzig_ortsteile/ortsteile.geojson.gz"


def test_saxony_measures_what_it_should_in_metres(bring) -> None:
    delivery, _summary = bring(GPKG, "municipality", STATE_2021)
    assert (delivery.rows_read, delivery.rows_stored, delivery.rows_quarantined) == (419, 419, 0)
    areas = queries.list_areas("municipality", on=STATE_2021)
    assert sum(area.area_ha for area in areas) / 100 == pytest.approx(18_445.0, abs=0.1)
    # The same boundaries in the zone of the source come out too large: measure in 25833 only.
    wrong = sum(reproject(queries.geometry(a), "EPSG:25833", "EPSG:31467").area for a in areas)
    assert wrong / 1e6 == pytest.approx(18_495.8, abs=0.5)


def test_degrees_give_the_same_boundaries_as_metres(bring) -> None:
    bring(GPKG, "municipality", STATE_2021)
    in_metres = {a.key: queries.geometry(a) for a in queries.list_areas("municipality")}
    Area.objects.update(wkb=None, min_x=None, min_y=None, max_x=None, max_y=None, shape_on=None)
    bring(GEOJSON, "municipality", STATE_2021)
    for area in queries.list_areas("municipality"):
        # The two files went through different datum shifts: they differ by less than a metre.
        assert shapely.hausdorff_distance(queries.geometry(area), in_metres[area.key]) < 1.5


@pytest.mark.parametrize("order", [(GPKG, REGISTER), (REGISTER, GPKG)])
def test_jahnatal_begins_where_its_two_predecessors_end(bring, order) -> None:
    for name in order:
        bring(name, "municipality", STATE_2021 if name == GPKG else None)

    for key in ("14522450", "14522620"):
        (version,) = queries.list_versions(key)
        assert (version.valid_from, version.valid_until) == (BEGINNING, REGISTER_DAY)
    (jahnatal,) = queries.list_versions("14522275")
    assert (jahnatal.name, jahnatal.valid_from, jahnatal.valid_until) == (
        "Jahnatal",
        REGISTER_DAY,
        None,
    )
    assert queries.list_areas("municipality", on=STATE_2021).count() == 419
    assert queries.list_areas("municipality", on=REGISTER_DAY).count() == 418
    assert AreaState.objects.filter(kind="municipality", inside="14522").count() == 2


def test_the_register_counts_saxony(bring) -> None:
    delivery, summary = bring(REGISTER, "municipality")
    # The land, 13 counties, 418 municipalities; associations are no areas.
    assert (delivery.rows_read, delivery.rows_stored, delivery.rows_quarantined) == (432, 432, 0)
    assert summary["day"] == "2023-11-30"
    of_towns = Population.objects.filter(area__kind="municipality")
    assert sum(row.total for row in of_towns) == 4_086_152
    of_counties = Population.objects.filter(area__kind="county")
    assert (of_counties.count(), sum(row.total for row in of_counties)) == (13, 4_086_152)
    leipzig = queries.population("14713000", RESIDENTS_DAY)
    assert leipzig.total == queries.population("14713", RESIDENTS_DAY).total == 616_093
    assert leipzig.male + leipzig.female == leipzig.total
    bautzen = queries.get_area("14625020")
    assert (bautzen.name, bautzen.other_name, bautzen.ars) == ("Bautzen", "Budyšin", "146250020020")
    sorts = {a.designation for a in queries.list_areas("county")}
    assert sorts == {"Kreisfreie Stadt", "Landkreis"}


def test_counties_of_saxony_and_of_germany(bring) -> None:
    bring(GERMANY, "county")
    bring(COUNTIES, "county")
    assert queries.list_areas("county").count() == 401
    assert queries.list_areas("county", "14").count() == 13
    assert {a.name for a in queries.list_areas("county", "14") if a.name == "Leipzig"} == {
        "Leipzig"
    }
    assert queries.get_area("01001").parent.name == "Schleswig-Holstein"
    assert queries.get_area("14").parent.key == "00"
    beside = {a.key for a in queries.neighbours(queries.get_area("14713"))}
    assert beside == {"14729", "14730"}


def test_the_other_layer_of_the_geopackage_is_found_by_its_keys(bring) -> None:
    with pytest.raises(importers.UnreadableAreas, match="Keine Spalte mit Schlüsseln"):
        bring(GPKG, "county", layer="land")
    delivery, _summary = bring(GPKG, "county")
    assert delivery.rows_stored == 13


def test_districts_of_leipzig_find_their_town(bring) -> None:
    bring(GPKG, "municipality", STATE_2021)
    delivery, _summary = bring(DISTRICTS, "district")
    districts = list(queries.list_areas("district", "14713000"))
    assert (delivery.rows_stored, len(districts)) == (63, 63)
    total = sum(district.area_ha for district in districts) / 100
    assert total == pytest.approx(297.81, abs=0.3)
    assert queries.get_area("14713000-00").name == "Zentrum"
    assert queries.locate(12.3731, 51.3397, "district").name == "Zentrum"
    assert queries.locate(12.3731, 51.3397, "municipality").key == "14713000"
    assert queries.locate(13.7373, 51.0504, "municipality").name == "Dresden"
    assert queries.locate(2.35, 48.86, "municipality") is None


def test_neighbours_over_all_of_saxony_agree_with_the_source(bring) -> None:
    bring(GPKG, "municipality", STATE_2021)
    areas = list(queries.list_areas("municipality"))
    shapes = [queries.geometry(area) for area in areas]
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="dwithin", distance=1.0)
    # Queen contiguity: mean 5.55 neighbours, 18 at most.
    counts = [int((left == number).sum()) - 1 for number in range(len(areas))]
    assert sum(counts) / len(counts) == pytest.approx(5.55, abs=0.01)
    assert max(counts) == 18
    some = range(0, len(areas), 40)
    for number in some:
        expected = sorted(areas[other].key for other in right[left == number] if other != number)
        assert [a.key for a in queries.neighbours(areas[number])] == expected


def test_the_directory_of_the_state_office_is_no_file_of_areas(bring) -> None:
    with pytest.raises(importers.UnreadableAreas, match="weder GeoPackage"):
        bring("gemeindeverzeichnis_sachsen/gemeindeverzeichnis_lds.csv", "municipality")
