"""What towns have published of their measures, for everybody: lists, results, feed. Nothing else."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import oparl
from tests.factories.outcomes import AT, effect, publish_payload
from tests.house.access import SECRET

from vorort.core import search
from vorort.publications import actions
from vorort.publications.choices import NewRepresentation

pytestmark = pytest.mark.django_db
BASE = "/orte/lindenau/"
LIST, RESULTS = f"{BASE}massnahmen/", f"{BASE}was-wurde-daraus/"
FEED = f"{BASE}was-wurde-daraus.atom"
GRADES = ("unclear", "likely_good", "not_evaluable", "displaced", "likely_bad")


@pytest.fixture
def town(people):
    for number, grade in enumerate(GRADES):
        publish_payload(people.town, title=f"Vorhaben {grade}", effects=[effect(grade)],
                        public_id=f"mmmm2222333{number}")  # fmt: skip
    publish_payload(people.town, title="Streife am Abend", topic="violence")
    publish_payload(people.town, title="Alter Plan", state="stopped", state_label="beendet")
    return people.town


def page(path: str, **given: str) -> str:
    response = Client().get(path, given)
    assert response.status_code == 200
    return response.content.decode().split("<main")[-1].split("<footer")[0]


@pytest.mark.parametrize("path", [LIST, RESULTS, FEED, BASE])
def test_everybody_gets_the_same_and_a_known_page_is_not_sent_again(people, town, path):
    response = Client().get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response
    again = Client().get(path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    inside = Client()
    inside.force_login(people.coordinator, "django.contrib.auth.backends.ModelBackend")
    assert inside.get(path).content == response.content


@pytest.mark.parametrize("path", [LIST, RESULTS, FEED])
def test_a_town_that_published_nothing_says_so(people, path):
    assert Client().get(path).status_code == 404
    people.town.email = "praevention@lindenau.example"
    people.town.save()
    found = Client().get(path)
    assert found.status_code == 200
    assert "Noch ist" in found.content.decode() or path == FEED


def test_measures_are_narrowed_by_topic_state_and_words(town):
    assert page(LIST).count("vo-list__title") == 7
    assert page(LIST, thema="violence").count("vo-list__title") == 1
    assert "Alter Plan" in page(LIST, stand="stopped")
    assert page(LIST, q="streife abend").count("vo-list__title") == 1
    assert page(LIST, thema="gibt-es-nicht").count("vo-list__title") == 7
    assert "Zu dieser Auswahl gibt es keine" in page(LIST, q="Rathausuhr")


def test_results_stand_by_what_came_out_and_bad_ones_do_not_stand_last(town):
    found = page(RESULTS)
    order = re.findall(r'<h2[^>]* id="([a-z-]+)"', found)
    assert order[:7] == [
        "gewirkt",
        "schlechter",
        "verlagert",
        "zufall",
        "nicht-bewertbar",
        "offen",
        "ohne-bewertung",
    ]
    sections = re.split(r"<h2", found)
    for section, grade in zip(sections[1:6], ("likely_good", "likely_bad", "displaced", "unclear", "not_evaluable"), strict=True):  # fmt: skip
        assert f"Vorhaben {grade}" in section
        assert f"Satz zum Ergebnis {grade}." in section
        assert section.count("<li>") == 1


def test_a_change_of_unknown_cause_is_not_called_chance_and_too_early_is_no_result(people):
    publish_payload(people.town, title="Offen", effects=[effect("unclear", verdict="none")])
    publish_payload(people.town, title="Früh", effects=[effect("not_evaluable", is_early=True)])
    sections = dict(
        re.findall(r'<h2[^>]* id="([a-z-]+)".*?>(.*?)</section>', page(RESULTS), re.DOTALL)
    )
    assert "Offen" in sections["ursache-offen"]
    assert "Früh" in sections["offen"]
    assert "zufall" not in sections


def test_of_several_results_the_worst_names_the_measure(people):
    publish_payload(people.town, effects=[effect("likely_good"), effect("likely_bad")])
    found = page(RESULTS)
    assert 'id="schlechter"' in found
    assert 'id="gewirkt"' not in found
    assert "Satz zum Ergebnis likely_good." in found


def test_what_became_of_resolutions_stands_there_as_published(people, town):
    said = {
        "id": "rrrr22223333", "number": "Ö 7/2026", "title": "Lampen", "text": "Neun Lampen.",
        "outcome": "adopted", "outcome_label": "angenommen",
        "implementation_label": "teilweise umgesetzt", "implementation_note": "Vier stehen.",
    }  # fmt: skip
    oparl.publish_council(people.town)
    item = {"id": "iiii22223333", "order": 1, "number": "1", "title": "Licht", "kind": "item",
            "kind_label": "Beschluss", "resolutions": [said], "consultations": [], "files": []}  # fmt: skip
    oparl.publish_meeting(people.town, public_id="lamp22223333", items=[item])
    found = page(RESULTS)
    assert "Ö 7/2026: Lampen" in found
    assert "Vier stehen." in found


def test_the_feed_is_valid_and_names_a_measure_the_same_for_ever(people, town):
    def entries():
        root = ET.fromstring(Client().get(FEED).content)
        atom = "{http://www.w3.org/2005/Atom}"
        assert root.tag == f"{atom}feed"
        for part in ("title", "id", "updated"):
            assert root.findtext(f"{atom}{part}")
        found = root.findall(f"{atom}entry")
        for one in found:
            assert dt.datetime.fromisoformat(one.findtext(f"{atom}updated")).tzinfo
            assert one.findtext(f"{atom}title")
        return {one.findtext(f"{atom}id"): one.findtext(f"{atom}updated") for one in found}

    before = entries()
    assert len(before) == 7
    publish_payload(people.town, public_id="mmmm22223330", title="Vorhaben unclear",
                    effects=[effect("likely_bad")], at=AT + dt.timedelta(days=9))  # fmt: skip
    after = entries()
    assert after.keys() == before.keys()
    assert [key for key in after if after[key] != before[key]] == [
        next(key for key in after if "mmmm22223330" in key)
    ]


def test_only_what_is_public_now_is_shown(people, town):
    gone = publish_payload(people.town, title=SECRET)
    publish_payload(people.other_town, title="Anderswo")
    actions.withdraw(publication=gone, reason="Irrtum", by=people.coordinator, at=AT)
    for path in (LIST, RESULTS, FEED, BASE):
        text = Client().get(path).content.decode()
        assert SECRET not in text
        assert "Anderswo" not in text


def test_the_town_page_sitemap_and_search_know_measures(people, town):
    start = page(BASE)
    assert "Was wurde daraus?" in start
    assert start.count("vo-list__title") >= 3
    sitemap = Client().get("/sitemap.xml").content.decode()
    assert "/orte/lindenau/massnahmen/</loc>" in sitemap
    assert "/orte/lindenau/was-wurde-daraus/</loc>" in sitemap
    assert "/orte/lindenau/massnahmen/mmmm22223330/</loc>" in sitemap
    assert "muehlgrund/massnahmen" not in sitemap
    search.catch_up()
    hits = Client().get("/suche/", {"q": "Vorhaben displaced"}).content.decode()
    assert "/orte/lindenau/massnahmen/mmmm22223333/" in hits


def test_the_published_strategy_is_one_step_away(people, town):
    assert "Strategie" not in page(RESULTS)
    web = f"{BASE}strategie/"
    content = b"<!doctype html><html lang=de><body><main>Strategie</main></body></html>"
    actions.publish(
        authority=people.town, kind="strategy", area_key=people.town.area_key, period=2026,
        title="Sicher in Lindenau", summary="", payload={"public": {"web": web}},
        representations=[NewRepresentation("html", web, content)], sources=[],
        gate={"passed": True, "hidden": []}, origin_kind="strategies.strategy", origin_id="x",
        by=people.coordinator, at=AT,
    )  # fmt: skip
    for path in (RESULTS, LIST, BASE):
        assert f'href="{web}"' in page(path)


def test_other_languages_mark_what_is_german(town):
    found = page(f"/en{RESULTS}")
    links = re.findall(r'<a [^>]*href="/orte/lindenau/massnahmen/[a-z0-9]+/"[^>]*>', found)
    assert links
    assert all('lang="de" hreflang="de"' in link for link in links)


@pytest.mark.parametrize("path", [LIST, RESULTS, FEED, BASE])
def test_many_measures_cost_as_many_queries_as_few(people, path):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(path).status_code == 200
        return len(seen)

    for _ in range(3):
        publish_payload(people.town, effects=[effect()])
    few = queries()
    for _ in range(30):
        publish_payload(people.town, effects=[effect()])
    assert queries() == few
