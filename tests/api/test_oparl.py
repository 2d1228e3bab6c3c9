"""OParl 1.1: every object and list reached from the system object, each as the schema says."""

import datetime as dt
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.api.walking import BASE, ROOT, Walk, validate, walk
from tests.factories import oparl as factory
from tests.factories.councils import make_council
from tests.house.access import SECRET
from vorort.api.actions import rebuild
from vorort.api.choices import BODY_LISTS
from vorort.api.models import OParlLink, OParlObject
from vorort.publications import actions
from vorort.publications.queries import list_live

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base(settings):
    settings.PUBLIC_URL = BASE


def test_every_object_and_list_is_reached_and_valid(client, people):
    factory.publish_council(people.town)
    done = walk(client)
    assert done.kinds == {
        "System", "Body", "Organization", "Person", "Membership", "Meeting", "AgendaItem",
        "Paper", "Consultation", "File", "Location", "LegislativeTerm",
    }  # fmt: skip
    lists = {address.rsplit("/", 2)[1] for address, found in done.seen.items() if "data" in found}
    assert lists >= {
        "body", "organization", "person", "meeting", "paper", "agendaItem", "consultation", "file",
        "locationList", "legislativeTermList", "membership",
    }  # fmt: skip


def test_lists_say_what_objects_say(client, people):
    """An object in a list is the same as on its own."""
    factory.publish_council(people.town)
    done = walk(client)
    for found in [each for each in done.seen.values() if "data" in each]:
        for each in found["data"]:
            assert each == done.seen[each["id"]]


def test_ids_come_from_the_setting_and_never_from_the_request(client, people, settings):
    factory.publish_council(people.town)
    before = client.get(f"{ROOT}meeting/mmmm44445555/").content
    settings.ALLOWED_HOSTS = ["*"]
    other = client.get(f"{ROOT}meeting/mmmm44445555/", headers={"host": "boese.example"})
    assert other.content == before
    settings.PUBLIC_URL = "http://praevention.example"
    assert client.get(f"{ROOT}meeting/mmmm44445555/").content == before
    settings.PUBLIC_URL = "https://anders.example"
    found = client.get(f"{ROOT}meeting/mmmm44445555/").content.decode()
    assert "praevention.example" not in found
    assert "https://anders.example/oparl/v1.1/meeting/mmmm44445555/" in found


def test_what_stands_in_an_object(client, people):
    factory.publish_council(people.town)
    get = Walk(client).get
    meeting = get(f"{BASE}{ROOT}meeting/mmmm44445555/")
    assert meeting["meetingState"] == "durchgeführt"
    assert meeting["resultsProtocol"]["fileName"] == "niederschrift.pdf"
    assert meeting["invitation"]["sha512Checksum"] == factory.sha512(b"%PDF-1.7")
    assert meeting["location"]["postalCode"] == "00000"
    (item,) = meeting["agendaItem"]
    assert (item["order"], item["public"]) == (0, True)
    assert item["resolutionText"] == "Die Leuchten werden bis Mai erneuert."
    consultation = get(item["consultation"])
    paper = get(consultation["paper"])
    assert paper["consultation"] == [consultation]
    assert consultation["meeting"] == meeting["id"]
    assert [get(each)["name"] for each in paper["originatorOrganization"]] == [
        "Oberschule Lindenau"
    ]
    # Only the one who is publicly a member, and who is known here.
    assert [get(each)["name"] for each in meeting["participant"]] == [factory.NAMED]
    people_list = get(f"{BASE}{ROOT}body/lindenau/person/")["data"]
    assert [each["name"] for each in people_list] == [factory.NAMED, factory.BY_FUNCTION]
    chair = people_list[1]["membership"][0]
    assert (chair["role"], chair["votingRight"]) == ("Vorsitz", True)
    licence = "https://www.govdata.de/dl-de/by-2-0"
    assert {each["license"] for each in (meeting, item, paper, chair)} == {licence}


