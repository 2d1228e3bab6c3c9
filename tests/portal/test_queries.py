"""Headline numbers from frozen payloads, names as people type them, the map."""

import pytest
import shapely
from tests.factories import publications as factory
from tests.factories.authorities import make_authority

from vorort.places.models import Area
from vorort.portal.queries import headlines, list_public_maps, list_towns, matches
from vorort.publications.models import Publication


def of(*series: object, **payload: object):
    return headlines(
        Publication(payload={"schema": "vorort.lagebild", "series": list(series), **payload})
    )


def test_the_total_comes_first_then_what_stands_out_then_what_towns_ask_for():
    found = headlines(Publication(payload=factory.PAYLOAD))
    assert [each.label for each in found] == [
        "Straftaten insgesamt",
        "Fahrraddiebstahl",
        "Wohnungseinbruch",
        "Rauschgiftdelikte",
    ]


def test_a_headline_is_formatted_and_names_its_tick():
    total, other = of(
        factory.series("------", "Straftaten insgesamt", 1468, "chance"),
        factory.series("***300", "Fahrraddiebstahl", 38, "sure"),
    )
    assert (total.value, total.unit) == ("1.468", "Fälle")
    assert total.range_text.startswith("16.295 je 100.000 Einw. (14.665\u00a0– 17.924)")
    assert total.range_text.endswith("· Strich: Land 6.940")
    assert total.say == "Das sind etwa so viele wie im Mittel."
    assert (total.at, total.tick) == (pytest.approx(16294.8), 6940)
    assert other.range_text.endswith("· Strich: Mittel 2020 – 2024 231")


def test_what_is_missing_is_left_out_and_never_zero():
    assert of(factory.series("1", "Raub", None, "few")) == ()
    assert of(factory.series("1", "Raub", 1, "rot"), 7, {"title": "x"}) == ()
    assert of(factory.series("1", "Raub", 1, "few"), schema="other") == ()
    assert headlines(None) == ()
    one = factory.series("1", "Raub", 1, "few", state=None, mean={"years": [2024]}, sentence="")
    one["values"][-1]["rate_per_100k"] = None
    (found,) = of(one)
    assert (found.value, found.unit, found.say) == ("1", "Fall", "")
    assert found.range_text == "Ohne Bezug auf Einwohner"
    assert (found.at, found.tick) == (None, None)
    small = factory.series("1", "Raub", 0, "few", state=None, mean=None, sentence="Ein Satz")
    (found,) = of(small)
    assert found.range_text == "0,0 je 100.000 Einw. (0,0\u00a0– 0,0)"
    assert found.say == "Ein Satz."


@pytest.mark.parametrize(
    ("query", "name", "found"),
    [
        ("goerlitz", "Görlitz", True),
        ("gorlitz", "Görlitz", True),
        ("Görlitz", "Goerlitz", True),
        ("schoneck", "Schöneck/Vogtl.", True),
        ("", "irgendwo", True),
        ("wětrow", "Wetrow", True),
        ("bad muskau", "Bad Muskau/Mužakow", True),
        ("muskau bad", "Bad Muskau", True),
        ("x", "Görlitz", False),
    ],
)
def test_names_match_as_people_type_them(query, name, found):
    assert matches(query, name) is found


def make_county(key: str, name: str, left: float, parent: Area | None = None) -> Area:
    box = shapely.box(left, 0, left + 9000, 9000)
    return Area.objects.create(
        key=key,
        ars=key,
        kind="county",
        name=name,
        valid_from="2020-01-01",
        parent=parent,
        wkb=shapely.to_wkb(box),
        min_x=left,
        min_y=0,
        max_x=left + 9000,
        max_y=9000,
    )


@pytest.mark.django_db
def test_the_map_shows_counties_with_reports_of_their_state_only(people):
    make_county("99901", "Weideland", 0)
    make_county("99902", "Hügelland", 9000)
    make_county("98001", "Anderswo", 18000)
    assert list_public_maps(list_towns().towns) == ()
    factory.make_publication(people.town)
    (found,) = list_public_maps(list_towns().towns)
    assert "Weideland" in found.svg
    assert "Anderswo" not in found.svg
    assert [str(entry.label) for entry in found.legend] == [
        "noch keines",
        "mindestens ein Lagebild",
    ]


@pytest.mark.django_db
def test_counties_can_be_chosen_and_places_without_pages_are_named(client, people):
    make_county("99901", "Weideland", 0)
    make_county("99902", "Hügelland", 9000)
    Area.objects.create(
        key="99902010", ars="1", kind="municipality", name="Ödhausen", valid_from="2020-01-01"
    )
    factory.make_publication(people.town)
    make_authority("Hügelstadt", slug="huegel", area_key="99902020", email="a@b.example")
    page = client.get("/orte/", {"kreis": "99902"}).content.decode()
    assert "/orte/huegel/" in page
    assert "/orte/lindenau/" not in page
    page = client.get("/orte/", {"q": "oedhaus"}).content.decode()
    assert "Ödhausen" in page
    assert "noch keine Seiten" in page
