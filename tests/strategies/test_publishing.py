"""Everybody reads what was adopted: frozen, without what is blacked out or held back."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories.strategies import (
    AT,
    adopt,
    first_focus,
    make_full_strategy,
    publish_state_strategy,
)
from vorort.publications.models import Publication
from vorort.strategies import actions, queries
from vorort.strategies.models import Strategy

PATH = "/orte/lindenau/strategie/"


def given(people):
    return {"by": people.coordinator, "at": AT}


def read(path=PATH):
    return Client().get(path)


@pytest.fixture
def public(town, adopted):
    return actions.publish_strategy(strategy=adopted, **given(town))


def test_a_draft_never_becomes_public(town, draft):
    with pytest.raises(actions.NotPublic, match="beschlossen"):
        actions.publish_strategy(strategy=draft, **given(town))
    assert read().status_code == 404


def test_page_and_files_are_stored_bytes(public):
    page = read()
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Gemeinsam sicher leben", "Höchstens 26 Räder", "Betreuter Abstellplatz",
                  "Leitbild", "Ausgangswert 38 Fälle im Jahr"):  # fmt: skip
        assert words.replace(" Fälle", "\xa0Fälle") in text or words in text
    assert read(f"{PATH}strategie.pdf").content.startswith(b"%PDF")
    assert read(f"{PATH}strategie.docx").content.startswith(b"PK")
    data = json.loads(read(f"{PATH}strategie.json").content)
    assert (data["version"], data["focuses"][0]["goals"][0]["target"]) == (1, "26")
    assert "GEHEIM" not in json.dumps(data)


def test_what_changes_later_does_not_change_the_page(town, adopted, public):
    before = read().content
    goal = first_focus(adopted).goals.get().goal
    goal.title = "Umbenannt"
    goal.save()
    assert read().content == before


def test_blacked_out_words_reach_no_form(town):
    strategy = make_full_strategy(town, mission="Wir helfen [[Herrn Geheim]] gern")
    first = first_focus(strategy)
    actions.edit_focus(focus=first, revision=0, text="Weil [[Frau Stille]] klagt", **given(town))
    made = actions.publish_strategy(strategy=adopt(town, strategy), **given(town))
    shown = [bytes(each.content) for each in made.representations.exclude(format="pdf")]
    assert not any("Geheim" in str(each) or "Stille" in str(each) for each in shown)
    for word in ("Geheim", "Stille"):
        assert word not in json.dumps(made.payload)
        assert word not in read().content.decode()
        assert word not in read(f"{PATH}strategie.json").content.decode()
    assert "geschwärzt" in read().content.decode()


def test_a_start_value_without_open_source_stays_hidden(town):
    strategy = make_full_strategy(town)
    goal = first_focus(strategy).goals.get().goal
    goal.source, goal.code, goal.own_indicator = "pks", "3***00", ""
    goal.indicator_label, goal.baseline = "Diebstahl", Decimal(4711)
    goal.save()
    found = adopt(town, strategy)
    edition = queries.build_edition(found, at=AT, files=False)
    assert len(edition.held_back) == 1
    made = actions.publish_strategy(strategy=found, **given(town))
    assert "4.711" not in read().content.decode()
    assert "4711" not in json.dumps(made.payload)
    assert made.gate["hidden"] == list(edition.held_back)


def test_a_correction_says_why_and_leaves_the_first_readable(town, adopted, public):
    with pytest.raises(actions.NotPublic, match="schon öffentlich"):
        actions.publish_strategy(strategy=adopted, **given(town))
    made = actions.publish_strategy(strategy=adopted, correction="Ein Tippfehler", **given(town))
    assert (made.version, made.correction["reason"]) == (2, "Ein Tippfehler")
    assert "Ein Tippfehler" in read().content.decode()
    assert read(f"{PATH}fassung-1/").status_code == 200


def test_the_next_version_takes_the_address_and_the_first_stays_below(town, adopted, public):
    new = actions.new_version(strategy=adopted, reason="Neue Lage", first_year=2027, **given(town))
    second = actions.publish_strategy(strategy=adopt(town, new), **given(town))
    assert second.version == 2
    assert "Neue Lage" in read().content.decode()
    assert "gilt nicht mehr" in read(f"{PATH}fassung-1/").content.decode()
    assert Publication.objects.filter(kind="strategy", status="live").count() == 1


def test_what_is_withdrawn_is_gone_with_its_reason(town, adopted, public):
    own = Strategy.objects.get(pk=adopted.pk)
    actions.withdraw_publication(strategy=own, reason="Falsche Zahlen", **given(town))
    assert read().status_code == 410
    assert "Falsche Zahlen" in read().content.decode()
    assert read(f"{PATH}strategie.pdf").status_code == 410
    with pytest.raises(actions.NotPublic):
        actions.withdraw_publication(strategy=own, reason="x", **given(town))
    actions.publish_strategy(strategy=own, **given(town))
    assert read().status_code == 200


def test_a_town_cites_the_strategy_of_its_state_in_the_words_of_that_day(town, draft):
    with pytest.raises(actions.NotCitable):
        actions.cite_state(
            strategy=draft,
            publication=actions_of_the_town(town),
            **given(town),
        )
    state = publish_state_strategy(town)
    row = actions.cite_state(
        strategy=draft, publication=state, section="Schulen", focus=first_focus(draft),
        **given(town),
    )  # fmt: skip
    assert (row.cited, row.cited_version, row.section) == (state.public_id, 1, "Schulen")
    with pytest.raises(actions.NotCitable, match="Schwerpunkt"):
        actions.cite_state(strategy=draft, publication=state, section="Wälder", **given(town))
    assert queries.list_citing(town.state) == []
    actions.publish_strategy(strategy=adopt(town, draft), **given(town))
    (citing,) = queries.list_citing(town.state)
    assert (citing.town, citing.url, citing.sections) == (town.town.name, PATH, ("Schulen",))
    assert "Greift die Landesstrategie auf" in read().content.decode()


def actions_of_the_town(people):
    """Something public that is no strategy of a state."""
    return Publication(
        authority=people.town, kind="strategy", status="live", payload={}, area_key="99901010"
    )


def test_a_newer_strategy_of_the_state_is_told(town, draft):
    state = publish_state_strategy(town)
    actions.cite_state(strategy=draft, publication=state, section="Schulen", **given(town))
    (before,) = queries.list_cited(draft)
    assert (before.newer, before.is_gone) == (0, False)
    newer = publish_state_strategy(town, "Bahnhöfe")
    (after,) = queries.list_cited(draft)
    assert (after.newer, after.is_gone) == (2, True)
    # Citing anew brings the same place to the newest words.
    with pytest.raises(actions.NotCitable):
        actions.cite_state(strategy=draft, publication=state, **given(town))
    actions.cite_state(strategy=draft, publication=newer, **given(town))
    assert draft.citations.count() == 2
