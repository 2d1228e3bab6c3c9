"""Resolutions: numbers, what they decide, how they are carried out; tasks until their result."""

import datetime as dt
from typing import Any

import pytest

from tests.factories.councils import make_body, make_council, seat_of
from tests.factories.papers import make_paper
from tests.factories.resolutions import AT, make_resolution, make_task
from tests.people import People
from vorort.audit.models import Event
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.papers.choices import PaperState
from vorort.resolutions import actions, queries
from vorort.resolutions.choices import Counts, Implementation, Outcome, TaskState
from vorort.resolutions.models import Resolution

pytestmark = pytest.mark.django_db


def test_each_class_has_its_series(people: People) -> None:
    council = make_council(people)
    made = [
        make_resolution(council, people.coordinator, confidentiality=each)
        for each in (Confidentiality.PUBLIC, Confidentiality.CORE, Confidentiality.MEMBERS)
    ]
    next_year = make_resolution(council, people.coordinator, decided_on=dt.date(2027, 1, 5))
    assert [each.reference for each in (*made, next_year)] == [
        "Ö 1/2026",
        "K 1/2026",
        "1/2026",
        "1/2027",
    ]
    with authority_scope(people.town):
        moved = actions.amend_resolution(
            resolution=made[2], by=people.coordinator, at=AT,
            confidentiality=Confidentiality.PUBLIC,
        )  # fmt: skip
    assert moved.reference == "Ö 2/2026"


def test_one_vote_one_resolution(people: People) -> None:
    council = make_council(people)
    make_resolution(council, people.coordinator, origin=("sittings.vote", "v1"))
    with pytest.raises(actions.AlreadyAdopted):
        make_resolution(council, people.coordinator, origin=("sittings.vote", "v1"))
    with authority_scope(people.town):
        assert Resolution.objects.count() == 1


def test_decides_the_paper_of_its_body_only(people: People) -> None:
    council, group = make_council(people), make_body(people.town)
    paper = make_paper(council, people.coordinator, released=True)
    with authority_scope(people.town):
        make_resolution(group, people.coordinator, paper=paper)
        paper.refresh_from_db()
        assert paper.state == PaperState.RELEASED
        make_resolution(council, people.coordinator, paper=paper)
        paper.refresh_from_db()
    assert paper.state == PaperState.DECIDED


def test_signal_tells_upper_apps(people: People) -> None:
    heard: list[Any] = []

    def hear(sender: object, **given: Any) -> None:
        heard.append((given["resolution"].title, given["at"]))

    actions.resolution_adopted.connect(hear)
    try:
        made = make_resolution(make_council(people), people.coordinator)
    finally:
        actions.resolution_adopted.disconnect(hear)
    assert heard == [(made.title, AT)]


def test_rejected_is_not_carried_out(people: People) -> None:
    made = make_resolution(make_council(people), people.coordinator, outcome=Outcome.REJECTED)
    assert made.implementation == Implementation.NOT_NEEDED
    with authority_scope(people.town), pytest.raises(DomainError):
        actions.set_implementation(
            resolution=made,
            state=Implementation.DONE,
            note="",
            on=AT.date(),
            by=people.coordinator,
            at=AT,
        )


def test_amended_keeps_its_number(people: People) -> None:
    made = make_resolution(make_council(people), people.coordinator)
    with authority_scope(people.town):
        own = actions.amend_resolution(
            resolution=made, by=people.coordinator, at=AT, counts=Counts(yes=3, no=2), text="neu"
        )
        assert (own.yes, own.no, own.text, own.reference) == (3, 2, "neu", made.reference)
        with pytest.raises(DomainError):
            actions.amend_resolution(
                resolution=made,
                by=people.coordinator,
                at=AT,
                confidentiality=Confidentiality.CORE,
            )


def test_dropped_needs_a_reason(people: People) -> None:
    made = make_resolution(make_council(people), people.coordinator)
    given: dict[str, Any] = {
        "resolution": made,
        "state": Implementation.DROPPED,
        "on": AT.date(),
        "by": people.coordinator,
        "at": AT,
    }
    with authority_scope(people.town):
        with pytest.raises(DomainError):
            actions.set_implementation(note=" ", **given)
        own = actions.set_implementation(note="Kein Geld", **given)
    assert (own.implementation, own.implementation_note) == (Implementation.DROPPED, "Kein Geld")


def test_task_until_its_result(people: People) -> None:
    council = make_council(people)
    task = make_task(council, people.coordinator)
    with authority_scope(people.town):
        with pytest.raises(DomainError):
            actions.close_task(task=task, result=" ", on=AT.date(), by=people.coordinator, at=AT)
        assert list(queries.list_open_tasks(council, levels=("members",))) == [task]
        actions.close_task(task=task, result="bestellt", on=AT.date(), by=people.coordinator, at=AT)
        assert not queries.list_open_tasks(council, levels=("members",)).exists()
        with pytest.raises(actions.TaskFixed):
            actions.close_task(task=task, result="x", on=AT.date(), by=people.coordinator, at=AT)
        again = actions.reopen_task(task=task, by=people.coordinator, at=AT)
    assert (again.state, again.result, again.closed_on) == (TaskState.OPEN, "bestellt", None)


def test_tasks_of_the_core_group_stay_there(people: People) -> None:
    council = make_council(people)
    secret = make_resolution(council, people.police, confidentiality=Confidentiality.CORE)
    task = make_task(
        council, people.police, resolution=secret, owner=seat_of(council, "Leitung Revier")
    )
    assert task.confidentiality == Confidentiality.CORE
    with pytest.raises(DomainError):
        make_task(council, people.police, resolution=secret, owner=seat_of(council, "Jugendhilfe"))
    with authority_scope(people.town):
        assert not queries.list_open_tasks(council, levels=("public", "members")).exists()


def test_owner_of_another_body_is_refused(people: People) -> None:
    other = make_body(people.town)
    with pytest.raises(DomainError):
        make_task(other, people.coordinator, owner=seat_of(make_council(people), "Jugendhilfe"))


def test_log_names_no_words_of_things(people: People) -> None:
    council = make_council(people)
    for level in Confidentiality.values:
        make_resolution(council, people.police, title="WORT", text="WORT", confidentiality=level)
        make_task(council, people.police, title="WORT", confidentiality=level)
    for event in Event.objects.filter(verb__startswith="resolutions."):
        assert "WORT" not in f"{event.object_label} {event.before} {event.after}"


@pytest.mark.parametrize(
    "counts", [Counts(yes=6, no=0), Counts(yes=4, no=1, abstain=1), Counts(-1, 2)]
)
def test_votes_above_those_entitled(people: People, counts: Counts) -> None:
    council = make_council(people)
    with pytest.raises(actions.TooManyVotes):
        make_resolution(council, people.coordinator, counts=counts)
    made = make_resolution(council, people.coordinator)
    with authority_scope(people.town):
        with pytest.raises(actions.TooManyVotes):
            actions.amend_resolution(resolution=made, by=people.coordinator, at=AT, counts=counts)
        assert [each.yes for each in Resolution.objects.all()] == [4]
