"""The list of partners: taken from a spreadsheet, kept by hand, asked on the telephone."""

import pytest

from tests.factories.partners import make_organisation
from tests.people import client_of
from vorort.audit.models import Event
from vorort.authorities.importers import read_text
from vorort.core import links, search
from vorort.core.scopes import authority_scope
from vorort.partners import actions, queries
from vorort.partners.importers import COLUMNS, read_rows
from vorort.partners.models import ContactPerson, Organisation

LIST = (
    "Einrichtung\tBereich\tThemen\tHomepage\tAnsprechpartner\tE-Mail\tMotto\n"
    "Opferhilfe Weide\tBeratung\tGewalt; Hilfe für Betroffene\topferhilfe.example\tIda Ihre\t\tMut\n"
    "Grundschule Lindenau\tSchule\tKinder und Jugendliche\t\t\tschule@lindenau.example\t\n"
    "\t\t\t\t\tkaputt\t\n"
    "Opferhilfe Weide\t\t\t\t\t\t\n"
)


def read(text: str = LIST):
    return read_rows(read_text(text, COLUMNS))


def test_each_row_says_what_becomes_of_it():
    sheet = read_text(LIST, COLUMNS)
    assert sheet.unknown == ("Motto",)
    help_office, school, broken, twice = read_rows(sheet)
    assert help_office.row is not None
    assert help_office.row.values["kind"] == "counselling"
    assert help_office.row.values["topics"] == ["violence", "victims"]
    assert help_office.row.values["website"] == "https://opferhilfe.example"
    assert help_office.row.person["name"] == "Ida Ihre"
    assert school.row is not None
    assert school.row.values["topics"] == ["youth"]
    assert broken.reasons == ("Der Name fehlt.", "„kaputt“ ist keine E-Mail-Adresse.")
    assert twice.reasons == ("Steht schon in Zeile 2.",)


def test_words_nobody_knows_are_left_out_and_told():
    (row,) = read("Name;Art;Themen\nVerein;Quatsch;Gewalt, Fliegen\n")
    assert row.row is not None
    assert row.row.values["topics"] == ["violence"]
    assert len(row.hints) == 2


def test_a_list_adds_and_completes_but_never_empties(people):
    with authority_scope(people.town):
        make_organisation(people.town, name="Grundschule Lindenau", phone="00000 7")
        good = [one.row for one in read() if one.row is not None]
        take = {"authority": people.town, "rows": good, "by": people.coordinator}
        assert actions.take_over(**take) == (1, 1)
        assert actions.take_over(**take) == (0, 2)
        school = Organisation.objects.get(name="Grundschule Lindenau")
        assert (school.phone, school.email) == ("00000 7", "schule@lindenau.example")
        assert ContactPerson.objects.count() == 1


def test_names_are_once_in_a_town_and_free_in_another(people):
    for town in (people.town, people.other_town):
        with authority_scope(town):
            actions.save_organisation(
                authority=town, values={"name": "Weißer Ring"}, by=people.coordinator
            )
    with authority_scope(people.town), pytest.raises(actions.NameTaken):
        actions.save_organisation(
            authority=people.town, values={"name": "weißer ring"}, by=people.coordinator
        )


def test_who_is_there_for_what(people):
    make_organisation(people.town, name="B", topics=["violence", "youth"])
    make_organisation(people.town, name="A", topics=["violence"])
    make_organisation(people.town, name="Früher", topics=["violence"], is_active=False)
    with authority_scope(people.town):
        lines = queries.list_by_topic(people.town)
    assert [(line.topic.value, [one.name for one in line.organisations]) for line in lines] == [
        ("violence", ["A", "B"]),
        ("youth", ["B"]),
    ]


def test_the_pages(people):
    coordinator = client_of(people.coordinator)
    base = "/k/lindenau/partner/"
    shown = coordinator.post(f"{base}einlesen/", {"text": LIST})
    assert "2 Zeilen übernehmen" in shown.content.decode()
    coordinator.post(f"{base}einlesen/", {"text": shown.context["text"], "take_over": "1"})
    html = client_of(people.police).get(f"{base}zustaendig/").content.decode()
    assert "Opferhilfe Weide" in html
    assert "Ida Ihre" in html
    with authority_scope(people.town):
        made = Organisation.objects.get(name="Opferhilfe Weide")
    page = f"{base}{made.public_id}/"
    bad = coordinator.post(page, {"what": "person", "name": ""})
    assert bad.status_code == 422
    coordinator.post(page, {"what": "person", "name": "Uta Zweite", "phone": "1"})
    assert "Uta Zweite" in coordinator.get(base).content.decode()
    with authority_scope(people.town):
        person = made.people.get(name="Uta Zweite")
    coordinator.post(page, {"what": "remove", "person": person.public_id})
    assert "Uta Zweite" not in coordinator.get(base).content.decode()


def test_the_search_finds_partners_by_what_they_do_and_never_their_people(people):
    with authority_scope(people.town):
        values = {"name": "Opferhilfe Weide", "kind": "counselling", "topics": ["victims"]}
        made = actions.save_organisation(
            authority=people.town, values=values, by=people.coordinator
        )
        person = {"name": "Ida Ihre", "function": "Leitung"}
        actions.save_person(organisation=made, values=person, by=people.coordinator)
    search.catch_up()
    url = f"/k/{people.town.slug}/partner/{made.public_id}/"
    inside, outside = client_of(people.coordinator), client_of(people.other_coordinator)
    for word in ("Opferhilfe", "Betroffene", "Beratung"):
        assert url in inside.get("/heute/suche/", {"q": word}).content.decode()
        assert url not in outside.get("/heute/suche/", {"q": word}).content.decode()
    assert url not in inside.get("/heute/suche/", {"q": "Ihre"}).content.decode()


def test_a_link_to_a_partner_opens_for_its_reader(people):
    """The page of a partner is for who keeps the list; others find it in the list."""
    here = make_organisation(people.town, name="Verein Brücke & Co")
    gone = make_organisation(people.town, name="Altes Haus", is_active=False)
    for person in (people.coordinator, people.police):
        for partner in (here, gone):
            link = links.resolve(person, "partners.organisation", partner.public_id)
            answer = client_of(person).get(link.url)
            assert answer.status_code == 200
            assert partner.name.split()[0] in answer.content.decode()


def test_reading_the_people_of_partners_is_kept(people):
    make_organisation(people.town, topics=["theft"])
    client_of(people.police).get("/k/lindenau/partner/zustaendig/")
    with authority_scope(people.town):
        assert Event.objects.filter(
            object_kind="partners.contactperson", actor_id=people.police.pk
        ).exists()
