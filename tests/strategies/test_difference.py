"""Differences between versions: words, priorities, goals, measures."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.findings import make_goal
from tests.factories.measures import make_existing
from tests.factories.strategies import AT, adopt, first_focus
from vorort.strategies import actions, queries
from vorort.strategies.queries.difference import compare_words


@pytest.fixture
def new(town, adopted):
    return actions.new_version(strategy=adopted, reason="Neue Lage", by=town.coordinator, at=AT)


def test_nothing_is_different_at_first(adopted, new):
    assert queries.difference(adopted, new).is_empty


def test_words_are_compared_one_by_one():
    pieces = compare_words("Wir helfen allen im Ort.", "Wir helfen früh und allen im Ort.")
    assert [(p.text.strip(), p.part) for p in pieces if p.part != "same"] == [("früh und", "added")]
    assert compare_words("gleich", "gleich")[0].part == "same"
    assert [p.part for p in compare_words("", "neu")] == ["added"]


def test_neighbouring_changes_are_told_as_one():
    pieces = compare_words("Der Rat tagt zweimal jährlich.", "Der Rat trifft sich monatlich.")
    assert [(p.text, p.part) for p in pieces] == [
        ("Der Rat ", "same"),
        ("tagt zweimal jährlich", "removed"),
        ("trifft sich monatlich", "added"),
        (".", "same"),
    ]


@given(old=st.text("ab1., -\n", max_size=40), new=st.text("ab1., -\n", max_size=40))
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = compare_words(old, new)
    before = "".join(p.text for p in pieces if p.part != "added")
    after = "".join(p.text for p in pieces if p.part != "removed")
    assert "".join(before.split()) == "".join(old.split())
    assert "".join(after.split()) == "".join(new.split())


def test_every_kind_of_change_is_told(town, adopted, new):
    by = {"by": town.coordinator, "at": AT}
    actions.edit_strategy(
        strategy=new, revision=0, mission="Alle sollen sich wohl fühlen.", last_year=2032, **by
    )
    focus = first_focus(new)
    actions.edit_focus(focus=focus, revision=0, title="Rund um den Bahnhof", **by)
    goal = focus.goals.get().goal
    goal.target, goal.due_on = Decimal(20), dt.date(2029, 12, 31)
    goal.save()
    extra = make_goal(town.town, title="Mehr Licht")
    actions.add_goal(focus=focus, goal=extra, **by)
    actions.add_measure(focus=focus, measure=make_existing(town, title="Streetwork"), **by)
    second = actions.add_focus(strategy=new, title="Schulen", **by)
    actions.add_goal(focus=second, goal=make_goal(town.town, title="Weniger Mobbing"), **by)
    adopt(town, new)
    new.refresh_from_db()
    found = queries.difference(adopted, new)
    assert [(f.name, f.old, f.new) for f in found.heads] == [
        ("Zeitraum", "2026 bis 2030", "2026 bis 2032")
    ]
    assert [text.title for text in found.texts] == ["Leitbild"]
    station, schools = found.focuses
    assert (station.kind, station.old_title) == ("changed", "Sicher am Bahnhof")
    told = {(item.kind, item.what, item.title.split(" ", 2)[-1]) for item in station.items}
    assert ("added", "Ziel", "Mehr Licht") in told or ("added", "Ziel", "Licht") in told
    assert any(kind == "added" and what == "Maßnahme" for kind, what, _title in told)
    (changed,) = [item for item in station.items if item.kind == "changed" and item.what == "Ziel"]
    assert [(f.name, f.old.split()[1], f.new.split()[1]) for f in changed.fields[:1]] == [
        ("Zielwert", "26", "20")
    ]
    assert (schools.kind, schools.items[0].title) == ("added", "Weniger Mobbing")


def test_what_is_gone_is_named(town, adopted, new):
    by = {"by": town.coordinator, "at": AT}
    actions.remove_focus(focus=first_focus(new), **by)
    actions.set_findings(strategy=new, findings=[], **by)
    found = queries.difference(adopted, new)
    (gone,) = found.focuses
    assert (gone.kind, gone.title) == ("removed", "Sicher am Bahnhof")
    assert {item.what for item in gone.items} == {"Ziel", "Maßnahme"}
    assert [item.kind for item in found.findings] == ["removed"]


def test_another_order_is_told(town, adopted, new):
    by = {"by": town.coordinator, "at": AT}
    second = actions.add_focus(strategy=new, title="Schulen", **by)
    actions.add_goal(focus=second, goal=make_goal(town.town), **by)
    adopt(town, new)
    new.refresh_from_db()
    third = actions.new_version(strategy=new, reason="Andere Reihenfolge", **by)
    actions.move_focus(focus=third.focuses.get(title="Schulen"), to="up", **by)
    found = queries.difference(new, third)
    assert found.is_reordered
    assert not found.is_empty