def test_files_lead_to_the_published_bytes_and_can_be_saved(client, people):
    factory.publish_council(people.town)
    for file in Walk(client).get(f"{BASE}{ROOT}body/lindenau/file/")["data"]:
        shown = client.get(file["accessUrl"].removeprefix(BASE))
        assert factory.sha512(shown.content) == file["sha512Checksum"]
        assert len(shown.content) == file["size"]
        assert shown["Content-Disposition"].startswith("inline")
        saved = client.get(file["downloadUrl"].removeprefix(BASE))
        assert saved["Content-Disposition"].startswith("attachment")
        assert saved.content == shown.content


# ── what changes, what goes ──────────────────────────────

LATER = factory.AT + dt.timedelta(days=3)


def listed(client, name: str, **given: Any) -> list[dict[str, Any]]:
    response = client.get(f"{ROOT}body/lindenau/{name}/", given)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["data"]
    return found


def moments(client) -> dict[str, str]:
    return {
        each["id"]: each["modified"]
        for name in BODY_LISTS
        for each in listed(client, name, modified_since="2000-01-01T00:00:00Z")
    }


def changed(client, before: dict[str, str]) -> set[str]:
    """Return type and id of what was dated anew."""
    after = moments(client)
    return {
        "/".join(key.removeprefix(f"{BASE}{ROOT}").split("/")[:2])
        for key, value in after.items()
        if before.get(key) != value
    }


def test_a_withdrawn_meeting_leaves_empty_tombstones(client, people):
    factory.publish_council(people.town)
    (meeting,) = list_live(kind="meeting").filter(subject="mmmm44445555")
    inside = [meeting.subject, "Leuchten", "Anlage", "hell"]
    actions.withdraw(publication=meeting, reason="Fehler", by=people.mayor, at=LATER)
    response = client.get(f"{ROOT}meeting/mmmm44445555/")
    assert response.status_code == 200
    assert response.json() == {
        "id": f"{BASE}{ROOT}meeting/mmmm44445555/",
        "type": "https://schema.oparl.org/1.1/Meeting",
        "created": "2026-11-02T10:30:00+01:00",
        "modified": "2026-11-05T10:30:00+01:00",
        "deleted": True,
    }
    for name in BODY_LISTS:
        assert not any(word in json.dumps(listed(client, name)) for word in inside[1:])
        assert all("deleted" not in each for each in listed(client, name))
    gone = listed(client, "meeting", modified_since=LATER.isoformat())
    assert [each["id"].split("/")[-2] for each in gone] == ["mmmm44445555"]
    for kind in ("agendaItem", "consultation", "file"):
        rows = listed(client, kind, modified_since=LATER.isoformat())
        assert [each for each in rows if each.get("deleted")]
        tombstone = {"id", "type", "created", "modified", "deleted"}
        assert all(set(each) == tombstone for each in rows if each.get("deleted"))
    # Nobody names it any more, and whoever did is dated anew.
    paper = client.get(f"{ROOT}paper/vvvv22223333/").json()
    assert "consultation" not in paper
    assert paper["modified"] == "2026-11-05T10:30:00+01:00"
    assert "mmmm44445555" not in client.get(f"{ROOT}organization/bbbb22223333/meeting/").text
    assert walk(client).kinds


def test_everything_withdrawn_leaves_only_tombstones_and_an_interface_that_works(client, people):
    factory.publish_council(people.town)
    for publication in list(list_live()):
        actions.withdraw(publication=publication, reason="x", by=people.mayor, at=LATER)
    assert client.get(f"{ROOT}body/").json()["data"] == []
    (town,) = client.get(f"{ROOT}body/", {"modified_since": LATER.isoformat()}).json()["data"]
    assert town["deleted"] is True
    assert not OParlObject.objects.filter(deleted=False).exists()
    assert not OParlObject.objects.exclude(data={}).exists()
    assert not OParlLink.objects.exists()
    assert "Sina" not in json.dumps([list(r.data) for r in OParlObject.objects.all()])


