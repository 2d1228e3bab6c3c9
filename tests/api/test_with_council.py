"""The interface and the public lists fed by the real council: body, paper, announcement, minutes."""

import json
import re
import subprocess

import pytest

from tests.api.walking import BASE, ROOT, walk
from tests.factories.calendars import read_calendar
from tests.factories.councils import FOUNDED, make_council, make_seat, seat_of
from tests.factories.minutes import make_held, make_minutes, make_published
from tests.factories.papers import make_paper
from tests.factories.partners import make_organisation
from tests.factories.sittings import START, item_of, make_invited
from tests.house.access import CORE_SECRET, MEMBERS_SECRET
from vorort.announcements.actions import publish_body, publish_meeting
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.meetings.choices import ItemKind
from vorort.meetings.models import Consultation
from vorort.minutes.actions import withdraw_minutes
from vorort.papers.actions import publish_paper
from vorort.publications.models import Publication

pytestmark = pytest.mark.django_db
AGENDA = (
    ("Eröffnung", ItemKind.INFORMATION, Confidentiality.PUBLIC),
    ("Licht und Grün Am Hang", ItemKind.DECISION, Confidentiality.PUBLIC),
    (f"Stand {MEMBERS_SECRET}", ItemKind.DISCUSSION, Confidentiality.MEMBERS),
    (f"Fall {CORE_SECRET}", ItemKind.DISCUSSION, Confidentiality.CORE),
)
BEFORE = START.replace(day=1)


@pytest.fixture(autouse=True)
def base(settings):
    settings.PUBLIC_URL = BASE


@pytest.fixture
def council(people):
    body = make_council(people)
    with authority_scope(people.town):
        school = make_organisation(people.town, name="Oberschule Lindenau", kind="school")
        make_seat(
            body, function="Elternrat", name="Elke Eltern", organisation=school,
            name_consent_on=FOUNDED,
        )  # fmt: skip
        publish_body(body=body, by=people.coordinator, at=BEFORE)
    return body


@pytest.fixture
def announced(people, council):
    """A meeting that is announced: one paper is public, one only for members."""
    meeting = make_invited(people, body=council, agenda=AGENDA)
    level = Confidentiality
    shown = make_paper(
        council, people.coordinator, released=True, title="Vorlage Licht",
        proposal="Sieben Leuchten.", confidentiality=level.PUBLIC,
    )  # fmt: skip
    hidden = make_paper(
        council, people.coordinator, released=True, title=MEMBERS_SECRET,
        confidentiality=level.MEMBERS,
    )  # fmt: skip
    with authority_scope(people.town):
        for paper in (shown, hidden):
            Consultation.objects.create(
                authority=people.town, item=item_of(meeting, 2), paper=paper, authoritative=True
            )
        publish_meeting(meeting=meeting, by=people.coordinator, at=BEFORE)
        publish_paper(paper=shown, by=people.coordinator, at=BEFORE)
    return meeting, shown, hidden


def silent(text: str) -> None:
    for word in (MEMBERS_SECRET, CORE_SECRET, "Sina Schule", "Jule Jugend", "Herr Muster"):
        assert word not in text


def test_an_announced_meeting_is_read_by_programs_and_people(client, people, announced):
    meeting, shown, hidden = announced
    done = walk(client)
    seen = json.dumps(done.seen, ensure_ascii=False)
    silent(seen)
    assert hidden.public_id not in seen
    assert "Elke Eltern" in seen
    assert "Leitung Revier" in seen
    found = done.seen[f"{BASE}{ROOT}meeting/{meeting.public_id}/"]
    assert [item["name"] for item in found["agendaItem"]] == ["Eröffnung", AGENDA[1][0]]
    consultation = done.seen[found["agendaItem"][1]["consultation"]]
    assert consultation["paper"] == f"{BASE}{ROOT}paper/{shown.public_id}/"
    assert found["invitation"]["mimeType"] == "application/pdf"
    base = f"/orte/{people.town.slug}/"
    for part in ("", "sitzungen/", "vorlagen/", "gremien/", "beschluesse/", "sitzungen.atom"):
        page = client.get(base + part).content.decode()
        silent(page)
        assert hidden.public_id not in page
    named = f"Präventionsrat, Sitzung am {meeting.starts_at:%d.%m.%Y}"
    assert named in client.get(f"{base}sitzungen/").content.decode()
    assert "Vorlage Licht" in client.get(f"{base}vorlagen/").content.decode()


