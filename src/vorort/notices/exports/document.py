"""The model of a document: what stands in it, not how it looks.

Texts of ``Paragraph``, ``NoteBox`` and the items of ``BulletList`` are Markdown (emphasis, links,
lists, quotations); all other texts are plain. Nothing in any of them is ever read as code.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field


class DocumentError(ValueError):
    """The parts of a document do not fit together."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the highest below the title. Skipped levels are closed up."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One or more paragraphs of Markdown; ``lead`` sets the sentence everybody should read."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class BulletList:
    """A list; with ``numbered`` the order matters."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: numbers stand right, texts share the rest of the width."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table of formatted cells; its head is repeated on each page."""

    caption: str
    columns: Sequence[Column | str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def __post_init__(self) -> None:
        if not self.columns or not self.caption:
            raise DocumentError("a table needs a caption and columns")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise DocumentError("a row has another number of cells than the table has columns")

    def heads(self) -> tuple[Column, ...]:
        """Return the columns; a bare name is a column of texts."""
        return tuple(Column(c) if isinstance(c, str) else c for c in self.columns)


@dataclass(frozen=True)
class Figure:
    """A picture as SVG with real colours; ``alt`` says what it shows, ``caption`` stands below."""

    svg: str
    alt: str
    caption: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise DocumentError("a figure needs an alternative text")


@dataclass(frozen=True)
class NoteBox:
    """A standing explanation, set apart."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class VerdictList:
    """Sentences with the word of their verdict: kind ``sure``, ``chance``, ``few`` or ``none``."""

    items: Sequence[tuple[str, str, str]]

    def __post_init__(self) -> None:
        if any(kind not in {"sure", "chance", "few", "none"} for _, kind, _ in self.items):
            raise DocumentError("unknown verdict")


@dataclass(frozen=True)
class Facts:
    """Names with their values: date, reference, contact."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Contents:
    """The table of contents, with page numbers."""

    depth: int = 2


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on: as what, and who; the name stands below the line."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading
    | Paragraph
    | BulletList
    | Table
    | Figure
    | NoteBox
    | VerdictList
    | Facts
    | Contents
    | Signatures
    | PageBreak
)


@dataclass(frozen=True)
class Letterhead:
    """Who writes: name, two letters on the arms, lines of the address, service."""

    name: str
    town_key: str = ""
    service: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Document:
    """A document with everything a reader program needs: title, language, author, date."""

    title: str
    subject: str
    author: str
    date: dt.date
    blocks: Sequence[Block]
    lang: str = "de"
    subtitle: str = ""
    keywords: Sequence[str] = ()
    letterhead: Letterhead | None = None
    footer: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise DocumentError("a document needs a title")


@dataclass
class Levels:
    """Closes up skipped levels: a reader program must be able to walk the outline."""

    last: int = field(default=0)

    def next(self, level: int) -> int:
        """Return the level a heading gets."""
        self.last = min(max(level, 1), self.last + 1, 5)
        return self.last
