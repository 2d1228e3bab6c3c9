"""A document as PDF/UA-1. The template is fixed; the document goes in as data, never as code."""

import datetime as dt
import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.notices.exports import characters, inlines
from vorort.notices.exports.document import (
    Block,
    BulletList,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    Levels,
    NoteBox,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    VerdictList,
)
from vorort.notices.exports.fonts import families, font_folder, fonts

Node = dict[str, Any]
Filter = Callable[[str], str]
# Share of the width of a picture that is added at either side.
MARGIN = 0.02
# Signs of a note that may go over two pages.
LONG_NOTE = 900
_NOT_SHOWN = "could not be displayed"


class DocumentFailed(DomainError):
    """The PDF could not be made; the reason stands in ``details``."""


def render_pdf(document: Document) -> bytes:
    """Return the document as a tagged PDF (PDF/UA-1): outline, table heads, alternative texts.

    The same document gives the same bytes. Signs that no font has become a white square.
    """
    reason = ""
    # Most texts need no look at single signs; the slow ways are for the rare rest.
    for allowed in (None, characters.displayable, characters.letters_only):
        try:
            return _compile(_as_data(document, allowed), document.date)
        except typst.TypstError as error:
            reason = str(error.message)
            if _NOT_SHOWN not in reason:
                break
    raise DocumentFailed(_("Das PDF ließ sich nicht erzeugen."), details={"reason": reason})


def _compile(data: Node, date: dt.date) -> bytes:
    compiler = typst.Compiler(
        _template(),
        # Nothing lies there but fonts: a picture could not draw in a file of the server.
        root=str(font_folder()),
        font_paths=fonts(),
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )
    noon = dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(noon.timestamp()))
    return cast("bytes", made)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return Path(__file__).with_name("report.typ").read_bytes()


def _as_data(document: Document, allowed: Filter | None) -> Node:
    head = document.letterhead
    levels = Levels()
    data = {
        "title": _("Ohne Titel") if characters.is_blank(document.title) else document.title,
        "subtitle": document.subtitle,
        "subject": document.subject,
        "author": document.author,
        "keywords": list(document.keywords),
        "lang": document.lang,
        "date": [document.date.year, document.date.month, document.date.day],
        "footer": document.footer or document.author,
        "fonts": families(),
        "words": {"page": _("Seite"), "of": _("von"), "contents": _("Inhalt")},
        "letterhead": {
            "name": head.name,
            "key": head.town_key,
            "service": head.service,
            "lines": list(head.lines),
        }
        if head
        else None,
        "blocks": [_block(block, levels) for block in document.blocks if not _is_blank(block)],
    }
    return cast("Node", _cleaned(data, allowed))


def _is_blank(block: Block) -> bool:
    """A heading without a word would break the outline."""
    return isinstance(block, Heading) and characters.is_blank(block.text)


def _block(block: Block, levels: Levels) -> Node:
    match block:
        case Heading():
            return {"k": "heading", "level": levels.next(block.level), "s": block.text}
        case Paragraph():
            return {"k": "lead" if block.lead else "blocks", "c": inlines.blocks(block.text)}
        case BulletList():
            items = [{"k": "item", "c": inlines.blocks(item)} for item in block.items]
            return {"k": "enum" if block.numbered else "list", "c": items}
        case Table():
            return {
                "k": "table",
                "caption": block.caption,
                "heads": _heads(block),
                "rows": [[str(cell) for cell in row] for row in block.rows],
                "note": block.note,
            }
        case Figure():
            return {
                "k": "figure",
                "svg": with_margin(block.svg),
                "alt": block.alt,
                "caption": block.caption,
            }
        case NoteBox():
            return {
                "k": "note",
                "title": block.title,
                "c": inlines.blocks(block.text),
                # A short one stays whole.
                "breakable": len(block.text) > LONG_NOTE,
            }
        case VerdictList():
            return {"k": "verdicts", "rows": [list(item) for item in block.items]}
        case Facts():
            return {"k": "facts", "rows": [list(item) for item in block.items]}
        case Contents():
            return {"k": "contents", "depth": block.depth}
        case Signatures():
            return {"k": "signatures", "rows": [list(item) for item in block.items]}
        case PageBreak():
            return {"k": "pagebreak"}


_VIEW_BOX = re.compile(r'(<svg\b[^>]*?\bviewBox=")([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)(")')
_OUTER_SIZE = re.compile(r'(<svg\b[^>]*?)\s(?:width)="[\d.]+"([^>]*?)\s(?:height)="[\d.]+"')


def with_margin(svg: str) -> str:
    """Return a picture with room at its sides: letters of print are wider than those of the page.

    A label that just fits on the page would be cut off at the edge of the picture.
    """
    found = _VIEW_BOX.search(svg)
    if found is None:
        return svg
    left, top, width, height = (float(found[place]) for place in (2, 3, 4, 5))
    room = width * MARGIN
    box = f"{left - room:g} {top:g} {width + 2 * room:g} {height:g}"
    wider = f"{svg[: found.start()]}{found[1]}{box}{found[6]}{svg[found.end() :]}"
    # Without a size of its own the picture is as large as its box.
    return _OUTER_SIZE.sub(r"\1\2", wider, count=1)


def _heads(table: Table) -> list[Node]:
    """Return the columns; texts share the width by their longest cell, within reason."""
    heads = []
    for place, column in enumerate(table.heads()):
        longest = max([len(column.label), *(len(str(row[place])) for row in table.rows)])
        share = min(max(longest, 8), 60)
        heads.append({"s": column.label, "numeric": column.numeric, "share": share})
    return heads


def _cleaned(value: Any, allowed: Filter | None) -> Any:
    """Return the data with every text freed of control characters and of signs no font has."""
    if isinstance(value, str):
        text = characters.clean(value)
        return allowed(text) if allowed else text
    if isinstance(value, dict):
        return {key: _cleaned(inner, allowed) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner, allowed) for inner in value]
    return value
