"""Documents that leave the house: one model, rendered as HTML and as a tagged PDF (PDF/UA-1)."""

from vorort.notices.exports.document import (
    Block,
    BulletList,
    Column,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    Letterhead,
    NoteBox,
    PageBreak,
    Paragraph,
    Table,
    VerdictList,
)
from vorort.notices.exports.html import render_html
from vorort.notices.exports.letterhead import letterhead
from vorort.notices.exports.pdf import DocumentFailed, render_pdf

__all__ = [
    "Block",
    "BulletList",
    "Column",
    "Contents",
    "Document",
    "DocumentFailed",
    "Facts",
    "Figure",
    "Heading",
    "Letterhead",
    "NoteBox",
    "PageBreak",
    "Paragraph",
    "Table",
    "VerdictList",
    "letterhead",
    "render_html",
    "render_pdf",
]