def test_published_again_it_is_the_same_object(client, people):
    factory.publish_council(people.town)
    (meeting,) = list_live(kind="meeting").filter(subject="mmmm22223333")
    actions.withdraw(publication=meeting, reason="x", by=people.mayor, at=LATER)
    factory.publish_meeting(people.town, at=LATER + dt.timedelta(hours=1))
    found = client.get(f"{ROOT}meeting/mmmm22223333/").json()
    assert "deleted" not in found
    assert found["created"] == "2026-11-02T10:30:00+01:00"
    assert found["modified"] == "2026-11-05T11:30:00+01:00"
    assert len(found["agendaItem"]) == 2


def test_a_new_version_dates_only_what_changed_and_what_holds_it(client, people):
    items = [factory.item(1, "Eröffnung"), factory.item(2, "Licht"), factory.item(3, "Fällt weg")]
    factory.publish_council(people.town)
    factory.publish_meeting(people.town, items=items)
    before = moments(client)
    items[1] = {**items[1], "title": "Licht am Hang"}
    factory.publish_meeting(people.town, at=LATER, items=items[:2])
    one, two, three = (f"agendaitem/mmmm22223333-{each['id']}" for each in items)
    assert changed(client, before) == {two, three, "meeting/mmmm22223333"}
    assert client.get(f"{ROOT}{three}/").json()["deleted"] is True
    assert "deleted" not in client.get(f"{ROOT}{one}/").json()


def test_the_same_again_changes_nothing(client, people):
    items = [factory.item(1, "Eröffnung")]
    factory.publish_meeting(people.town, items=items)
    factory.publish_body(people.town)
    before = moments(client)
    factory.publish_meeting(people.town, items=items, at=LATER)
    factory.publish_body(people.town, at=LATER)
    assert changed(client, before) == set()


def test_a_name_that_must_go_goes_from_every_object(client, people):
    factory.publish_council(people.town)
    before = moments(client)
    without = factory.body_payload(people.town)["members"]
    without[0]["name"] = "Schulleitung"
    factory.publish_body(people.town, at=LATER, members=without)
    assert "Sina" not in json.dumps(walk(client).seen)
    assert "Sina" not in json.dumps(list(OParlObject.objects.values_list("data", flat=True)))
    assert len(changed(client, before)) == 1
    # Who is in no public body any more is a tombstone, and is named nowhere.
    factory.publish_body(people.town, at=LATER, members=without[1:])
    people_list = listed(client, "person", modified_since=LATER.isoformat())
    assert [each.get("deleted") for each in people_list] == [True]
    assert "participant" not in client.get(f"{ROOT}meeting/mmmm44445555/").json()


def test_a_place_lives_as_long_as_a_meeting_is_there(client, people):
    factory.publish_council(people.town)
    (place,) = listed(client, "locationList")
    assert len(place["meetings"]) == 2
    for number, publication in enumerate(list(list_live(kind="meeting")), start=1):
        actions.withdraw(publication=publication, reason="x", by=people.mayor, at=LATER)
        assert len(listed(client, "locationList")) == (1 if number == 1 else 0)


