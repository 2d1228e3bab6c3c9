"""Quorum and majorities as tables and properties; task lines; two texts put together."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vorort.councils.choices import LegalBasis, Majority, QuorumKind, TieRule
from vorort.resolutions.choices import Counts, Outcome, ResolutionKind
from vorort.sittings.choices import Ballot
from vorort.sittings.rules import (
    Name,
    Quorum,
    combine,
    compare,
    decide,
    is_tie,
    read_task,
    seats_needed,
)

TODAY = dt.date(2026, 12, 3)


@pytest.mark.parametrize(
    ("kind", "seats", "number", "needed"),
    [
        (QuorumKind.NONE, 13, None, 0),
        (QuorumKind.HALF, 13, None, 7),
        (QuorumKind.HALF, 12, None, 6),
        (QuorumKind.HALF, 1, None, 1),
        (QuorumKind.MORE_THAN_HALF, 13, None, 7),
        (QuorumKind.MORE_THAN_HALF, 12, None, 7),
        (QuorumKind.FIXED, 13, 5, 5),
        # Nobody is no quorum, however small the body.
        (QuorumKind.HALF, 0, None, 1),
    ],
)
def test_quorum(kind: QuorumKind, seats: int, number: int | None, needed: int) -> None:
    assert seats_needed(kind, seats=seats, number=number) == needed


@pytest.mark.parametrize(
    ("recused", "needed"),
    [(0, 6), (6, 6), (7, 3), (12, 3)],
)
def test_a_quarter_is_enough_where_more_than_half_are_recused(recused: int, needed: int) -> None:
    basis = LegalBasis.ADVISORY_COMMITTEE
    assert seats_needed(QuorumKind.HALF, seats=12, recused=recused, basis=basis) == needed
    # Bodies outside § 43 have no such rule.
    assert seats_needed(QuorumKind.HALF, seats=12, recused=recused) == 6


def test_recused_members_do_not_count() -> None:
    assert Quorum(seats=13, present=7, recused=0, needed=7).reached
    assert not Quorum(seats=13, present=7, recused=1, needed=7).reached


A, R = Outcome.ADOPTED, Outcome.REJECTED


@pytest.mark.parametrize(
    ("majority", "counts", "present", "seats", "outcome"),
    [
        (Majority.SIMPLE, (5, 4, 4), 13, 13, A),
        (Majority.SIMPLE, (1, 0, 12), 13, 13, A),
        (Majority.SIMPLE, (4, 4, 0), 8, 13, R),
        (Majority.SIMPLE, (0, 0, 8), 8, 13, R),
        (Majority.TWO_THIRDS, (6, 3, 0), 9, 13, A),
        (Majority.TWO_THIRDS, (6, 2, 2), 10, 13, R),
        (Majority.TWO_THIRDS, (7, 3, 0), 10, 13, A),
        (Majority.ABSOLUTE, (7, 0, 0), 7, 13, A),
        (Majority.ABSOLUTE, (6, 0, 0), 6, 12, R),
        (Majority.ABSOLUTE, (7, 5, 0), 12, 12, A),
    ],
)
def test_majorities(
    majority: Majority, counts: tuple[int, int, int], present: int, seats: int, outcome: Outcome
) -> None:
    got = decide(
        Counts(*counts), majority=majority, tie_rule=TieRule.REJECTED, present=present, seats=seats
    )
    assert got == outcome


def test_the_chair_decides_a_tie_only_where_the_rules_say_so() -> None:
    tie = Counts(4, 4, 1)
    for rule, casting, outcome in (
        (TieRule.CHAIR, Ballot.YES, A),
        (TieRule.CHAIR, Ballot.NO, R),
        (TieRule.REJECTED, Ballot.YES, R),
    ):
        assert outcome == decide(
            tie, majority=Majority.SIMPLE, tie_rule=rule, present=9, seats=9, casting=casting
        )
    assert not is_tie(Counts(0, 0, 9), majority=Majority.SIMPLE)
    assert not is_tie(tie, majority=Majority.ABSOLUTE)


def test_an_election_takes_most_of_those_present_and_the_second_ballot_most_votes() -> None:
    votes = Counts(4, 3, 2)
    for runoff, outcome in ((False, R), (True, A)):
        assert outcome == decide(
            votes, majority=Majority.SIMPLE, tie_rule=TieRule.CHAIR, present=9, seats=13,
            kind=ResolutionKind.ELECTION, runoff=runoff, casting=Ballot.YES,
        )  # fmt: skip


@st.composite
def votes(draw: st.DrawFn) -> tuple[Counts, int, int]:
    yes, no, abstain = (draw(st.integers(0, 40)) for _ in range(3))
    present = yes + no + abstain + draw(st.integers(0, 5))
    return Counts(yes, no, abstain), present, present + draw(st.integers(0, 20))


@given(
    votes(), st.sampled_from(Majority), st.sampled_from(TieRule), st.sampled_from(ResolutionKind)
)
def test_one_more_yes_never_defeats_a_motion(
    given_: tuple[Counts, int, int], majority: Majority, tie_rule: TieRule, kind: ResolutionKind
) -> None:
    counts, present, seats = given_

    def outcome(yes: int, no: int) -> Outcome:
        return decide(
            Counts(yes, no, counts.abstain), majority=majority, tie_rule=tie_rule,
            present=present + 1, seats=seats + 1, kind=kind, casting=Ballot.NO,
        )  # fmt: skip

    if outcome(counts.yes, counts.no) == A:
        assert outcome(counts.yes + 1, counts.no) == A
        assert counts.no == 0 or outcome(counts.yes, counts.no - 1) == A


@given(votes(), st.sampled_from(Majority), st.sampled_from(TieRule))
def test_nothing_is_carried_against_a_majority_of_no(
    given_: tuple[Counts, int, int], majority: Majority, tie_rule: TieRule
) -> None:
    counts, present, seats = given_
    got = decide(
        counts, majority=majority, tie_rule=tie_rule, present=present, seats=seats,
        casting=Ballot.YES,
    )  # fmt: skip
    if counts.no > counts.yes or counts.yes == 0:
        assert got == R


# ── task lines ───────────────────────────────────────────

NAMES = [
    Name("bau", "Bauamt", ("Bauamt", "Leitung Bauamt", "Berta Bau")),
    Name("schule", "Oberschule", ("Oberschule", "Schulleitung", "Sina Schule")),
    Name("ordnung", "Ordnungsamt", ("Ordnungsamt", "Leitung Ordnungsamt", "")),
]


@pytest.mark.parametrize(
    ("line", "title", "owner", "due"),
    [
        ("Schulleitung: Konzept vorlegen bis 15.03.", "Konzept vorlegen", "schule", (2027, 3, 15)),
        ("Sina Schule: Konzept vorlegen bis zum 5.12.2026", "Konzept vorlegen", "schule", (2026, 12, 5)),
        ("Angebote für sieben Leuchten einholen, Bauamt, 15.01.", "Angebote für sieben Leuchten einholen", "bau", (2027, 1, 15)),
        ("bauamt:Angebote bis 15.1.27", "Angebote", "bau", (2027, 1, 15)),
        ("Ordnungsamt: Termin finden bis 15. März", "Termin finden", "ordnung", (2027, 3, 15)),
        ("Ordnungsamt: Termin finden bis Ende Februar", "Termin finden", "ordnung", (2027, 2, 28)),
        ("Ordnungsamt: Termin finden in zwei Wochen", "Termin finden", "ordnung", (2026, 12, 17)),
        ("Ordnungsamt: Termin finden bis Freitag", "Termin finden", "ordnung", (2026, 12, 4)),
        ("Berta: bis 15.01. Angebote einholen", "Angebote einholen", "bau", (2027, 1, 15)),
        ("Hecken schneiden", "Hecken schneiden", None, None),
        ("Bus 62.13. umleiten", "Bus 62.13. umleiten", None, None),
        ("Ordnungsamt: Bericht bis 30.02.", "Bericht bis 30.02.", "ordnung", None),
        ("Ordnungsamt: Bericht bis 2027-01-15", "Bericht", "ordnung", (2027, 1, 15)),
        ("Ordnungsamt: Uhr um 10:30 stellen", "Uhr um 10:30 stellen", "ordnung", None),
    ],
)  # fmt: skip
def test_task_line(
    line: str, title: str, owner: str | None, due: tuple[int, int, int] | None
) -> None:
    read = read_task(line, names=NAMES, today=TODAY)
    assert read.title == title
    assert (read.owner.key if read.owner else None) == owner
    assert read.due_on == (dt.date(*due) if due else None)


def test_whom_nobody_knows_stays_as_written() -> None:
    read = read_task("Bauhof: Hecken schneiden bis 31.01.", names=NAMES, today=TODAY)
    assert (read.owner, read.owner_text, read.title) == (None, "Bauhof", "Hecken schneiden")


def test_a_name_that_means_two_is_not_guessed() -> None:
    read = read_task("Leitung: Bericht schreiben", names=NAMES, today=TODAY)
    assert (read.owner, read.owner_text) == (None, "Leitung")


@given(st.text(max_size=120))
def test_any_line_can_be_read(line: str) -> None:
    read = read_task(line, names=NAMES, today=TODAY)
    assert read.due_on is None or read.due_on.year >= 1


# ── two texts ────────────────────────────────────────────

_lines = st.lists(
    st.sampled_from(["Bauamt", "Polizei", "Kosten", "Termin", "Lob", "Kritik"]), max_size=6
)


@given(_lines, _lines, _lines)
def test_no_new_line_of_either_text_is_lost(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    got = combine("\n".join(base), "\n".join(mine), "\n".join(theirs)).splitlines()
    for text in (mine, theirs):
        for line in text:
            assert line in base or line in got


@given(_lines, _lines)
def test_one_changed_text_is_taken_as_it_is(base: list[str], mine: list[str]) -> None:
    start, changed = "\n".join(base), "\n".join(mine)
    assert combine(start, changed, start) == changed
    assert combine(start, start, changed) == changed


def test_changes_in_different_places_come_together() -> None:
    base = "Bauamt berichtet.\nPolizei berichtet.\nEnde."
    mine = "Bauamt berichtet: drei Varianten.\nPolizei berichtet.\nEnde."
    theirs = "Bauamt berichtet.\nPolizei berichtet.\nFrage aus dem Rat.\nEnde."
    assert combine(base, mine, theirs) == (
        "Bauamt berichtet: drei Varianten.\nPolizei berichtet.\nFrage aus dem Rat.\nEnde."
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_comparison_holds_both_texts(mine: str, theirs: str) -> None:
    pieces = compare(mine, theirs)
    assert "".join(one.text for one in pieces if one.part != "theirs") == mine
    assert "".join(one.text for one in pieces if one.part != "mine") == theirs
