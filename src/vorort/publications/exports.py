"""The corrections of something public: what changed, when and why, in every form of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vorort.notices.exports import Block, Heading, NoteBox
from vorort.notices.exports import Table as DocumentTable
from vorort.publications.choices import Change
from vorort.ui import format as show
from vorort.ui.parts import Column, Row, Table


@dataclass(frozen=True)
class CorrectionNote:
    """One correction: which version replaced which, when, why, and what changed.

    ``replaced_path`` is the address of the replaced version, empty where it is not readable.
    """

    version: int
    replaces: int
    on: dt.date
    reason: str
    changes: tuple[Change, ...]
    replaced_path: str = ""

    @property
    def headline(self) -> str:
        return _("Berichtigung vom %(day)s: Fassung %(new)d ersetzt Fassung %(old)d") % {
            "day": show.date(self.on),
            "new": self.version,
            "old": self.replaces,
        }

    @property
    def anchor(self) -> str:
        return f"berichtigung-{self.version}"

    @property
    def table(self) -> Table | None:
        """The changes as a table of the page, or None where only the reason says it."""
        return changes_table(self.changes)


def changes_table(changes: Sequence[Change]) -> Table | None:
    """Return old and new values as a table of a page, or None where nothing changed."""
    if not changes:
        return None
    return Table(
        caption=_("Was sich geändert hat"),
        columns=tuple(Column(head) for head in _heads()),
        rows=tuple(Row((one.figure, one.place, one.old, one.new)) for one in changes),
    )


def _heads() -> tuple[str, ...]:
    return _("Abbildung oder Abschnitt"), _("Stelle"), _("vorher"), _("jetzt")


def blocks(notes: Sequence[CorrectionNote]) -> list[Block]:
    """Return the corrections for the document, the latest first."""
    found: list[Block] = []
    if notes:
        found.append(Heading(1, _("Berichtigungen")))
    for note in notes:
        found.append(NoteBox(note.reason, title=note.headline))
        if note.changes:
            found.append(
                DocumentTable(
                    caption=_("Was sich geändert hat"),
                    columns=list(_heads()),
                    rows=[[one.figure, one.place, one.old, one.new] for one in note.changes],
                )
            )
    return found


def payload(notes: Sequence[CorrectionNote]) -> list[dict[str, Any]]:
    """Return the corrections as plain values, the latest first."""
    return [
        {
            "version": note.version,
            "replaces_version": note.replaces,
            "replaces_path": note.replaced_path or None,
            "published_on": note.on.isoformat(),
            "reason": note.reason,
            "changes": [
                {"figure": one.figure, "place": one.place, "old": one.old, "new": one.new}
                for one in note.changes
            ],
        }
        for note in notes
    ]
