"""Rows of a list of partners, each with what is wrong with it."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from vorort.authorities.importers import Column, Sheet, SheetRow
from vorort.partners.actions import PartnerRow
from vorort.partners.choices import OrganisationKind, TargetGroup, Topic

COLUMNS = (
    Column("name", "Name", ("Organisation", "Partner", "Einrichtung", "Träger"), needed=True),
    Column("kind", "Art", ("Bereich", "Kategorie")),
    Column("topics", "Themen", ("Thema", "Schwerpunkte")),
    Column("target_groups", "Zielgruppen", ("Zielgruppe",)),
    Column("responsibility", "Wofür zuständig", ("Zuständigkeit", "Angebot", "Bemerkung")),
    Column("address", "Anschrift", ("Adresse", "Straße", "Strasse")),
    Column("phone", "Telefon", ("Tel", "Telefonnummer")),
    Column("email", "E-Mail-Adresse", ("E-Mail", "Mail", "Email")),
    Column("website", "Internetseite", ("Web", "Homepage", "Website", "Internet")),
    Column("person", "Ansprechperson", ("Ansprechpartner", "Ansprechpartnerin", "Kontakt")),
    Column("function", "Funktion", ("Position",)),
    Column("person_phone", "Telefon der Ansprechperson", ("Durchwahl",)),
    Column("person_email", "E-Mail-Adresse der Ansprechperson", ()),
)
# Words that offices use for the kinds, beside our own.
_KINDS = {
    "schule": OrganisationKind.SCHOOL,
    "kita": OrganisationKind.SCHOOL,
    "polizei": OrganisationKind.POLICE,
    "verein": OrganisationKind.CLUB,
    "jugendhilfe": OrganisationKind.YOUTH,
    "beratung": OrganisationKind.COUNSELLING,
    "gewerbe": OrganisationKind.BUSINESS,
    "kirche": OrganisationKind.CHURCH,
    "sucht": OrganisationKind.HEALTH,
    "behörde": OrganisationKind.ADMINISTRATION,
    "amt": OrganisationKind.ADMINISTRATION,
}
_SPLIT = re.compile(r"\s*[;,/|]\s*|\s+und\s+")


@dataclass(frozen=True)
class ReadRow:
    """A row of the list, what it becomes, and why it cannot be taken over or what is left out."""

    line: int
    name: str
    row: PartnerRow | None
    reasons: tuple[str, ...] = ()
    hints: tuple[str, ...] = field(default=())


def read_rows(sheet: Sheet) -> tuple[ReadRow, ...]:
    """Return the rows of a list with reasons; a name that stands twice is told at the second."""
    seen: dict[str, int] = {}
    done = []
    for row in sheet.rows:
        read = _read(row)
        first = seen.setdefault(row.get("name").casefold(), row.line)
        if read.row is not None and first != row.line and not row.get("person"):
            reason = _("Steht schon in Zeile %(line)d.") % {"line": first}
            read = ReadRow(row.line, read.name, None, (reason,))
        done.append(read)
    return tuple(done)


def _read(row: SheetRow) -> ReadRow:
    reasons = []
    name = row.get("name")
    if not name:
        reasons.append(_("Der Name fehlt."))
    if len(name) > 160:
        reasons.append(_("Der Name ist länger als 160 Zeichen."))
    reasons += [
        _("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": row.get(key)[:60]}
        for key in ("email", "person_email")
        if row.get(key) and not _is_address(row.get(key))
    ]
    website = _website(row.get("website"))
    if website is None:
        reasons.append(
            _("„%(text)s“ ist keine Internetadresse.") % {"text": row.get("website")[:60]}
        )
    kind, unknown_kind = _kind(row.get("kind"))
    topics, unknown_topics = _codes(row.get("topics"), Topic)
    groups, unknown_groups = _codes(row.get("target_groups"), TargetGroup)
    hints = [
        _("„%(text)s“ ist hier kein Begriff und bleibt weg.") % {"text": text[:60]}
        for text in (*unknown_kind, *unknown_topics, *unknown_groups)
    ]
    if reasons:
        return ReadRow(row.line, name, None, tuple(reasons), tuple(hints))
    values = {
        "name": name,
        "kind": kind,
        "topics": topics,
        "target_groups": groups,
        "responsibility": row.get("responsibility")[:300],
        "address": row.get("address"),
        "phone": row.get("phone")[:40],
        "email": row.get("email"),
        "website": website or "",
    }
    person = {
        "name": row.get("person")[:120],
        "function": row.get("function")[:120],
        "phone": row.get("person_phone")[:40],
        "email": row.get("person_email"),
    }
    return ReadRow(row.line, name, PartnerRow(values, person), (), tuple(hints))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _website(text: str) -> str | None:
    """Return an address with its scheme; None for what is none."""
    if not text:
        return ""
    full = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(full)
    except ValidationError:
        return None
    return full if len(full) <= 200 else None


def _kind(text: str) -> tuple[str, list[str]]:
    low = text.casefold()
    if not low:
        return "", []
    for kind in OrganisationKind:
        if low in {kind.value, str(kind.label).casefold()}:
            return kind.value, []
    for word, kind in _KINDS.items():
        if word in low:
            return kind.value, []
    return "", [text]


def _codes(text: str, kinds: type[Topic | TargetGroup]) -> tuple[list[str], list[str]]:
    """Return the codes a cell names, and the words that name none; part of a label is enough."""
    found, unknown = [], []
    whole = next((one for one in kinds if str(one.label).casefold() == text.casefold()), None)
    if whole is not None:
        return [whole.value], []
    for word in filter(None, _SPLIT.split(text)):
        low = word.casefold()
        match = next((one for one in kinds if low in str(one.label).casefold()), None)
        if match is None or len(low) < 3:
            unknown.append(word)
        elif match.value not in found:
            found.append(match.value)
    return found, unknown