def test_a_paper_that_is_not_public_is_not_even_hinted_at(client, people):
    """Not its id, not that something is consulted; once public, the consultation appears."""
    about = {"id": "cons22223333", "paper_id": "vvvv22223333", "authoritative": True}
    factory.publish_body(people.town)
    factory.publish_meeting(
        people.town, items=[factory.item(1, "Licht", consultations=[about])], files=[]
    )
    seen = json.dumps(walk(client).seen)
    assert "vvvv22223333" not in seen
    assert "cons22223333" not in seen
    assert listed(client, "consultation") == []
    factory.publish_paper(people.town, at=LATER)
    (found,) = listed(client, "consultation")
    assert found["paper"].endswith("/paper/vvvv22223333/")
    meeting = client.get(f"{ROOT}meeting/mmmm22223333/").json()
    assert meeting["modified"] == "2026-11-05T10:30:00+01:00"
    assert meeting["agendaItem"][0]["consultation"] == found["id"]
    (paper,) = list_live(kind="paper")
    actions.withdraw(publication=paper, reason="x", by=people.mayor, at=LATER)
    assert listed(client, "consultation") == []
    assert "cons22223333" not in json.dumps(walk(client).seen)


def test_a_town_and_what_is_shared_stay_apart(client, people):
    """Two towns that name the same person tell nobody that it is the same."""
    factory.publish_body(people.town)
    factory.publish_body(people.other_town, public_id="xxxx22223333")
    first = {each["id"] for each in listed(client, "person")}
    response = client.get(f"{ROOT}body/{people.other_town.slug}/person/").json()
    assert len(response["data"]) == 2
    assert first.isdisjoint(each["id"] for each in response["data"])
    assert client.get(f"{ROOT}body/").json()["pagination"]["totalElements"] == 2


def test_rebuilding_changes_nothing_that_is_in_step_and_mends_the_rest(client, people):
    factory.publish_council(people.town)
    (meeting,) = list_live(kind="meeting").filter(subject="mmmm22223333")
    actions.withdraw(publication=meeting, reason="x", by=people.mayor, at=factory.AT)
    before, seen = moments(client), walk(client).seen
    assert rebuild(at=LATER) == 3
    assert moments(client) == before
    OParlLink.objects.all().delete()
    OParlObject.objects.exclude(deleted=True).delete()
    call_command("oparl_rebuild", verbosity=0)
    after = walk(client).seen
    assert {key for key in seen if "?" not in key} == {key for key in after if "?" not in key}
    stray = OParlObject.objects.get(type="Paper")
    stray.subject = stray.public_id = "niemand22222"
    stray.save()
    rebuild(at=LATER)
    stray.refresh_from_db()
    assert (stray.deleted, stray.data) == (True, {})


# ── filters, pages, mistakes ─────────────────────────────


def fill(town, first: int, last: int, **given: Any) -> None:
    for number in range(first, last):
        factory.publish_meeting(
            town,
            public_id=f"m{number:011d}",
            at=factory.AT + dt.timedelta(hours=number),
            name=f"Sitzung {number}",
            **given,
        )


def pages_of(client, address: str) -> list[dict[str, Any]]:
    found = []
    while address:
        found.append(client.get(address.removeprefix(BASE)).json())
        address = found[-1]["links"].get("next", "")
    return found


def test_paging_is_stable_while_things_come_and_go(client, people):
    fill(people.town, 0, 10)
    start = f"{BASE}{ROOT}body/lindenau/meeting/?limit=3"
    first = client.get(start.removeprefix(BASE)).json()
    assert first["pagination"] == {"totalElements": 10, "elementsPerPage": 3}
    assert first["links"]["self"] == first["links"]["first"] == start
    # One already read goes, one still to come goes, two more appear, one is changed.
    for number in (1, 5):
        (gone,) = list_live(kind="meeting").filter(subject=f"m{number:011d}")
        actions.withdraw(publication=gone, reason="x", by=people.mayor, at=LATER)
    fill(people.town, 10, 12)
    factory.publish_meeting(people.town, public_id="m00000000002", at=LATER, name="neu")
    rest = pages_of(client, first["links"]["next"])
    names = [each["name"] for one in [first, *rest] for each in one["data"]]
    numbers = [int(name.rsplit(" ", 1)[1]) for name in names]
    assert numbers == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    assert "next" not in rest[-1]["links"]


