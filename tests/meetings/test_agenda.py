"""The agenda: what fills in by itself, order, two editors, what the mover cannot see."""

import pytest

from tests.factories.councils import make_body, make_council, make_seat
from tests.factories.meetings import AT, make_item, make_meeting
from tests.factories.papers import make_paper
from tests.people import People
from vorort.audit.models import Event
from vorort.core.scopes import authority_scope
from vorort.councils.choices import BodyState, Confidentiality
from vorort.meetings import actions, queries, rules
from vorort.meetings.actions.agenda import AgendaClosed
from vorort.meetings.choices import MeetingState, StandingKind
from vorort.meetings.models import AgendaTemplate, Meeting
from vorort.resolutions import actions as resolutions

CORE, MEMBERS, PUBLIC = Confidentiality.CORE, Confidentiality.MEMBERS, Confidentiality.PUBLIC


def _titles(meeting: Meeting, level: Confidentiality = MEMBERS) -> list[str]:
    with authority_scope(meeting.authority):
        found = rules.numbered(queries.list_items(meeting, level))
        return [f"{number} {item.title}" for number, item in found]


def test_standing_items_and_open_tasks_come_by_themselves(people: People) -> None:
    body, by = make_council(people), people.coordinator
    with authority_scope(people.town):
        task = resolutions.add_task(body=body, title="Hecke schneiden", by=by, at=AT)
        resolutions.add_task(
            body=body, title="Fall besprechen", by=people.police, at=AT, confidentiality=CORE
        )
    meeting = make_meeting(body, by)
    assert _titles(meeting) == [
        "1 Eröffnung und Beschlussfähigkeit", "2 Niederschrift der letzten Sitzung",
        "3 Offene Aufgaben", "4 Verschiedenes",
    ]  # fmt: skip

    def returned(found: Meeting, level: Confidentiality) -> list[str]:
        items = queries.list_items(found, level)
        rows = queries.list_returned(found, level, items)
        return sorted(one.title for each in rows.values() for one in each)

    with authority_scope(people.town):
        assert returned(meeting, MEMBERS) == ["Hecke schneiden"]
        assert returned(meeting, CORE) == ["Fall besprechen", "Hecke schneiden"]
        # What comes up before the invitation comes along; what is closed later stays on this one.
        resolutions.add_task(body=body, title="Lampe tauschen", by=by, at=AT)
        held = actions.invite(meeting=meeting, by=by, at=AT)
        resolutions.close_task(task=task, result="geschnitten", on=AT.date(), by=by, at=AT)
        assert returned(held, MEMBERS) == ["Hecke schneiden", "Lampe tauschen"]
    following = make_meeting(body, by)
    with authority_scope(people.town):
        assert returned(following, MEMBERS) == ["Lampe tauschen"]


def test_the_first_meeting_of_a_planned_body_constitutes_it(people: People) -> None:
    body = make_body(people.town, state=BodyState.PLANNED)
    make_seat(body)
    assert "4 Vorsitz und Stellvertretung" in _titles(make_meeting(body, people.coordinator))
    assert "2 Niederschrift der letzten Sitzung" in _titles(make_meeting(body, people.coordinator))


def test_a_template_is_taken_for_every_new_meeting(people: People) -> None:
    body, by = make_council(people), people.coordinator
    meeting = make_meeting(body, by)
    make_item(meeting, by, "Bericht der Polizei", minutes_planned=15)
    make_item(meeting, people.police, "Fallbesprechung", CORE)
    with authority_scope(people.town):
        for name in ("Kurz", "Lang"):
            actions.save_template(
                body=body, name=name, meeting=meeting, by=by, at=AT, standing=True
            )
        assert AgendaTemplate.objects.filter(body=body, is_standing=True).get().name == "Lang"
    following = make_meeting(body, by)
    assert _titles(following) == _titles(meeting)
    assert _titles(following, CORE) == _titles(following)


def test_new_items_stand_before_any_other_business(people: People) -> None:
    meeting = make_meeting(make_council(people), people.coordinator)
    make_item(meeting, people.coordinator, "A")
    make_item(meeting, people.coordinator, "B")
    assert _titles(meeting)[3:] == ["4 A", "5 B", "6 Verschiedenes"]


def test_a_paper_lifts_the_confidentiality_of_its_item(people: People) -> None:
    body = make_council(people)
    paper = make_paper(body, people.police, released=True, confidentiality=CORE)
    meeting = make_meeting(body, people.coordinator)
    item = make_item(meeting, people.police, "Fall", PUBLIC, papers=[paper])
    assert item.confidentiality == CORE
    assert "Fall" not in " ".join(_titles(meeting))


