"""Who works with whom: sentences, table and picture."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.councils import make_council, make_seat
from tests.factories.measures import make_existing, make_measure
from tests.factories.partners import make_organisation
from tests.house.access import SECRET
from tests.people import client_of
from vorort.core.scopes import authority_scope
from vorort.measures.models import Measure, Part
from vorort.networks import queries
from vorort.networks.queries.network import Edge, Network, Node
from vorort.networks.queries.picture import crossings, draw

ON = dt.date(2026, 4, 1)


def take_part(measure, organisation, role="supports"):
    with authority_scope(measure.authority):
        return Part.objects.create(
            authority=measure.authority, measure=measure, organisation=organisation, role=role
        )


@pytest.fixture
def town(people):
    """Two measures: one carried by three partners, one by its office alone; one partner has none."""
    office = make_organisation(people.town, name="Bauamt")
    police = make_organisation(people.town, name="Polizeirevier")
    club = make_organisation(people.town, name="Verein Brücke")
    make_organisation(people.town, name="Zuschauerverein")
    wide = make_measure(people, title="Breit", owner=office)
    take_part(wide, police, "advises")
    take_part(wide, club, "runs")
    make_existing(people, title="Schmal", owner=office)
    ended = make_measure(people, title="Vorbei", owner=club)
    with authority_scope(people.town):
        Measure.objects.filter(pk=ended.pk).update(
            state="stopped", ended_on=ON, state_reason="kein Geld"
        )
    make_seat(make_council(people), function="Revierleitung", organisation=police)
    make_organisation(people.other_town, name=SECRET)
    return people.town


def read(people, town, order=""):
    with authority_scope(town):
        return queries.network(people.police, town, order=order, on=ON)


def test_partners_measures_roles_and_bodies(people, town):
    found = read(people, town)
    rows = {row.organisation.name: row for row in found.rows}
    assert list(rows) == ["Bauamt", "Polizeirevier", "Verein Brücke", "Zuschauerverein"]
    assert [title.split(" ", 2)[2] for title, _key, _roles in rows["Bauamt"].measures] == [
        "Breit", "Schmal",
    ]  # fmt: skip
    assert rows["Polizeirevier"].roles == ("berät",)
    assert rows["Polizeirevier"].bodies == ("Präventionsrat",)
    assert rows["Verein Brücke"].bodies == ()
    assert {node.title.split(" ", 2)[2] for node in found.measures} == {"Breit", "Schmal"}
    holds = {(edge.roles, edge.holds) for edge in found.edges}
    assert holds == {(("zuständig",), True), (("berät",), False), (("betreibt",), True)}


def test_sentences_name_who_stands_alone_and_what_hangs_on_one(people, town):
    most, alone, single, no_seat = queries.describe(read(people, town))
    assert most == "Am meisten verbindet Bauamt: 2 Maßnahmen."
    assert alone == "Ein Partner ist an keiner Maßnahme beteiligt: Zuschauerverein."
    assert single.startswith("Eine Maßnahme hängt an einem einzigen Partner: M ")
    assert single.endswith("Schmal.")
    assert no_seat.endswith("Bauamt, Verein Brücke.")


def test_the_table_in_three_orders(people, town):
    def names(order):
        return [row.organisation.name for row in read(people, town, order).rows]

    assert names("massnahmen")[0] == "Bauamt"
    assert names("gremien")[0] == "Polizeirevier"
    assert names("") == sorted(names("massnahmen"))


def test_the_picture_is_the_same_each_time_and_nothing_lies_over_another(people, town):
    found = read(people, town)
    picture = draw(found)
    assert picture == draw(read(people, town))
    for marks in (picture.partners, picture.measures):
        places = sorted(mark.y for mark in marks)
        assert all(later - earlier >= 30 for earlier, later in pairwise(places))
        assert places[-1] < picture.height
    assert {mark.node.title for mark in picture.partners} == {
        "Bauamt", "Polizeirevier", "Verein Brücke", "Zuschauerverein",
    }  # fmt: skip
    assert len(picture.lines) == len(found.edges)


def ladder(number: int) -> Network:
    """Each partner with one measure, in the opposite order: as tangled as can be."""
    nodes = [Node(f"p{place:02}", True, f"P {place}", 1) for place in range(number)]
    nodes += [Node(f"m{place:02}", False, f"M {place}", 1) for place in range(number)]
    edges = [
        Edge(f"p{place:02}", f"m{number - 1 - place:02}", ("führt",), True)
        for place in range(number)
    ]
    return Network(tuple(nodes), tuple(edges), ())


def test_columns_are_ordered_so_that_lines_do_not_cross():
    found = ladder(12)
    before = crossings(found.partners, found.measures, found.edges)
    picture = draw(found)
    after = crossings(
        [mark.node for mark in picture.partners],
        [mark.node for mark in picture.measures],
        found.edges,
    )
    assert (before, after) == (66, 0)


def test_of_too_many_the_best_connected_are_drawn_and_the_rest_is_counted():
    found = ladder(40)
    nodes = (*found.nodes, Node("lonely", True, "Allein", 0))
    picture = draw(Network(nodes, found.edges, ()))
    assert len(picture.partners) + len(picture.measures) == 60
    assert picture.left_out == 21
    assert "Allein" not in {mark.node.title for mark in picture.partners}


def test_the_page_says_it_in_words_too(people, town):
    html = client_of(people.police).get("/k/lindenau/netzwerk/").content.decode()
    assert "Ein Partner ist an keiner Maßnahme beteiligt: Zuschauerverein." in html
    assert 'role="img"' in html
    assert "Polizeirevier" in html
    assert SECRET not in html
    assert client_of(people.other_coordinator).get("/k/lindenau/netzwerk/").status_code == 404


def test_an_empty_town_is_told_what_will_appear(people):
    html = client_of(people.coordinator).get("/k/lindenau/netzwerk/").content.decode()
    assert "Noch verbindet nichts" in html


def test_the_page_costs_the_same_with_many(people, town):
    client = client_of(people.police)

    def count() -> int:
        client.get("/k/lindenau/netzwerk/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/k/lindenau/netzwerk/").status_code == 200
        return len(caught)

    few = count()
    measure = make_existing(people, title="Viele")
    for _number in range(80):
        take_part(measure, make_organisation(town))
    assert count() == few


def test_who_joins_as_much_is_named_as_well(people, town):
    club = make_organisation(people.town, name="Zweiter Verein")
    for title in ("Drei", "Vier"):
        make_existing(people, title=title, owner=club)
    most = queries.describe(read(people, town))[0]
    assert most == "Am meisten verbinden Bauamt, Zweiter Verein: je 2 Maßnahmen."
