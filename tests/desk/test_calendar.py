"""The private calendar: only behind its secret address, only mine, nothing confidential."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from tests.factories.calendars import read_calendar, read_with_ical_js
from tests.factories.councils import make_body, make_council, make_seat
from tests.people import People, client_of

from vorort.audit.models import Event
from vorort.core.clock import now
from vorort.core.duties import Duty
from vorort.core.scopes import authority_scope, platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.desk import actions
from vorort.desk.exports.calendar import duty_uid
from vorort.desk.models import DeskSetting
from vorort.desk.queries import duties as duty_sources
from vorort.desk.rules import token_hash
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Meeting

pytestmark = pytest.mark.django_db
PAGE = "/konto/benachrichtigungen/"


def make_meeting(body: Body, *, days: int = 10, **given: object) -> Meeting:
    """An invited meeting at 17:00 in Berlin, so many days from now."""
    with authority_scope(body.authority):
        number = Meeting.objects.filter(body=body).count() + 1
        starts = timezone.localtime(now() + dt.timedelta(days=days))
        values: dict[str, object] = {
            "number": number,
            "year": starts.year,
            "state": MeetingState.INVITED,
            "starts_at": starts.replace(hour=17, minute=0, second=0, microsecond=0),
            "invited_at": now(),
            "place": "Ratssaal",
        }
        return Meeting.objects.create(authority=body.authority, body=body, **{**values, **given})


def make_address(person) -> str:
    return f"/mein/kalender/{actions.make_calendar_address(person=person, by=person, at=now())}.ics"


def events_at(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def owe(monkeypatch):
    def set_duties(*duties: Duty) -> None:
        monkeypatch.setattr(duty_sources, "SOURCES", (lambda _actor: list(duties),))

    set_duties()
    return set_duties


def test_the_address_is_shown_once_and_only_its_hash_is_kept(people: People, client):
    own = client_of(people.council_member)
    page = own.post(f"{PAGE}kalender/").content.decode()
    address = page.split('id="kalenderadresse">')[1].split("<")[0]
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) >= 43
    setting = DeskSetting.objects.get(person=people.council_member)
    assert setting.calendar_hash == token_hash(token)
    assert token not in own.get(PAGE).content.decode()
    assert token not in str(list(Event.objects.values()))
    assert token not in str(dict(own.session))
    answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Cookie" not in answer.get("Vary", "")


def test_a_new_address_ends_the_old_one_and_revoking_ends_it(people: People, client):
    first = make_address(people.mayor)
    assert client.get(first).status_code == 200
    second = make_address(people.mayor)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    client_of(people.mayor).post(f"{PAGE}kalender/widerrufen/")
    assert client.get(second).status_code == 404
    assert DeskSetting.objects.get(person=people.mayor).calendar_hash == ""
    verbs = list(Event.objects.filter(verb__startswith="desk.").values_list("verb", flat=True))
    assert sorted(verbs) == ["desk.calendar_made"] * 2 + ["desk.calendar_revoked"]


def test_wrong_addresses_say_nothing(people: People, client):
    address = make_address(people.mayor)
    for wrong in ("x", "0" * 43, address.rsplit("/", 1)[1][:-5]):
        assert client.get(f"/mein/kalender/{wrong}.ics").status_code == 404
    # Nobody's empty hash opens an account without an address.
    DeskSetting.objects.get_or_create(person=people.police)
    assert client.get("/mein/kalender/.ics").status_code == 404
    people.mayor.is_active = False
    people.mayor.save()
    assert client.get(address).status_code == 404


def test_asking_too_often_is_slowed_down(people: People, client):
    address = make_address(people.mayor)
    assert [client.get(address).status_code for _ in range(31)][-2:] == [200, 429]


def test_my_meetings_of_all_towns_and_nobody_elses(people: People, client, owe):
    council = make_council(people)
    mine = make_meeting(council)
    with authority_scope(people.town):
        AgendaItem.objects.create(
            authority=people.town,
            meeting=mine,
            position=1,
            title="KERNGRUPPE-4713",
            confidentiality=Confidentiality.CORE,
        )
    elsewhere = make_body(people.other_town, name="Lenkungsgruppe")
    make_seat(elsewhere, function="Mitglied", person=people.council_member)
    there = make_meeting(elsewhere, days=12)
    foreign = make_meeting(make_body(people.other_town, name="Fremder Rat"))
    draft = make_meeting(council, days=20, state=MeetingState.DRAFT, invited_at=None)
    make_meeting(council, days=-200)
    past = make_meeting(council, days=-20, state=MeetingState.HELD)
    events = events_at(client, make_address(people.council_member))
    uids = {str(event["uid"]).partition("@")[0] for event in events}
    assert uids == {mine.public_id, there.public_id, past.public_id}
    assert not uids & {foreign.public_id, draft.public_id}
    body = client.get(make_address(people.police)).content.decode()
    assert "KERNGRUPPE-4713" not in body
    with platform_scope("test"):
        mine.refresh_from_db()
    first = next(event for event in events if mine.public_id in event["uid"])
    assert first["dtstart"].dt.astimezone(dt.UTC) == mine.starts_at
    assert first["dtstart"].params["TZID"] == "Europe/Berlin"
    assert "Ratssaal" in first["location"]
    assert events_at(client, make_address(people.outsider)) == []


def test_both_parsers_read_the_same(people: People, client, owe):
    council = make_council(people)
    make_meeting(council, online_url="https://einwahl.example/x;y", title="Sitzung, „neu“; Teil 1")
    make_meeting(
        council, days=-3, state=MeetingState.CANCELLED, cancelled_at=now(), cancel_reason="krank"
    )
    owe(Duty("LW", "Lindenau", "Frist, eins", "/k/x/", due_on=dt.date(2027, 10, 31), kind="a.b"))
    content = client.get(make_address(people.council_member)).content
    meetings = [part for part in content.split(b"BEGIN:VEVENT") if b"frist-" not in part]
    whole = b"BEGIN:VEVENT".join(meetings)
    if not whole.rstrip().endswith(b"END:VCALENDAR"):
        whole += b"END:VCALENDAR\r\n"
    assert [one.status for one in read_calendar(whole)] == ["CANCELLED", "CONFIRMED"]
    # Whole days have no moment: each parser is asked what day it reads.
    assert len(read_with_ical_js(content)) == 3


def test_duties_with_a_date_are_whole_days(people: People, client, owe):
    day = dt.date(2027, 3, 28)
    one = Duty("LW", "Lindenau", "Lagebild, „neu“; freigeben", "/k/x/", due_on=day, kind="a.b")
    owe(
        one,
        Duty("LW", "Lindenau", "ohne Frist", "/k/y/", kind="a.b"),
        Duty("LW", "Lindenau", "Antworten", "/k/w/", due_on=day, kind="meetings.answer"),
        Duty("LW", "Lindenau", "Geheimes", "/k/z/", due_on=day, kind="a.b", confidential=True),
    )
    (event,) = events_at(client, make_address(people.mayor))
    assert event["dtstart"].dt == day
    assert event["dtend"].dt == day + dt.timedelta(days=1)
    assert str(event["summary"]) == "Frist: Lagebild, „neu“; freigeben (Lindenau)"
    assert str(event["uid"]) == duty_uid(one)
    content = client.get(make_address(people.mayor)).content
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
    assert "Geheimes" not in client.get(make_address(people.mayor)).content.decode()


def test_more_meetings_cost_no_more_queries(people: People, client):
    council = make_council(people)
    address = make_address(people.council_member)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    for days in range(1, 4):
        make_meeting(council, days=days)
    few = cost()
    for days in range(4, 301):
        make_meeting(council, days=days)
    assert cost() == few
