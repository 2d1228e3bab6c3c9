"""German words, typing errors, doors: what is found, in which order, and what is not."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from tests.core.search_world import KIND, Library, library

from vorort.core import search
from vorort.core.search import words
from vorort.core.search.models import SearchChange, SearchDocument, SearchWord


@pytest.fixture
def shelf(db: None) -> Iterator[Library]:
    with library() as made:
        yield made


@pytest.fixture
def town(shelf: Library) -> Library:
    """What a town has to say, in a few titles."""
    shelf.put("rad", "Fahrraddiebstähle nehmen ab", "Am Bahnhof stehen jetzt Bügel.")
    shelf.put("laden", "Ladendiebstahl", "Der Diebstahl aus Geschäften ist häufig.")
    shelf.put("haut", "Körperverletzungen", "Gefährliche und schwere Körperverletzung.")
    shelf.put("haus", "Häuser am Markt", "Wohnungseinbruch in der Weidenstraße, Kfz-Diebstahl.")
    shelf.put("jugend", "Jugendliche im Ort", "Der Präventionsrat lädt ein. Schlüssel 435*00.")
    return shelf


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Körperverletzung", ["haut"]),
        ("koerperverletzung", ["haut"]),
        ("KORPERVERLETZUNGEN", ["haut"]),
        ("haus", ["haus"]),
        ("Weidenstrasse", ["haus"]),
        ("weidenstraße", ["haus"]),
        ("jugend", ["jugend"]),
        ("435*00", ["jugend"]),
        # Compounds: by their beginning, their end, both halves, and a hyphen.
        ("Fahrrad", ["rad"]),
        ("diebstahl", ["laden", "haus", "rad"]),
        ("Fahrrad-Diebstahl", ["rad"]),
        ("Diebstahl Fahrrad", ["rad"]),
        ("kfz", ["haus"]),
        ("Kfzdiebstahl", ["haus"]),
        ("Bahnhofsbügel", ["rad"]),
        # Typing errors.
        ("Farraddiebstahl", ["rad"]),
        ("Körperverletzng", ["haut"]),
        ("Präventoinsrat", ["jugend"]),
        ("Weidnstraße", ["haus"]),
        # A short word must be right.
        ("Kfx", []),
        ("gibtesnicht", []),
    ],
)
def test_words_are_found_as_people_type_them(
    town: Library, query: str, expected: list[str]
) -> None:
    assert town.ids(query) == expected


def test_all_words_first_else_any(town: Library) -> None:
    both = search.find("Bahnhof Fahrrad", doors=(search.PUBLIC,))
    assert (len(both.ids), both.some_only) == (1, False)
    apart = search.find("Bahnhof Präventionsrat", doors=(search.PUBLIC,))
    assert (len(apart.ids), apart.some_only) == (2, True)
    half = search.find("Bahnhof xyzzyx", doors=(search.PUBLIC,))
    assert (len(half.ids), half.some_only, half.unknown) == (1, True, ("xyzzyx",))


def test_a_guess_is_said_in_the_words_of_the_text(town: Library) -> None:
    found = search.find("am Farraddiebstahl", doors=(search.PUBLIC,))
    assert found.corrected == "am Fahrraddiebstähle"
    assert search.find("Fahrraddiebstahl", doors=(search.PUBLIC,)).corrected == ""


@pytest.mark.parametrize("query", ["", "  ", "der die das", "!?%_*", "'\"\\", "\x00", "🙂"])
def test_nothing_to_look_for(town: Library, query: str) -> None:
    found = search.find(query, doors=(search.PUBLIC,))
    assert (found.asks_nothing, found.ids) == (True, ())


def test_titles_count_more_and_the_later_wins_a_draw(shelf: Library) -> None:
    filler = "Wort " * 40
    shelf.put("text", "Etwas anderes", f"Sicherheitswacht {filler}")
    shelf.put("titel", "Sicherheitswacht", filler)
    assert shelf.ids("Sicherheitswacht") == ["titel", "text"]
    shelf.put("alt", "Gleichstand", days=1)
    shelf.put("neu", "Gleichstand", days=2)
    assert shelf.ids("Gleichstand") == ["neu", "alt"]


def test_the_place_is_shown_with_its_words_marked(shelf: Library) -> None:
    shelf.put("lang", "Langer Text", f"{'Wort ' * 500}Am Bahnhof fehlt Licht. {'Wort ' * 500}")
    found = search.find("Bahnhöfe Licht", doors=(search.PUBLIC,))
    hit = search.show(found, found.ids, actor=None)[0]
    text = "".join(piece.text for piece in hit.pieces)
    assert [piece.text for piece in hit.pieces if piece.marked] == ["Bahnhof", "Licht"]
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 400


# ── doors ───────────────────────────────────────────────


@pytest.fixture
def doors(shelf: Library) -> Library:
    shelf.put("offen", "Offenes Lagebild", "Zahlen für alle")
    shelf.put("hier", "Entwurf Geheimwort", "Zahlen", audience="view_work", authority_id=1)
    shelf.put("dort", "Entwurf Fremdwort", "Zahlen", audience="view_work", authority_id=2)
    shelf.put("log", "Protokoll Geheimwort", "Zahlen", audience="view_audit", authority_id=1)
    return shelf


def test_only_behind_ones_own_doors(doors: Library) -> None:
    assert doors.ids("Zahlen") == ["offen"]
    mine = (search.PUBLIC, search.door_of("view_work", 1))
    assert set(doors.ids("Zahlen", *mine)) == {"offen", "hier"}
    assert doors.ids("Geheimwort", *mine) == ["hier"]
    assert doors.ids("Fremdwort", *mine) == []
    assert set(doors.ids("Zahlen", *mine, authority_id=1)) == {"hier"}
    assert doors.ids("Zahlen", *mine, authority_id=2) == []


@pytest.mark.parametrize("query", ["Geheimwort", "Geheimwrot", "Geheim", "wort", "Entwurf Zahlen"])
def test_a_closed_door_says_nothing(
    doors: Library, query: str, django_assert_num_queries: object
) -> None:
    """The answer, its words and its order are the same as if the hidden things did not exist."""
    with_hidden = search.find(query, doors=(search.PUBLIC,))
    for public_id in ("hier", "dort", "log"):
        search.forget(kind=KIND, public_id=public_id)
    assert search.find(query, doors=(search.PUBLIC,)) == with_hidden
    assert "geheim" not in with_hidden.corrected.casefold()


def test_hidden_things_cost_no_time(doors: Library) -> None:
    """Not one more query and not one more row: the work depends on one's own doors alone."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            search.find("Geheimwort Zahlen", doors=(search.PUBLIC,))
        return [query["sql"] for query in captured]

    before = statements()
    for number in range(20):
        doors.put(f"x{number}", "Geheimwort Zahlen", audience="view_work", authority_id=1)
    assert statements() == before


