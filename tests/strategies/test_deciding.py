"""Adopted by resolution: in the words that were laid before the body, and no others."""

import datetime as dt
import io

import pytest
from docx import Document as Word

from tests.factories.councils import make_body, make_council
from tests.factories.resolutions import make_resolution
from tests.factories.strategies import AT, adopt, first_focus, make_strategy, resolve
from vorort.audit.models import Event
from vorort.core.errors import DomainError
from vorort.notices.exports import render_docx
from vorort.papers import queries as papers
from vorort.papers.models import Paper
from vorort.resolutions.choices import Outcome, ResolutionKind
from vorort.strategies import actions, queries
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Strategy


def given(people):
    return {"by": people.coordinator, "at": AT}


@pytest.fixture
def paper(town, draft):
    return actions.submit_strategy(strategy=draft, body=make_council(town), **given(town))


def again(strategy):
    return Strategy.objects.get(pk=strategy.pk)


def test_an_empty_strategy_is_not_adopted(town):
    empty = make_strategy(town)
    with pytest.raises(actions.EmptyStrategy, match="noch keinen Schwerpunkt"):
        actions.submit_strategy(strategy=empty, body=make_council(town), **given(town))
    with pytest.raises(actions.EmptyStrategy):
        adopt(town, empty)
    assert again(empty).state == StrategyState.DRAFT
    assert not Paper.objects.exists()


def test_the_paper_holds_the_whole_text(town, draft, paper):
    assert (paper.origin_kind, paper.origin_id) == ("strategies.strategy", draft.public_id)
    for words in (
        "Leitbild",
        "Räder im Jahr",
        "Betreuter Abstellplatz",
        "38\xa0Fälle im Jahr",
        "F ",
    ):
        assert words in paper.text
    assert "Fassung 1, 2026 bis 2030" in paper.proposal
    # On paper a heading is a line in bold: no signs of mark-up are read out to the council.
    made = Word(io.BytesIO(render_docx(papers.build_document(paper, [], at=AT))))
    lines = [each.text for each in made.paragraphs]
    assert {"Leitbild", "1. Sicher am Bahnhof", "Ziele"} <= set(lines)
    assert not any("#" in line for line in lines)
    assert again(draft).state == StrategyState.SUBMITTED


def test_blacked_out_words_never_stand_in_a_paper(town, draft):
    actions.edit_strategy(
        strategy=draft, revision=draft.revision, mission="Wir [[und Herr K.]] helfen",
        title="Sicher [[mit Herrn K.]]", **given(town),
    )  # fmt: skip
    made = actions.submit_strategy(strategy=draft, body=make_council(town), **given(town))
    assert not any("Herr" in words for words in (made.text, made.title, made.proposal))
    assert "geschwärzt" in made.text


def test_the_resolution_adopts_what_was_laid_before_the_body(town, draft, paper):
    goal = first_focus(draft).goals.get().goal
    goal.title = "Später umbenannt"
    goal.save()
    resolution = make_resolution(paper.body, town.coordinator, paper=paper)
    found = again(draft)
    assert (found.state, found.resolution, found.adopted_on) == (
        StrategyState.ADOPTED, resolution, resolution.decided_on,
    )  # fmt: skip
    (focus,) = queries.content_of(found)["focuses"]
    assert focus["goals"][0]["title"] == "Höchstens 26 Räder im Jahr"
    assert focus["goals"][0]["measures"][0]["title"] == "Betreuter Abstellplatz"
    assert Event.objects.filter(verb="strategies.strategy_adopted").count() == 1


def test_a_rejected_strategy_is_a_draft_again(town, draft, paper):
    make_resolution(paper.body, town.coordinator, paper=paper, outcome=Outcome.REJECTED)
    found = again(draft)
    assert (found.state, found.content) == (StrategyState.DRAFT, {})


def test_a_body_that_was_only_consulted_adopts_nothing(town, draft, paper):
    make_resolution(make_body(town.town), town.coordinator, paper=paper)
    assert again(draft).state == StrategyState.SUBMITTED


def test_a_body_that_recommends_it_adopts_nothing(town, draft, paper):
    make_resolution(paper.body, town.coordinator, paper=paper, kind=ResolutionKind.RECOMMENDATION)
    assert again(draft).state == StrategyState.SUBMITTED
    adopted = adopt(town, again(draft))
    assert adopted.state == StrategyState.ADOPTED


def test_a_strategy_is_taken_back_with_its_paper(town, draft, paper):
    actions.recall_strategy(strategy=draft, **given(town))
    paper.refresh_from_db()
    assert (again(draft).state, paper.state) == (StrategyState.DRAFT, "withdrawn")
    # What is decided afterwards on the old paper touches nothing.
    make_resolution(paper.body, town.coordinator)
    assert again(draft).state == StrategyState.DRAFT


def test_the_next_version_replaces_the_one_before(town, adopted):
    new = actions.new_version(strategy=adopted, reason="Neue Lage", **given(town))
    adopt(town, new)
    assert again(adopted).state == StrategyState.REPLACED
    assert queries.current(town.coordinator, town.town).pk == new.pk
    assert queries.in_work(town.coordinator, town.town) is None
    # What was adopted once stays readable word by word.
    assert queries.content_of(again(adopted))["sections"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outcome": Outcome.REJECTED}, "angenommenen Beschluss"),
        ({"confidentiality": "core"}, "angenommenen Beschluss"),
        ({"kind": ResolutionKind.RECOMMENDATION}, "angenommenen Beschluss"),
    ],
)
def test_not_every_resolution_carries_a_strategy(town, draft, values, words):
    with pytest.raises(actions.NotCarried, match=words):
        adopt(town, draft, **values)


def test_the_day_of_adoption_fits_the_resolution(town, draft):
    resolution = resolve(town)
    for on, words in (
        (AT.date() + dt.timedelta(days=40), "Zukunft"),
        (resolution.decided_on - dt.timedelta(days=1), "späteren Tag"),
    ):
        with pytest.raises(DomainError, match=words):
            actions.adopt_strategy(strategy=draft, resolution=resolution, on=on, **given(town))


def test_a_resolution_of_another_town_carries_nothing(town, draft):
    foreign = make_resolution(make_body(town.other_town), town.other_coordinator, counts=None)
    with pytest.raises(actions.NotCarried):
        actions.adopt_strategy(
            strategy=draft, resolution=foreign, on=foreign.decided_on, **given(town)
        )
