"""Everything stored about a person: a PDF to read, JSON to take along."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.audit.choices import verb_label
from vorort.authorities.models import Authority
from vorort.core.privacy.people import Found
from vorort.core.scopes import platform_scope
from vorort.notices.exports import (
    Block,
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    NoteBox,
    Paragraph,
    Table,
    letterhead,
    render_pdf,
)
from vorort.rights.exports import cells
from vorort.rights.exports.cells import Cell, Masker
from vorort.rights.exports.zipping import bundle
from vorort.rights.queries.requests import Stored, table_lines
from vorort.ui.format import date as german_date
from vorort.ui.format import datetime as german_time
from vorort.ui.format import number

# In the PDF; all rows stand in the JSON.
ROWS_SHOWN = 30
LONGEST_VALUE = 400
LOG = "audit.Event"
LOG_SHOWN = 200
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+\+\d\d:\d\d)?")
# Proofs of the log itself, nothing about anybody.
TECHNICAL = frozenset({"salt", "commitment", "hash", "previous_hash", "chain_position"})


@dataclass(frozen=True)
class RowOut:
    """A row as it is given out."""

    cells: tuple[Cell, ...]

    @property
    def review(self) -> bool:
        return any(cell.review for cell in self.cells)


def rows_out(stored: Stored) -> list[tuple[Found, list[RowOut]]]:
    """Return every row of the person, without secrets and without other people."""
    with platform_scope("the rights of a person cross the tables of a town"):
        masker = Masker(stored.subject)
        return [
            (each, [_row_out(each, row, stored, masker) for row in each.rows()])
            for each in stored.own
        ]


def _row_out(each: Found, row: object, stored: Stored, masker: Masker) -> RowOut:
    given = cells.cells_of(each.entry, row, stored.subject, masker)  # type: ignore[arg-type]
    shown = []
    for cell in given:
        if cell.name in TECHNICAL:
            continue
        if each.entry.label == LOG and cell.name == "verb":
            shown.append(Cell(cell.name, cell.label, verb_label(str(cell.value))))
        else:
            shown.append(cell)
    return RowOut(tuple(shown))


def as_json(
    stored: Stored, out: list[tuple[Found, list[RowOut]]], *, at: dt.datetime
) -> dict[str, object]:
    """Return the machine-readable form (Art. 20 DSGVO)."""
    return {
        "schema": "vorort.auskunft",
        "schema_version": 1,
        "made_at": at.isoformat(),
        "emails": list(stored.subject.emails),
        "tables": [
            {
                "table": each.entry.label,
                "name": each.entry.name,
                "purpose": each.entry.declared.purpose,
                "legal_basis": each.entry.declared.basis,
                "retention": str(each.entry.declared.retention),
                "recipients": each.entry.declared.recipients,
                "rows": [
                    {
                        cell.name: {"label": cell.label, "value": cell.value, "masked": cell.review}
                        for cell in row.cells
                    }
                    for row in rows
                ],
            }
            for each, rows in out
        ],
    }


def document(
    stored: Stored,
    out: list[tuple[Found, list[RowOut]]],
    *,
    name: str,
    authority: Authority | None,
    operator: str,
    at: dt.datetime,
) -> Document:
    """Return the readable form (Art. 15 DSGVO) with the rights and the authority to turn to."""
    responsible = authority.name if authority else operator or _("Betreiber der Plattform")
    blocks = _opening(stored, out, name=name, responsible=responsible, at=at)
    blocks += [block for each, rows in out for block in _section(each, rows)]
    blocks += _rights(authority)
    return Document(
        title=_("Auskunft über gespeicherte Daten"),
        subject=_("Auskunft nach Art. 15 DSGVO"),
        author=responsible,
        date=timezone.localtime(at).date(),
        blocks=blocks,
        letterhead=letterhead(authority) if authority else None,
        footer=_("Vertraulich: nur für die genannte Person"),
    )


def _opening(
    stored: Stored,
    out: list[tuple[Found, list[RowOut]]],
    *,
    name: str,
    responsible: str,
    at: dt.datetime,
) -> list[Block]:
    blocks: list[Block] = [
        Facts(
            (
                (_("Zu"), name),
                (_("Verantwortlich"), responsible),
                (_("Stand"), german_date(at)),
                (_("Tabellen mit Einträgen"), number(len(out))),
                (_("Einträge"), number(stored.rows)),
            )
        ),
        Paragraph(
            _(
                "Diese Auskunft nennt alles, was auf der Plattform VorOrt zu Ihnen gespeichert "
                "ist, wozu es dient und wie lange es bleibt (Art. 15 DSGVO). Dieselben Angaben "
                "liegen als JSON-Datei bei (Art. 20 DSGVO)."
            ),
            lead=True,
        ),
    ]
    if stored.account_note:
        blocks.append(NoteBox(stored.account_note, _("Ihr Konto")))
    if any(row.review for _found, rows in out for row in rows):
        blocks.append(
            NoteBox(
                _(
                    "In manchen Texten stehen auch andere Personen. Ihre Namen sind durch "
                    "„[andere Person]“ ersetzt (Art. 15 Abs. 4 DSGVO)."
                )
            )
        )
    if not out:
        blocks.append(Paragraph(_("Es ist nichts zu Ihnen gespeichert.")))
    else:
        blocks.append(_overview(stored))
    return blocks


def _overview(stored: Stored) -> Table:
    rows = [
        (line.name, number(line.count), line.purpose, line.retention)
        for line in table_lines(stored.own)
    ]
    columns = (_("Was"), Column(_("Einträge"), numeric=True), _("Wozu"), _("Wie lange"))
    return Table(_("Übersicht"), columns, rows)


def _section(each: Found, rows: list[RowOut]) -> list[Block]:
    declared = each.entry.declared
    facts = [
        (_("Zweck"), declared.purpose),
        (_("Rechtsgrundlage"), declared.basis),
        (_("Empfänger"), declared.recipients or _("keine außerhalb der Plattform")),
        (_("Dauer"), str(declared.retention)),
    ]
    blocks: list[Block] = [
        Heading(1, each.entry.name),
        Facts([(label, value) for label, value in facts if value]),
    ]
    if each.entry.label == LOG:
        return [*blocks, _log(rows)]
    blocks += [
        Table(
            _("Eintrag %(number)s") % {"number": place},
            (_("Angabe"), _("Inhalt")),
            [(cell.label, _short(cell.value)) for cell in row.cells],
        )
        for place, row in enumerate(rows[:ROWS_SHOWN], 1)
    ]
    if len(rows) > ROWS_SHOWN:
        words = _("Hier stehen %(shown)s von %(all)s Einträgen. Alle stehen in der JSON-Datei.")
        blocks.append(Paragraph(words % {"shown": number(ROWS_SHOWN), "all": number(len(rows))}))
    return blocks


def _log(rows: list[RowOut]) -> Table:
    """The log in one table: many short entries, the newest first."""
    newest = [{cell.name: _short(cell.value) for cell in row.cells} for row in reversed(rows)]
    cells = [
        [row.get(name, "–") for name in ("occurred_at", "verb", "object_label")]
        for row in newest[:LOG_SHOWN]
    ]
    more = len(rows) - LOG_SHOWN
    note = _("%(more)s ältere Einträge stehen in der JSON-Datei.") % {"more": number(more)}
    columns = (_("Wann"), _("Handlung"), _("Gegenstand"))
    return Table(_("Ihre Handlungen"), columns, cells, note=note if more > 0 else "")


def _short(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, str) and MOMENT.fullmatch(value):
        moment = dt.datetime.fromisoformat(value)
        return german_time(moment) if "T" in value else german_date(moment)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]} …"


def _rights(authority: Authority | None) -> list[Block]:
    whom = authority.email if authority else ""
    items = [
        _("Sie können Berichtigung verlangen (Art. 16 DSGVO)."),
        _("Sie können Löschung verlangen (Art. 17 DSGVO), soweit keine Pflicht entgegensteht."),
        _("Sie können der Verarbeitung widersprechen (Art. 21 DSGVO)."),
        _(
            "Sie können sich bei der Sächsischen Datenschutz- und Transparenzbeauftragten "
            "beschweren (Art. 77 DSGVO)."
        ),
    ]
    if whom:
        items.insert(0, _("Schreiben Sie dazu an %(address)s.") % {"address": whom})
    return [
        Heading(1, _("Ihre Rechte")),
        BulletList(items),
        Paragraph(_("Automatisierte Entscheidungen über Sie gibt es auf der Plattform nicht.")),
    ]


def write_package(
    target: Path,
    stored: Stored,
    *,
    name: str,
    authority: Authority | None,
    operator: str,
    at: dt.datetime,
) -> dict[str, int]:
    """Write the package of a person; return the number of rows by table."""
    out = rows_out(stored)
    made = document(stored, out, name=name, authority=authority, operator=operator, at=at)
    with bundle(target) as parts:
        parts.add("auskunft.pdf", [render_pdf(made)])
        parts.add_json("auskunft.json", as_json(stored, out, at=at))
    return {each.entry.label: len(rows) for each, rows in out}
