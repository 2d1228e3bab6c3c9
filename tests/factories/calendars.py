"""Calendar files read by two parsers that know nothing of each other: icalendar and ical.js."""

import datetime as dt
import json
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

import icalendar
import pytest
from django.conf import settings

_SCRIPT = """
import ICAL from %s;
let text = "";
for await (const part of process.stdin) text += part;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone"))
  ICAL.TimezoneService.register(zone);
const say = (component, name) => {
  const value = component.getFirstPropertyValue(name);
  return value === null ? "" : String(value);
};
const instant = (component, name) => {
  const value = component.getFirstPropertyValue(name);
  return value === null ? "" : value.toJSDate().toISOString();
};
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((event) => ({
  uid: say(event, "uid"), sequence: say(event, "sequence") || "0", status: say(event, "status"),
  summary: say(event, "summary"), location: say(event, "location"),
  description: say(event, "description"), url: say(event, "url"),
  start: instant(event, "dtstart"), end: instant(event, "dtend"),
}))));
"""


@dataclass(frozen=True)
class Entry:
    """What people see of a calendar entry; moments in UTC."""

    uid: str
    sequence: int
    status: str
    summary: str
    location: str
    description: str
    url: str
    start: dt.datetime
    end: dt.datetime | None


def read_with_icalendar(content: bytes) -> list[Entry]:
    calendar: Any = icalendar.Calendar.from_ical(content)
    return [
        Entry(
            uid=str(event["uid"]),
            sequence=int(event.get("sequence", 0)),
            status=str(event.get("status", "")),
            summary=str(event.get("summary", "")),
            location=str(event.get("location", "")),
            description=str(event.get("description", "")),
            url=str(event.get("url", "")),
            start=event["dtstart"].dt.astimezone(dt.UTC),
            end=event["dtend"].dt.astimezone(dt.UTC) if "dtend" in event else None,
        )
        for event in calendar.walk("VEVENT")
    ]


def read_with_ical_js(content: bytes) -> list[Entry]:
    """Return what the parser of many web calendars reads; skips without node."""
    module = settings.ROOT / "node_modules" / "ical.js" / "dist" / "ical.js"
    node = shutil.which("node")
    if node is None or not module.exists():
        pytest.skip("no node or no ical.js (npm ci)")
    script = _SCRIPT % json.dumps(module.as_uri())
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], input=content, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return [
        Entry(
            **{
                **each,
                "sequence": int(each["sequence"]),
                "start": dt.datetime.fromisoformat(each["start"]),
                "end": dt.datetime.fromisoformat(each["end"]) if each["end"] else None,
            }
        )
        for each in json.loads(done.stdout)
    ]


def read_calendar(content: bytes) -> list[Entry]:
    """Return the entries of a calendar file, read the same by both parsers."""
    entries = read_with_icalendar(content)
    assert entries == read_with_ical_js(content)
    return entries
