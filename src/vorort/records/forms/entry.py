"""The form around a mask: parsing and messages."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.records.choices import EntryKind
from vorort.records.forms.mask import Mask
from vorort.records.queries import MaskRow, other_rows
from vorort.records.rules import (
    CASES,
    CLEARED,
    RATE,
    RESIDENTS,
    VALUE,
    Entry,
    Finding,
    Origin,
    Terms,
    content_of,
    filled,
    own_area_key,
    parse_cell,
)

TERMS = (
    (Terms.PRINTED, gettext_lazy("Veröffentlicht: Jeder kann die Zahlen in der Quelle nachlesen.")),
    (
        Terms.PUBLIC,
        gettext_lazy(
            "Uns mitgeteilt, darf veröffentlicht werden. Kleine Zahlen bleiben verborgen."
        ),
    ),
    (Terms.CORE, gettext_lazy("Uns mitgeteilt, nur für die Kerngruppe.")),
    (Terms.INTERNAL, gettext_lazy("Uns mitgeteilt, nur intern.")),
)
TITLES = {
    CASES: gettext_lazy("Erfasste Fälle"),
    CLEARED: gettext_lazy("Aufgeklärte Fälle"),
    RATE: gettext_lazy("Häufigkeitszahl laut Quelle"),
    VALUE: gettext_lazy("Zahlen"),
}


@dataclass(frozen=True)
class GridRow:
    """A row of a table of cells."""

    row: MaskRow
    cells: tuple[forms.BoundField, ...]


@dataclass(frozen=True)
class Grid:
    """A table of cells for one quantity."""

    quantity: str
    title: str
    rows: tuple[GridRow, ...]
    filled: bool


class EntryForm(forms.Form):
    """A field for each cell, so that a message leads to its cell; see ``grids``."""

    source = forms.CharField(
        label=gettext_lazy("Quelle"),
        max_length=110,
        help_text=gettext_lazy(
            "Zum Beispiel „Kriminalitätsatlas Sachsen 2025“ oder „Polizeirevier, E-Mail“."
        ),
        error_messages={
            "required": gettext_lazy(
                "Bitte nennen Sie die Quelle. Ohne Quelle ist eine Zahl nichts wert."
            )
        },
    )
    page = forms.CharField(
        label=gettext_lazy("Seite, Tabelle oder Adresse"),
        max_length=60,
        required=False,
    )
    source_on = forms.DateField(
        label=gettext_lazy("Datum der Quelle"),
        required=False,
        input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Bitte schreiben Sie das Datum als 12.03.2026.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    terms = forms.ChoiceField(
        label=gettext_lazy("Was darf mit den Zahlen geschehen?"),
        choices=TERMS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Bitte wählen Sie aus, was erlaubt ist.")},
    )
    paste = forms.CharField(
        label=gettext_lazy("Aus der Zwischenablage einfügen"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Kopieren Sie den Block mit Kopfzeile aus der Tabelle: Jahre oben, Gruppen links "
            "(oder umgekehrt). Auch Einwohner, aufgeklärte Fälle und Häufigkeitszahlen."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    add_words = forms.CharField(
        label=gettext_lazy("Weitere Zeile: Schlüssel oder Bezeichnung"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "weitere-zeilen", "autocomplete": "off"}),
    )
    first_year = forms.CharField(label=gettext_lazy("erstes Jahr"), required=False, max_length=4)
    last_year = forms.CharField(label=gettext_lazy("letztes Jahr"), required=False, max_length=4)
    confirmed = forms.BooleanField(
        label=gettext_lazy("Ich habe nachgesehen. Die Zahlen stimmen so."), required=False
    )

    def __init__(self, mask: Mask, *, bound: bool, extra: Mapping[str, Any] | None = None) -> None:
        words = {**mask.as_data(), **(extra or {})}
        words.setdefault("first_year", str(mask.years[0]) if mask.years else "")
        words.setdefault("last_year", str(mask.years[-1]) if mask.years else "")
        super().__init__(words if bound else None, initial=words)
        self.mask = mask
        if mask.kind != EntryKind.POLICE:
            self.fields["paste"].help_text = _(
                "Kopieren Sie den Block mit Kopfzeile aus der Tabelle: Jahre oben, Kennzahlen "
                "links (oder umgekehrt)."
            )
            self.fields["source"].help_text = ""
        for row in mask.rows:
            for quantity in mask.quantities(row):
                for year in mask.years:
                    self.fields[mask.name(quantity, row.code, year)] = forms.CharField(
                        label=_cell_label(mask.kind, row, quantity, year),
                        required=False,
                        max_length=60,
                        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 7}),
                    )

    def clean(self) -> dict[str, Any]:
        """A date in the future is a slip of the pen."""
        data: dict[str, Any] = self.cleaned_data
        day = data.get("source_on")
        if day is not None and day > today():
            self.add_error("source_on", _("Das Datum der Quelle liegt in der Zukunft."))
        if data.get("terms") == Terms.PRINTED and not data.get("page"):
            self.add_error(
                "page",
                _(
                    "Bitte nennen Sie Seite oder Adresse, unter der jeder die Zahlen nachlesen kann."
                ),
            )
        return data

    def entry(self, authority: Authority) -> Entry:
        """Return the entry; cells that cannot be read carry their error."""
        data = self.cleaned_data
        mask = self.mask
        cells = {
            place: parse_cell(text, content_of(mask.kind, place[0], place[1]))
            for place in mask.places()
            if (text := mask.texts.get(place, ""))
        }
        return Entry(
            kind=mask.kind,
            area_key=own_area_key(authority),
            area_name=authority.short_name or authority.name,
            years=mask.years,
            origin=Origin(
                source=str(data.get("source") or ""),
                page=str(data.get("page") or ""),
                source_on=data.get("source_on"),
                terms=Terms(data.get("terms") or Terms.CORE),
            ),
            rows=tuple((row.code, row.label) for row in mask.rows),
            cells=filled_or_wrong(cells, mask),
        )

    def put_findings(self, findings: tuple[Finding, ...]) -> None:
        """Make each refusal an error of its cell."""
        for finding in findings:
            name = self.mask.name(*finding.place) if finding.place else None
            if name is not None and name in self.fields:
                self.add_error(name, _without_place(finding.text))
            else:
                self.add_error(None, finding.text)

    def cell_of(self, finding: Finding) -> forms.BoundField | None:
        """Return the cell a finding is about."""
        return self[self.mask.name(*finding.place)] if finding.place else None

    def grids(self) -> tuple[Grid, ...]:
        """Return the tables of the page: residents and cases first, the rest folded away."""
        done = []
        for quantity in dict.fromkeys(
            quantity for row in self.mask.rows for quantity in self.mask.quantities(row)
        ):
            if quantity == VALUE and self.mask.kind == EntryKind.POLICE:
                continue
            rows = [
                row
                for row in self.mask.rows
                if quantity in self.mask.quantities(row)
                or (quantity == CASES and row.code == RESIDENTS)
            ]
            done.append(
                Grid(
                    quantity=quantity,
                    title=str(TITLES[quantity]),
                    rows=tuple(self._grid_row(row, quantity) for row in rows),
                    filled=any(place[0] == quantity for place in self.mask.texts),
                )
            )
        return tuple(done)

    def _grid_row(self, row: MaskRow, quantity: str) -> GridRow:
        what = VALUE if row.code == RESIDENTS else quantity
        names = [self.mask.name(what, row.code, year) for year in self.mask.years]
        return GridRow(row, tuple(self[name] for name in names))

    def offers(self) -> tuple[MaskRow, ...]:
        """Return the rows that can be added."""
        return other_rows(self.mask.kind, [row.code for row in self.mask.rows])


def filled_or_wrong(cells: Mapping[Any, Any], mask: Mask) -> dict[Any, Any]:
    """Return the cells that hold anything or cannot be read."""
    wrong = {place: cell for place, cell in cells.items() if cell.error}
    return {**filled(cells, mask.years), **wrong}


def digest(findings: tuple[Finding, ...]) -> str:
    """Return a mark of these questions: a confirmation holds for them and no others."""
    joined = "\n".join(finding.text for finding in findings)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def _cell_label(kind: str, row: MaskRow, quantity: str, year: int) -> str:
    if kind == EntryKind.POLICE and row.code != RESIDENTS:
        return f"{row.label} {year}, {TITLES[quantity]}"
    return f"{row.label} {year}"


def _without_place(text: str) -> str:
    """The label of the cell stands before the message already."""
    _where, parted, rest = text.partition(": ")
    return rest if parted and ", " in _where else text