def test_a_cursor_on_something_gone_still_leads_on(client, people):
    fill(people.town, 0, 4)
    first = client.get(f"{ROOT}body/lindenau/meeting/?limit=2").json()
    (gone,) = list_live(kind="meeting").filter(subject="m00000000001")
    actions.withdraw(publication=gone, reason="x", by=people.mayor, at=LATER)
    (rest,) = pages_of(client, first["links"]["next"])
    assert len(rest["data"]) == 2


def test_filters_by_both_moments_hold_on_every_page(client, people):
    fill(people.town, 0, 6)
    at = [(factory.AT + dt.timedelta(hours=number)).isoformat() for number in range(6)]

    def count(**given: str) -> int:
        return len(listed(client, "meeting", **given))

    assert count(created_since=at[2]) == 4
    assert count(created_until=at[2]) == 3
    assert count(created_since=at[1], created_until=at[2]) == 2
    factory.publish_meeting(people.town, public_id="m00000000000", at=LATER, name="geändert")
    assert count(modified_since=LATER.isoformat()) == 1
    assert count(modified_until=at[5]) == 5
    assert count(created_until=at[0], modified_since=LATER.isoformat()) == 1
    address = f"{BASE}{ROOT}body/lindenau/meeting/?limit=2&created_since={quote(at[1])}"
    pages = pages_of(client, address)
    assert [len(page["data"]) for page in pages] == [2, 2, 1]
    assert all("created_since=" in page["links"]["self"] for page in pages)
    assert {page["pagination"]["totalElements"] for page in pages} == {5}
    # A plus sign that was not encoded arrives as a space.
    assert count(created_since="2026-11-02T00:00:00 01:00") == 6
    assert count(created_since="2026-11-02T00:00:00Z") == 6


def test_without_embedded_objects_the_rest_is_the_same(client, people):
    factory.publish_council(people.town)
    for name in ("meeting", "paper", "person", "agendaItem"):
        whole = listed(client, name)
        bare = listed(client, name, omit_internal="true")
        for full, less in zip(whole, bare, strict=True):
            assert not [
                key for key, value in less.items()
                if "schema.oparl.org" in json.dumps(value) and key != "type"
            ]  # fmt: skip
            assert less == {key: full[key] for key in less}
            validate(less)
    body = client.get(f"{ROOT}body/?omit_internal=true").json()["data"][0]
    validate(body)
    first = client.get(f"{ROOT}body/lindenau/meeting/?limit=1&omit_internal=true").json()
    assert "omit_internal=true" in first["links"]["next"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=abc", "limit"),
        ("limit=0", "limit"),
        ("limit=-3", "limit"),
        ("elementsPerPage=viele", "limit"),
        ("created_since=gestern", "created_since"),
        ("modified_since=2026-11-01", "modified_since"),
        ("modified_until=2026-11-01T00:00:00", "modified_until"),
        ("created_until=2026-13-45T00:00:00Z", "created_until"),
        ("omit_internal=vielleicht", "omit_internal"),
        ("after=" + "x" * 61, "after"),
    ],
)
def test_a_wrong_value_is_named(client, people, query, name):
    factory.publish_council(people.town)
    response = client.get(f"{ROOT}body/lindenau/meeting/?{query}")
    assert response.status_code == 400
    found = response.json()
    assert found["type"] == "https://schema.oparl.org/1.1/Error"
    assert found["message"].startswith(f"{name}: ")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "meeting/gibtesnicht/",
        "body/gibt-es-nicht/",
        "body/gibt-es-nicht/meeting/",
        "body/lindenau/quatsch/",
        "organization/bbbb22223333/person/",
        "organization/gibtesnicht/meeting/",
        "quatsch/mmmm22223333/",
        "meeting/MMMM22223333/",
        "body/lindenau/meeting/?after=gibtesnicht",
        "ganz/woanders/hin/",
    ],
)
def test_what_there_is_not_is_said_as_an_error_object(client, people, path):
    factory.publish_council(people.town)
    response = client.get(f"{ROOT}{path}")
    assert response.status_code == 404
    assert response.json()["type"] == "https://schema.oparl.org/1.1/Error"
    assert response["Content-Type"] == "application/json"


