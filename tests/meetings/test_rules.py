"""Numbers, clock times, notice, and how far a reader may read."""

import datetime as dt

import pytest

from tests.factories.councils import make_council, make_seat, seat_of
from tests.factories.meetings import AT, invitation_of, make_item, make_meeting
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.models import BodyRules
from vorort.meetings import actions, queries, rules
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import AgendaItem, Meeting

PUBLIC, MEMBERS, CORE = Confidentiality.PUBLIC, Confidentiality.MEMBERS, Confidentiality.CORE


def _item(title: str, *, sub: bool = False, level: str = MEMBERS, minutes: int | None = None):  # type: ignore[no-untyped-def]
    return AgendaItem(title=title, is_sub=sub, confidentiality=level, minutes_planned=minutes)


def test_numbers_follow_from_what_is_read() -> None:
    items = [_item("a"), _item("b"), _item("b1", sub=True), _item("b2", sub=True), _item("c")]
    assert [number for number, _ in rules.numbered(items)] == ["1", "2", "2.1", "2.2", "3"]
    # A first point without a point above it is a point of its own.
    assert [number for number, _ in rules.numbered(items[2:])] == ["1", "2", "3"]


def test_a_hidden_point_leaves_no_gap_and_hides_its_own_points() -> None:
    items = [
        _item("a", level=PUBLIC), _item("geheim", level=CORE), _item("dazu", sub=True),
        _item("b"), _item("b1", sub=True, level=CORE), _item("b2", sub=True),
    ]  # fmt: skip
    shown = rules.numbered(rules.with_parents(items, (PUBLIC, MEMBERS)))
    assert [(number, one.title) for number, one in shown] == [("1", "a"), ("2", "b"), ("2.1", "b2")]


def test_clock_times_run_until_minutes_are_missing() -> None:
    items = [
        _item("a", minutes=10), _item("b"), _item("b1", sub=True, minutes=5), _item("c"), _item("d"),
    ]  # fmt: skip
    rows = rules.rows_of(items, AT)
    starts = [row.starts_at and (row.starts_at - AT).seconds // 60 for row in rows]
    # Point 2 is as long as what is below it; nobody knows how long point 3 takes.
    assert starts == [0, 10, 10, 15, None]


@pytest.mark.parametrize(
    ("notice", "days", "short"), [(14, 14, 0), (14, 13, 1), (14, 20, 0), (0, 0, 0), (21, 20, 1)]
)
def test_notice_counts_calendar_days(notice: int, days: int, short: int) -> None:
    # Late in the evening here, already the next day in UTC.
    at = dt.datetime(2026, 3, 5, 22, 30, tzinfo=dt.UTC)
    meeting = Meeting(starts_at=at + dt.timedelta(days=days))
    assert rules.notice_shortfall(meeting, BodyRules(notice_days=notice), at) == short


def test_level_by_standing(people: People) -> None:
    body = make_council(people)
    meeting = make_meeting(body, people.coordinator, invited=True)
    draft = make_meeting(body, people.coordinator)
    expected = {
        "coordinator": MEMBERS, "mayor": MEMBERS, "council_member": MEMBERS, "police": CORE,
        "public_order": PUBLIC, "outsider": None, "anonymous": None, "other_coordinator": None,
    }  # fmt: skip
    with authority_scope(people.town):
        for kind, level in expected.items():
            person = people.by_kind()[kind]
            assert rules.level_in(person, meeting, at=AT) == level, kind  # type: ignore[arg-type]
            inside = None if level == PUBLIC else level
            assert rules.level_in(person, draft, at=AT) == inside, kind  # type: ignore[arg-type]


@pytest.mark.parametrize("function", ["Schulleitung", "Leitung Revier"])
def test_a_deputy_reads_as_the_member_until_the_meeting_is_held(
    people: People, function: str
) -> None:
    """Also for a seat of the core group no more than what members read."""
    body = make_council(people)
    member = seat_of(body, function)
    deputy = make_seat(
        body, function="Vertretung", role=SeatRole.DEPUTY, deputy_for=member, person=people.outsider
    )
    meeting = make_meeting(body, people.coordinator, invited=True)
    other = make_meeting(body, people.coordinator, invited=True)
    make_item(meeting, people.coordinator, "für Mitglieder")
    make_item(meeting, people.police, "für die Kerngruppe", CORE)

    def level(found: Meeting) -> Confidentiality | None:
        return rules.level_in(people.outsider, found, at=AT)

    with authority_scope(people.town):
        assert level(meeting) == PUBLIC
        one = invitation_of(meeting, function)
        actions.reply(invitation=one, reply=Reply.DEPUTY, deputy=deputy, at=AT)
        assert level(meeting) == MEMBERS
        assert level(other) == PUBLIC
        titles = [item.title for item in queries.list_items(meeting, level(meeting))]
        assert "für Mitglieder" in titles
        assert "für die Kerngruppe" not in titles
        # Somebody else is named, or the member comes after all: the rights end.
        actions.reply(invitation=one, reply=Reply.YES, at=AT)
        assert level(meeting) == PUBLIC
        actions.reply(invitation=one, reply=Reply.DEPUTY, deputy=deputy, at=AT)
        held = actions.advance_meeting(
            meeting=meeting, to=MeetingState.HELD, by=people.coordinator, at=AT
        )
        assert level(held) == PUBLIC


def test_a_deputy_without_account_ends_with_a_cancelled_meeting(people: People) -> None:
    body = make_council(people)
    deputy = seat_of(body, "stellvertretende Schulleitung")
    with authority_scope(people.town):
        deputy.person = people.outsider
        deputy.save()
    meeting = make_meeting(body, people.coordinator, invited=True)
    with authority_scope(people.town):
        one = invitation_of(meeting, "Schulleitung")
        actions.reply(invitation=one, reply=Reply.DEPUTY, deputy=deputy, at=AT)
        assert rules.level_in(people.outsider, meeting, at=AT) == MEMBERS
        off = actions.cancel_meeting(meeting=meeting, reason="krank", by=people.coordinator, at=AT)
        assert rules.level_in(people.outsider, off, at=AT) == PUBLIC


def test_a_guest_reads_the_public_part_and_their_own_item(people: People) -> None:
    body = make_council(people)
    guest = make_seat(body, function="Verkehrsbetrieb", role=SeatRole.GUEST, person=people.outsider)
    meeting = make_meeting(body, people.coordinator, invited=True)
    for title, level, by in (
        ("öffentlich", PUBLIC, people.coordinator), ("intern", MEMBERS, people.coordinator),
    ):  # fmt: skip
        make_item(meeting, by, title, level)
    make_item(meeting, people.coordinator, "Nachtbus", MEMBERS, rapporteur=guest)
    make_item(meeting, people.police, "Fall", CORE, rapporteur=guest)
    with authority_scope(people.town):
        level = rules.level_in(people.outsider, meeting, at=AT)
        assert level == PUBLIC
        shown = queries.list_items(meeting, level, reader=people.outsider)
        assert [item.title for item in shown] == ["öffentlich", "Nachtbus"]