def test_the_town_s_calendar_has_the_entry_of_the_invitation(client, people, announced):
    meeting, _shown, _hidden = announced
    base = f"/orte/{people.town.slug}/"
    (mine,) = read_calendar(client.get(f"{base}sitzungen.ics").content)
    (own,) = read_calendar(client.get(f"{base}sitzungen/{meeting.public_id}/sitzung.ics").content)
    same = ("uid", "sequence", "status", "summary", "start", "end", "url")
    assert [getattr(mine, name) for name in same] == [getattr(own, name) for name in same]
    silent(repr(mine))


def test_nothing_public_tells_the_running_number(client, people, council):
    """A number with gaps would say that the body met behind closed doors."""
    meeting = make_invited(people, body=council, agenda=AGENDA)
    assert meeting.number == 4
    numbers = re.compile(r"4\. Sitzung|\b4/2026|2026-4\b")

    def everything():
        base = f"/orte/{people.town.slug}/"
        own = f"{base}sitzungen/{meeting.public_id}/"
        lists = ("", "sitzungen/", "beschluesse/", "sitzungen.atom", "sitzungen.ics")
        files = ("", "sitzung.ics", "einladung.pdf", "niederschrift.pdf", "leichte-sprache.pdf")
        yield json.dumps(walk(client).seen, ensure_ascii=False)
        for path in [*(base + one for one in lists), *(own + one for one in files)]:
            answer = client.get(path)
            yield str(answer.headers)
            content = b"".join(answer) if answer.streaming else answer.content
            if content.startswith(b"%PDF"):
                content = subprocess.run(
                    ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
                ).stdout  # fmt: skip
            yield content.decode()
        for one in Publication.objects.filter(subject=meeting.public_id):
            yield f"{one.title} {one.summary} {json.dumps(one.payload, ensure_ascii=False)}"

    with authority_scope(people.town):
        publish_meeting(meeting=meeting, by=people.coordinator, at=BEFORE)
    announced = list(everything())
    assert any(f"Sitzung am {meeting.starts_at:%d.%m.%Y}" in text for text in announced)
    make_published(people, make_minutes(people, make_held(people, meeting)))
    for text in [*announced, *everything()]:
        assert not numbers.search(text), numbers.search(text)


def test_minutes_reach_programs_and_lists_without_what_is_not_public(client, people, council):
    meeting = make_invited(people, body=council, agenda=AGENDA)
    minutes = make_published(people, make_minutes(people, make_held(people, meeting)))
    done = walk(client)
    seen = json.dumps(done.seen, ensure_ascii=False)
    for word in (MEMBERS_SECRET, CORE_SECRET, "Sina Schule", "Jule Jugend"):
        assert word not in seen
    found = done.seen[f"{BASE}{ROOT}meeting/{meeting.public_id}/"]
    assert found["meetingState"] == "durchgeführt"
    assert found["resultsProtocol"]["accessUrl"].endswith("/niederschrift.pdf")
    decided = found["agendaItem"][1]
    assert "sieben Leuchten" in decided["resolutionText"]
    assert decided["vorort:resolution"][0]["name"] == "Leuchten am Fußweg Am Hang"
    base = f"/orte/{people.town.slug}/"
    page = client.get(f"{base}beschluesse/").content.decode()
    assert "Leuchten am Fußweg Am Hang" in page
    assert "mit Niederschrift" in client.get(f"{base}sitzungen/").content.decode()
    with authority_scope(people.town):
        withdraw_minutes(minutes=minutes, reason="Fehler", by=people.mayor, at=START)
    after = json.dumps(walk(client).seen, ensure_ascii=False)
    assert "Leuchten" not in after.replace("Licht", "")
    assert "Leuchten am Fußweg" not in client.get(f"{base}beschluesse/").content.decode()


def test_a_consent_withdrawn_takes_the_name_from_the_interface(client, people, council):
    assert "Elke Eltern" in json.dumps(walk(client).seen)
    seat = seat_of(council, "Elternrat")
    with authority_scope(people.town):
        seat.name_consent_on = None
        seat.save()
        publish_body(body=council, by=people.coordinator, at=START)
    seen = json.dumps(walk(client).seen)
    assert "Elke Eltern" not in seen
    assert "Elternrat" in seen
