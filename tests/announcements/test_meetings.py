"""What becomes public of a meeting: only public items, the same addresses, nothing that leaks."""

import io
import json
import shutil
import subprocess
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from tests.factories.councils import make_council
from tests.factories.meetings import AT, make_item, make_meeting
from tests.factories.papers import make_paper
from tests.people import People, client_of
from vorort.announcements import actions
from vorort.announcements.choices import ItemExtra, MeetingExtra
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.meetings import actions as meetings
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.publications.choices import (
    Format,
    NewRepresentation,
    PublicationStatus,
    PublicResolution,
)
from vorort.publications.models import Publication

CORE, MEMBERS, PUBLIC = Confidentiality.CORE, Confidentiality.MEMBERS, Confidentiality.PUBLIC
SECRETS = ("MITGLIEDER-4712", "KERNGRUPPE-4713", "konferenz.example", "nur für uns")


def _planted(people: People) -> Meeting:
    """Return an invited meeting with things for everybody, for members and for the core group."""
    by, body = people.coordinator, make_council(people)
    meeting = make_meeting(
        body, by, invited=True, mode="hybrid", online_url="https://konferenz.example/x",
        note="nur für uns",
    )  # fmt: skip
    public = make_paper(body, by, title="Licht", confidentiality=PUBLIC, released=True)
    hidden = make_paper(body, by, title="MITGLIEDER-4712", confidentiality=MEMBERS, released=True)
    make_item(meeting, by, "Licht am Bahnhof", PUBLIC, papers=[public], note="MITGLIEDER-4712")
    make_item(meeting, by, "MITGLIEDER-4712", MEMBERS, papers=[hidden])
    make_item(meeting, people.police, "KERNGRUPPE-4713", CORE)
    make_item(meeting, by, "Nachtbus", PUBLIC)
    with authority_scope(people.town):
        for level, words in (
            (PUBLIC, "Lageplan"),
            (MEMBERS, "MITGLIEDER-4712"),
            (CORE, "KERNGRUPPE-4713"),
        ):
            meetings.add_file(
                meeting=meeting, stream=io.BytesIO(f"{words}, Text".encode()), name=f"{words}.txt",
                title=words, confidentiality=level, by=people.police, at=AT,
            )  # fmt: skip
    return meeting


def _base(meeting: Meeting) -> str:
    return f"/orte/lindenau/sitzungen/{meeting.public_id}/"


def test_only_the_public_part_becomes_public(people: People) -> None:
    meeting = _planted(people)
    with authority_scope(people.town):
        made = actions.publish_meeting(meeting=meeting, by=people.coordinator, at=AT)
    payload = made.payload["public"]
    assert [(one["number"], one["title"]) for one in payload["items"]] == [
        ("1", "Licht am Bahnhof"), ("2", "Nachtbus"),
    ]  # fmt: skip
    assert [len(one["consultations"]) for one in payload["items"]] == [1, 0]
    assert [one["name"] for one in payload["files"]] == ["Einladung und Tagesordnung", "Lageplan"]
    assert payload["state"] == "announced"
    assert payload["place"]["name"] == "Ratssaal"
    assert payload["start"] == "2026-03-26T17:00:00+01:00"
    assert "" not in payload.values()
    everything = json.dumps(made.payload, ensure_ascii=False) + made.title + made.summary
    for one in made.representations.all():
        everything += bytes(one.content).decode(errors="replace") + one.path + one.filename
        if one.format == Format.PDF and shutil.which("pdftotext"):
            everything += subprocess.run(
                ["pdftotext", "-", "-"], input=bytes(one.content), capture_output=True, check=True
            ).stdout.decode()  # fmt: skip
    # The note of a public item is for those at the table.
    for secret in SECRETS:
        assert secret not in everything, secret


def test_the_addresses_answer_and_the_entry_parses(people: People) -> None:
    meeting = _planted(people)
    with authority_scope(people.town):
        actions.publish_meeting(meeting=meeting, by=people.coordinator, at=AT)
    browser = Client()
    page = browser.get(_base(meeting))
    assert page.status_code == 200
    assert "Licht am Bahnhof" in page.content.decode()
    entry = Calendar.from_ical(browser.get(f"{_base(meeting)}sitzung.ics").content)
    event = entry.walk("VEVENT")[0]
    assert entry["method"] == "PUBLISH"
    assert str(event["uid"]) == f"{meeting.public_id}@sitzungen.vorort"
    assert browser.get(f"{_base(meeting)}einladung.pdf")["Content-Type"] == "application/pdf"


def test_a_draft_is_nobodys_business(people: People) -> None:
    draft = make_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town):
        with pytest.raises(actions.NotPublic):
            actions.publish_meeting(meeting=draft, by=people.coordinator, at=AT)
        off = meetings.cancel_meeting(meeting=draft, reason="x", by=people.coordinator, at=AT)
        with pytest.raises(actions.NotPublic):
            actions.publish_meeting(meeting=off, by=people.coordinator, at=AT)


def test_a_cancellation_reaches_the_public_page(people: People) -> None:
    meeting, by = _planted(people), people.coordinator
    with authority_scope(people.town):
        actions.publish_meeting(meeting=meeting, by=by, at=AT)
        meetings.cancel_meeting(meeting=meeting, reason="Saal gesperrt", by=by, at=AT)
    page = Client().get(_base(meeting)).content.decode()
    assert "Die Sitzung ist abgesagt" in page
    assert "Saal gesperrt" in page
    live = Publication.objects.get(subject=meeting.public_id, status=PublicationStatus.LIVE)
    assert live.payload["public"]["cancelled"] is True
    event = Calendar.from_ical(Client().get(f"{_base(meeting)}sitzung.ics").content).walk("VEVENT")[
        0
    ]
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 1)


