"""Lindenau as its coordinator set it up: letterhead, arms, contacts, legal pages, partners."""

import datetime as dt
import io

from vorort.accounts.models import Person
from vorort.authorities import actions as authorities
from vorort.authorities import queries
from vorort.authorities.choices import ContactKind, LegalKind
from vorort.authorities.exports.legal import legal_text, officer_kind
from vorort.authorities.forms.legal import first_answers
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.desk import actions as desk
from vorort.partners import actions as partners
from vorort.partners.actions import PartnerRow

REVIEWED_ON = dt.date(2026, 9, 1)
# A willow over two waves: the name of the town, drawn for this demo.
ARMS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 88">
<title>Wappen der erfundenen Stadt Lindenau an der Weide</title>
<path d="M4 4h64v40c0 20-14 32-32 40C18 76 4 64 4 44Z" fill="#14532d"/>
<path d="M33 56V30h6v26Z" fill="#f7f3e3"/>
<path d="M36 12c-12 0-20 8-20 18 0 5 2 9 2 14 3-1 4-5 4-8 2 4 2 9 4 13 3-3 3-8 3-12 2 3 4 3 7 3s5 0 7-3c0
 4 0 9 3 12 2-4 2-9 4-13 0 3 1 7 4 8 0-5 2-9 2-14 0-10-8-18-20-18Z" fill="#f7f3e3"/>
<path d="M14 62c7-5 13-5 22 0s15 5 22 0M20 70c5-4 10-4 16 0s11 4 16 0" fill="none" stroke="#f7f3e3"
 stroke-width="3" stroke-linecap="round"/>
</svg>
"""
LETTERHEAD = {
    "department": "Ordnungsamt, Koordination Prävention",
    "address": "Markt 1\n00000 Lindenau an der Weide",
    "website": "https://www.lindenau.example",
    "opening_hours": "Di 9 bis 12 und 13 bis 18 Uhr\nDo 9 bis 12 und 13 bis 16 Uhr\nund nach Absprache",
}
CONTACTS: tuple[dict[str, str], ...] = (
    {
        "kind": ContactKind.PUBLIC_ORDER, "name": "Ordnungsamt",
        "note": "Lärm, Müll, falsch abgestellte Fahrzeuge, Streit um öffentliche Flächen.",
        "hours": "Di und Do 9 bis 12 Uhr", "place": "Rathaus, Zimmer 12", "phone": "00000 100-30",
        "email": "ordnungsamt@lindenau.example",
    },
    {
        "kind": ContactKind.COMMUNITY_OFFICER, "name": "Bürgerpolizist für Lindenau",
        "note": "Fragen zur Sicherheit in Ihrer Straße, Beratung zum Schutz vor Einbruch.",
        "hours": "Erster Dienstag im Monat, 16 bis 18 Uhr", "place": "Bürgerbüro, Marktgasse 4",
        "phone": "00000 110-55", "email": "buergerpolizei@weideland.example",
    },
    {
        "kind": ContactKind.COUNSELLING, "name": "Opferberatung Weideland",
        "note": "Vertraulich und kostenlos, auch ohne Anzeige.",
        "hours": "Mo bis Fr 9 bis 15 Uhr", "phone": "00000 200-10",
        "website": "https://opferberatung.example",
    },
)  # fmt: skip
OFFICERS = {
    ContactKind.PROTECTION_OFFICER: {
        "name": "Datenschutzbeauftragte der Stadt", "email": "datenschutz@lindenau.example",
        "phone": "00000 100-70",
    },
    ContactKind.SECURITY_OFFICER: {
        "name": "Stelle für Informationssicherheit", "email": "it@lindenau.example",
        "phone": "00000 100-80",
    },
    ContactKind.INCIDENT: {
        "name": "Meldestelle des Landes", "email": "meldestelle@land.example", "phone": "",
    },
}  # fmt: skip
ANSWERS: dict[LegalKind, dict[str, str]] = {
    LegalKind.IMPRINT: {
        "represented_by": "Bürgermeister Bodo Bürgermeister",
        "responsible": "Koordination Prävention, Anschrift wie oben",
        "supervision": "Landratsamt Weideland",
    },
    LegalKind.PRIVACY: {"supervision": "Beauftragte für den Datenschutz des Landes Musterland"},
    LegalKind.ACCESSIBILITY: {
        "checked_on": REVIEWED_ON.isoformat(),
        "enforcement": "Durchsetzungsstelle des Landes Musterland, Platz 1, 00000 Musterstadt",
    },
}
PARTNERS: tuple[PartnerRow, ...] = (
    PartnerRow(
        {
            "name": "Grundschule Weidenaue", "kind": "school", "topics": ["youth", "traffic"],
            "target_groups": ["children", "parents"],
            "responsibility": "Streitschlichtung, sicherer Schulweg.", "phone": "00000 300-1",
        },
        {"name": "Svenja Schulleitung", "function": "Schulleitung"},
    ),
    PartnerRow(
        {
            "name": "Opferberatung Weideland", "kind": "counselling",
            "topics": ["violence", "domestic", "victims"], "target_groups": ["victims"],
            "responsibility": "Beratung nach Straftaten, Begleitung zu Polizei und Gericht.",
            "phone": "00000 200-10", "website": "https://opferberatung.example",
        },
    ),
    PartnerRow(
        {
            "name": "Jugendhaus Bahnhof", "kind": "youth", "topics": ["youth", "drugs"],
            "target_groups": ["youth"],
            "responsibility": "Offener Treff, aufsuchende Arbeit am Bahnhof.",
        },
        {"name": "Jonas Jugendhaus", "function": "Leitung", "phone": "00000 400-2"},
    ),
    PartnerRow(
        {
            "name": "Wohnungsgenossenschaft Lindenau", "kind": "business",
            "topics": ["spaces", "theft"], "target_groups": ["all"],
            "responsibility": "Licht, Keller, Fahrradräume.",
        },
    ),
)  # fmt: skip


def set_up_town(authority: Authority, *, by: Person) -> None:
    """Do every step of the set-up through the same actions as its pages."""
    town = authorities.change_letterhead(authority=authority, values=LETTERHEAD, by=by)
    with authority_scope(town):
        town = desk.save_look(
            authority=town,
            picture=io.BytesIO(ARMS.encode()),
            name="wappen-lindenau.svg",
            licence="Für diese Vorführung gezeichnet",
            colour="#14532d",
            remove=False,
            by=by,
        )
        for contact in CONTACTS:
            authorities.save_contact(authority=town, values=contact, by=by)
        desk.save_officers(authority=town, values=OFFICERS, by=by)
        for kind in LegalKind:
            _review(town, kind, by=by)
        partners.take_over(authority=town, rows=PARTNERS, by=by)


def _review(town: Authority, kind: LegalKind, *, by: Person) -> None:
    given = {name: str(value) for name, value in first_answers(town, kind).items()}
    answers = {**given, **ANSWERS[kind]}
    officer = officer_kind(kind)
    desk.keep_legal_page(
        authority=town,
        kind=kind,
        answers=answers,
        supplement="",
        text=legal_text(
            town, kind, answers, queries.get_officer(town, officer) if officer else None
        ),
        reviewed_by="Hauptamt",
        reviewed_on=REVIEWED_ON,
        by=by,
    )
