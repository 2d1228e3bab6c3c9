"""Districts drawn or typed: read, checked against the town and each other, stored by validity."""

import datetime as dt

import pytest
from shapely.geometry import box
from tests.factories.places import make_area
from tests.people import client_of

from vorort.places.choices import AreaKind
from vorort.places.importers.drawing import UnreadableDrawing, as_text, read_drawing, rows_of
from vorort.places.models import Area
from vorort.places.queries import geometry, list_areas

TOWN = box(400_000, 5_650_000, 402_000, 5_652_000)
WEST = "West; 400000 5650000, 401000 5650000, 401000 5652000, 400000 5652000"
EAST = "Ost; 401000 5650000, 402000 5650000, 402000 5652000, 401000 5652000"


def read(*lines: str):
    return read_drawing("\n".join(lines), TOWN)


def test_neighbours_share_a_line_and_nothing_else():
    west, east = read(WEST, EAST)
    assert not west.reasons
    assert not east.reasons
    assert west.shape is not None
    assert west.shape.area == pytest.approx(2e6)


def test_names_alone_are_enough():
    rows = rows_of(
        read("Altstadt", "Oberdorf"), town_key="99901010", known={"oberdorf": "99901010-07"}
    )
    assert [(row.key, row.name, row.wkb) for row in rows] == [
        ("99901010-01", "Altstadt", None),
        ("99901010-07", "Oberdorf", None),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Acht; 400000 5650000, 401000 5651000, 401000 5650000, 400000 5651000", "kreuzt sich"),
        ("Strich; 400000 5650000, 401000 5650000", "drei Ecken"),
        ("Wort; 400000 5650000, hier, 401000 5650000", "„hier“ ist keine Ecke"),
        ("Fern; 401500 5650000, 403500 5650000, 403500 5652000, 401500 5652000", "75 % der Fläche"),
        ("; 400000 5650000, 401000 5650000, 401000 5652000", "Name fehlt"),
    ],
)
def test_a_line_that_cannot_be_kept_says_why(line, reason):
    (one,) = read(line)
    assert one.shape is None or "Name" in one.reasons[0]
    assert reason in one.reasons[0]


def test_an_overlap_names_the_other_and_its_size():
    _west, other = read(
        WEST, "Mitte; 400500 5650000, 401500 5650000, 401500 5652000, 400500 5652000"
    )
    assert other.reasons == ("Überschneidet sich mit „West“ auf 100,0 ha.",)


def test_slivers_are_cut_off_and_told():
    west, east = read(WEST, "Ost; 400995 5650000, 402003 5650000, 402003 5652000, 400995 5652000")
    assert not east.reasons
    assert len(east.hints) == 2
    assert west.shape is not None
    assert east.shape is not None
    assert west.shape.intersection(east.shape).area == 0
    assert east.shape.difference(TOWN).area == 0


def test_degrees_and_geojson_are_read():
    (degrees,) = read_drawing("Feld; 51.00 13.57, 51.00 13.58, 51.01 13.58, 51.01 13.57", None)
    assert degrees.shape is not None
    assert degrees.shape.area == pytest.approx(780_000, rel=0.02)
    text = (
        '{"type": "Feature", "properties": {"NAME": "Feld"}, "geometry": {"type": "Polygon", '
        '"coordinates": [[[13.57, 51.0], [13.58, 51.0], [13.58, 51.01], [13.57, 51.01], [13.57, 51.0]]]}}'
    )
    (json_one,) = read_drawing(text, None)
    assert json_one.name == "Feld"
    assert json_one.shape is not None
    assert json_one.shape.symmetric_difference(degrees.shape).area < 1


@pytest.mark.parametrize("text", ["", "  \n ", '{"type": "Feature"}', "{kaputt"])
def test_nothing_readable_is_a_sentence(text):
    with pytest.raises(UnreadableDrawing):
        read_drawing(text, TOWN)


def test_what_is_written_is_read_again():
    drawn = [(one.name, one.shape) for one in read(WEST, EAST)]
    again = read(*as_text([*drawn, ("Nur Name", None)]).splitlines())
    assert [one.name for one in again] == ["West", "Ost", "Nur Name"]
    assert all(not one.reasons for one in again)


def test_districts_of_a_town_with_validity(people):
    make_area("99901010", "Lindenau", shape=TOWN)
    client = client_of(people.coordinator)
    page = "/k/lindenau/gebiete/zeichnen/"
    assert "data-drawing" in client.get(page).content.decode()
    bad = client.post(page, {"districts": f"{WEST}\nAlt; 1 2", "valid_from": "2026-01-01"})
    assert bad.status_code == 422
    assert "drei Ecken" in bad.content.decode()
    assert WEST in bad.content.decode()
    assert not Area.objects.filter(kind=AreaKind.DISTRICT).exists()
    first = client.post(page, {"districts": f"{WEST}\n{EAST}", "valid_from": "2026-01-01"})
    assert first.status_code == 302
    client.post(page, {"districts": f"{WEST}\nNeubau", "valid_from": "2026-06-01"})
    early = list_areas(AreaKind.DISTRICT, "99901010", dt.date(2026, 3, 1))
    assert [area.name for area in early] == ["West", "Ost"]
    late = {
        area.name: area for area in list_areas(AreaKind.DISTRICT, "99901010", dt.date(2026, 7, 1))
    }
    assert set(late) == {"West", "Neubau"}
    shape = geometry(late["West"])
    assert shape is not None
    assert shape.area == pytest.approx(2e6)


def test_only_who_delivers_for_the_town_draws(people):
    for kind in ("mayor", "coach", "other_coordinator"):
        answer = client_of(getattr(people, kind)).get("/k/lindenau/gebiete/zeichnen/")
        assert answer.status_code == 404