@pytest.mark.parametrize(
    ("title", "to", "expected"),
    [
        ("B", 0, ["B", "B1", "A", "C"]),
        ("A", 9, ["B", "B1", "C", "A"]),
        # Never between a point and what is below it.
        ("A", 1, ["B", "B1", "A", "C"]),
        ("B1", 0, ["B1", "A", "B", "C"]),
    ],
)
def test_moving_takes_along_what_is_below(
    people: People, title: str, to: int, expected: list[str]
) -> None:
    by, meeting = people.coordinator, make_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town):
        meeting.items.all().delete()
        made = {
            name: make_item(meeting, by, name, is_sub=name == "B1")
            for name in ("A", "B", "B1", "C")
        }
        actions.move_item(item=made[title], to=to, by=by, at=AT)
        assert [one.title for one in queries.list_items(meeting, MEMBERS)] == expected


def test_moving_does_not_tell_of_what_the_mover_cannot_see(people: People) -> None:
    by, meeting = people.coordinator, make_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town):
        meeting.items.all().delete()
        a = make_item(meeting, by, "A")
        make_item(meeting, people.police, "Fall", CORE)
        make_item(meeting, by, "B")
        c = make_item(meeting, by, "C")
        # The second place of what the coordinator reads.
        actions.move_item(item=c, to=1, by=by, at=AT)
    assert _titles(meeting) == ["1 A", "2 C", "3 B"]
    assert _titles(meeting, CORE) == ["1 A", "2 Fall", "3 C", "4 B"]
    with authority_scope(people.town):
        actions.remove_item(item=a, by=by, at=AT)
    assert _titles(meeting) == ["1 C", "2 B"]


def test_the_log_names_no_item_of_the_core_group(people: People) -> None:
    meeting = make_meeting(make_council(people), people.coordinator)
    item = make_item(meeting, people.police, "KERNGRUPPE-4713", CORE)
    with authority_scope(people.town):
        actions.edit_item(item=item, by=people.police, at=AT, title="KERNGRUPPE-4713 neu")
        actions.edit_item(
            item=item, by=people.police, at=AT, title="Nun für alle", confidentiality=MEMBERS
        )
    words = " ".join(
        str(list(row)) for row in Event.objects.values_list("object_label", "before", "after")
    )
    assert "KERNGRUPPE" not in words


def test_two_editors_of_one_item_lose_nothing(people: People) -> None:
    meeting = make_meeting(make_council(people), people.coordinator)
    item = make_item(meeting, people.coordinator, "Licht")
    seen = rules.stamp_of(item)
    with authority_scope(people.town):
        actions.edit_item(
            item=item, by=people.coordinator, at=AT, seen=seen, title="Licht und Grün"
        )
        with pytest.raises(actions.ItemChanged) as caught:
            actions.edit_item(item=item, by=people.coordinator, at=AT, seen=seen, title="Lampen")
        assert caught.value.current.title == "Licht und Grün"
        # A move is no other text.
        item.refresh_from_db()
        seen = rules.stamp_of(item)
        actions.move_item(item=item, to=0, by=people.coordinator, at=AT)
        done = actions.edit_item(item=item, by=people.coordinator, at=AT, seen=seen, title="Lampen")
        assert (done.title, done.position) == ("Lampen", 1)


def test_the_agenda_is_closed_when_the_meeting_is_held(people: People) -> None:
    by, meeting = (
        people.coordinator,
        make_meeting(make_council(people), people.coordinator, invited=True),
    )
    item = make_item(meeting, by)
    with authority_scope(people.town):
        held = actions.advance_meeting(meeting=meeting, to=MeetingState.HELD, by=by, at=AT)
        for deed in (
            lambda: actions.add_item(meeting=held, title="X", by=by, at=AT),
            lambda: actions.edit_item(item=item, title="X", by=by, at=AT),
            lambda: actions.move_item(item=item, to=0, by=by, at=AT),
            lambda: actions.remove_item(item=item, by=by, at=AT),
        ):
            with pytest.raises(AgendaClosed):
                deed()


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_an_item_needs_a_title_of_usual_length(people: People, title: str) -> None:
    meeting = make_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town), pytest.raises(AgendaClosed):
        actions.add_item(meeting=meeting, title=title, by=people.coordinator, at=AT)
    assert len(_titles(meeting)) == 4


def test_standing_items_know_what_they_are(people: People) -> None:
    meeting = make_meeting(make_council(people), people.coordinator)
    with authority_scope(people.town):
        kinds = [item.standing for item in queries.list_items(meeting, MEMBERS)]
    assert kinds == [
        StandingKind.OPENING, StandingKind.MINUTES, StandingKind.OPEN_TASKS, StandingKind.ANY_OTHER,
    ]  # fmt: skip


def test_reading_an_agenda_costs_the_same_at_any_length(
    people: People,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    meeting = make_meeting(make_council(people), people.coordinator)
    counts = []
    with authority_scope(people.town):
        for _round in range(2):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                items = queries.list_items(meeting, MEMBERS)
                [list(item.consultations.all()) for item in items]
            counts.append(len(caught))
            for number in range(30):
                make_item(meeting, people.coordinator, f"Punkt {number}")
    assert counts[0] == counts[1] <= 4
