"""Papers: numbers without gaps, editing that loses nothing, Mitzeichnung in order."""

import datetime as dt

import pytest

from tests.factories.councils import make_body, make_council
from tests.factories.papers import AT, make_paper
from tests.people import People
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.councils.choices import BodyState, Confidentiality
from vorort.papers import actions
from vorort.papers.choices import PaperState, SignatureState
from vorort.papers.models import Paper

pytestmark = pytest.mark.django_db


def test_numbers_count_per_body_and_year(people: People) -> None:
    council, other = make_council(people), make_body(people.town)
    first, second = (make_paper(council, people.coordinator) for _each in range(2))
    elsewhere = make_paper(other, people.coordinator)
    with authority_scope(people.town):
        # Half past midnight of the new year in Berlin, still the old one in UTC.
        late = actions.submit_paper(
            body=council,
            title="Neujahr",
            by=people.coordinator,
            at=dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC),
        )
    assert [each.reference for each in (first, second, elsewhere, late)] == [
        "1/2026",
        "2/2026",
        "1/2026",
        "1/2027",
    ]


def test_no_class_leaves_a_gap_in_another(people: People) -> None:
    council = make_council(people)
    made = [
        make_paper(council, people.police, confidentiality=each)
        for each in (Confidentiality.MEMBERS, Confidentiality.CORE, Confidentiality.PUBLIC)
    ]
    assert [each.reference for each in made] == ["1/2026", "K 1/2026", "Ö 1/2026"]
    with authority_scope(people.town):
        moved = actions.edit_paper(
            paper=made[2], revision=0, by=people.coordinator, at=AT,
            confidentiality=Confidentiality.MEMBERS,
        )  # fmt: skip
    assert moved.reference == "2/2026"
    with authority_scope(people.town), pytest.raises(actions.PaperFixed):
        actions.edit_paper(
            paper=made[0],
            revision=0,
            by=people.coordinator,
            at=AT,
            confidentiality=Confidentiality.CORE,
        )


def test_dissolved_body_takes_nothing(people: People) -> None:
    gone = make_body(people.town, state=BodyState.DISSOLVED)
    with pytest.raises(actions.PaperFixed):
        make_paper(gone, people.coordinator)
    with authority_scope(people.town):
        assert not Paper.objects.exists()


def test_stale_save_stores_nothing(people: People) -> None:
    paper = make_paper(make_council(people), people.coordinator)
    with authority_scope(people.town):
        actions.edit_paper(paper=paper, revision=0, by=people.mayor, at=AT, text="neu")
        with pytest.raises(actions.StalePaper) as caught:
            actions.edit_paper(paper=paper, revision=0, by=people.coordinator, at=AT, text="alt")
        assert caught.value.current.text == "neu"
        paper.refresh_from_db()
    assert (paper.text, paper.revision) == ("neu", 1)


def _signing(people: People) -> Paper:
    paper = make_paper(
        make_council(people),
        people.coordinator,
        signers=((people.public_order, "Ordnungsamt"), (people.mayor, "Bürgermeisterin")),
    )
    return actions.send_for_signing(paper=paper, by=people.coordinator, at=AT)


def test_signing_in_order_releases(people: People) -> None:
    with authority_scope(people.town):
        paper = _signing(people)
        with pytest.raises(actions.SignaturesMissing):
            actions.release_paper(paper=paper, by=people.coordinator, at=AT)
        with pytest.raises(actions.NotYourTurn):
            actions.sign(paper=paper, by=people.mayor, at=AT)
        assert actions.sign(paper=paper, by=people.public_order, at=AT).state == PaperState.SIGNING
        with pytest.raises(actions.NotYourTurn):
            actions.sign(paper=paper, by=people.public_order, at=AT)
        done = actions.sign(paper=paper, by=people.mayor, at=AT)
    assert (done.state, done.released_at) == (PaperState.RELEASED, AT)


def test_refusing_needs_a_reason_and_returns_to_draft(people: People) -> None:
    with authority_scope(people.town):
        paper = _signing(people)
        with pytest.raises(DomainError):
            actions.sign(paper=paper, by=people.public_order, at=AT, refuse=True, reason="  ")
        back = actions.sign(
            paper=paper, by=people.public_order, at=AT, refuse=True, reason="Kosten fehlen"
        )
        assert back.state == PaperState.DRAFT
        assert back.signatures.get(position=1).note == "Kosten fehlen"
        again = actions.send_for_signing(paper=paper, by=people.coordinator, at=AT)
        assert again.signatures.filter(state=SignatureState.OPEN).count() == 2


def test_change_after_signing_asks_again(people: People) -> None:
    with authority_scope(people.town):
        paper = _signing(people)
        for signer in (people.public_order, people.mayor):
            actions.sign(paper=paper, by=signer, at=AT)
        changed = actions.edit_paper(
            paper=paper, revision=0, by=people.coordinator, at=AT, proposal="anders"
        )
        assert (changed.state, changed.released_at) == (PaperState.DRAFT, None)
        assert not changed.signatures.exclude(state=SignatureState.OPEN).exists()


def test_decided_is_fixed(people: People) -> None:
    paper = make_paper(make_council(people), people.coordinator, released=True)
    with authority_scope(people.town):
        for _each in range(2):
            done = actions.mark_decided(paper=paper, by=people.coordinator, at=AT)
        assert done.state == PaperState.DECIDED
        for call in (actions.withdraw_paper, actions.release_paper):
            with pytest.raises(actions.PaperFixed):
                call(paper=paper, by=people.coordinator, at=AT)
        with pytest.raises(actions.PaperFixed):
            actions.edit_paper(paper=paper, revision=0, by=people.coordinator, at=AT, text="x")


def test_withdrawn_comes_back_as_draft(people: People) -> None:
    paper = make_paper(make_council(people), people.coordinator, released=True)
    with authority_scope(people.town):
        actions.withdraw_paper(paper=paper, by=people.coordinator, at=AT)
        with pytest.raises(actions.PaperFixed):
            actions.mark_decided(paper=paper, by=people.coordinator, at=AT)
        back = actions.reopen_paper(paper=paper, by=people.coordinator, at=AT)
    assert (back.state, back.released_at) == (PaperState.DRAFT, None)