def test_a_link_that_does_not_resolve_is_not_shown(doors: Library) -> None:
    """The index may lag behind for a minute; what somebody may see is asked again."""
    doors.hidden.add("offen")
    found = search.find("Lagebild", doors=(search.PUBLIC,))
    assert search.show(found, found.ids, actor=None) == []


# ── keeping up ──────────────────────────────────────────


def test_what_is_forgotten_leaves_no_word_behind(town: Library) -> None:
    search.forget(kind=KIND, public_id="haut")
    assert town.ids("Körperverletzung") == []
    assert search.find("Körperverletzng", doors=(search.PUBLIC,)).corrected == ""
    del town.things["haut"]
    search.rebuild(kinds=[KIND])
    assert not SearchWord.objects.filter(term=words.stem("Körperverletzung")).exists()


def test_a_change_is_caught_up_once(town: Library) -> None:
    town.things["rad"] = search.Document("Neuer Titel", "", town.things["rad"].updated_at)
    del town.things["laden"]
    for kind, public_id in ((KIND, "rad"), (KIND, "rad"), ("probe.part", "laden"), ("x.y", "z")):
        search.changed(kind=kind, public_id=public_id)
    assert SearchChange.objects.count() == 3
    assert search.catch_up() == 2
    assert SearchChange.objects.count() == 0
    assert town.ids("Neuer Titel") == ["rad"]
    assert town.ids("Bahnhof") == []
    assert town.ids("Ladendiebstahl") == []


def test_a_thing_may_move_behind_another_door(town: Library) -> None:
    town.put("haut", "Körperverletzungen", audience="view_work", authority_id=1)
    assert town.ids("Körperverletzungen") == []
    assert town.ids("Körperverletzungen", search.door_of("view_work", 1)) == ["haut"]


def test_building_anew_writes_only_what_has_changed(town: Library) -> None:
    kept = SearchDocument.objects.get(public_id="rad").pk
    SearchDocument.objects.filter(public_id="laden").delete()
    SearchDocument.objects.filter(public_id="haut").update(public_id="verwaist")
    assert search.rebuild(kinds=[KIND]) == 5
    assert SearchDocument.objects.get(public_id="rad").pk == kept
    assert set(SearchDocument.objects.values_list("public_id", flat=True)) == set(town.things)
    assert not search.refresh(kind=KIND, public_id="rad")


def test_the_command(town: Library, capsys: pytest.CaptureFixture[str]) -> None:
    SearchDocument.objects.all().delete()
    call_command("search_rebuild")
    assert "Einträge durchgesehen" in capsys.readouterr().out
    assert "rad" in town.ids("Bahnhof")
