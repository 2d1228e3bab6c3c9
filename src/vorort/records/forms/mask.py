"""The state of a mask: rows, years, and the words in its cells exactly as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.core.errors import DomainError
from vorort.records import queries
from vorort.records.queries import MaskRow
from vorort.records.rules import (
    QUANTITIES,
    RESIDENTS,
    VALUE,
    Entry,
    read_block,
    shown,
)

if TYPE_CHECKING:
    from django.http import QueryDict

MOST_YEARS = 15
MOST_ROWS = 80
_PART = "|"
# The words beside the grid that are kept with a draft.
WORDS = ("source", "page", "source_on", "terms", "paste", "add_words")

Place = tuple[str, str, int]


class MaskProblem(DomainError):
    """Something about the rows or years of the mask, not about a number."""


@dataclass(frozen=True)
class Mask:
    """Everything on the page, typed words untouched."""

    kind: str
    years: tuple[int, ...]
    rows: tuple[MaskRow, ...]
    texts: Mapping[Place, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    # The delivery that counted when the mask was opened: somebody else may save meanwhile.
    base: str = ""

    @classmethod
    def blank(cls, kind: str, years: Sequence[int]) -> Mask:
        rows = (queries.residents_row(kind), *queries.usual_rows(kind))
        return cls(kind, tuple(years), rows, words={"terms": ""})

    @classmethod
    def of_entry(cls, entry: Entry, *, years: Sequence[int], base: str) -> Mask:
        """Return a saved entry for correction; the years asked for are there, too."""
        usual = cls.blank(entry.kind, years)
        known = {row.code for row in usual.rows}
        more = tuple(
            queries.row_of(entry.kind, code) or MaskRow(code, label)
            for code, label in entry.rows
            if code not in known and code in entry.codes()
        )
        span = {*years, *entry.filled_years}
        origin = entry.origin
        return cls(
            kind=entry.kind,
            years=_run(span),
            rows=(*usual.rows, *more),
            texts={place: shown(cell) for place, cell in entry.cells.items()},
            words={
                "source": origin.source,
                "page": origin.page,
                "source_on": f"{origin.source_on:%d.%m.%Y}" if origin.source_on else "",
                "terms": str(origin.terms),
            },
            base=base,
        )

    @classmethod
    def of_draft(cls, kind: str, content: Mapping[str, Any]) -> Mask:
        return cls(
            kind=kind,
            years=tuple(content.get("years", ())),
            rows=_rows(kind, content.get("rows", ())),
            texts={
                (quantity, code, int(year)): text
                for place, text in content.get("texts", {}).items()
                for quantity, code, year in [place.split(_PART)]
            },
            words=content.get("words", {}),
            base=content.get("base", ""),
        )

    @classmethod
    def of_post(cls, kind: str, post: QueryDict) -> Mask:
        """Return what a browser sent; rows and years nobody offers are left out."""
        years = tuple(
            sorted({int(year) for year in post.getlist("years") if _is_year(year)})[:MOST_YEARS]
        )
        rows = _rows(kind, post.getlist("rows")[:MOST_ROWS])
        mask = cls(
            kind=kind,
            years=years,
            rows=rows,
            words={name: post.get(name, "") for name in WORDS},
            base=post.get("base", "")[:12],
        )
        sent = {place: post.get(mask.name(*place), "") for place in mask.places()}
        return replace(mask, texts={place: text for place, text in sent.items() if text.strip()})

    def as_draft(self) -> dict[str, Any]:
        """Return the plain form of a draft."""
        return {
            "years": list(self.years),
            "rows": [row.code for row in self.rows],
            "texts": {_PART.join(map(str, place)): text for place, text in self.texts.items()},
            "words": dict(self.words),
            "base": self.base,
        }

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.words.get("paste")

    def quantities(self, row: MaskRow) -> tuple[str, ...]:
        return (VALUE,) if row.code == RESIDENTS else QUANTITIES[self.kind]

    def places(self) -> list[Place]:
        """Return the places of all cells, in the order of the page."""
        return [
            (quantity, row.code, year)
            for row in self.rows
            for quantity in self.quantities(row)
            for year in self.years
        ]

    def name(self, quantity: str, code: str, year: int) -> str:
        """Return the name of a cell's field: short, without the signs of offence keys."""
        place = next(index for index, row in enumerate(self.rows) if row.code == code)
        return f"{quantity}-{place}-{year}"

    def as_data(self) -> dict[str, Any]:
        """Return the words of the page by field name."""
        cells = {self.name(*place): self.texts.get(place, "") for place in self.places()}
        return {**{name: self.words.get(name, "") for name in WORDS}, **cells}

    # ── changes ──────────────────────────────────────────

    def with_texts(self, texts: Mapping[Place, str]) -> Mask:
        return replace(self, texts={**self.texts, **texts})

    def with_words(self, **words: str) -> Mask:
        return replace(self, words={**self.words, **words})

    def with_row(self, words: str) -> Mask:
        """Return the mask with a row added by key, code or wording."""
        row = queries.row_of(self.kind, words) or queries.find_row(self.kind, words)
        if row is None:
            raise MaskProblem(
                _("„%(words)s“ ist weder ein Schlüssel noch eine bekannte Bezeichnung.")
                % {"words": words.strip()},
                field="add_words",
            )
        if len(self.rows) >= MOST_ROWS:
            raise MaskProblem(_("Mehr Zeilen gehen nicht."), field="add_words")
        if any(known.code == row.code for known in self.rows):
            raise MaskProblem(
                _("„%(label)s“ steht schon in der Tabelle.") % {"label": row.label},
                field="add_words",
            )
        return replace(self.with_words(add_words=""), rows=(*self.rows, row))

    def with_years(self, first: int, last: int) -> Mask:
        """Return the mask for other years; a year with numbers in it is never left out."""
        if not 1990 <= first <= last <= 2100 or last - first >= MOST_YEARS:
            raise MaskProblem(
                _("Bitte nennen Sie höchstens %(most)d Jahre zwischen 1990 und 2100, das frühere "
                  "zuerst.") % {"most": MOST_YEARS},
                field="first_year",
            )  # fmt: skip
        left_out = [year for year in sorted(self._filled_years()) if not first <= year <= last]
        if left_out:
            raise MaskProblem(
                _("In %(year)d stehen Zahlen. Bitte leeren Sie erst diese Spalte.")
                % {"year": left_out[0]},
                field="first_year",
            )
        return replace(self, years=tuple(range(first, last + 1)))

    def with_residents(self, known: Mapping[int, int], *, years: Iterable[int]) -> Mask:
        """Return the mask with known residents filled in where a year has none yet."""
        missing = {
            (VALUE, RESIDENTS, year): f"{known[year]:,}".replace(",", ".")
            for year in years
            if year in known and not self.texts.get((VALUE, RESIDENTS, year))
        }
        return self.with_texts(missing)

    def with_paste(self) -> tuple[Mask, str]:
        """Return the mask with the pasted block filled in, and a sentence about it.

        Lines nobody understood stay in the field. Raises ``PasteProblem``.
        """
        block = read_block(
            self.words.get("paste", ""), lambda words: queries.recognise(self.kind, words)
        )
        rows = list(self.rows)
        for _quantity, code, _year in block.texts:
            if all(row.code != code for row in rows) and len(rows) < MOST_ROWS:
                row = queries.row_of(self.kind, code)
                rows += [row] if row else []
        years = _run({*self._filled_years(), *block.years})
        if len(years) > MOST_YEARS:
            raise MaskProblem(
                _("Mehr als %(most)d Jahre auf einmal gehen nicht.") % {"most": MOST_YEARS},
                field="paste",
            )
        filled = replace(self, rows=tuple(rows), years=years).with_texts(block.texts)
        said = ngettext(
            "%(n)d Zahl eingefügt.", "%(n)d Zahlen eingefügt.", len(block.texts)
        ) % {"n": len(block.texts)}  # fmt: skip
        if block.unknown:
            said += " " + _("Nicht erkannt und im Feld stehen geblieben: %(names)s.") % {
                "names": ", ".join(f"„{name[:60]}“" for name in block.unknown[:8])
            }
        return filled.with_words(paste="\n".join(block.left_over)), said

    def _filled_years(self) -> set[int]:
        return {year for _quantity, code, year in self.texts if code != RESIDENTS}


def _is_year(text: str) -> bool:
    return text.isdecimal() and 1950 <= int(text) <= 2100


def _run(years: set[int]) -> tuple[int, ...]:
    """Return all years from the first to the last: a gap is a column one may need."""
    return tuple(range(min(years), max(years) + 1)) if years else ()


def _rows(kind: str, codes: Sequence[str]) -> tuple[MaskRow, ...]:
    found = {code: row for code in codes if (row := queries.row_of(kind, code)) is not None}
    return tuple(found.values()) or Mask.blank(kind, ()).rows
