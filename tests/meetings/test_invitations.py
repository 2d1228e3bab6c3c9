"""Invite, change, cancel, remind, answer: who gets what, and what never travels."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from tests.factories.councils import make_body, make_council, make_seat, seat_of
from tests.factories.meetings import (
    AT,
    invitation_of,
    make_coming_meeting,
    make_item,
    make_meeting,
)
from tests.people import People, client_of
from vorort.core.clock import now
from vorort.core.jobs import run_waiting
from vorort.core.scopes import authority_scope
from vorort.councils import actions as councils
from vorort.councils.choices import BodyState, Confidentiality, LinkPurpose, SeatRole
from vorort.councils.models import PersonalLink
from vorort.meetings import actions
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting
from vorort.notices.models import Dispatch

CORE, PUBLIC = Confidentiality.CORE, Confidentiality.PUBLIC
SECRET = "KERNGRUPPE-4713"


@pytest.fixture
def outbox() -> list[Any]:
    return mail.outbox


def _sent(outbox: list[Any]) -> dict[str, Any]:
    """Deliver what waits; return the new mails by address."""
    before = len(outbox)
    run_waiting()
    return {one.to[0]: one for one in outbox[before:]}


def _entry(message: Any) -> Any:
    [content] = [one[1] for one in message.attachments if one[0] == "sitzung.ics"]
    return Calendar.from_ical(content)


def _link(message: Any) -> str:
    found = re.search(r"http\S+/mein/einladung/\S+", message.body)
    assert found is not None
    return urlsplit(found.group(0)).path


def test_everybody_with_a_seat_is_called_and_nothing_of_the_core_group_travels(
    people: People, outbox: list[Any]
) -> None:
    body, by = make_council(people), people.coordinator
    guest = make_seat(body, function="Verkehrsbetrieb", role=SeatRole.GUEST)
    make_seat(body, function="Vereinsvorstand", email="")
    make_seat(body, function="früheres Mitglied", until_on=dt.date(2026, 1, 31))
    meeting = make_meeting(body, by)
    make_item(meeting, by, "Licht am Bahnhof", PUBLIC)
    make_item(meeting, by, "Interne Absprache")
    make_item(meeting, people.police, SECRET, CORE, note=SECRET)
    with authority_scope(people.town):
        held = actions.invite(meeting=meeting, by=by, at=AT)
        functions = set(held.invitations.values_list("seat__function", flat=True))
        assert held.invitations.get(on_paper=True).seat.function == "Vereinsvorstand"
    assert (held.number, held.year, held.state) == (1, 2026, MeetingState.INVITED)
    assert functions == {
        "Bürgermeisterin", "Mitglied des Stadtrates", "Leitung Revier", "Schulleitung",
        "Jugendhilfe", "Koordination", "Verkehrsbetrieb", "Vereinsvorstand",
    }  # fmt: skip
    sent = _sent(outbox)
    assert len(sent) == 7
    with authority_scope(people.town):
        officer = seat_of(body, "Leitung Revier")
    for address, message in sent.items():
        raw = message.message().as_string() + message.body + message.subject
        for _name, content, _kind in message.attachments:
            raw += content.decode(errors="replace") if isinstance(content, bytes) else content
        assert SECRET not in raw, address
        assert [one[0] for one in message.attachments] == ["einladung.pdf", "sitzung.ics"]
        entry = _entry(message)
        assert entry["method"] == "REQUEST"
        assert str(entry.walk("VEVENT")[0]["attendee"]) == f"mailto:{address}"
    assert "4 Licht am Bahnhof\n5 Interne Absprache\n6 Verschiedenes" in sent[officer.email].body
    assert "1 Licht am Bahnhof" in sent[guest.email].body
    assert "Interne Absprache" not in sent[guest.email].body


def test_the_pdf_holds_the_agenda_of_members_only(people: People, tmp_path: Any) -> None:
    import shutil
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    by = people.coordinator
    meeting = make_coming_meeting(make_council(people), by)
    make_item(meeting, by, "Interne Absprache")
    make_item(meeting, people.police, SECRET, CORE, note=SECRET)
    path = f"/k/lindenau/sitzungen/{meeting.public_id}/einladung.pdf"
    for person, words in ((people.police, True), (by, True), (people.public_order, False)):
        response = client_of(person).get(path)
        target = tmp_path / "einladung.pdf"
        target.write_bytes(response.content)
        text = subprocess.run(
            ["pdftotext", str(target), "-"], capture_output=True, check=True, text=True
        ).stdout  # fmt: skip
        assert SECRET not in text
        assert ("Interne Absprache" in text) is words
        assert SECRET.encode() not in response.content


def test_numbers_of_the_year_have_no_gaps(people: People) -> None:
    body, by = make_council(people), people.coordinator
    make_meeting(body, by)
    with authority_scope(people.town):
        off = actions.cancel_meeting(meeting=make_meeting(body, by), reason="x", by=by, at=AT)
    assert off.number is None
    assert [make_meeting(body, by, invited=True).number for _ in range(2)] == [1, 2]


def test_short_notice_needs_a_reason(people: People) -> None:
    body, by = make_council(people), people.coordinator
    meeting = make_meeting(body, by, starts_at=AT + dt.timedelta(days=13))
    with authority_scope(people.town):
        with pytest.raises(actions.NoticeTooShort, match="um einen Tag zu kurz"):
            actions.invite(meeting=meeting, by=by, at=AT)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.number) == (MeetingState.DRAFT, None)
        assert not Invitation.objects.filter(meeting=meeting).exists()
        assert not Dispatch.objects.exists()
        held = actions.invite(
            meeting=meeting, by=by, at=AT, short_notice_reason="Vorfall am Bahnhof"
        )
    assert held.short_notice_reason == "Vorfall am Bahnhof"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts_at": AT - dt.timedelta(days=1)}, "Vergangenheit"),
        ({"place": ""}, "fehlt der Ort"),
        ({"mode": "hybrid"}, "Einwahl"),
    ],
)
def test_what_is_missing_is_said(people: People, given: dict[str, Any], words: str) -> None:
    meeting = make_meeting(make_council(people), people.coordinator, **given)
    with authority_scope(people.town), pytest.raises(actions.NotPossible, match=words):
        actions.invite(meeting=meeting, by=people.coordinator, at=AT)


def test_no_meeting_without_members_or_of_a_sleeping_body(people: People) -> None:
    by, empty = people.coordinator, make_body(people.town)
    with (
        authority_scope(people.town),
        pytest.raises(actions.NotPossible, match="niemand einen Sitz"),
    ):
        actions.invite(meeting=make_meeting(empty, by), by=by, at=AT)
    asleep = make_body(people.town, state=BodyState.DORMANT)
    with pytest.raises(actions.NotPossible, match="ruhend"):
        make_meeting(asleep, by)


def test_an_end_before_the_start_is_refused(people: People) -> None:
    with pytest.raises(Exception, match="vor dem Beginn"):
        make_meeting(
            make_council(people),
            people.coordinator,
            ends_at=AT,
            starts_at=AT + dt.timedelta(days=20),
        )
    with authority_scope(people.town):
        assert not Meeting.objects.exists()


def test_an_update_says_what_changed(people: People, outbox: list[Any]) -> None:
    body, by = make_council(people), people.coordinator
    meeting = make_meeting(body, by, invited=True)
    _sent(outbox)
    with authority_scope(people.town):
        actions.reply(invitation=invitation_of(meeting, "Jugendhilfe"), reply="yes", at=AT)
        with pytest.raises(Exception, match="nichts geändert"):
            actions.send_update(meeting=meeting, by=by, at=AT)
        make_item(meeting, people.police, SECRET, CORE)
        with pytest.raises(Exception, match="nichts geändert"):
            actions.send_update(meeting=meeting, by=by, at=AT)
        held = actions.edit_meeting(meeting=meeting, revision=0, by=by, at=AT, place="Bürgerhaus")
        make_item(meeting, by, "Nachtbus")
        new = make_seat(body, function="Neues Mitglied")
        changes = actions.send_update(meeting=held, by=by, at=AT)
    assert [one.what for one in changes] == ["Ort", "Tagesordnung"]
    sent = _sent(outbox)
    assert new.email in sent
    for message in sent.values():
        assert message.subject.startswith("Änderung: ")
        assert "- Ort: Bürgerhaus (vorher: Ratssaal)" in message.body
        assert SECRET not in message.body
        assert _entry(message).walk("VEVENT")[0]["sequence"] == 1
    # The same beginning: what was answered holds.
    assert invitation_of(meeting, "Jugendhilfe").reply == Reply.YES
    with authority_scope(people.town):
        held.refresh_from_db()
        held = actions.edit_meeting(
            meeting=held, revision=held.revision, by=by, at=AT,
            starts_at=held.starts_at + dt.timedelta(days=1),
        )  # fmt: skip
        actions.send_update(meeting=held, by=by, at=AT)
    assert invitation_of(meeting, "Jugendhilfe").reply == Reply.NONE


def test_a_cancellation_reaches_everybody_with_its_reason(
    people: People, outbox: list[Any]
) -> None:
    body, by = make_council(people), people.coordinator
    meeting = make_meeting(body, by, invited=True)
    deputy = seat_of(body, "stellvertretende Schulleitung")
    with authority_scope(people.town):
        one = invitation_of(meeting, "Schulleitung")
        actions.reply(invitation=one, reply=Reply.DEPUTY, deputy=deputy, at=AT)
        _sent(outbox)
        actions.cancel_meeting(meeting=meeting, reason="Saal gesperrt", by=by, at=AT)
        assert not PersonalLink.objects.filter(
            purpose=LinkPurpose.MEETING_REPLY, revoked_at__isnull=True
        ).exists()
        with pytest.raises(actions.NotPossible):
            actions.cancel_meeting(meeting=meeting, reason="noch einmal", by=by, at=AT)
    sent = _sent(outbox)
    assert len(sent) == 7
    assert deputy.email in sent
    member = sent[one.seat.email]
    assert "Saal gesperrt" in member.body
    assert "/mein/einladung/" not in member.body
    assert _entry(member)["method"] == "CANCEL"


def test_a_cancellation_needs_a_reason(people: People) -> None:
    meeting = make_meeting(make_council(people), people.coordinator, invited=True)
    with authority_scope(people.town), pytest.raises(actions.NotPossible, match="Grund"):
        actions.cancel_meeting(meeting=meeting, reason="  ", by=people.coordinator, at=AT)


def test_only_the_silent_are_reminded(people: People, outbox: list[Any]) -> None:
    by = people.coordinator
    meeting = make_meeting(make_council(people), by, invited=True)
    first = _sent(outbox)
    with authority_scope(people.town):
        answered = invitation_of(meeting, "Jugendhilfe")
        actions.reply(invitation=answered, reply="no", at=AT)
        assert actions.remind(meeting=meeting, by=by, at=AT) == 5
    sent = _sent(outbox)
    assert set(first) - set(sent) == {answered.seat.email}
    with authority_scope(people.town), pytest.raises(actions.NotPossible):
        actions.remind(meeting=meeting, by=by, at=AT + dt.timedelta(days=60))


def test_the_link_of_one_member_through_its_life(people: People, outbox: list[Any]) -> None:
    """Shown by GET, used by POST, again and again, for this meeting only, until it is revoked."""
    by = people.coordinator
    meeting = make_coming_meeting(make_council(people), by)
    seat = invitation_of(meeting, "Schulleitung").seat
    path = _link(_sent(outbox)[seat.email])
    browser = Client(enforce_csrf_checks=False)
    page = browser.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    # Looking is no answer.
    assert invitation_of(meeting, "Schulleitung").reply == Reply.NONE
    for _again in range(2):
        assert browser.post(path, {"reply": "yes", "note": ""}).status_code == 302
        found = invitation_of(meeting, "Schulleitung")
        assert found.reply == Reply.YES
    deputy = seat_of(meeting.body, "stellvertretende Schulleitung")
    assert browser.post(path, {"reply": "deputy", "deputy": "zzz"}).status_code == 422
    answer = browser.post(path, {"reply": "deputy", "deputy": deputy.public_id})
    assert answer.status_code == 302
    assert invitation_of(meeting, "Schulleitung").deputy == deputy
    assert deputy.email in _sent(outbox)
    # It opens nothing else.
    inside = f"/k/lindenau/sitzungen/{meeting.public_id}/"
    assert browser.get(inside).status_code == 302
    with authority_scope(people.town):
        assert actions.revoke_replies(meeting=meeting, by=by, at=now(), seat=seat) == 1
    gone = browser.post(path, {"reply": "no"})
    assert gone.status_code == 410
    assert "widerrufen" in gone.content.decode()
    assert invitation_of(meeting, "Schulleitung").reply == Reply.DEPUTY


def test_a_replay_changes_and_sends_nothing(people: People, outbox: list[Any]) -> None:
    from vorort.audit.models import Event

    meeting = make_meeting(make_council(people), people.coordinator, invited=True)
    deputy = seat_of(meeting.body, "stellvertretende Schulleitung")
    with authority_scope(people.town):
        for _again in range(3):
            one = invitation_of(meeting, "Schulleitung")
            actions.reply(invitation=one, reply="deputy", deputy=deputy, at=AT, note="dienstlich")
        assert Event.objects.filter(verb="meetings.replied").count() == 1
        assert Dispatch.objects.filter(to=deputy.email).count() == 1


def test_after_the_meeting_the_link_says_so(people: People, outbox: list[Any]) -> None:
    by = people.coordinator
    meeting = make_coming_meeting(make_council(people), by)
    seat = invitation_of(meeting, "Schulleitung").seat
    path = _link(_sent(outbox)[seat.email])
    with authority_scope(people.town):
        actions.advance_meeting(meeting=meeting, to=MeetingState.HELD, by=by, at=now())
    page = Client().get(path)
    assert "Die Sitzung ist vorbei" in page.content.decode()
    assert Client().post(path, {"reply": "yes"}).status_code == 422
    with authority_scope(people.town):
        PersonalLink.objects.update(expires_at=now() - dt.timedelta(minutes=1))
    late = Client().get(path)
    assert late.status_code == 410
    assert "abgelaufen" in late.content.decode()


def test_an_unknown_token_opens_nothing(people: People) -> None:
    assert people.town
    response = Client().get("/mein/einladung/gibt-es-nicht/")
    assert response.status_code == 410
    assert response["Referrer-Policy"] == "same-origin"


def test_a_link_for_something_else_opens_nothing(people: People) -> None:
    meeting = make_coming_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town):
        token = councils.make_link(
            seat=seat_of(meeting.body, "Jugendhilfe"), purpose=LinkPurpose.CIRCULAR_VOTE,
            subject=meeting.public_id, expires_at=now() + dt.timedelta(days=1),
            by=people.coordinator, at=now(),
        )  # fmt: skip
    assert Client().get(f"/mein/einladung/{token}/").status_code == 410


@pytest.mark.parametrize("stranger", ["Jugendhilfe", "Bürgermeisterin"])
def test_nobody_stands_in_who_is_no_deputy(people: People, stranger: str) -> None:
    meeting = make_meeting(make_council(people), people.coordinator, invited=True)
    with authority_scope(people.town), pytest.raises(Exception, match="wer Sie vertritt"):
        actions.reply(
            invitation=invitation_of(meeting, "Schulleitung"), reply="deputy", at=AT,
            deputy=seat_of(meeting.body, stranger),
        )  # fmt: skip
    assert invitation_of(meeting, "Schulleitung").reply == Reply.NONE


def test_who_tries_tokens_is_slowed_down(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert people.town
    monkeypatch.setattr("vorort.councils.views.personal.LIMIT", "3/m/ip")
    answers = [Client().get(f"/mein/einladung/versuch{one}/").status_code for one in range(4)]
    assert answers == [410, 410, 410, 429]
