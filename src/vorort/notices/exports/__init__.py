"""Documents that leave the house: one model, rendered as HTML, tagged PDF (PDF/UA-1) and DOCX."""

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
    Signatures,
    Table,
    VerdictList,
)
from vorort.notices.exports.docx import render_docx
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
    "Signatures",
    "Table",
    "VerdictList",
    "letterhead",
    "render_docx",
    "render_html",
    "render_pdf",
]
