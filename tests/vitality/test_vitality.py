"""How alive a body is, and what brings it back."""

import datetime as dt

import pytest
from django.test import override_settings

from tests.factories.councils import make_body, make_council, make_seat
from tests.factories.meetings import AT, STARTS, make_meeting, make_meetings
from tests.factories.papers import make_paper
from tests.factories.sittings import make_invited, make_sitting
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.meetings import actions
from vorort.meetings.choices import MeetingState
from vorort.meetings.queries import list_items, list_returned
from vorort.resolutions import actions as resolutions
from vorort.resolutions.choices import Implementation, Outcome, VoteMode
from vorort.sittings.actions import close_sitting
from vorort.sittings.models import Sitting
from vorort.ui.format import BERLIN
from vorort.vitality import queries
from vorort.vitality.actions import revive
from vorort.vitality.rules import easter_sunday, is_free, public_holidays

MEMBERS = Confidentiality.MEMBERS


def _held(body: Body, people: People, starts_at: dt.datetime) -> None:
    by, before = people.coordinator, starts_at - dt.timedelta(days=20)
    meeting = make_meeting(body, by, invited=True, at=before, starts_at=starts_at)
    with authority_scope(body.authority):
        for one in meeting.invitations.filter(seat__role="voting")[:3]:
            actions.reply(invitation=one, reply="yes", at=before)
        actions.advance_meeting(meeting=meeting, to=MeetingState.HELD, by=by, at=starts_at)


def test_signs_of_a_living_body(people: People) -> None:
    body, by = make_council(people), people.coordinator
    make_seat(body, function="früher", until_on=dt.date(2026, 1, 31))
    for days in (30, 200, 400):
        _held(body, people, AT - dt.timedelta(days=days))
    with authority_scope(people.town):
        for number, outcome in enumerate((Outcome.ADOPTED, Outcome.ADOPTED, Outcome.REJECTED)):
            made = resolutions.adopt_resolution(
                body=body, title="B", text="B", outcome=outcome, decided_on=AT.date(),
                vote_mode=VoteMode.CONSENSUS, origin=("sittings.vote", f"v{number}"), by=by, at=AT,
            )  # fmt: skip
            if number == 0:
                resolutions.set_implementation(
                    resolution=made, state=Implementation.DONE, note="fertig", on=AT.date(), by=by,
                    at=AT,
                )  # fmt: skip
        signs = queries.signs_of(body, on=AT.date())
    assert (signs.planned, signs.held, signs.months_since) == (2, 2, 1)
    # Whoever had left was called to the earlier of the two meetings only.
    assert signs.promised == pytest.approx(6 / 11)
    assert signs.carried_out == pytest.approx(1 / 2)
    # One of six voting and advising seats has ended within the year.
    assert signs.turnover == pytest.approx(1 / 6)
    assert not signs.at_risk


@pytest.mark.parametrize(("months", "risk"), [(8, False), (9, True), (24, True)])
def test_at_risk_after_nine_months(people: People, months: int, risk: bool) -> None:
    body = make_council(people)
    _held(body, people, AT - dt.timedelta(days=int(months * 30.6)))
    with authority_scope(people.town):
        assert queries.signs_of(body, on=AT.date()).at_risk is risk
        with override_settings(COUNCIL_AT_RISK_MONTHS=99):
            assert not queries.signs_of(body, on=AT.date()).at_risk
    # Whoever has called a meeting is awake; a draft calls nobody.
    make_meeting(body, people.coordinator)
    with authority_scope(people.town):
        assert queries.signs_of(body, on=AT.date()).at_risk is risk
    make_meeting(body, people.coordinator, invited=True)
    with authority_scope(people.town):
        signs = queries.signs_of(body, on=AT.date())
    assert not signs.at_risk
    assert signs.next_on == STARTS.date()


def test_a_body_that_has_never_met(people: People) -> None:
    body = make_body(people.town, founded_on=dt.date(2026, 2, 1))
    with authority_scope(people.town):
        signs = queries.signs_of(body, on=AT.date())
    assert (signs.months_since, signs.promised, signs.carried_out, signs.turnover) == (
        None, None, None, 0.0,
    )  # fmt: skip
    assert not signs.at_risk


def test_holidays_of_saxony() -> None:
    assert [easter_sunday(year) for year in (2024, 2025, 2026, 2027, 2038)] == [
        dt.date(2024, 3, 31), dt.date(2025, 4, 20), dt.date(2026, 4, 5), dt.date(2027, 3, 28),
        dt.date(2038, 4, 25),
    ]  # fmt: skip
    # Staatsregierung's own list: day of repentance and prayer, Reformation day.
    assert {dt.date(2026, 11, 18), dt.date(2026, 10, 31), dt.date(2026, 5, 14)} <= public_holidays(
        2026
    )
    assert dt.date(2023, 11, 22) in public_holidays(2023)
    assert not is_free(dt.date(2026, 11, 18))
    assert not is_free(dt.date(2026, 12, 28))
    assert not is_free(dt.date(2026, 4, 8))
    assert not is_free(dt.date(2026, 7, 29))
    assert is_free(dt.date(2026, 9, 9))


