"""The list of measures as a file."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook

from vorort.authorities.models import Authority
from vorort.measures.models import Measure
from vorort.measures.queries import Money
from vorort.notices.exports.workbook import DANGEROUS, Value, add_sheet, pack
from vorort.partners.choices import Pillar
from vorort.ui import format as german

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def measures_file(
    authority: Authority,
    measures: Sequence[Measure],
    money: Mapping[int, Money],
    *,
    kind: str,
    at: dt.datetime,
) -> bytes:
    """Return measures with state, owner, dates and money as CSV or as a workbook."""
    head = [
        _("Nummer"), _("Titel"), _("Thema"), _("Säulen"), _("zuständig"), _("Stand"),
        _("Stand vom"), _("Warum dieser Stand"), _("Beginn"), _("Ende"), _("Ort"),
        _("geplant (Euro)"), _("ausgegeben (Euro)"),
    ]  # fmt: skip
    rows = [_row(each, money[each.pk]) for each in measures]
    if kind == "csv":
        return _csv(head, rows)
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    add_sheet(book, _("Maßnahmen"), head, rows, wide=(_("Titel"), _("Warum dieser Stand")))
    return pack(book, title=_("Maßnahmen"), creator=authority.name, at=at)


def _row(measure: Measure, money: Money) -> list[Value]:
    pillars = [str(each.label) for each in Pillar if each.value in measure.pillars]
    return [
        measure.reference,
        measure.title,
        str(measure.get_topic_display()),
        ", ".join(pillars),
        measure.owner.name,
        str(measure.get_state_display()),
        german.date(measure.state_on),
        measure.state_reason,
        german.date(measure.starts_on) if measure.starts_on else "",
        german.date(measure.ends_on) if measure.ends_on else "",
        measure.place,
        float(money.planned),
        float(money.spent),
    ]


def _csv(head: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Return semicolons and decimal commas, as office programs here read them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    text = str(value or "")
    # A text that starts like this would be run as a formula.
    return f"'{text}" if text.startswith(DANGEROUS) else text