def test_a_missing_slash_leads_to_the_one_address(client, people):
    response = client.get(f"{ROOT}body/lindenau/meeting?limit=2")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{BASE}{ROOT}body/lindenau/meeting/?limit=2",
    )


def test_a_large_limit_is_cut_and_unknown_parameters_are_ignored(client, people):
    factory.publish_council(people.town)
    found = client.get(f"{ROOT}body/lindenau/file/?limit=100000&seite=7&q=x").json()
    assert found["pagination"]["elementsPerPage"] == 500
    assert found["links"]["self"].endswith("/file/?limit=500")


def test_head_etag_cors_and_no_cookie(client, people):
    factory.publish_council(people.town)
    for path in ("", "body/", "body/lindenau/paper/", "paper/vvvv22223333/"):
        response = client.get(f"{ROOT}{path}")
        assert "Set-Cookie" not in response
        assert "Cookie" not in response.get("Vary", "")
        again = client.get(f"{ROOT}{path}", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
        head = client.head(f"{ROOT}{path}")
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])
        asked = client.options(f"{ROOT}{path}")
        assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
        refused = client.post(f"{ROOT}{path}", {"x": 1})
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused.json()["type"].endswith("/Error")
    etag = client.get(f"{ROOT}paper/vvvv22223333/")["ETag"]
    factory.publish_paper(people.town, name="anders", at=LATER)
    assert client.get(f"{ROOT}paper/vvvv22223333/")["ETag"] != etag


def test_the_number_of_queries_does_not_grow(client, people):
    paths = [
        f"{ROOT}body/",
        *(f"{ROOT}body/lindenau/{name}/?limit=500" for name in BODY_LISTS),
        f"{ROOT}organization/bbbb22223333/meeting/?limit=500",
    ]

    def queries() -> dict[str, int]:
        found = {}
        for path in paths:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            found[path] = len(seen)
        return found

    factory.publish_council(people.town)
    about = {"id": "cons22223333", "paper_id": "vvvv22223333", "authoritative": True}
    given = {
        "items": [
            factory.item(1, "Punkt", consultations=[about], files=[]),
            factory.item(2, "Punkt"),
        ],
        "files": [],
    }
    fill(people.town, 0, 3, **given)
    few = queries()
    assert max(few.values()) <= 10
    fill(people.town, 3, 300, **given)
    assert queries() == few
    assert len(listed(client, "meeting", limit=500)) == 302


def test_nothing_that_is_not_published_is_in_it(client, people):
    """Bodies, seats and meetings of the town exist; the interface knows none of them."""
    make_council(people, name=f"Rat {SECRET}", purpose=SECRET)
    assert client.get(f"{ROOT}body/").json()["data"] == []
    factory.publish_council(people.town)
    seen = json.dumps(walk(client).seen)
    assert SECRET not in seen
    # Random ids alone: nobody counts what there is besides.
    assert not re.search(r"/\d+/\"", seen)


def test_words_are_german_whoever_publishes_and_lists_name_their_page(client, people):
    with override("en"):
        factory.publish_council(people.town)
    assert client.get(f"{ROOT}organization/bbbb22223333/").json()["vorort:state"] == "aktiv"
    roles = {each["role"] for each in listed(client, "membership")}
    assert roles == {"Vorsitz", "stimmberechtigt"}
    found = client.get(f"{ROOT}body/lindenau/meeting/?limit=1").json()["links"]
    assert found["web"] == f"{BASE}/orte/lindenau/sitzungen/"
    assert client.get(found["web"].removeprefix(BASE)).status_code == 200
    assert "web" not in client.get(f"{ROOT}body/lindenau/file/").json()["links"]