def test_dates_follow_the_habit_and_miss_the_holidays(people: People) -> None:
    body = make_council(people)
    # Thursdays at five, summer and winter.
    for day in (dt.date(2025, 10, 23), dt.date(2025, 6, 26), dt.date(2025, 2, 27)):
        _held(body, people, dt.datetime.combine(day, dt.time(17), tzinfo=BERLIN))
    on = dt.date(2026, 3, 16)
    with authority_scope(people.town):
        habit = queries.habit_of(body)
        starts = queries.suggest_starts(body, habit, on=on, soon=True, count=8)
    local = [one.astimezone(BERLIN) for one in starts]
    assert all((one.weekday(), one.hour, one.minute) == (3, 17, 0) for one in local)
    assert all(is_free(one.date()) for one in local)
    assert local[0].date() >= on + dt.timedelta(days=14)
    # Not in the week after Easter, not on Ascension Day.
    assert {dt.date(2026, 4, 9), dt.date(2026, 5, 14)}.isdisjoint({one.date() for one in local})
    assert local[0].date() == dt.date(2026, 4, 2)


def test_a_body_that_meets_on_saturdays_gets_saturdays(people: People) -> None:
    body = make_council(people)
    _held(body, people, dt.datetime(2025, 10, 25, 9, tzinfo=dt.UTC))
    with authority_scope(people.town):
        habit = queries.habit_of(body)
        starts = queries.suggest_starts(body, habit, on=AT.date(), soon=True)
    assert [one.astimezone(BERLIN).weekday() for one in starts] == [5, 5, 5]


def test_revival_drafts_date_place_and_agenda_at_once(people: People) -> None:
    body, by = (
        make_council(people, name="Beirat", term_until=dt.date(2025, 12, 31)),
        people.coordinator,
    )
    _held(body, people, dt.datetime(2025, 2, 27, 16, tzinfo=dt.UTC))
    paper = make_paper(body, by, title="Licht am Hang", released=True)
    with authority_scope(people.town):
        resolutions.add_task(body=body, title="Hecke schneiden", by=by, at=AT)
        habit = queries.habit_of(body)
        start = queries.suggest_starts(body, habit, on=AT.date(), soon=True)[0]
        items = queries.propose_items(body, MEMBERS, on=AT.date())
        made = revive(body=body, starts_at=start, items=items, by=by, at=AT, length=habit.length)
        shown = list_items(made, MEMBERS)
        tasks = list_returned(made, MEMBERS, shown)
    titles = [one.title for one in shown]
    assert "Neue Amtszeit und Besetzung" in titles
    assert "Licht am Hang" in titles
    assert titles[-1] == "Verschiedenes"
    assert [task.title for rows in tasks.values() for task in rows] == ["Hecke schneiden"]
    assert made.place == "Ratssaal"
    assert made.state == MeetingState.DRAFT
    assert [one.paper for one in items if one.paper] == [paper]


def test_signs_cost_the_same_at_any_number(people: People) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    body = make_council(people)
    counts = []
    for count in (3, 300):
        with authority_scope(people.town):
            body.meetings.all().delete()
        held = make_meetings(body, count)
        with authority_scope(people.town):
            Sitting.objects.bulk_create(
                Sitting(authority=body.authority, meeting=one, opened_at=one.starts_at)
                for one in held
            )
        with authority_scope(people.town), CaptureQueriesContext(connection) as caught:
            queries.signs_of(body, on=AT.date())
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("more_than_half", (2, 1)), ("none", (0, 0))],
)
def test_quorum_is_counted_where_attendance_was_recorded(
    people: People, kind: str, expected: tuple[int, int]
) -> None:
    """Of three meetings two have a record; in one of these nobody had come at the opening."""
    body, by = make_council(people), people.coordinator
    with authority_scope(people.town):
        body.rules.update(quorum_kind=kind)
    _held(body, people, AT - dt.timedelta(days=300))
    for number, (days, yes) in enumerate(((200, True), (100, False)), start=10):
        meeting = make_invited(
            people, body=body, starts_at=AT - dt.timedelta(days=days), number=number
        )
        sitting = make_sitting(people, meeting, yes=yes)
        with authority_scope(people.town):
            close_sitting(sitting=sitting, by=by, at=sitting.opened_at + dt.timedelta(hours=1))
    with authority_scope(people.town):
        signs = queries.signs_of(body, on=AT.date())
    assert (signs.sat.counted, signs.sat.quorate) == expected
    shown = queries.sums_of(signs)[2].value
    assert shown == ("1 von 2" if expected[0] else "–")
