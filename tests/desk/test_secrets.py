"""What leaves the house: letters and calendars never hold a word of the core group."""

import importlib

import pytest
from icalendar import Calendar
from tests.house.access import CORE_SECRET, IN_COUNCIL, MEMBERS_SECRET, SECRET, WORK
from tests.people import KINDS, make_people

from vorort.core.clock import now
from vorort.desk import actions
from vorort.desk.exports.calendar import write_calendar
from vorort.desk.exports.letter import write_letter
from vorort.desk.queries.calendars import get_calendar
from vorort.desk.queries.digest import get_digest

pytestmark = pytest.mark.django_db
APPS = ("councils", "papers", "resolutions", "meetings", "sittings", "minutes")


def test_letters_and_calendars_keep_what_each_may_know():
    """A town full of secrets, planted where each app has them."""
    people = make_people()
    for app in APPS:
        importlib.import_module(f"tests.house.doors.{app}").plant(people)
    at, said = now(), {}
    for kind in KINDS:
        if kind == "anonymous":
            continue
        person = getattr(people, kind)
        calendar = write_calendar(get_calendar(person, at=at), at=at)
        Calendar.from_ical(calendar)
        unfolded = calendar.decode().replace("\r\n ", "")
        said[kind] = write_letter(get_digest(person, at=at)).text + unfolded
    assert {kind for kind, text in said.items() if CORE_SECRET in text} == set()
    assert {kind for kind, text in said.items() if MEMBERS_SECRET in text} <= IN_COUNCIL
    assert {kind for kind, text in said.items() if SECRET in text} <= WORK | IN_COUNCIL
    # The test would prove nothing of letters that say nothing.
    assert MEMBERS_SECRET in said["council_member"]
    assert actions.unsubscribe_token(people.mayor) in said["mayor"]
