"""Rows of a list of members, each with what is wrong with it."""

import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from vorort.accounts.queries import find_person
from vorort.authorities.actions import MemberRow, check_membership
from vorort.authorities.choices import Role
from vorort.authorities.importers.sheet import Column, Sheet, SheetRow
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.ui.format import date as date_text

COLUMNS = (
    Column("name", "Name", ("Vor- und Nachname", "Person", "Mitglied"), needed=True),
    Column("email", "E-Mail-Adresse", ("E-Mail", "Mail", "Email"), needed=True),
    Column("role", "Rolle", ("Funktion", "Aufgabe"), needed=True),
    Column("from_on", "ab", ("von", "Beginn", "seit")),
    Column("until_on", "bis", ("Ende", "befristet bis")),
    Column("stands_in_for", "vertritt", ("Vertretung für", "in Vertretung von")),
)
# Words of the office for the roles, beside our own; longer words first.
_WORDS: tuple[tuple[str, Role], ...] = (
    ("informationssicherheit", Role.SECURITY_OFFICER),
    ("datenschutz", Role.PROTECTION_OFFICER),
    ("bürgerpolizi", Role.COMMUNITY_OFFICER),
    ("buergerpolizi", Role.COMMUNITY_OFFICER),
    ("polizei", Role.POLICE),
    ("revier", Role.POLICE),
    ("ordnungsamt", Role.PUBLIC_ORDER),
    ("vollzug", Role.PUBLIC_ORDER),
    ("oberbürgermeister", Role.MAYOR),
    ("bürgermeister", Role.MAYOR),
    ("buergermeister", Role.MAYOR),
    ("koordin", Role.COORDINATOR),
    ("gast", Role.COUNCIL_GUEST),
    ("präventionsrat", Role.COUNCIL_MEMBER),
    ("stadtrat", Role.COUNCILLOR),
    ("gemeinderat", Role.COUNCILLOR),
    ("coach", Role.COACH),
    ("träger", Role.SPONSOR),
)
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")


@dataclass(frozen=True)
class ReadMember:
    """A row of the list, what it becomes, and why it cannot be taken over."""

    line: int
    name: str
    row: MemberRow | None
    reasons: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def role_label(self) -> str:
        return str(self.row.role.label) if self.row else ""

    @property
    def time_words(self) -> str:
        if self.row is None:
            return ""
        end = date_text(self.row.until_on) if self.row.until_on else ""
        return (
            f"{date_text(self.row.from_on)} – {end}"
            if end
            else _("ab %(day)s") % {"day": date_text(self.row.from_on)}
        )


def read_members(
    sheet: Sheet, authority: Authority, *, roles: tuple[Role, ...]
) -> tuple[ReadMember, ...]:
    """Return the rows with reasons; ``roles`` are those that may be given here."""
    given: dict[str, frozenset[Role]] = {}
    done = []
    for row in sheet.rows:
        read = _read(row, authority, roles=roles, given=given)
        if read.row is not None:
            email = read.row.email
            given[email] = given.get(email, frozenset()) | {read.row.role}
        done.append(read)
    return tuple(done)


def _read(
    row: SheetRow,
    authority: Authority,
    *,
    roles: tuple[Role, ...],
    given: dict[str, frozenset[Role]],
) -> ReadMember:
    reasons: list[str] = []
    email = row.get("email").lower()
    person = find_person(email) if email else None
    if not _is_address(email):
        reasons.append(_("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": email[:60] or "–"})
    if person is None and not row.get("name"):
        reasons.append(_("Der Name fehlt."))
    role = role_of(row.get("role"))
    if role is None:
        reasons.append(
            _("„%(text)s“ ist keine Rolle, die es hier gibt.") % {"text": row.get("role")[:60]}
        )
    elif role not in roles:
        reasons.append(_("Diese Rolle vergibt der Landespräventionsrat."))
    start, end = _day(row.get("from_on"), reasons), _day(row.get("until_on"), reasons)
    stands_in_for = row.get("stands_in_for").lower()
    if stands_in_for and find_person(stands_in_for) is None:
        reasons.append(_("Wer vertreten wird, muss mit seiner E-Mail-Adresse schon Mitglied sein."))
    if reasons or role is None:
        return ReadMember(row.line, row.get("name") or email, None, tuple(reasons))
    member = MemberRow(email, row.get("name")[:120], role, start or today(), end, stands_in_for)
    try:
        check_membership(
            authority=authority,
            person=person,
            role=role,
            from_on=member.from_on,
            until_on=member.until_on,
            is_deputy=bool(stands_in_for),
            also=given.get(email, frozenset()),
        )
    except DomainError as error:
        return ReadMember(row.line, row.get("name") or email, None, (error.message,))
    hint = _("hat schon einen Zugang") if person else _("erhält eine Einladung")
    name = row.get("name") or (person.name if person else email)
    return ReadMember(row.line, name, member, (), (hint,))


def role_of(text: str) -> Role | None:
    """Return the role a word of the office means, or None."""
    low = text.casefold()
    for role in Role:
        if low in {role.value, str(role.label).casefold()}:
            return role
    return next((role for word, role in _WORDS if word in low), None)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _day(text: str, reasons: list[str]) -> dt.date | None:
    """Return a day as offices write it; what cannot be read is told in ``reasons``."""
    if not text:
        return None
    try:
        if found := _DAY.fullmatch(text):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return dt.date(year, int(found[2]), int(found[1]))
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        reasons.append(
            _("„%(text)s“ ist kein Datum. Bitte so schreiben: 01.02.2027.") % {"text": text[:40]}
        )
        return None