def test_moved_over_the_turn_of_the_year_it_stays_one_publication(people: People) -> None:
    import datetime as dt

    meeting, by = _planted(people), people.coordinator
    with authority_scope(people.town):
        actions.publish_meeting(meeting=meeting, by=by, at=AT)
        held = meetings.edit_meeting(
            meeting=meeting, revision=0, by=by, at=AT,
            starts_at=dt.datetime(2027, 1, 14, 16, tzinfo=dt.UTC),
        )  # fmt: skip
        meetings.send_update(meeting=held, by=by, at=AT)
    live = Publication.objects.filter(subject=meeting.public_id, status=PublicationStatus.LIVE)
    assert [(one.period, one.version) for one in live] == [(2026, 2)]
    assert "2027-01-14" in live[0].payload["public"]["start"]


def test_minutes_add_to_the_page_what_is_public_of_them(people: People) -> None:
    meeting, by = _planted(people), people.coordinator
    with authority_scope(people.town):
        items = {one.title: one for one in meeting.items.all()}
        held = meetings.advance_meeting(meeting=meeting, to=MeetingState.HELD, by=by, at=AT)
        resolution = PublicResolution(
            id="abc", number="1/2026", title="Leuchten", text="Sieben Leuchten.", outcome="adopted",
            outcome_label="angenommen",
        )  # fmt: skip
        path = f"{_base(meeting)}niederschrift.pdf"
        extra = MeetingExtra(
            items={
                items["Nachtbus"].public_id: ItemExtra("Besprochen.", "vertagt", [resolution]),
                # Whoever asks for it: no text of an item that is not public.
                items["KERNGRUPPE-4713"].public_id: ItemExtra("KERNGRUPPE-4713 Text"),
            },
            plain_summary="Das haben wir gemacht.",
            html_sections=[("Verlauf", "<p>Die Sitzung begann.</p>")],
            representations=[NewRepresentation(Format.PDF, path, b"%PDF-1.7")],
        )
        made = actions.publish_meeting(meeting=held, by=by, at=AT, extra=extra)
    page = Client().get(_base(meeting)).content.decode()
    for words in (
        "Sieben Leuchten.",
        "vertagt",
        "Das haben wir gemacht.",
        "<p>Die Sitzung begann.</p>",
    ):
        assert words in page
    assert "KERNGRUPPE" not in page + json.dumps(made.payload)
    assert Client().get(path).content == b"%PDF-1.7"
    assert made.payload["public"]["state"] == "minutes"
    # An announcement would take the minutes away again.
    inside = f"/k/lindenau/sitzungen/{meeting.public_id}/veroeffentlichen/"
    answer: Any = client_of(by).post(inside, follow=True)
    assert "schon die Niederschrift veröffentlicht" in answer.content.decode()
    assert "Sieben Leuchten." in Client().get(_base(meeting)).content.decode()


def test_a_withdrawn_page_is_gone_with_all_its_files(people: People) -> None:
    meeting, by = _planted(people), people.coordinator
    with authority_scope(people.town):
        actions.publish_meeting(meeting=meeting, by=by, at=AT)
        actions.withdraw_meeting(meeting=meeting, reason="Falscher Tag", by=by, at=AT)
        with pytest.raises(actions.NotPublic):
            actions.withdraw_meeting(meeting=meeting, reason="x", by=by, at=AT)
    for path in ("", "sitzung.ics", "einladung.pdf"):
        assert Client().get(_base(meeting) + path).status_code == 410


def test_the_box_on_the_page_is_for_who_runs_the_body(people: People) -> None:
    meeting = _planted(people)
    inside = f"/k/lindenau/sitzungen/{meeting.public_id}/"
    assert "Öffentlich ankündigen" in client_of(people.coordinator).get(inside).content.decode()
    assert "Öffentlich ankündigen" not in client_of(people.police).get(inside).content.decode()
    client_of(people.coordinator).post(f"{inside}veroeffentlichen/")
    after = client_of(people.coordinator).get(inside).content.decode()
    assert "Öffentliche Seite erneuern" in after
    assert f'href="{_base(meeting)}"' in after


def test_a_meeting_that_is_not_public_stays_so_when_it_is_called_off(people: People) -> None:
    meeting, by = _planted(people), people.coordinator
    with authority_scope(people.town):
        meetings.cancel_meeting(meeting=meeting, reason="Saal gesperrt", by=by, at=AT)
    assert not Publication.objects.exists()


def test_everybody_knows_it_by_its_day_members_by_its_number(people: People) -> None:
    meeting = _planted(people)
    with authority_scope(people.town):
        made = actions.publish_meeting(meeting=meeting, by=people.coordinator, at=AT)
    assert made.title == "Präventionsrat, Sitzung am 26.03.2026"
    assert made.payload["public"]["number"] == "26.03.2026"
    page = client_of(people.coordinator).get(f"/k/lindenau/sitzungen/{meeting.public_id}/")
    assert meeting.label in page.content.decode()
    assert meeting.label not in Client().get(_base(meeting)).content.decode()
