"""The preview of a checked file in words and numbers."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.deliveries.queries import Preview, PreviewColumn
from vorort.evidence.choices import COLUMN_OF
from vorort.evidence.importers import years
from vorort.evidence.importers.rows import SourceRow, as_text
from vorort.ui.format import date, number

if TYPE_CHECKING:
    from vorort.evidence.importers.checking import CheckedFile


def describe(checked: "CheckedFile", *, size: int, for_authority: Authority | None) -> Preview:
    """Return shape, sums, columns, origin and hints of a checked file."""
    head = checked.layout.first_data_row
    shape = _("%(size)s kB · %(shape)s, erste Datenzeile %(line)s") % {
        "size": number(max(1, size // 1024)),
        "shape": checked.source.shape,
        "line": number(head + 1),
    }
    return Preview(
        shape=shape,
        sums=tuple(_sums(checked, for_authority)),
        columns=tuple(_columns(checked)),
        origin=tuple(_origin(checked)),
        hints=tuple(_hints(checked)),
    )


def _sums(checked: "CheckedFile", for_authority: Authority | None) -> list[tuple[str, str]]:
    sums = [
        (_("Zeilen lesbar"), number(checked.rows_ok)),
        (_("zurückgelegt, mit Grund"), number(len(checked.notes))),
    ]
    if checked.merged:
        sums.append((_("doppelt, einmal übernommen"), number(checked.merged)))
    sums.append((_("Gebiete"), number(len(checked.facts.areas))))
    what = _("Einwohner") if checked.format == "population" else _("Fälle")
    keys = {for_authority.area_key, for_authority.also_area_key} if for_authority else set()
    for key in sorted(keys & checked.totals.keys()):
        label = _("%(what)s %(area)s") % {"what": what, "area": str(for_authority)}
        sums.append((label, number(checked.totals[key])))
    return sums


def _columns(checked: "CheckedFile") -> list[PreviewColumn]:
    meaning = {index: code for code, index in checked.layout.columns.items()}
    first: SourceRow | None = None
    for index, row in enumerate(checked.source.read()):
        if index >= checked.layout.first_data_row:
            first = row
            break
    cells = [as_text(cell) for cell in first.cells] if first else []
    names = list(checked.layout.names)
    names.extend([""] * (len(cells) - len(names)))
    found = []
    for index, name in enumerate(names):
        code = meaning.get(index, "")
        if not code and not name.strip():
            continue
        found.append(
            PreviewColumn(
                name=name or _("Spalte %(n)s ohne Namen") % {"n": index + 1},
                meaning=str(COLUMN_OF[code].label) if code else "",
                example=cells[index][:60] if index < len(cells) else "",
                recognised=bool(code),
            )
        )
    return found


def _origin(checked: "CheckedFile") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if checked.format == "population":
        day = checked.facts.populations[0].on_date
        return [(_("Stichtag"), date(day)), (_("Bezug"), _("amtlich"))]
    covered = checked.facts.years
    if len(covered) == 1:
        found.append((_("Zeitraum"), f"01.01.{covered[0]} – 31.12.{covered[0]}"))
    else:
        found.append((_("Zeitraum"), f"{covered[0]} – {covered[-1]}"))
    if checked.version:
        found.append((_("Fassung"), checked.version))
    if checked.facts.populations:
        found.append((_("Bezug"), _("Bevölkerung aus der Datei selbst")))
    elif checked.facts.implied:
        day = years.reference_day(covered[-1])
        found.append(
            (
                _("Bezug"),
                _("Bevölkerung am %(day)s, aus den Häufigkeitszahlen abgeleitet")
                % {"day": date(day)},
            )
        )
    return found


def _hints(checked: "CheckedFile") -> list[str]:
    hints: list[str] = []
    if checked.source.formulas:
        hints.append(
            _("Die Mappe enthält %(n)s Formeln. Übernommen werden die gespeicherten Ergebnisse.")
            % {"n": number(checked.source.formulas)}
        )
    outside = sum(found.left_out for found in checked.facts.implied.values())
    if outside:
        hints.append(
            _("%(n)s Häufigkeitszahlen passen nicht zur Bevölkerung der übrigen. Sie werden "
              "übernommen und gekennzeichnet.")
            % {"n": number(outside)}
        )  # fmt: skip
    return hints
