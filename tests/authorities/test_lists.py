"""Lists of members as offices keep them."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from vorort.accounts.queries import find_person
from vorort.authorities import rules
from vorort.authorities.choices import Role
from vorort.authorities.importers import UnreadableSheet, as_text, read_file, read_text
from vorort.authorities.importers.members import COLUMNS, read_members, role_of
from vorort.core.clock import today

LIST = (
    "Name;E-Mail;Funktion;seit;befristet bis\n"
    "Olga Ordnung;olga@lindenau.test;Ordnungsamt;;\n"
    "Paul Revier;paul@polizei.test;Polizeirevier Weidenbrück;01.03.2026;\n"
    ";kaputt;Hausmeister;gestern;\n"
    "Doppelt;olga@lindenau.test;GVD, Vollzugsdienst;;\n"
)


def read(people, text: str):
    roles = rules.grantable_roles(people.coordinator, people.town)
    return read_members(read_text(text, COLUMNS), people.town, roles=roles)


def test_each_row_says_what_becomes_of_it(people):
    olga, paul, broken, double = read(people, LIST)
    assert olga.row is not None
    assert (olga.row.role, olga.row.from_on) == (Role.PUBLIC_ORDER, today())
    assert olga.hints == ("erhält eine Einladung",)
    assert paul.row is not None
    assert (paul.row.role, paul.row.from_on) == (Role.POLICE, dt.date(2026, 3, 1))
    assert broken.row is None
    assert len(broken.reasons) == 4
    assert double.row is None
    assert "schon" in double.reasons[0]


def test_nothing_happens_before_the_second_button(people, client):
    client.force_login(people.coordinator)
    address = "/k/lindenau/mitglieder/einlesen/"
    answer = client.post(address, {"text": LIST})
    assert answer.status_code == 200
    assert find_person("olga@lindenau.test") is None
    assert "2 Mitglieder aufnehmen und einladen" in answer.content.decode()
    answer = client.post(address, {"text": answer.context["text"], "take_over": "1"})
    assert answer.status_code == 302
    olga = find_person("olga@lindenau.test")
    assert olga is not None
    assert rules.roles_of(olga, people.town) == {Role.PUBLIC_ORDER}


def test_a_state_role_is_not_given_by_a_town(people):
    (row,) = read(people, "Name;E-Mail;Rolle\nX;x@example.org;lpr_consultant\n")
    assert row.row is None
    assert "Landespräventionsrat" in row.reasons[0]


def test_a_deputy_comes_by_the_list(people):
    (row,) = read(
        people,
        "Name;E-Mail;Rolle;bis;vertritt\n"
        f"Vera;vera@example.org;Koordination;31.12.2099;{people.coordinator.email}\n",
    )
    assert row.row is not None
    assert row.row.stands_in_for == people.coordinator.email


def test_a_workbook_with_words_above_the_header():
    book = Workbook()
    page = book.active
    page.append(["Mitglieder der Lenkungsgruppe, Stand 2026"])
    page.append([])
    page.append(["Nr.", "Name", "E-Mail-Adresse", "Rolle", "ab"])
    page.append([1, "Olga", "olga@example.org", "Ordnungsamt", dt.date(2026, 5, 1)])
    raw = io.BytesIO()
    book.save(raw)
    raw.seek(0)
    sheet = read_file(raw, COLUMNS)
    assert sheet.unknown == ("Nr.",)
    (row,) = sheet.rows
    assert (row.line, row.get("from_on")) == (4, "01.05.2026")
    assert read_text(as_text(sheet), COLUMNS).rows[0].values["email"] == "olga@example.org"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.7 x", "Format"),
        (b"PK\x03\x04 kein Archiv", "öffnen"),
        (b"Farbe;Form\nrot;rund\n", "Kopfzeile"),
        (b"Name;Rolle\nOlga;Ordnungsamt\n", "Diese Spalten fehlen: E-Mail-Adresse"),
        (b"Name;E-Mail;Rolle\n" + b"x;x@y.de;Coach\n" * 1001, "1.000 Zeilen"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(raw, words):
    with pytest.raises(UnreadableSheet, match=words):
        read_file(io.BytesIO(raw), COLUMNS)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Oberbürgermeister", Role.MAYOR),
        ("Bürgerpolizist", Role.COMMUNITY_OFFICER),
        ("Präventionskoordinatorin", Role.COORDINATOR),
        ("Stadtrat", Role.COUNCILLOR),
        ("Hausmeister", None),
    ],
)
def test_words_of_the_office_mean_roles(word, role):
    assert role_of(word) == role
