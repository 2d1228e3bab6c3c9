"""A document as HTML for a page or a preview; the title is the page's own h1."""

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

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
from vorort.ui import markdown

_NOTHING = mark_safe("")


def render_html(document: Document) -> str:
    """Return the document as one ``article``; pictures are taken over as they are (our own SVG)."""
    levels = Levels()
    parts = [format_html('<h1 class="kern-heading-large">{}</h1>', document.title)]
    if document.subtitle:
        parts.append(format_html('<p class="vo-meta">{}</p>', document.subtitle))
    parts += [_block(block, levels) for block in document.blocks]
    body = format_html_join("\n", "{}", ((part,) for part in parts if part))
    return format_html('<article class="vo-stack" lang="{}">\n{}\n</article>', document.lang, body)


def _block(block: Block, levels: Levels) -> SafeString:
    match block:
        case Heading():
            level = levels.next(block.level) + 1
            size = "medium" if level == 2 else "small"
            return format_html(
                '<h{} class="kern-heading-{}">{}</h{}>', level, size, block.text, level
            )
        case Paragraph():
            text = markdown.render(block.text, below=levels.last + 1)
            return format_html('<div class="vo-lead">{}</div>', text) if block.lead else text
        case BulletList():
            tag = "ol" if block.numbered else "ul"
            items = format_html_join(
                "", "<li>{}</li>", ((markdown.render(i),) for i in block.items)
            )
            return format_html("<{}>{}</{}>", tag, items, tag)
        case Table():
            return _table(block)
        case Figure():
            return format_html(
                '<figure class="vo-figure"><div role="img" aria-label="{}">{}</div>'
                '<figcaption class="vo-figure__source">{}</figcaption></figure>',
                block.alt,
                mark_safe(block.svg),
                block.caption,
            )
        case NoteBox():
            title = format_html("<p><strong>{}</strong></p>", block.title) if block.title else ""
            return format_html(
                '<div class="vo-note">{}{}</div>', title, markdown.render(block.text)
            )
        case VerdictList():
            rows = format_html_join(
                "",
                '<li><span>{}</span> <span class="vo-verdict vo-verdict--{}">{}</span></li>',
                block.items,
            )
            return format_html('<ul class="vo-list vo-verdicts">{}</ul>', rows)
        case Facts():
            rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", block.items)
            return format_html('<dl class="vo-fields">{}</dl>', rows)
        case Contents() | PageBreak() | Signatures():
            return _NOTHING


def _table(table: Table) -> SafeString:
    heads = table.heads()
    numeric = [mark_safe(' class="vo-num"') if head.numeric else "" for head in heads]
    head = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((css, column.label) for css, column in zip(numeric, heads, strict=True)),
    )
    rows = format_html_join("", "<tr>{}</tr>", ((_row(row, numeric),) for row in table.rows))
    note = format_html('<p class="vo-meta">{}</p>', table.note) if table.note else ""
    return format_html(
        '<div class="vo-table-box" tabindex="0" role="group" aria-label="{}">'
        '<table class="vo-table"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>{}",
        table.caption,
        table.caption,
        head,
        rows,
        note,
    )


def _row(row: object, numeric: list[str]) -> SafeString:
    cells = list(row) if isinstance(row, list | tuple) else []
    made = [format_html('<th scope="row"{}>{}</th>', numeric[0], conditional_escape(cells[0]))]
    made += [
        format_html("<td{}>{}</td>", css, cell)
        for css, cell in zip(numeric[1:], cells[1:], strict=True)
    ]
    return format_html_join("", "{}", ((cell,) for cell in made))
