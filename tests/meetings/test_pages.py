"""Pages: prefilled, refused with a sentence, nothing typed is lost, the same cost at any length."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.councils import make_council, seat_of
from tests.factories.meetings import (
    invitation_of,
    make_coming_meeting,
    make_item,
    make_meeting,
    make_meetings,
)
from tests.factories.papers import make_paper
from tests.people import People, client_of
from vorort.core import links, search
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.meetings import actions, queries
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Meeting, MeetingFile

CORE, MEMBERS, PUBLIC = Confidentiality.CORE, Confidentiality.MEMBERS, Confidentiality.PUBLIC
FIELDS = {
    "mode": "presence", "place": "Ratssaal", "place_address": "", "online_url": "", "title": "",
    "note": "",
}  # fmt: skip


@pytest.fixture
def coordinator(people: People) -> Client:
    return client_of(people.coordinator)


def _at(meeting: Meeting, more: str = "") -> str:
    return f"/k/lindenau/sitzungen/{meeting.public_id}/{more}"


def _titles(meeting: Meeting, level: Confidentiality = MEMBERS) -> list[str]:
    with authority_scope(meeting.authority):
        return [item.title for item in queries.list_items(meeting, level)]


def test_a_new_meeting_is_prefilled_from_the_last(people: People, coordinator: Client) -> None:
    body = make_council(people)
    last = make_meeting(body, people.coordinator, place="Bürgerhaus", mode="presence", invited=True)
    page = coordinator.get(f"/k/lindenau/sitzungen/gremium/{body.public_id}/neu/").content.decode()
    assert 'value="Bürgerhaus"' in page
    assert f'value="{timezone.localtime(last.starts_at):%H:%M}"' in page


def test_inviting_to_a_regular_meeting_takes_few_steps(people: People, coordinator: Client) -> None:
    """New meeting, save, invite, send: four requests by four clicks from the list on."""
    body = make_council(people)
    make_meeting(body, people.coordinator, invited=True)
    new = coordinator.get(f"/k/lindenau/sitzungen/gremium/{body.public_id}/neu/")
    given = {
        name: field.value() for name, field in ((one.name, one) for one in new.context["form"])
    }
    posted = {
        name: value.strftime("%H:%M") if isinstance(value, dt.time) else str(value or "")
        for name, value in given.items()
    }
    made = coordinator.post(f"/k/lindenau/sitzungen/gremium/{body.public_id}/neu/", posted)
    assert made.status_code == 302, made.content.decode()
    assert b"Jetzt einladen" in coordinator.get(f"{made['Location']}einladen/").content
    assert coordinator.post(f"{made['Location']}einladen/").status_code == 302
    with authority_scope(people.town):
        assert Meeting.objects.filter(body=body, state=MeetingState.INVITED).count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": "2027-03-11", "start": "17:00", "end": "16:00"}, "Das Ende liegt vor dem Beginn"),
        ({"day": "2027-03-28", "start": "02:30", "end": ""}, "Die Uhrzeit 02:30 Uhr gibt es am 28.03.2027 nicht"),
        ({"day": "morgen", "start": "17:00", "end": ""}, "Bitte schreiben Sie das Datum als"),
        ({"day": "2027-03-11", "start": "fünf", "end": ""}, "Bitte schreiben Sie die Uhrzeit als"),
    ],
)  # fmt: skip
def test_wrong_times_are_refused_and_nothing_is_lost(
    people: People, coordinator: Client, given: dict[str, str], words: str
) -> None:
    body = make_council(people)
    data = {**FIELDS, "note": "Bitte Zahlen mitbringen", **given}
    response = coordinator.post(f"/k/lindenau/sitzungen/gremium/{body.public_id}/neu/", data)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "Bitte Zahlen mitbringen" in page
    with authority_scope(people.town):
        assert not Meeting.objects.exists()


def test_the_hour_that_comes_twice_is_told(people: People, coordinator: Client) -> None:
    body = make_council(people)
    data = {**FIELDS, "day": "2027-10-31", "start": "02:30", "end": "03:30"}
    page = coordinator.post(
        f"/k/lindenau/sitzungen/gremium/{body.public_id}/neu/", data, follow=True
    )
    assert "Gemeint ist die erste, noch Sommerzeit" in page.content.decode()


def test_two_who_change_the_date(people: People, coordinator: Client) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator, invited=False)
    start = timezone.localtime(meeting.starts_at)
    data = {**FIELDS, "day": f"{start:%Y-%m-%d}", "start": "17:00", "end": "", "revision": "0"}
    assert (
        coordinator.post(_at(meeting, "termin/"), {**data, "place": "Bürgerhaus"}).status_code
        == 302
    )
    late = coordinator.post(_at(meeting, "termin/"), {**data, "place": "Schule"})
    assert late.status_code == 422
    page = late.content.decode()
    assert "inzwischen geändert" in page
    assert 'value="Schule"' in page
    # Saving again, having read it, is allowed.
    again = coordinator.post(_at(meeting, "termin/"), {**data, "place": "Schule", "revision": "1"})
    assert again.status_code == 302


def test_the_agenda_by_buttons_alone(people: People, coordinator: Client) -> None:
    """Without a script: add, move, change, remove, each by a form of its own."""
    meeting = make_coming_meeting(make_council(people), people.coordinator, invited=False)
    new = {"neu-title": "Nachtbus", "neu-kind": "discussion", "neu-confidentiality": "public"}
    assert coordinator.post(_at(meeting, "punkte/"), new).status_code == 302
    assert coordinator.post(_at(meeting, "punkte/"), {**new, "neu-title": ""}).status_code == 422
    with authority_scope(people.town):
        item = meeting.items.get(title="Nachtbus")
    path = _at(meeting, f"punkte/{item.public_id}/")
    for step, place in (("up", 2), ("down", 3), ("down", 4), ("down", 4), ("up", 3)):
        coordinator.post(f"{path}verschieben/", {"step": step, "to": ""})
        assert _titles(meeting).index("Nachtbus") == place
    coordinator.post(f"{path}verschieben/", {"to": "0"})
    assert _titles(meeting).index("Nachtbus") == 0
    form = coordinator.get(path).context["item_form"]
    changed = {
        **form.initial,
        "title": "Nachtbus am Freitag",
        "minutes_planned": "10",
        "papers": [],
    }
    changed["is_sub"] = ""
    assert coordinator.post(path, changed).status_code == 302
    # The same form once more: somebody (here: we ourselves) has changed it since.
    stale = coordinator.post(path, {**changed, "title": "Bus"})
    assert stale.status_code == 422
    assert "Nachtbus am Freitag" in stale.content.decode()
    assert coordinator.post(f"{path}entfernen/").status_code == 302
    assert "Nachtbus am Freitag" not in _titles(meeting)


def test_a_waiting_paper_goes_on_the_agenda_by_one_click(
    people: People, coordinator: Client
) -> None:
    body = make_council(people)
    paper = make_paper(body, people.coordinator, title="Licht am Hang", released=True)
    core = make_paper(body, people.police, title="Fall", released=True, confidentiality=CORE)
    meeting = make_coming_meeting(body, people.coordinator, invited=False)
    page = coordinator.get(_at(meeting)).content.decode()
    assert "Licht am Hang" in page
    assert "Fall" not in page
    assert coordinator.post(_at(meeting, "punkte/"), {"paper": paper.public_id}).status_code == 302
    assert "Licht am Hang" in _titles(meeting)
    assert coordinator.post(_at(meeting, "punkte/"), {"paper": core.public_id}).status_code == 404


def test_the_core_group_keeps_its_own_items(people: People, coordinator: Client) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator)
    officer = client_of(people.police)
    new = {"neu-title": "Fall Bahnhof", "neu-kind": "discussion"}
    assert (
        officer.post(_at(meeting, "punkte/"), {**new, "neu-confidentiality": "core"}).status_code
        == 302
    )
    # No more than that, and nobody else.
    assert (
        officer.post(_at(meeting, "punkte/"), {**new, "neu-confidentiality": "members"}).status_code
        == 422
    )
    assert (
        coordinator.post(
            _at(meeting, "punkte/"), {**new, "neu-confidentiality": "core"}
        ).status_code
        == 422
    )
    with authority_scope(people.town):
        item = meeting.items.get(title="Fall Bahnhof")
    path = _at(meeting, f"punkte/{item.public_id}/")
    assert coordinator.get(path).status_code == 404
    assert coordinator.post(f"{path}verschieben/", {"step": "up"}).status_code == 404
    assert officer.get(path).status_code == 200
    assert "Fall Bahnhof" not in coordinator.get(_at(meeting)).content.decode()
    assert _titles(meeting, CORE).count("Fall Bahnhof") == 1


def test_answers_of_others_are_noted_by_button(people: People, coordinator: Client) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator)
    seat, deputy = (
        seat_of(meeting.body, name) for name in ("Schulleitung", "stellvertretende Schulleitung")
    )
    path = _at(meeting, f"antwort/{seat.public_id}/")
    assert coordinator.post(path, {"stands_in": deputy.public_id}).status_code == 302
    found = invitation_of(meeting, "Schulleitung")
    assert (found.reply, found.deputy) == (Reply.DEPUTY, deputy)
    member = client_of(people.council_member)
    assert member.post(path, {"reply": "no"}).status_code == 404
    own = seat_of(meeting.body, "Mitglied des Stadtrates")
    assert (
        member.post(_at(meeting, f"antwort/{own.public_id}/"), {"reply": "no"}).status_code == 302
    )
    assert invitation_of(meeting, "Mitglied des Stadtrates").reply == Reply.NO


def _upload(client: Client, meeting: Meeting, name: str, content: bytes, **given: str) -> Any:
    data = {
        "file": SimpleUploadedFile(name, content), "title": "", "item": "",
        "confidentiality": "members", **given,
    }  # fmt: skip
    return client.post(_at(meeting, "unterlagen/"), data)


def test_a_file_is_kept_handed_out_and_removed(people: People, coordinator: Client) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator)
    assert _upload(coordinator, meeting, "Lage.txt", b"Zahlen, alles ruhig.").status_code == 302
    with authority_scope(people.town):
        kept = MeetingFile.objects.get()
    path = _at(meeting, f"unterlagen/{kept.public_id}/")
    response = coordinator.get(path)
    assert b"".join(response.streaming_content) == b"Zahlen, alles ruhig."  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    # Who reads only the public part sees neither name nor file.
    outside = client_of(people.public_order)
    assert outside.get(path).status_code == 404
    assert "Lage.txt" not in outside.get(_at(meeting)).content.decode()
    assert coordinator.post(f"{path}entfernen/").status_code == 302
    assert coordinator.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bericht.pdf", b"<html><body><script>x</script></body></html>", "nicht ablegen"),
        ("leer.pdf", b"", "leer"),
        ("gross.txt", b"x" * 2_000_000, "größer als 1 MB"),
    ],
)
@override_settings(COUNCIL_FILE_LIMIT_MB=1)
def test_files_that_lie_or_are_too_large_are_refused(
    people: People, coordinator: Client, name: str, content: bytes, words: str
) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator)
    response = _upload(coordinator, meeting, name, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    with authority_scope(people.town):
        assert not MeetingFile.objects.exists()


def test_a_file_of_the_core_group_has_no_name_in_the_log(people: People) -> None:
    from vorort.audit.models import Event

    meeting = make_coming_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town):
        made = actions.add_file(
            meeting=meeting, stream=io.BytesIO(b"Fall, Text"), name="KERNGRUPPE-4713.txt",
            title="KERNGRUPPE-4713", confidentiality=CORE, by=people.police, at=now(),
        )  # fmt: skip
    assert made.stored.original_name == "unterlage.txt"
    assert queries.file_name(made) == f"unterlage-{made.public_id}.txt"
    rows = Event.objects.values_list("object_label", "before", "after")
    assert "KERNGRUPPE" not in str(list(rows))


def test_the_search_finds_meetings_behind_the_doors_of_the_body(people: People) -> None:
    body, by = make_council(people), people.coordinator
    meeting = make_coming_meeting(body, by)
    item = make_item(meeting, by, "Straßenlaternenkonzept")
    make_item(meeting, by, "Nachtbuslinie", PUBLIC)
    make_item(meeting, people.police, "Fallgespräch", CORE)
    make_item(meeting, people.police, "Unterpunktwort", PUBLIC, is_sub=True)
    search.rebuild()

    def found(words: str, audience: str) -> list[str]:
        door = search.door_of(audience, people.town.pk)
        hits = search.find(words, doors=[door])
        return [one.kind for one in search.show(hits, hits.ids, actor=people.police)]

    members, public = f"body_members_{body.pk}", f"body_open_{body.pk}"
    assert found("Straßenlaternenkonzept", members) == ["meetings.agendaitem"]
    assert (
        found("Straßenlaternenkonzept", public)
        == found("Straßenlaternenkonzept", "view_work")
        == []
    )
    assert found("Nachtbuslinie", public) == ["meetings.agendaitem"]
    # Not even by what stands below it.
    assert found("Fallgespräch", members) == found("Unterpunktwort", members) == []
    assert found("Ratssaal", public) == ["meetings.meeting"]
    with authority_scope(people.town):
        actions.edit_item(item=item, title="Straßenlaternenplan", by=by, at=now())
        search.catch_up()
        assert found("Straßenlaternenkonzept", members) == []
        assert found("Straßenlaternenplan", members) == ["meetings.agendaitem"]
        actions.remove_item(item=item, by=by, at=now())
    assert found("Straßenlaternenplan", members) == []
    for person, sees in ((by, True), (people.public_order, True), (people.outsider, False)):
        assert (links.resolve(person, "meetings.meeting", meeting.public_id) is not None) is sees
    with authority_scope(people.town):
        hidden = meeting.items.get(title="Fallgespräch").public_id
    for person, sees in ((people.police, True), (by, False), (people.council_member, False)):
        assert (links.resolve(person, "meetings.agendaitem", hidden) is not None) is sees


def test_duties_and_next_meetings(people: People) -> None:
    body, by = make_council(people), people.coordinator
    draft = make_coming_meeting(body, by, invited=False)
    invited = make_coming_meeting(body, by)
    kinds = {one.kind for one in queries.list_duties(by)}
    assert {"meetings.invite", "meetings.answer"} <= kinds
    [due] = [one for one in queries.list_duties(by) if one.kind == "meetings.invite"]
    assert due.due_on == timezone.localdate(draft.starts_at) - dt.timedelta(days=14)
    assert [one.kind for one in queries.list_duties(people.council_member)] == ["meetings.answer"]
    assert queries.list_duties(people.outsider) == []
    for person, count in (
        (by, 2),
        (people.council_member, 2),
        (people.public_order, 0),
        (people.outsider, 0),
    ):
        assert len(queries.next_meetings(person, at=now())) == count
    with authority_scope(people.town):
        one = invitation_of(invited, "Mitglied des Stadtrates")
        actions.reply(invitation=one, reply="yes", at=now())
    assert queries.list_duties(people.council_member) == []


@pytest.mark.parametrize("kind", ["coordinator", "council_member"])
def test_the_list_costs_the_same_at_any_length(people: People, kind: str) -> None:
    body = make_council(people)
    client, path = (
        client_of(getattr(people, kind)),
        f"/k/lindenau/sitzungen/gremium/{body.public_id}/",
    )
    client.get(path)
    counts = []
    for count in (3, 300):
        with authority_scope(people.town):
            body.meetings.all().delete()
        make_meetings(body, count)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_page_costs_the_same_at_any_length(people: People, coordinator: Client) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator)
    counts = []
    for count in (1, 30):
        for number in range(count):
            make_item(meeting, people.coordinator, f"Punkt {count} {number}")
        coordinator.get(_at(meeting))
        with CaptureQueriesContext(connection) as caught:
            assert coordinator.get(_at(meeting)).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_duties_cost_the_same_at_any_number_of_meetings(people: People) -> None:
    body, by = make_council(people), people.coordinator
    counts = []
    for number in (1, 12):
        for _each in range(number):
            make_coming_meeting(body, by)
        with CaptureQueriesContext(connection) as caught:
            queries.list_duties(by)
            queries.next_meetings(by, at=now())
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_a_shared_body_meets_for_all_who_take_part(people: People) -> None:
    from vorort.councils.actions import add_participant

    body, by = make_council(people), people.coordinator
    make_coming_meeting(body, by)
    assert queries.next_meetings(people.other_coordinator, at=now()) == []
    with authority_scope(people.town):
        add_participant(
            body=body, participant=people.other_town, from_on=dt.date(2025, 1, 1),
            basis="Vereinbarung", by=by, at=now(),
        )  # fmt: skip
    assert len(queries.next_meetings(people.other_coordinator, at=now())) == 1
