"""What councils have published, for everybody: lists, calendar, feed, search. Nothing else."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import oparl as factory
from tests.factories import publications as reports
from tests.factories.calendars import read_calendar
from tests.factories.councils import make_council
from tests.house.access import SECRET

from vorort.core import search
from vorort.publications import actions
from vorort.publications.queries import list_live

pytestmark = pytest.mark.django_db
BASE = "/orte/lindenau/"
LISTS = [f"{BASE}{name}/" for name in ("sitzungen", "beschluesse", "vorlagen", "gremien")]
HTML = [*LISTS, BASE, "/oparl/", f"{BASE}sitzungen/?gremium=bbbb22223333&jahr=2026"]
MACHINES = [f"{BASE}sitzungen.ics", f"{BASE}sitzungen.atom"]
# Before the planted meeting of 3 December 2026, whenever the tests run.
TODAY = dt.date(2026, 11, 20)
SOON = dt.datetime(2026, 11, 30, 17, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for page_of in ("councils", "town"):
        monkeypatch.setattr(f"vorort.portal.views.{page_of}.today", lambda: TODAY)


@pytest.fixture
def published(people):
    factory.publish_council(people.town)
    return people.town


def page(client, path: str, **given: str) -> str:
    response = client.get(path, given)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", [*HTML, *MACHINES])
def test_every_page_is_for_everybody_the_same_and_known_by_its_etag(
    client, people, published, path
):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(path).status_code == 200
    assert client.post(path).status_code in {403, 405}
    other = Client()
    other.force_login(people.coordinator, "django.contrib.auth.backends.ModelBackend")
    assert other.get(path).content == response.content


@pytest.mark.parametrize("path", HTML)
def test_headings_are_in_order(client, published, path):
    found = page(client, path)
    levels = [int(level) for level in re.findall(r"<h([1-6])[\s>]", found.split("<footer")[0])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert " style=" not in found
    assert "<script" not in found


@pytest.mark.parametrize("path", [*LISTS, *MACHINES, BASE])
def test_a_town_without_public_councils_says_so(client, people, path):
    assert client.get(path).status_code == 404
    people.town.email = "praevention@lindenau.example"
    people.town.save()
    found = page(client, path)
    assert "Noch ist" in found or path in MACHINES
    assert "Präventionsrat Lindenau" not in found
    assert client.get(path.replace("lindenau", "gibt-es-nicht")).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_in_another_language_links_to_german_pages_say_so(client, published, path):
    found = page(client, f"/en{path}").split("<main")[1]
    stored = re.findall(
        r'<a [^>]*href="/orte/lindenau/(?:sitzungen|vorlagen|gremien)/[^"]+"[^>]*>', found
    )
    assert stored or path.endswith("beschluesse/")
    assert all('lang="de" hreflang="de"' in link for link in stored)


def test_meetings_stand_as_coming_or_past_with_what_belongs_to_them(client, published):
    factory.publish_meeting(
        published, public_id="soon22223333", start=SOON.isoformat(timespec="seconds"),
        name="Sitzung am 05.12.2026", is_open=True,
    )  # fmt: skip
    factory.publish_meeting(
        published, public_id="gone22223333", start=SOON.isoformat(timespec="seconds"),
        name="Sondersitzung", state="cancelled", state_label="abgesagt", cancelled=True,
    )  # fmt: skip
    coming, past = page(client, f"{BASE}sitzungen/").split("Vergangene Sitzungen")
    assert "Präventionsrat Lindenau, Sitzung am 05.12.2026" in coming
    assert "Alle können kommen und zuhören" in coming
    assert f"{BASE}sitzungen/soon22223333/sitzung.ics" in coming
    assert "Ratssaal, Markt 1" in coming
    assert "gone22223333/sitzung.ics" not in coming
    assert "abgesagt" in coming
    assert "Sitzung am 10.09.2026" in past
    assert f"{BASE}sitzungen/mmmm44445555/niederschrift.pdf" in past
    assert re.search(r"1 Beschluss\s", past)


def test_lists_are_narrowed_by_body_and_year_and_wrong_values_show_everything(client, published):
    factory.publish_meeting(
        published, public_id="old222223333", body_id="aaaa22223333", body_name="AG Licht",
        name="Sitzung am 01.02.2024", start="2024-02-01T17:00:00+01:00", state="held",
        items=[factory.item(1, "Nur Text", resolutions=[factory.resolution("AG 1/2024",
               title="Bänke am Markt", text="Es kommen zwei.")])],
    )  # fmt: skip
    list_of = f"{BASE}sitzungen/"
    assert "AG Licht, Sitzung am 01.02.2024" in page(client, list_of)
    assert "Sitzung am 01.02.2024" not in page(client, list_of, jahr="2026")
    assert "Sitzung am 10.09.2026" not in page(client, list_of, gremium="aaaa22223333")
    assert "Sitzung am 01.02.2024" in page(client, list_of, jahr="gibt es nicht", gremium="%")
    decided = f"{BASE}beschluesse/"
    assert "2 Beschlüsse" in page(client, decided)
    found = page(client, decided, q="leuchten")
    assert "PR 1/2026: Licht am Weidenweg" in found
    assert "8 Ja, 0 Nein, 1 Enthaltung" in found
    assert "Bänke" not in found
    assert "Bänke" in page(client, decided, q="baenke")
    assert "keinen Beschluss" in page(client, decided, q="Gibtesnicht")


def test_what_became_of_a_resolution_is_told_where_it_is_published(client, published):
    assert "Was wurde daraus?" not in page(client, f"{BASE}beschluesse/")
    done = factory.resolution(
        implementation_label="umgesetzt", implementation_note="Neun Leuchten brennen."
    )
    factory.publish_meeting(
        published, public_id="mmmm44445555", state="minutes",
        start="2026-09-10T17:00:00+02:00", items=[factory.item(1, "Licht", resolutions=[done])],
    )  # fmt: skip
    assert "umgesetzt: Neun Leuchten brennen." in page(client, f"{BASE}beschluesse/")


def test_papers_and_bodies(client, published):
    factory.publish_body(
        published, public_id="unter2223333", name="AG Am Hang", kind="working",
        kind_label="Arbeitsgruppe", parent_id="bbbb22223333", members=[],
    )  # fmt: skip
    found = page(client, f"{BASE}vorlagen/")
    assert "Licht und Grün Am Hang" in found
    assert "Beschlussvorlage PR-V 12/2026, 01.11.2026" in found
    assert "· Präventionsrat Lindenau" in found
    assert "keine Vorlage" in page(client, f"{BASE}vorlagen/", q="Gibtesnicht")
    found = page(client, f"{BASE}gremien/")
    assert found.index("Präventionsrat Lindenau") < found.index("AG Am Hang")
    assert "gehört zu: Präventionsrat Lindenau" in found
    assert re.search(r"2 Mitglieder\s", found)


def test_the_town_page_tells_of_the_next_meeting_and_the_latest_minutes(client, published):
    factory.publish_meeting(
        published, public_id="soon22223333", name="Sitzung am 05.12.2026",
        start=SOON.isoformat(timespec="seconds"),
    )  # fmt: skip
    later = SOON + dt.timedelta(days=40)
    factory.publish_meeting(
        published, public_id="late22223333", name="Sitzung am 06.12.2026", start=later.isoformat()
    )
    found = page(client, BASE)
    assert "Sitzung am 05.12.2026" in found
    assert "Sitzung am 06.12.2026" not in found
    assert "Wir machen den Weg hell." in found
    assert "mmmm44445555/niederschrift.pdf" in found
    # Meetings are no reports.
    assert "Noch ist kein Lagebild veröffentlicht" in found
    assert f'href="{BASE}sitzungen/"' in found


def test_start_page_feed_and_sitemap_name_every_kind_at_its_own_address(client, published):
    reports.make_publication(published)
    for path in ("/veroeffentlichungen.atom", "/sitemap.xml"):
        found = page(client, path)
        assert ET.fromstring(found) is not None
        for part in ("sitzungen/mmmm22223333/", "gremien/bbbb22223333/", "vorlagen/vvvv22223333/"):
            assert f"http://127.0.0.1:8000{BASE}{part}" in found
    assert f"{BASE}lagebild/2025/" in page(client, "/sitemap.xml")
    assert f"{BASE}beschluesse/</loc>" in page(client, "/sitemap.xml")
    start = page(client, "/")
    assert f'href="{BASE}sitzungen/mmmm44445555/"' in start
    assert f'href="{BASE}lagebild/2026/"' not in start


def test_the_calendar_is_read_the_same_by_two_parsers(client, published):
    factory.publish_meeting(
        published, public_id="gone22223333", state="cancelled", cancelled=True, ics_sequence=3,
        start="2026-10-25T17:00:00+01:00", end="2026-10-25T18:00:00+01:00",
        ics_uid="gone22223333@sitzungen.vorort", name="Sondersitzung; mit, Zeichen",
    )  # fmt: skip
    response = client.get(f"{BASE}sitzungen.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    by_uid = {each.uid: each for each in read_calendar(response.content)}
    assert len(by_uid) == 3
    gone = by_uid["gone22223333@sitzungen.vorort"]
    assert (gone.status, gone.sequence) == ("CANCELLED", 3)
    assert gone.summary == "Präventionsrat Lindenau, Sondersitzung; mit, Zeichen"
    # The day on which the clocks go back.
    assert gone.start == dt.datetime(2026, 10, 25, 16, tzinfo=dt.UTC)
    summer = by_uid["mmmm44445555@sitzungen.example.org"]
    assert summer.start == dt.datetime(2026, 9, 10, 15, tzinfo=dt.UTC)
    assert (summer.status, summer.location) == ("CONFIRMED", "Ratssaal, Markt 1, 00000 Lindenau")
    assert summer.url.endswith(f"{BASE}sitzungen/mmmm44445555/")
    assert "Licht und Grün Am Hang" in summer.description


def test_the_feed_tells_terms_cancellations_and_minutes_apart(client, published):
    factory.publish_meeting(
        published, at=factory.AT + dt.timedelta(days=1), state="cancelled", cancelled=True
    )
    feed = ET.fromstring(client.get(f"{BASE}sitzungen.atom").content)
    name = "{http://www.w3.org/2005/Atom}"
    titles = [each.findtext(f"{name}title") for each in feed.findall(f"{name}entry")]
    assert titles == [
        "Abgesagt: Präventionsrat Lindenau, Sitzung am 03.12.2026",
        "Niederschrift: Präventionsrat Lindenau, Sitzung am 10.09.2026",
    ]
    ids = [each.findtext(f"{name}id") for each in feed.findall(f"{name}entry")]
    assert [each.rsplit("#", 1)[1] for each in ids] == ["termin", "niederschrift"]


def test_the_number_of_queries_does_not_grow(client, people):
    paths = [*LISTS, *MACHINES, BASE, "/", "/sitemap.xml", "/oparl/"]

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            factory.publish_meeting(
                people.town, public_id=f"m{number:011d}", state="minutes",
                items=[factory.item(1, "Punkt", resolutions=[factory.resolution()])],
            )  # fmt: skip
            factory.publish_paper(people.town, public_id=f"p{number:011d}")
            if number < 20:
                factory.publish_body(people.town, public_id=f"b{number:011d}", members=[])

    fill(0, 3)
    few = {path: queries_of(client, path) for path in paths}
    fill(3, 300)
    assert {path: queries_of(client, path) for path in paths} == few


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_what_is_withdrawn_leaves_every_list_at_once(client, people, published):
    people.town.email = "a@b.example"
    people.town.save()
    search.catch_up()
    assert "Licht am Weidenweg" in page(client, f"{BASE}beschluesse/")
    for publication in list(published_of(people.town)):
        actions.withdraw(publication=publication, reason="Fehler", by=people.mayor, at=factory.AT)
    for path in [*LISTS, *MACHINES, BASE, "/", "/sitemap.xml", "/veroeffentlichungen.atom"]:
        found = page(client, path)
        assert "Weidenweg" not in found
        assert "mmmm44445555" not in found
        assert "vvvv22223333" not in found
    assert "Weidenweg" not in page(client, "/suche/", q="Leuchten")


def published_of(town):
    return list_live(authority=town)


def test_the_search_finds_each_kind_under_its_name(client, people):
    factory.publish(
        people.town,
        factory.PublicationKind.MEETING,
        factory.meeting_payload(people.town),
        sections=[{"title": "Tagesordnung", "text": "Fahrradbügel am Bahnhof"}],
    )
    factory.publish_paper(people.town)
    search.catch_up()
    found = page(client, "/suche/", q="Fahrradbügel")
    assert f"{BASE}sitzungen/mmmm22223333/" in found
    assert "Sitzung" in found.split("<main")[1]
    assert f"{BASE}vorlagen/vvvv22223333/" in page(client, "/suche/", q="Am Hang")


def test_nothing_that_is_not_published_is_seen(client, people, published):
    make_council(people, name=f"Rat {SECRET}", purpose=SECRET)
    for path in [*HTML, *MACHINES, "/", "/sitemap.xml"]:
        assert SECRET not in page(client, path)


def test_the_page_about_the_interface_names_where_it_begins_and_the_licence(
    client, published, settings
):
    settings.PUBLIC_URL = "http://praevention.example"
    settings.OPEN_DATA_LICENCE = "cc-zero"
    found = page(client, "/oparl/")
    assert "https://praevention.example/oparl/v1.1/" in found
    assert "/oparl/v1.1/body/lindenau/meeting/" in found
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in found
    assert client.get("/oparl/v1.1/").status_code == 200


def test_a_resolution_names_the_day_once_whatever_its_meeting_is_called(client, published):
    factory.publish_meeting(
        published, public_id="kkkk44445555", name="Sicherheitskonferenz", state="minutes",
        start="2026-10-08T17:00:00+02:00",
        items=[factory.item(1, "Licht", resolutions=[factory.resolution(title="Am Hang")])],
    )  # fmt: skip
    factory.publish_meeting(
        published, public_id="jjjj44445555", name="Sitzung am 09.10.2026", state="minutes",
        start="2026-10-09T17:00:00+02:00",
        items=[factory.item(1, "Grün", resolutions=[factory.resolution(title="Am Markt")])],
    )  # fmt: skip
    found = page(client, f"{BASE}beschluesse/")
    assert "Sicherheitskonferenz, 08.10.2026, Punkt 1" in found
    assert "Sitzung am 09.10.2026, Punkt 1" in found
