# ruff: noqa: SLF001 - the library keeps its XML elements private and knows no other way to them
"""A document as DOCX: true headings, table heads, language; nothing of who made it but the author."""

import datetime as dt
import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from docx import Document as NewDocx
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

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

_INK, _MUTED = RGBColor(0x17, 0x1A, 0x2B), RGBColor(0x4B, 0x50, 0x63)
_FONT = "Calibri"
# Zip knows no time before 1980; the same document gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document) -> bytes:
    """Return the document for a word processor; the same document gives the same bytes."""
    made = NewDocx()
    _set_up(made, document)
    _letterhead(made, document)
    title = _("Ohne Titel") if characters.is_blank(document.title) else document.title
    made.add_paragraph(_clean(title), style="Title")
    if document.subtitle:
        made.add_paragraph(_clean(document.subtitle), style="Subtitle")
    levels = Levels()
    for block in document.blocks:
        _block(made, block, levels)
    return _packed(made)


def _clean(text: str) -> str:
    return characters.clean(text)


def _set_up(made: DocxDocument, document: Document) -> None:
    """Set paper, fonts, language and properties; no name of a person, no trace of a library."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.footer.paragraphs[0].text = _clean(document.footer or document.author)
    lang = "de-DE" if document.lang == "de" else document.lang
    for style in made.styles:
        font = getattr(style, "font", None)
        if font is not None and style.name in _SIZES:
            _set_font(style, _SIZES[style.name])
    _set_language(made, lang)
    noon = dt.datetime.combine(document.date, dt.time(12))
    properties = made.core_properties
    properties.title, properties.subject = _clean(document.title), _clean(document.subject)
    properties.author = properties.last_modified_by = _clean(document.author)
    properties.keywords = _clean(", ".join(document.keywords))
    properties.comments = properties.category = ""
    properties.language, properties.revision = lang, 1
    properties.created = properties.modified = noon


_SIZES: dict[str, float] = {
    "Normal": 11,
    "Title": 20,
    "Subtitle": 11,
    "Heading 1": 14,
    "Heading 2": 12,
    "Heading 3": 11,
    "Heading 4": 11,
    "Heading 5": 11,
}


def _set_font(style: Any, size: float) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = _MUTED if style.name == "Subtitle" else _INK
    style.font.italic = False
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        if fonts is not None and fonts.get(qn(name)) is not None:
            del fonts.attrib[qn(name)]
    fonts.set(qn("w:hAnsi"), _FONT)


def _set_language(made: DocxDocument, lang: str) -> None:
    """Set the language everywhere: reader programs choose their voice by it."""
    for found in made.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), lang)
    properties = made.styles["Normal"].element.get_or_add_rPr()
    if properties.find(qn("w:lang")) is None:
        element = OxmlElement("w:lang")
        element.set(qn("w:val"), lang)
        properties.append(element)


def _letterhead(made: DocxDocument, document: Document) -> None:
    head = document.letterhead
    if head is None:
        return
    lines = [head.service, *head.lines]
    paragraph = made.add_paragraph()
    paragraph.add_run(_clean(head.name)).bold = True
    for line in filter(None, lines):
        run = paragraph.add_run()
        run.add_break()
        small = paragraph.add_run(_clean(line))
        small.font.size, small.font.color.rgb = Pt(9), _MUTED
    paragraph.paragraph_format.space_after = Pt(18)


def _block(made: DocxDocument, block: Block, levels: Levels) -> None:
    match block:
        case Heading():
            if not characters.is_blank(block.text):
                made.add_heading(_clean(block.text), levels.next(block.level))
        case Paragraph():
            _nodes(made, inlines.blocks(block.text), lead=block.lead)
        case BulletList():
            kind = "enum" if block.numbered else "list"
            items = [{"k": "item", "c": inlines.blocks(item)} for item in block.items]
            _nodes(made, [{"k": kind, "c": items}])
        case Table():
            _table(made, block)
        case Figure():
            _figure(made, block)
        case NoteBox():
            if block.title:
                boxed(made.add_paragraph()).add_run(_clean(block.title)).bold = True
            start = len(made.paragraphs)
            _nodes(made, inlines.blocks(block.text))
            for paragraph in made.paragraphs[start:]:
                boxed(paragraph)
        case VerdictList():
            for text, _kind, words in block.items:
                paragraph = made.add_paragraph(style="List Bullet")
                paragraph.add_run(f"{_clean(text)} – ")
                paragraph.add_run(_clean(words)).bold = True
        case Facts():
            for name, value in block.items:
                paragraph = made.add_paragraph()
                paragraph.add_run(f"{_clean(name)}: ").bold = True
                paragraph.add_run(_clean(value))
                paragraph.paragraph_format.space_after = Pt(2)
        case Contents():
            _contents(made, block.depth)
        case Signatures():
            _signatures(made, block)
        case PageBreak():
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def boxed(paragraph: DocxParagraph) -> DocxParagraph:
    """Set a paragraph apart by a line at its side."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "6F7488")):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.left_indent = Mm(4)
    return paragraph


