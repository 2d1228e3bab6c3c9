"""Which decimal mark each column of a table uses, decided by what the file itself proves."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from vorort.evidence.choices import COLUMN_OF, Content
from vorort.evidence.importers.numbers import Mark, clean, grouping_of_counts, sure_mark
from vorort.evidence.importers.rows import SourceRow
from vorort.evidence.importers.texts import UnreadableFile


def decide_marks(rows: Iterable[SourceRow], columns: Mapping[str, int]) -> dict[str, Mark | None]:
    """Return the mark of each numeric column; None where nothing needs one.

    A whole number has no fraction, so a count column stands for itself. Rates and shares use
    what they prove themselves, then what the other columns of the file prove.

    Raises
    ------
    UnreadableFile
        A rate column whose numbers can be read both ways, and nothing in the file decides.
    """
    numeric = {
        code: index
        for code, index in columns.items()
        if COLUMN_OF[code].content is not Content.TEXT
    }
    proofs: dict[str, Counter[Mark]] = {code: Counter() for code in numeric}
    groups: dict[str, Counter[Mark]] = {code: Counter() for code in numeric}
    doubtful: dict[str, str] = {}
    seen: dict[str, set[str]] = {code: set() for code in numeric}
    for row in rows:
        for code, index in numeric.items():
            if index >= len(row.cells):
                continue
            cell = row.cells[index]
            if not isinstance(cell, str) or ("," not in cell and "." not in cell):
                continue
            if cell in seen[code]:
                continue
            if len(seen[code]) < 5_000:
                seen[code].add(cell)
            _weigh(clean(cell), code, proofs, groups, doubtful)
    whole_file = _most(sum((proofs[c] for c in numeric if not _is_count(c)), Counter()))
    counted = _most(sum((groups[c] for c in numeric if _is_count(c)), Counter()))
    marks: dict[str, Mark | None] = {}
    for code in numeric:
        if _is_count(code):
            marks[code] = _most(groups[code])
            continue
        mark = _most(proofs[code]) or counted or whole_file
        if mark is None and code in doubtful:
            raise UnreadableFile(
                _("Spalte „%(column)s“: „%(text)s“ lässt sich auf zwei Arten lesen, und die Datei "
                  "entscheidet es nicht. Bitte speichern Sie die Zahlen mit Dezimalstellen.")
                % {"column": COLUMN_OF[code].label, "text": doubtful[code]}
            )  # fmt: skip
        marks[code] = mark
    return marks


def _is_count(code: str) -> bool:
    return COLUMN_OF[code].content is Content.COUNT


def _weigh(
    text: str,
    code: str,
    proofs: dict[str, Counter[Mark]],
    groups: dict[str, Counter[Mark]],
    doubtful: dict[str, str],
) -> None:
    sure = sure_mark(text)
    if sure is not None:
        proofs[code][sure] += 1
    grouped = grouping_of_counts([text])
    if grouped is not None:
        groups[code][grouped] += 1
        if sure is None:
            doubtful.setdefault(code, text)


def _most(votes: Mapping[Mark, int]) -> Mark | None:
    return max(votes, key=lambda mark: votes[mark]) if votes else None
