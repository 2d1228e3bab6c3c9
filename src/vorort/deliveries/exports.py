"""Rows put aside as a CSV file for the source, and the words of the pages."""

import csv
import datetime as dt
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.deliveries.choices import DeliveryStatus, ReleaseLevel
from vorort.deliveries.models import Delivery, QuarantinedRow
from vorort.deliveries.queries import Preview
from vorort.ui.format import datetime, number
from vorort.ui.parts import Fact, Step

# A spreadsheet would run a cell that begins like this.
_RUNNABLE = ("=", "+", "-", "@", "\t", "\r")
_NEXT_STEPS = {
    "key": gettext_lazy("Im Schlüsselverzeichnis nachschlagen"),
    "area_key": gettext_lazy("Gebietsschlüssel prüfen"),
    "area_state": gettext_lazy("Gebietsschlüssel prüfen"),
    "formula": gettext_lazy("Tabelle als Werte speichern und neu einlesen"),
    "number": gettext_lazy("Zahl in der Datei berichtigen und neu einlesen"),
    "not_whole": gettext_lazy("Zahl in der Datei berichtigen und neu einlesen"),
}


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(_RUNNABLE) else text


def quarantine_csv(rows: Iterable[QuarantinedRow]) -> bytes:
    """Return the rows put aside: line, reason, what to do, text as delivered."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Zeile"), _("Grund"), _("Was tun?"), _("Inhalt")])
    for row in rows:
        writer.writerow(
            [row.line, safe_cell(row.reason), safe_cell(next_step(row.code)), safe_cell(row.raw)]
        )
    return out.getvalue().encode("utf-8-sig")


def next_step(code: str) -> str:
    """Return what to do about a reason."""
    return str(_NEXT_STEPS.get(code, _("Bei der liefernden Stelle nachfragen")))


def steps_of(delivery: Delivery) -> list[Step]:
    """Return the four steps from the file to the Lagebild."""
    order = {
        DeliveryStatus.RECEIVED: 1,
        DeliveryStatus.CHECKING: 1,
        DeliveryStatus.CHECKED: 1,
        DeliveryStatus.STORED: 3,
    }
    here = order.get(DeliveryStatus(delivery.status), 1)
    short = f"{delivery.sha256[:4]} … {delivery.sha256[-4:]}"
    named = (
        (_("Datei"), _("Prüfsumme %(sum)s") % {"sum": short}),
        (_("Vorschau"), _("Spalten und Zeilen prüfen")),
        (_("Übernehmen"), _("in einem Zug oder gar nicht")),
        (_("Lagebild"), _("mit den neuen Zahlen")),
    )
    states = ["done" if index < here else "open" for index in range(4)]
    if here < 4:
        states[here] = "current"
    return [
        Step(name, note, state)  # type: ignore[arg-type]
        for (name, note), state in zip(named, states, strict=True)
    ]


def grouped(checksum: str) -> str:
    """Return a checksum in groups of eight, so that it wraps on narrow screens."""
    return " ".join(checksum[start : start + 8] for start in range(0, len(checksum), 8))


def accept_label(delivery: Delivery) -> str:
    """Return the words of the one button: how many rows will be taken over."""
    if delivery.rows_stored == 1:
        return _("1 Zeile übernehmen")
    return _("%(n)s Zeilen übernehmen") % {"n": number(delivery.rows_stored)}


def release_words(delivery: Delivery, *, at: dt.datetime) -> str:
    """Return in a few words how far a delivery may go now."""
    words = str(ReleaseLevel(delivery.release_level).label)
    if delivery.embargo_until is not None and delivery.embargo_until > at:
        words += ", " + _("gesperrt bis %(until)s") % {"until": datetime(delivery.embargo_until)}
    return words


def release_facts(delivery: Delivery, *, at: dt.datetime) -> list[Fact]:
    """Return what the sender allows, for the page of the delivery."""
    given = ""
    if delivery.released_by is not None and delivery.released_at is not None:
        given = f"{delivery.released_by}, {datetime(delivery.released_at)}"
    pairs = (
        (_("Wer die Zahlen sehen darf"), release_words(delivery, at=at)),
        (_("Erlaubte Verwendung"), delivery.get_permitted_use_display()),
        (_("Hinweis zur Verwendung"), delivery.use_note),
        (_("Grundlage"), delivery.agreement),
        (_("Freigegeben durch"), given or _("noch niemand; es gilt die Vorgabe")),
    )
    return [Fact(name, value) for name, value in pairs if value]


def status_kind(status: str) -> str:
    """Return how a state is marked: running, due, bad or plain."""
    return {
        DeliveryStatus.STORED: "on",
        DeliveryStatus.CHECKED: "due",
        DeliveryStatus.CHECKING: "on",
        DeliveryStatus.REJECTED: "bad",
        DeliveryStatus.REVOKED: "bad",
    }.get(DeliveryStatus(status), "")


def sums_of(preview: Preview) -> list[dict[str, str]]:
    """Return the counts above the preview."""
    return [{"value": value, "label": label} for label, value in preview.sums]
