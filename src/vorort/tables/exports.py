"""The words and lists of the pages of a table."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from vorort.deliveries.exports import grouped, safe_cell
from vorort.sheets.choices import Kind
from vorort.tables.choices import Known
from vorort.tables.models import TableImport
from vorort.ui.format import datetime as german_time
from vorort.ui.format import number
from vorort.ui.parts import Column, Fact, Row, Sum, Table

Found = Mapping[str, Any]
# Reasons that a corrected cell does away with; others ask for a decision about a wording.
_OF_A_CELL = frozenset({"number", "formula", "period", "year"})
SHOWN_PROBLEMS = 40


def counts(found: Found) -> list[Sum]:
    """Return the four counts above the preview."""
    states = found["states"]
    return [
        Sum(number(states[Known.NEW]), _("Zeilen neu")),
        Sum(number(states[Known.CHANGED]), _("ersetzen eine andere Zahl")),
        Sum(number(states[Known.SAME]), _("schon so bekannt")),
        Sum(number(found["problems_all"]), _("zurückgelegt, mit Grund")),
    ]


def accept_label(found: Found) -> str:
    """Return the words of the one button."""
    if found["rows_all"] == 1:
        return _("1 Zeile übernehmen")
    return _("%(n)s Zeilen übernehmen") % {"n": number(found["rows_all"])}


def sum_table(found: Found) -> Table | None:
    """Return the sums by indicator and year, for comparing with the paper at a glance."""
    sums = found["sums"]
    if not sums["rows"] or not sums["years"]:
        return None
    columns = (Column(_("Was")), *(Column(str(year), numeric=True) for year in sums["years"]))
    caption = _("Summen Ihres Orts") if sums["own"] else _("Summen aller Gebiete der Tabelle")
    rows = tuple(Row(tuple(line)) for line in sums["rows"])
    return Table(caption=caption, columns=columns, rows=rows, caption_visible=False)


def facts(table: TableImport) -> list[Fact]:
    """Return where a table comes from and where it goes."""
    found, delivery = table.found, table.delivery
    shape = delivery.preview.get("shape", "") if delivery.preview else ""
    pairs = [
        (_("Absender"), table.sender),
        (_("Datei"), delivery.name),
        (_("Gelesen"), shape),
        (_("Wird übernommen als"), str(Kind(found["target"]).label)),
        (_("Eingereicht von"), str(delivery.handed_in_by)),
        (_("Eingegangen"), german_time(delivery.received_at)),
        (_("Prüfsumme (SHA-256)"), grouped(delivery.sha256)),
    ]
    return [Fact(name, value) for name, value in pairs if value]


def _sheet_number(found: Found, name: str) -> int:
    names = [sheet["name"] for sheet in found["sheets"]]
    return names.index(name) if name in names else 0


def rows(found: Found) -> list[dict[str, Any]]:
    """Return the rows of the preview, each with the way to its line."""
    return [{**one, "sheet_number": _sheet_number(found, one["sheet"])} for one in found["rows"]]


def problems(found: Found) -> list[dict[str, Any]]:
    """Return the rows put aside, each with the name of its field where a cell can be corrected."""
    return [
        {
            **one,
            "sheet_number": _sheet_number(found, one["sheet"]),
            "field": f"cell_{n}" if one["column"] and one["code"] in _OF_A_CELL else "",
        }
        for n, one in enumerate(found["problems"][:SHOWN_PROBLEMS])
    ]


def corrections(found: Found) -> list[dict[str, Any]]:
    """Return what was corrected, one entry per cell."""
    return [
        {**one, "sheet_number": _sheet_number(found, str(one["sheet"]))}
        for one in found["corrections"]
    ]


def posted_corrections(
    found: Found, posted: Mapping[str, Any]
) -> dict[tuple[str, int], dict[int, tuple[str, str]]]:
    """Return the corrected cells of a posted preview, by sheet and line."""
    changes: dict[tuple[str, int], dict[int, tuple[str, str]]] = {}
    for one in problems(found):
        text = posted.get(one["field"]) if one["field"] else None
        if text is None or text.strip() == one["text"]:
            continue
        cells = changes.setdefault((one["sheet"], one["line"]), {})
        cells[one["column"]] = one["text"], text.strip()
    return changes


def preview_csv(found: Found) -> bytes:
    """Return the rows of the preview as CSV; no cell of it runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [_("Gebiet"), _("Was"), _("Zeitraum"), _("Zahlen"), _("Stand"), _("bisher"), _("Zeile")]
    )
    for row in found["rows"]:
        cells = [
            row["area"], row["indicator"], row["period"], row["figures"],
            str(Known(row["state"]).label), "; ".join(row["changes"]),
        ]  # fmt: skip
        writer.writerow([*(safe_cell(cell) for cell in cells), row["line"]])
    return out.getvalue().encode("utf-8-sig")
