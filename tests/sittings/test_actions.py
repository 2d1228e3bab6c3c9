"""What a sitting allows and refuses: attendance, recusal, votes, notes, the agenda."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.councils import make_body, make_seat, seat_of
from tests.factories.sittings import AGENDA, item_of, make_invited, make_sitting, present
from tests.people import People
from vorort.audit.models import Event
from vorort.councils.choices import Confidentiality, LegalBasis, QuorumKind, TieRule
from vorort.councils.models import BodyRules, Seat
from vorort.meetings.actions import create_meeting
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Meeting
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper
from vorort.resolutions.choices import Counts, Outcome, ResolutionKind, VoteMode
from vorort.resolutions.models import Resolution
from vorort.sittings import actions, queries
from vorort.sittings.choices import Ballot, ItemState, Presence
from vorort.sittings.models import Attendance, ItemRecord, Recusal, Sitting, Vote, VoteOfPerson
from vorort.sittings.rules import TaskLine

MINUTE = dt.timedelta(minutes=1)


def vote_on(people: People, item: AgendaItem, **given: object) -> Vote:
    values: dict[str, object] = {
        "kind": ResolutionKind.DECISION,
        "title": "",
        "text": "Es werden sieben Leuchten ersetzt.",
        "mode": VoteMode.COUNTS,
        "counts": Counts(3, 1, 0),
        "by": people.coordinator,
        "at": item.meeting.starts_at + 20 * MINUTE,
    }
    if given.get("mode") in {VoteMode.PER_PERSON, VoteMode.CONSENSUS}:
        values.pop("counts")
    return actions.record_vote(item=item, **{**values, **given})  # type: ignore[arg-type]


def quorum(meeting: Meeting) -> tuple[int, int, int]:
    found = queries.table_at(item_of(meeting, 2)).quorum
    return found.entitled, found.seats, found.needed


# ── opening ──────────────────────────────────────────────


def test_only_an_invited_meeting_is_opened_and_only_once(people: People, scope: None) -> None:
    meeting = make_invited(people)
    draft = make_invited(people, state=MeetingState.DRAFT, number=9)
    with pytest.raises(actions.NotPossible, match="eingeladen"):
        actions.open_sitting(meeting=draft, by=people.coordinator, at=draft.starts_at)
    make_sitting(people, meeting)
    with pytest.raises(actions.NotPossible, match="schon eröffnet"):
        actions.open_sitting(meeting=meeting, by=people.coordinator, at=meeting.starts_at)
    assert Attendance.objects.filter(meeting=meeting).count() == 7


def test_who_leads_must_sit_in_the_body(people: People, scope: None) -> None:
    meeting = make_invited(people)
    stranger = make_seat(make_body(people.town), function="Fremd")
    with pytest.raises(actions.NotPossible, match="anderen Gremium"):
        actions.open_sitting(
            meeting=meeting, by=people.coordinator, at=meeting.starts_at, chaired_by=stranger
        )
    assert not Sitting.objects.exists()


# ── attendance ───────────────────────────────────────────


def test_a_deputy_counts_for_the_seat_until_the_member_comes(
    people: People, sitting: Sitting
) -> None:
    meeting, at = sitting.meeting, sitting.opened_at + 30 * MINUTE
    school = seat_of(meeting.body, "Schulleitung")
    deputy = seat_of(meeting.body, "stellvertretende Schulleitung")
    actions.leave(attendance=present(meeting, "Schulleitung"), at=at, by=people.coordinator)
    assert quorum(meeting) == (3, 5, 3)
    row = actions.record_attendance(
        sitting=sitting, by=people.coordinator, at=at, seat=deputy, stands_in_for=school
    )
    assert quorum(meeting) == (4, 5, 3)
    assert row.came_at == at
    # The member is back: one seat, one vote.
    actions.record_attendance(sitting=sitting, by=people.coordinator, at=at, seat=school)
    assert quorum(meeting) == (4, 5, 3)
    row.refresh_from_db()
    assert row.stands_in_for is None
    with pytest.raises(actions.NotPossible, match="selbst anwesend"):
        actions.record_attendance(
            sitting=sitting, by=people.coordinator, at=at, seat=deputy, stands_in_for=school
        )


def test_a_deputy_of_somebody_else_and_a_guest_have_no_vote(
    people: People, sitting: Sitting
) -> None:
    meeting, by = sitting.meeting, people.coordinator
    other = seat_of(meeting.body, "Jugendhilfe")
    deputy = seat_of(meeting.body, "stellvertretende Schulleitung")
    with pytest.raises(actions.NotPossible, match="nicht Stellvertretung"):
        actions.record_attendance(
            sitting=sitting, by=by, at=sitting.opened_at, seat=deputy, stands_in_for=other
        )
    actions.record_attendance(sitting=sitting, by=by, at=sitting.opened_at, guest="Gesa Gast")
    assert quorum(meeting) == (4, 5, 3)
    protocol = queries.get_protocol(meeting, level=Confidentiality.MEMBERS)
    assert [one.label for one in protocol.guests] == ["Gesa Gast"]
    with pytest.raises(actions.NotPossible, match="Name oder Funktion"):
        actions.record_attendance(sitting=sitting, by=by, at=sitting.opened_at, guest="  ")


def test_ticks_know_mistakes_from_coming_late_and_leaving_early(
    people: People, sitting: Sitting
) -> None:
    meeting, by, start = sitting.meeting, people.coordinator, sitting.opened_at
    youth = present(meeting, "Jugendhilfe")
    actions.tick(attendance=youth, there=True, by=by, at=start + 5 * MINUTE)
    assert present(meeting, "Jugendhilfe").came_at == start
    actions.tick(attendance=youth, there=False, by=by, at=start + 6 * MINUTE)
    assert present(meeting, "Jugendhilfe").presence == Presence.ABSENT
    actions.tick(attendance=youth, there=True, by=by, at=start + 40 * MINUTE)
    assert present(meeting, "Jugendhilfe").came_at == start + 40 * MINUTE
    actions.tick(attendance=youth, there=False, by=by, at=start + 60 * MINUTE)
    gone = present(meeting, "Jugendhilfe")
    assert (gone.presence, gone.left_at) == (Presence.PRESENT, start + 60 * MINUTE)
    opening = queries.get_protocol(meeting, level=Confidentiality.MEMBERS)
    assert (opening.quorum_at_opening.present, opening.quorum.present) == (4, 4)


def test_nobody_leaves_before_coming(people: People, sitting: Sitting) -> None:
    row = present(sitting.meeting, "Schulleitung")
    with pytest.raises(actions.NotPossible, match="bevor er kommt"):
        actions.leave(attendance=row, at=sitting.opened_at - MINUTE, by=people.coordinator)


# ── recusal ──────────────────────────────────────────────


def test_a_recused_member_neither_counts_nor_votes(people: People, sitting: Sitting) -> None:
    meeting, item = sitting.meeting, item_of(sitting.meeting, 2)
    school, at = seat_of(meeting.body, "Schulleitung"), sitting.opened_at + MINUTE
    actions.recuse(item=item, seat=school, by=people.coordinator, at=at, reason="Trägerin")
    assert quorum(meeting) == (3, 5, 3)
    # Elsewhere they sit at the table.
    assert queries.table_at(item_of(meeting, 3)).quorum.entitled == 4
    with pytest.raises(actions.VotesWrong, match="4 Stimmen sind erfasst, aber nur 3 Personen"):
        vote_on(people, item)
    row = present(meeting, "Schulleitung")
    with pytest.raises(actions.VotesWrong, match="nicht abstimmen darf"):
        vote_on(people, item, mode=VoteMode.PER_PERSON, ballots={row.public_id: Ballot.YES})
    vote = vote_on(people, item, counts=Counts(3, 0))
    assert vote.entitled == 3
    with pytest.raises(actions.NotPossible, match="schon abgestimmt"):
        actions.end_recusal(item=item, seat=school, by=people.coordinator, at=at)
    with pytest.raises(actions.NotPossible, match="schon abgestimmt"):
        actions.recuse(
            item=item, seat=seat_of(meeting.body, "Bürgermeisterin"), by=people.coordinator, at=at
        )


def test_recusal_follows_whoever_sits_there(people: People, sitting: Sitting) -> None:
    meeting, item = sitting.meeting, item_of(sitting.meeting, 2)
    at = sitting.opened_at + MINUTE
    with pytest.raises(actions.NotPossible, match="nicht anwesend"):
        actions.recuse(
            item=item, seat=seat_of(meeting.body, "Jugendhilfe"), by=people.coordinator, at=at
        )
    actions.recuse(
        item=item, seat=seat_of(meeting.body, "Schulleitung"), by=people.coordinator, at=at
    )
    actions.end_recusal(
        item=item, seat=seat_of(meeting.body, "Schulleitung"), by=people.coordinator, at=at
    )
    assert not Recusal.objects.exists()
    assert quorum(meeting) == (4, 5, 3)


# ── votes ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(5, 0, 0), "5 Stimmen sind erfasst, aber nur 4"),
        (Counts(3, 1, 1), "5 Stimmen sind erfasst, aber nur 4"),
        (Counts(0, 0, 0), "wie viele Stimmen"),
        (Counts(-1, 0, 0), "mindestens die Null"),
        (None, "Stimmen ein"),
    ],
)
def test_votes_that_cannot_be(
    people: People, sitting: Sitting, counts: Counts | None, said: str
) -> None:
    with pytest.raises(actions.VotesWrong, match=said):
        vote_on(people, item_of(sitting.meeting, 2), counts=counts)
    assert not Vote.objects.exists()
    assert not Resolution.objects.exists()


def test_no_text_no_circulars_no_quorum(people: People, sitting: Sitting) -> None:
    item = item_of(sitting.meeting, 2)
    with pytest.raises(actions.VotesWrong, match="Wortlaut"):
        vote_on(people, item, text="  ")
    with pytest.raises(actions.VotesWrong, match="nicht abgestimmt"):
        vote_on(people, item, mode=VoteMode.CIRCULAR)
    for function in ("Schulleitung", "Bürgermeisterin"):
        actions.leave(
            attendance=present(sitting.meeting, function),
            at=sitting.opened_at + MINUTE, by=people.coordinator,
        )  # fmt: skip
    with pytest.raises(actions.NoQuorum, match="2 stimmberechtigt anwesend, nötig sind 3"):
        vote_on(people, item, counts=Counts(2, 0))
    assert not Vote.objects.exists()
    made = vote_on(people, item, counts=Counts(2, 0), quorum_note="zweite Sitzung")
    assert made.quorum_note == "zweite Sitzung"


def test_the_chair_is_asked_in_a_tie(people: People, sitting: Sitting) -> None:
    BodyRules.objects.filter(body=sitting.meeting.body).update(tie_rule=TieRule.CHAIR)
    item = item_of(sitting.meeting, 2)
    with pytest.raises(actions.CastingVoteMissing, match="Stimmengleichheit"):
        vote_on(people, item, counts=Counts(2, 2))
    made = vote_on(people, item, counts=Counts(2, 2), casting=Ballot.YES)
    assert made.resolution is not None
    assert made.resolution.outcome == Outcome.ADOPTED


def test_a_secret_vote_leaves_no_trace_of_persons(people: People, sitting: Sitting) -> None:
    item = item_of(sitting.meeting, 2)
    rows = {present(sitting.meeting, "Schulleitung").public_id: Ballot.NO}
    with pytest.raises(actions.VotesWrong, match="nur bei namentlicher"):
        vote_on(people, item, mode=VoteMode.SECRET, ballots=rows)
    vote = vote_on(people, item, mode=VoteMode.SECRET, counts=Counts(3, 1))
    assert not VoteOfPerson.objects.exists()
    told = Event.objects.filter(verb="sittings.vote_recorded").get()
    assert told.after == {"item": item.public_id}
    # A vote by name that was meant to be secret forgets who voted how.
    open_one = vote_on(people, item_of(sitting.meeting, 3), mode=VoteMode.PER_PERSON, ballots=rows)
    assert VoteOfPerson.objects.count() == 1
    actions.correct_vote(
        vote=open_one, revision=0, kind=ResolutionKind.DECISION, title="", text="Neu.",
        mode=VoteMode.SECRET, counts=Counts(1, 0), by=people.coordinator, at=sitting.opened_at + MINUTE,
    )  # fmt: skip
    assert not VoteOfPerson.objects.exists()
    assert vote.resolution is not None
    assert vote.resolution.vote_mode == VoteMode.SECRET


def test_a_vote_by_name_counts_itself(people: People, sitting: Sitting) -> None:
    meeting = sitting.meeting
    ballots = {
        present(meeting, "Schulleitung").public_id: "yes",
        present(meeting, "Bürgermeisterin").public_id: "yes",
        present(meeting, "Leitung Revier").public_id: "abstain",
    }
    vote = vote_on(people, item_of(meeting, 2), mode=VoteMode.PER_PERSON, ballots=ballots)
    assert (vote.yes, vote.no, vote.abstain) == (2, 0, 1)
    protocol = queries.get_protocol(meeting, level=Confidentiality.MEMBERS)
    told = [(one.label, ballot) for one, ballot in protocol.items[1].votes[0].ballots]
    assert told[0] == ("Bürgermeisterin", Ballot.YES)
    with pytest.raises(actions.VotesWrong, match="nicht abstimmen"):
        vote_on(
            people, item_of(meeting, 3), mode=VoteMode.PER_PERSON,
            ballots={present(meeting, "Koordination").public_id: "yes"},
        )  # fmt: skip


def test_two_people_do_not_record_one_vote_twice(people: People, sitting: Sitting) -> None:
    item = item_of(sitting.meeting, 2)
    vote_on(people, item, revision=0)
    with pytest.raises(actions.Conflict, match="inzwischen eine Abstimmung"):
        vote_on(people, item, revision=0)
    assert Vote.objects.count() == 1
    assert vote_on(people, item, revision=1).position == 2


def test_correcting_amends_the_resolution_and_keeps_its_number(
    people: People, sitting: Sitting
) -> None:
    vote = vote_on(people, item_of(sitting.meeting, 2))
    resolution = vote.resolution
    assert resolution is not None
    # Somebody has gone since; as many may have voted as were there then.
    actions.leave(
        attendance=present(sitting.meeting, "Schulleitung"),
        at=sitting.opened_at + 30 * MINUTE, by=people.coordinator,
    )  # fmt: skip

    def correct(revision: int, counts: Counts) -> Vote:
        return actions.correct_vote(
            vote=vote, revision=revision, kind=ResolutionKind.DECISION, title="Leuchten",
            text="Acht Leuchten.", mode=VoteMode.COUNTS, counts=counts, by=people.coordinator,
            at=sitting.opened_at + 40 * MINUTE,
        )  # fmt: skip

    correct(0, Counts(1, 3, 0))
    resolution.refresh_from_db()
    assert (resolution.outcome, resolution.text, resolution.number) == (
        "rejected",
        "Acht Leuchten.",
        1,
    )
    assert (resolution.yes, resolution.no) == (1, 3)
    with pytest.raises(actions.Conflict):
        correct(0, Counts(4, 0, 0))
    with pytest.raises(actions.VotesWrong, match="nur 4"):
        correct(1, Counts(5, 0, 0))


def test_a_failed_election_is_repeated_with_a_plain_majority(
    people: People, sitting: Sitting
) -> None:
    item = item_of(sitting.meeting, 3)
    wanted = {"kind": ResolutionKind.ELECTION, "mode": VoteMode.SECRET, "text": "Gewählt ist …"}
    first = vote_on(people, item, counts=Counts(2, 1, 1), **wanted)
    second = vote_on(people, item, counts=Counts(2, 1, 1), **wanted)
    assert first.resolution is not None
    assert second.resolution is not None
    assert first.resolution.outcome == Outcome.REJECTED
    assert second.resolution.outcome == Outcome.ADOPTED


def test_the_paper_of_the_item_is_decided(people: People, sitting: Sitting) -> None:
    item = item_of(sitting.meeting, 2)
    paper = Paper.objects.create(
        authority=people.town, body=sitting.meeting.body, number=12, year=2026, title="Licht",
        kind="proposal", state=PaperState.RELEASED, released_at=sitting.opened_at,
        proposal="Sieben Leuchten.", confidentiality=Confidentiality.PUBLIC,
    )  # fmt: skip
    item.consultations.create(authority=people.town, paper=paper)
    vote = vote_on(people, item)
    paper.refresh_from_db()
    assert paper.state == PaperState.DECIDED
    assert vote.resolution is not None
    assert vote.resolution.paper == paper


# ── notes ────────────────────────────────────────────────


def test_nobody_writes_over_anybody(people: People, sitting: Sitting) -> None:
    item, at = item_of(sitting.meeting, 2), sitting.opened_at + MINUTE

    def save(text: str, revision: int, by: object = people.coordinator) -> ItemRecord:
        return actions.save_notes(item=item, text=text, revision=revision, by=by, at=at)  # type: ignore[arg-type]

    assert save("Eins.", 0).revision == 1
    with pytest.raises(actions.Conflict) as caught:
        save("Zwei.", 0, people.mayor)
    assert caught.value.current.notes == "Eins."  # type: ignore[attr-defined]
    # The same text again is no conflict and no change: an answer was lost on the way.
    assert save("Eins.", 0).revision == 1
    assert save("Eins.\r\nZwei.", 1, people.mayor).notes == "Eins.\nZwei."
    with pytest.raises(actions.NotPossible, match=r"50\.000"):
        save("x" * 50_001, 2)
    # One entry of the log for one stretch of writing, and no text in it.
    told = Event.objects.filter(verb="sittings.notes_written")
    assert [one.after for one in told] == [{"item": item.public_id}] * 2


def test_notes_stand_when_the_minutes_are_drafted(people: People, sitting: Sitting) -> None:
    meeting, at = sitting.meeting, sitting.opened_at + 60 * MINUTE
    actions.close_sitting(sitting=sitting, by=people.coordinator, at=at)
    item = item_of(meeting, 2)
    actions.save_notes(item=item, text="Nachtrag.", revision=0, by=people.coordinator, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.DRAFTED)
    item = item_of(meeting, 2)
    with pytest.raises(actions.NotPossible, match="Niederschrift"):
        actions.save_notes(item=item, text="Zu spät.", revision=1, by=people.coordinator, at=at)


# ── course ───────────────────────────────────────────────


def test_one_item_runs_and_the_core_group_runs_beside(people: People, sitting: Sitting) -> None:
    meeting, at = sitting.meeting, sitting.opened_at
    for position, by in ((2, people.coordinator), (4, people.police), (3, people.coordinator)):
        actions.start_item(item=item_of(meeting, position), by=by, at=at + position * MINUTE)
    states = {one.item.position: one.state for one in ItemRecord.objects.select_related("item")}
    assert states == {2: ItemState.CLOSED, 4: ItemState.RUNNING, 3: ItemState.RUNNING}


def test_what_was_adjourned_comes_back_once(people: People, sitting: Sitting) -> None:
    meeting, at = sitting.meeting, sitting.opened_at + MINUTE
    actions.adjourn_item(item=item_of(meeting, 3), by=people.coordinator, at=at)
    with pytest.raises(actions.NotPossible, match="jeder Tagesordnung"):
        actions.adjourn_item(item=item_of(meeting, 1), by=people.coordinator, at=at)
    vote_on(people, item_of(meeting, 2))
    with pytest.raises(actions.NotPossible, match="schon abgestimmt"):
        actions.adjourn_item(item=item_of(meeting, 2), by=people.coordinator, at=at)
    following = create_meeting(
        body=meeting.body, starts_at=meeting.starts_at + dt.timedelta(days=90),
        by=people.coordinator, at=at,
    )  # fmt: skip
    actions.close_sitting(sitting=sitting, by=people.coordinator, at=at + 60 * MINUTE)
    later = create_meeting(
        body=meeting.body, starts_at=meeting.starts_at + dt.timedelta(days=180),
        by=people.coordinator, at=at,
    )  # fmt: skip
    back = AgendaItem.objects.filter(meeting=following, origin_kind="meetings.agendaitem")
    assert {(one.title, one.confidentiality) for one in back} == {
        ("Stand der Maßnahmen", "members"), ("Fallbezogene Abstimmung", "core"),
    }  # fmt: skip
    assert not AgendaItem.objects.filter(meeting=later, origin_kind="meetings.agendaitem").exists()


def test_a_sitting_is_closed_once_and_after_it_began(people: People, sitting: Sitting) -> None:
    with pytest.raises(actions.NotPossible, match="vor dem Beginn"):
        actions.close_sitting(sitting=sitting, by=people.coordinator, at=sitting.opened_at)
    at = sitting.opened_at + 60 * MINUTE
    actions.close_sitting(sitting=sitting, by=people.coordinator, at=at)
    with pytest.raises(actions.NotPossible, match="geschlossen"):
        actions.close_sitting(sitting=sitting, by=people.coordinator, at=at)
    with pytest.raises(actions.NotPossible, match="geschlossen"):
        vote_on(people, item_of(sitting.meeting, 2))


# ── tasks ────────────────────────────────────────────────


def test_a_task_belongs_to_the_resolution_and_the_class_of_its_item(
    people: People, sitting: Sitting
) -> None:
    item = item_of(sitting.meeting, 2)
    vote = vote_on(people, item)
    task = actions.note_task(
        item=item, line=TaskLine("Angebote", None, "Bauamt", dt.date(2027, 1, 15)),
        by=people.coordinator, at=sitting.opened_at,
    )  # fmt: skip
    assert (task.resolution, task.confidentiality) == (vote.resolution, Confidentiality.PUBLIC)
    with pytest.raises(actions.NotPossible, match="was zu tun ist"):
        actions.note_task(item=item, line=TaskLine(""), by=people.coordinator, at=sitting.opened_at)
    core = actions.note_task(
        item=item_of(sitting.meeting, 4), line=TaskLine("Fall klären"), by=people.police,
        at=sitting.opened_at,
    )  # fmt: skip
    assert core.confidentiality == Confidentiality.CORE


# ── who may read what ────────────────────────────────────


def test_nothing_of_the_core_group_reaches_anybody_else(people: People, sitting: Sitting) -> None:
    meeting, core = sitting.meeting, item_of(sitting.meeting, 4)
    at = sitting.opened_at + MINUTE
    actions.save_notes(item=core, text="Heikel.", revision=0, by=people.police, at=at)
    actions.recuse(item=core, seat=seat_of(meeting.body, "Schulleitung"), by=people.police, at=at)
    vote_on(people, core, counts=Counts(3, 0), by=people.police)
    actions.note_task(item=core, line=TaskLine("Geheim"), by=people.police, at=at)
    before = repr(queries.get_protocol(meeting, level=Confidentiality.MEMBERS))
    assert "Heikel" not in before
    assert [
        one.number for one in queries.get_protocol(meeting, level=Confidentiality.MEMBERS).items
    ] == ["1", "2", "3"]
    # The next resolution of the others has the next number of theirs.
    vote = vote_on(people, item_of(meeting, 2))
    assert vote.resolution is not None
    assert vote.resolution.number == 1
    full = queries.get_protocol(meeting, level=Confidentiality.CORE).items[3]
    assert (full.notes, len(full.votes), len(full.recusals), len(full.tasks)) == (
        "Heikel.",
        1,
        1,
        1,
    )
    told = Event.objects.filter(verb__startswith="sittings.", actor_id=people.police.pk)
    assert {str(one.after) for one in told} == {"{'item': 'Punkt der Kerngruppe'}"}


def test_the_protocol_costs_the_same_with_many_members_and_items(
    people: People, scope: None
) -> None:
    def cost(meeting: Meeting) -> int:
        with CaptureQueriesContext(connection) as caught:
            queries.get_protocol(meeting, level=Confidentiality.CORE)
        return len(caught)

    small = make_sitting(people).meeting
    vote_on(people, item_of(small, 2))
    few = cost(small)
    for number in range(60):
        make_seat(small.body, function=f"Mitglied {number}")
    agenda = AGENDA * 20
    big = make_sitting(people, make_invited(people, agenda=agenda, number=5)).meeting
    for position in (2, 6, 10, 14, 18):
        vote_on(people, item_of(big, position), at=big.starts_at + MINUTE)
    assert cost(big) == few


def test_duties_tell_of_meetings_nobody_opened_or_closed(people: People, scope: None) -> None:
    meeting = make_invited(people)
    late = meeting.starts_at + dt.timedelta(hours=13)
    assert queries.list_duties(people.coordinator, at=meeting.starts_at) == []
    duty = queries.list_duties(people.coordinator, at=late)[0]
    assert duty.kind == "sittings.open"
    make_sitting(people, meeting)
    duty = queries.list_duties(people.coordinator, at=late)[0]
    assert (duty.kind, meeting.public_id in duty.url) == ("sittings.close", True)
    assert queries.list_duties(people.council_member, at=late) == []
    assert queries.list_duties(people.other_coordinator, at=late) == []


def test_rules_of_the_day_decide_the_quorum(people: People, sitting: Sitting) -> None:
    rules = BodyRules.objects.filter(body=sitting.meeting.body)
    for kind, number, needed in (
        (QuorumKind.NONE, None, 0), (QuorumKind.MORE_THAN_HALF, None, 3), (QuorumKind.FIXED, 5, 5),
    ):  # fmt: skip
        rules.update(quorum_kind=kind, quorum_number=number)
        assert quorum(sitting.meeting) == (4, 5, needed)
    rules.update(quorum_kind=QuorumKind.HALF, quorum_number=None, legal_basis=LegalBasis.ADVISORY_COMMITTEE)  # fmt: skip
    item = item_of(sitting.meeting, 2)
    for function in ("Schulleitung", "Bürgermeisterin", "Leitung Revier"):
        actions.recuse(
            item=item, seat=seat_of(sitting.meeting.body, function), by=people.coordinator,
            at=sitting.opened_at,
        )  # fmt: skip
    assert quorum(sitting.meeting) == (1, 5, 2)
    # A seat that has ended before the meeting is no seat.
    Seat.objects.filter(function="Jugendhilfe").update(until_on=dt.date(2026, 12, 1))
    assert quorum(sitting.meeting)[1] == 4


def test_who_voted_by_name_was_there(people: People, sitting: Sitting) -> None:
    meeting, by, at = sitting.meeting, people.coordinator, sitting.opened_at + MINUTE
    row = present(meeting, "Schulleitung")
    ballots = {row.public_id: "yes"}
    school = row.seat
    vote_on(people, item_of(meeting, 4), mode=VoteMode.PER_PERSON, ballots=ballots)
    # That the core group has voted is not to be learned from a refusal.
    actions.record_attendance(sitting=sitting, by=by, at=at, seat=school, presence="absent")
    actions.record_attendance(sitting=sitting, by=by, at=at, seat=school)
    vote_on(people, item_of(meeting, 2), mode=VoteMode.PER_PERSON, ballots=ballots)
    with pytest.raises(actions.NotPossible, match="namentlich abgestimmt"):
        actions.record_attendance(sitting=sitting, by=by, at=at, seat=school, presence="absent")
