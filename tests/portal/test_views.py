"""The public site: readable by all, silent about visitors, nothing of drafts."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.test import Client
from tests.factories import publications as factory
from tests.factories.authorities import make_authority

from vorort.publications import actions

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/orte/",
    "/orte/?q=lindenau",
    "/orte/lindenau/",
    "/orte/lindenau/lagebild/",
    "/glossar/",
    "/leichte-sprache/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/robots.txt",
    "/sitemap.xml",
    "/veroeffentlichungen.atom",
]
HTML = [page for page in PAGES if page.endswith("/") or "?" in page]


@pytest.fixture
def published(people):
    return factory.make_publication(people.town, payload=factory.PAYLOAD)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_for_everybody_and_sets_no_cookie(client, published, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert client.head(path).status_code == 200
    assert client.post(path).status_code in {403, 405}


@pytest.mark.parametrize("path", PAGES)
def test_a_known_page_is_not_sent_again(client, published, path):
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", HTML)
def test_a_signed_in_person_gets_the_same_page(client, published, people, path):
    other = Client()
    other.force_login(people.coordinator, "django.contrib.auth.backends.ModelBackend")
    assert other.get(path).content == client.get(path).content


@pytest.mark.parametrize("path", HTML)
def test_headings_and_landmarks_are_in_order(client, published, path):
    page = client.get(path).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])[\s>]", page.split("<footer")[0])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.count("<main") == page.count("<header") == 1
    assert '<html lang="de"' in page
    assert " style=" not in page
    assert "<script" not in page
    assert re.search(r"<title>[^<]{5,}</title>", page)


def test_the_town_page_shows_headlines_reports_files_and_who_to_ask(client, published, people):
    page = client.get("/orte/lindenau/").content.decode()
    assert "Polizei 110" in page
    assert "Rettung 112" in page
    assert "Lagebild 2025 lesen" in page
    assert "5.195 je 100.000" in page
    assert "nicht von Zufall zu unterscheiden" in page
    assert "/orte/lindenau/lagebild/2025/lagebild-lindenau-2025.csv" in page
    assert "Dieser Ort ist erfunden" in page
    assert page.count("vo-tile__label") == 4


def test_earlier_versions_are_named_in_the_list_of_reports(client, published, people):
    assert "Frühere Fassungen" not in client.get("/orte/lindenau/lagebild/").content.decode()
    factory.make_publication(people.town)
    page = client.get("/orte/lindenau/lagebild/").content.decode()
    assert "/orte/lindenau/lagebild/2025/fassung-1/" in page
    assert "Fassung 1, ersetzt am 15.06.2026" in page


def test_a_town_without_anything_public_does_not_appear(client, people):
    assert client.get("/orte/lindenau/").status_code == 404
    assert client.get("/orte/lindenau/lagebild/").status_code == 404
    assert client.get("/orte/gibt-es-nicht/").status_code == 404
    assert "Lindenau" not in client.get("/orte/").content.decode()


def test_a_town_that_is_set_up_appears_and_says_that_nothing_is_public_yet(client, people):
    people.town.email = "praevention@lindenau.example"
    people.town.save()
    assert "noch kein Lagebild veröffentlicht" in client.get("/orte/").content.decode()
    page = client.get("/orte/lindenau/").content.decode()
    assert "Noch ist kein Lagebild veröffentlicht" in page
    assert "praevention@lindenau.example" in page


def test_a_year_without_a_report_leads_to_the_others(client, published):
    response = client.get("/orte/lindenau/lagebild/2019/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Für 2019 gibt es kein veröffentlichtes Lagebild" in page
    assert "/orte/lindenau/lagebild/2025/" in page


def test_withdrawing_takes_a_report_from_every_list(client, published, people):
    lists = ["/", "/orte/", "/orte/lindenau/lagebild/", "/sitemap.xml", "/veroeffentlichungen.atom"]
    assert all("lagebild/2025/" in client.get(path).content.decode() for path in lists)
    people.town.email = "a@b.example"
    people.town.save()
    actions.withdraw(publication=published, reason="x", by=people.mayor, at=factory.AT)
    for path in [*lists, "/orte/lindenau/"]:
        page = client.get(path).content.decode()
        assert "lagebild/2025/" not in page
        assert "5.195" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lindenau", True),
        ("LINDENAU weide", True),
        ("linden", True),
        ("Weide, Lindenau", True),
        ("99901010", True),
        ("99901020", False),
        ("leipzig", False),
        ("%", False),
    ],
)
def test_towns_are_found_as_people_type_them(client, published, query, found):
    page = client.get("/orte/", {"q": query}).content.decode()
    assert ("/orte/lindenau/" in page) is found
    assert (re.search(r">\s*1 Ort\s*<", page) is not None) is found


@pytest.mark.parametrize("query", ["Mühlgrund", "muehlgrund", "muhlgrund", "MÜHL", "mühlgrund"])
def test_umlauts_do_not_matter(client, people, query):
    factory.make_publication(people.other_town)
    assert "/orte/muehlgrund/" in client.get("/orte/", {"q": query}).content.decode()


@pytest.mark.parametrize("query", ["groß", "gross", "GROSS"])
def test_sharp_s_does_not_matter(client, query):
    town = make_authority("Großdorf", slug="grossdorf", email="a@b.example")
    assert f"/orte/{town.slug}/" in client.get("/orte/", {"q": query}).content.decode()


def test_a_wrong_county_shows_everything_rather_than_an_error(client, published):
    response = client.get("/orte/", {"kreis": "gibt-es-nicht", "q": "x" * 300})
    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_ask_a_constant_number_of_questions(
    client, people, django_assert_max_num_queries, rows
):
    for number in range(rows):
        town = make_authority(slug=f"t{number}", email="a@b.example")
        factory.make_publication(town, by=people.coordinator)
        factory.make_publication(people.town, year=1990 + number, by=people.coordinator)
    limits = {
        "/": 1,
        "/orte/": 5,
        "/orte/lindenau/": 9,
        "/orte/lindenau/lagebild/": 5,
        "/sitemap.xml": 5,
        "/veroeffentlichungen.atom": 2,
    }
    for path, most in limits.items():
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_feed_and_sitemap_are_well_formed(client, published):
    feed = ET.fromstring(client.get("/veroeffentlichungen.atom").content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 1
    sitemap = ET.fromstring(client.get("/sitemap.xml").content)
    places = [each.text for each in sitemap.iter() if each.tag.endswith("loc")]
    assert "http://127.0.0.1:8000/orte/lindenau/lagebild/2025/" in places


def test_a_feed_without_entries_is_a_feed(client):
    response = client.get("/veroeffentlichungen.atom")
    assert ET.fromstring(response.content) is not None
    assert response["Content-Type"].startswith("application/atom+xml")


def test_the_work_area_is_not_for_robots_and_the_icon_is_found(client):
    assert "Disallow: /k/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Location"] == "/static/ui/icon.svg"


def test_legal_pages_say_who_operates_or_that_it_is_missing(client, settings):
    assert "Diese Angaben fehlen noch" in client.get("/impressum/").content.decode()
    settings.OPERATOR_NAME = "Freistaat Probe"
    settings.OPERATOR_EMAIL = "stelle@probe.example"
    for path in ("/impressum/", "/datenschutz/", "/barrierefreiheit/"):
        page = client.get(path).content.decode()
        assert "Freistaat Probe" in page
        assert "fehlen noch" not in page


def test_the_glossary_explains_and_links(client):
    page = client.get("/glossar/").content.decode()
    assert 'id="haeufigkeitszahl"' in page
    for target in re.findall(r'href="#([a-z-]+)"', page):
        assert f'id="{target}"' in page
