"""Published addresses answer with stored bytes: quickly, alike for all, gone at once."""

import datetime as dt
import gzip
import hashlib

import pytest
from django.test import Client
from tests.factories import publications as factory

from vorort.publications import actions
from vorort.publications.middleware import KeptBytes

pytestmark = pytest.mark.django_db
PAGE = "/orte/lindenau/lagebild/2025/"
FILES = [f"{PAGE}lagebild-lindenau-2025.{fmt.value}" for fmt in factory.DATA_FORMATS]
ALL = [PAGE, *FILES]
LATER = factory.AT + dt.timedelta(days=9)


@pytest.fixture
def published(people):
    return factory.make_publication(people.town)


def test_the_page_is_the_stored_bytes(client, published, people):
    response = client.get(PAGE)
    assert response.status_code == 200
    assert response.content == factory.page_bytes(people.town, 2025)
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert response["Cache-Control"] == "no-cache, must-revalidate, public"
    assert response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("path", ALL)
def test_each_form_is_safe_and_sets_no_cookie(client, published, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_data_files_are_offered_for_saving_and_a_pdf_is_shown(client, published):
    found = {path: client.get(path).get("Content-Disposition", "") for path in ALL}
    assert found[PAGE] == ""
    assert found[FILES[0]] == 'inline; filename="lagebild-lindenau-2025.pdf"'
    for path in FILES[1:]:
        assert found[path] == f'attachment; filename="{path.rsplit("/", 1)[1]}"'
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ALL)
def test_what_is_known_is_not_sent_again(client, published, path):
    etag = client.get(path)["ETag"]
    for header in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = client.get(path, headers={"If-None-Match": header})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == etag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ALL)
def test_head_says_what_get_says_without_a_body(client, published, path):
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head[name] == get[name]


def test_a_packed_answer_for_those_who_take_it(client, published, people):
    plain = factory.page_bytes(people.town, 2025)
    response = client.get(PAGE, headers={"Accept-Encoding": "br;q=1.0, gzip;q=0.8"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == plain
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"].endswith('-gz"')
    assert int(response["Content-Length"]) == len(response.content) < len(plain)
    again = client.get(PAGE, headers={"Accept-Encoding": "gzip", "If-None-Match": response["ETag"]})
    assert again.status_code == 304
    for header in ("", "br", "gzip;q=0"):
        assert "Content-Encoding" not in client.get(PAGE, headers={"Accept-Encoding": header})


def test_one_query_once_the_bytes_are_known(client, published, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(1):
        assert client.get(PAGE).status_code == 200


def test_other_addresses_pay_nothing(client, published, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/static/nothing.css")


def test_all_forms_vanish_together(client, published, people):
    etags = {path: client.get(path)["ETag"] for path in ALL}
    actions.withdraw(
        publication=published, reason="Die Tabelle war falsch.", by=people.mayor, at=LATER
    )
    for path in ALL:
        for response in (
            client.get(path),
            client.get(path, headers={"If-None-Match": etags[path]}),
            client.get(path, headers={"Accept-Encoding": "gzip"}),
            client.head(path),
        ):
            assert response.status_code == 410
            assert response["Cache-Control"] == "no-store"
            assert "ETag" not in response
            assert "default-src 'none'" in response["Content-Security-Policy"]
            assert "Set-Cookie" not in response
    page = client.get(PAGE).content.decode()
    assert "zurückgezogen" in page
    assert "Die Tabelle war falsch." in page
    assert "468" not in page
    data = client.get(FILES[1])
    assert data.content.decode() == "Diese Veröffentlichung wurde zurückgezogen.\n"
    assert data["Content-Type"] == "text/plain; charset=utf-8"


def test_an_earlier_version_says_that_it_is_one(client, published, people):
    factory.make_publication(people.town, text="neue Worte", at=LATER)
    assert "neue Worte" in client.get(PAGE).content.decode()
    response = client.get(f"{PAGE}fassung-1/")
    page = response.content.decode()
    assert "Dies ist Fassung 1." in page
    assert "24.06.2026" in page
    assert f'href="{PAGE}fassung-1/lagebild-lindenau-2025.pdf"' in page
    assert f'href="{PAGE}"' in page
    assert response["X-Robots-Tag"] == "noindex"
    old = client.get(f"{PAGE}fassung-1/lagebild-lindenau-2025.csv")
    assert (
        old["Content-Disposition"] == 'attachment; filename="lagebild-lindenau-2025-fassung-1.csv"'
    )
    assert "X-Robots-Tag" not in client.get(PAGE)


def test_an_earlier_version_vanishes_with_the_valid_one(client, published, people):
    second = factory.make_publication(people.town, at=LATER)
    actions.withdraw(publication=second, reason="x", by=people.mayor, at=LATER)
    assert client.get(PAGE).status_code == 410
    assert client.get(f"{PAGE}fassung-1/").status_code == 410
    assert client.get(f"{PAGE}fassung-1/lagebild-lindenau-2025.csv").status_code == 410


def test_signed_in_people_get_the_same_bytes(client, published, people):
    other = Client()
    other.force_login(people.coordinator, "django.contrib.auth.backends.ModelBackend")
    assert other.get(PAGE).content == client.get(PAGE).content


def test_writing_methods_are_not_answered_here(client, published):
    assert client.post(PAGE).status_code in {403, 404, 405}


def test_kept_bytes_stay_below_their_limit():
    kept = KeptBytes(limit=40)
    reads: list[str] = []

    def read(key: str, size: int) -> bytes:
        def now() -> bytes:
            reads.append(key)
            return b"x" * size

        return kept.get(key, now)

    for key in "abcde":
        read(key, 10)
    read("e", 10)
    read("a", 10)
    read("big", 11)
    read("big", 11)
    assert reads == ["a", "b", "c", "d", "e", "a", "big", "big"]
