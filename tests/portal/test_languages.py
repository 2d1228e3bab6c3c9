"""Other languages: only the address decides, gaps are said, German stays what it was."""

import datetime as dt
import re

import pytest
from django.conf import settings
from tests.factories import publications as factory

from vorort.publications import actions
from vorort.ui import format as show
from vorort.ui.languages import language_links, localised, plain

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
OTHERS = [code for code, _name in settings.LANGUAGES if code != "de"]
PAGES = [
    "/",
    "/orte/",
    "/orte/lindenau/",
    "/orte/lindenau/lagebild/",
    "/orte/lindenau/sitzungen/",
    "/orte/lindenau/beschluesse/",
    "/orte/lindenau/vorlagen/",
    "/orte/lindenau/gremien/",
    "/oparl/",
    "/glossar/",
    "/impressum/",
]


@pytest.fixture
def published(people):
    return factory.make_publication(people.town, payload=factory.PAYLOAD)


def text(response):
    """Return the page with its spaces as a browser reads them."""
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_public_page_speaks_every_language(client, published, page, code):
    response = client.get(f"/{code}{page}")
    body = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{code}"' in body
    assert "Set-Cookie" not in response
    # From here one stays in the language; only files, the report itself and sign-in leave it.
    inner = re.findall(r'href="(/(?:orte|glossar|impressum|datenschutz)[^"]*)"', body)
    stored = published.representations.values_list("path", flat=True)
    assert [url for url in inner if url not in stored and url != page] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_switch_leads_to_the_same_page(client, published, page):
    body = text(client.get(page))
    for code in OTHERS:
        assert f'<a href="/{code}{page}" lang="{code}" hreflang="{code}">' in body
        assert f'<link rel="alternate" hreflang="{code}" href="/{code}{page}">' in body
    assert f'href="{page}" lang="de" hreflang="de" aria-current="true"' in body


def test_neither_browser_nor_cookie_decide(client, published):
    client.cookies["django_language"] = "en"
    body = client.get("/glossar/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="de">' in body
    assert "Aufklärungsquote" in body


@pytest.mark.parametrize("code", OTHERS)
def test_a_report_is_told_in_short_and_the_gap_is_said(client, published, code):
    german = f"/orte/lindenau/lagebild/{published.period}/"
    response = client.get(f"/{code}{german}")
    body = response.content.decode()
    assert response.status_code == 200
    assert f'<a href="{german}" lang="de" hreflang="de">' in body
    # The sentences of the report are German; here the verdict alone is said.
    assert factory.PAYLOAD["series"][0]["sentence"] not in body


def test_an_english_number_has_english_signs(client, published):
    body = client.get(f"/en/orte/lindenau/lagebild/{published.period}/").content.decode()
    assert "Published on" in body
    assert "per 100,000 inhabitants" in body
    assert show.number(1204.5, 1) == "1.204,5"


@pytest.mark.parametrize("code", ["hsb", "de-simple"])
def test_an_unreviewed_language_says_so(client, published, code):
    note = f'<p class="vo-meta" lang="{code}">'
    assert note in text(client.get(f"/{code}/"))
    assert note not in text(client.get("/en/"))
    assert note not in text(client.get("/"))


@pytest.mark.parametrize("code", OTHERS)
def test_no_report_is_said_in_the_language(client, people, code):
    response = client.get(f"/{code}/orte/lindenau/lagebild/1999/")
    assert response.status_code == 404
    assert f'<html lang="{code}"' in response.content.decode()


def test_addresses():
    assert localised("/orte/") == "/orte/"
    assert localised("/orte/", "en") == "/en/orte/"
    assert localised("/orte/", "fr") == "/orte/"
    assert plain("/de-simple/orte/x/") == "/orte/x/"
    assert plain("/orte/x/") == "/orte/x/"
    assert plain("/en/") == "/"
    # A town may be called like a language, the page of the language may not.
    assert plain("/entenhausen/") == "/entenhausen/"
    assert [link.current for link in language_links("/hsb/orte/")] == [True, False, False, False]


def test_a_language_ends_with_its_request(client, people, published):
    actions.withdraw(publication=published, reason="Zahlendreher", by=people.coordinator, at=AT)
    client.get("/en/orte/")
    gone = client.get(f"/orte/lindenau/lagebild/{published.period}/")
    assert gone.status_code == 410
    assert "zurückgezogen" in gone.content.decode()