# ── text ─────────────────────────────────────────────────


def _nodes(made: DocxDocument, nodes: list[inlines.Node], *, lead: bool = False) -> None:
    for node in nodes:
        if node["k"] in {"list", "enum"}:
            _list(made, node, depth=1)
        elif node["k"] == "quote":
            start = len(made.paragraphs)
            _nodes(made, node["c"])
            for paragraph in made.paragraphs[start:]:
                paragraph.style = made.styles["Quote"]
        else:
            paragraph = made.add_paragraph()
            _runs(paragraph, node["c"] if node["k"] == "para" else [node])
            for run in paragraph.runs if lead else ():
                run.font.size = Pt(12)


def _list(made: DocxDocument, node: inlines.Node, *, depth: int) -> None:
    base = "List Number" if node["k"] == "enum" else "List Bullet"
    style = base if depth == 1 else f"{base} {min(depth, 3)}"
    number = _restarted(made, style) if node["k"] == "enum" else None
    for item in node["c"]:
        for place, child in enumerate(item["c"]):
            if child["k"] in {"list", "enum"}:
                _list(made, child, depth=depth + 1)
                continue
            paragraph = made.add_paragraph(style=style if not place else "List Continue")
            if number is not None and not place:
                _number(paragraph, number)
            _runs(paragraph, child["c"] if child["k"] == "para" else [child])


def _restarted(made: DocxDocument, style: str) -> int:
    """Return a numbering of its own: the second list begins with 1 again."""
    numbering = made.part.numbering_part.element
    used = made.styles[style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(0).add_startOverride(1)
    return int(fresh.numId)


def _number(paragraph: DocxParagraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _runs(
    paragraph: DocxParagraph,
    nodes: list[inlines.Node],
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    for node in nodes:
        kind = node["k"]
        if kind == "text":
            run = paragraph.add_run(_clean(node["s"]))
            run.bold, run.italic = bold or None, italic or None
        elif kind == "break":
            paragraph.add_run().add_break()
        elif kind == "link":
            _link(paragraph, node)
        elif "c" in node:
            is_bold, is_italic = bold or kind == "strong", italic or kind == "em"
            _runs(paragraph, node["c"], bold=is_bold, italic=is_italic)


def _link(paragraph: DocxParagraph, node: inlines.Node) -> None:
    address = paragraph.part.relate_to(node["url"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), address)
    start = len(paragraph.runs)
    _runs(paragraph, node["c"])
    for run in paragraph.runs[start:]:
        run.font.underline = True
        link.append(run._r)
    paragraph._p.append(link)


# ── parts ────────────────────────────────────────────────


def _table(made: DocxDocument, table: Table) -> None:
    heads = table.heads()
    caption = made.add_paragraph(_clean(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    grid = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    grid.autofit = True
    _mark_head(grid.rows[0])
    for place, head in enumerate(heads):
        _cell(grid.rows[0].cells[place], head.label, numeric=head.numeric, bold=True)
    for row in table.rows:
        cells = grid.add_row().cells
        for place, head in enumerate(heads):
            _cell(cells[place], str(row[place]), numeric=head.numeric)
    note = made.add_paragraph(_clean(table.note))
    for run in note.runs:
        run.font.size, run.font.color.rgb = Pt(9), _MUTED


def _mark_head(row: Any) -> None:
    """Make a row the head of its table, repeated on each page; no row breaks."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))


def _cell(cell: Any, text: str, *, numeric: bool, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_clean(text))
    run.bold, run.font.size = bold or None, Pt(10)
    paragraph.paragraph_format.space_after = Pt(0)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _figure(made: DocxDocument, figure: Figure) -> None:
    import vl_convert  # noqa: PLC0415 - slow import, kept out of web workers

    picture = made.add_picture(io.BytesIO(vl_convert.svg_to_png(figure.svg, scale=2)), Mm(160))
    described = picture._inline.docPr
    described.set("descr", _clean(figure.alt))
    described.set("name", _clean(figure.caption))
    made.add_paragraph(_clean(figure.caption), style="Caption")


def _contents(made: DocxDocument, depth: int) -> None:
    """Add a table of contents; the word processor fills it in."""
    paragraph = made.add_paragraph()
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f'TOC \\o "1-{depth}" \\h')
    paragraph._p.append(field)


def _signatures(made: DocxDocument, signatures: Signatures) -> None:
    for role, name in signatures.items:
        line = made.add_paragraph("_" * 52)
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(30), Pt(0)
        line.paragraph_format.keep_with_next = True
        made.add_paragraph(_clean(f"{role}: {name}" if name else role))


def _packed(made: DocxDocument) -> bytes:
    """Return the file without times and without what the library's own blank brought along."""
    rough, packed = io.BytesIO(), io.BytesIO()
    _drop_thumbnail(made)
    made.save(rough)
    with zipfile.ZipFile(rough) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(entry, _NO_TIME), old.read(entry), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _drop_thumbnail(made: DocxDocument) -> None:
    package = made.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
