"""Text that people write: a small Markdown, cleaned, made to fit below the headings of a page."""

from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
LINKS = {"https", "http", "mailto", "tel"}

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
_parser.disable(["image", "code", "fence", "html_block", "html_inline"])


def _lower_headings(tokens: list[Any], below: int) -> None:
    """Shift headings so that the highest of a text stands one level under its section."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    if not levels:
        return
    shift = below + 1 - min(levels)
    last = below
    for token in tokens:
        if token.type == "heading_open":
            # A level is never skipped, whatever was typed.
            last = min(int(token.tag[1]) + shift, last + 1, 6)
            token.tag = f"h{last}"
        elif token.type == "heading_close":
            token.tag = f"h{last}"


def render(text: str, *, below: int = 2) -> SafeString:
    """Return clean HTML of a Markdown text whose section has a heading of level ``below``.

    Allowed are paragraphs, emphasis, lists, quotations, links and headings; no images, no HTML.
    """
    environment: dict[str, Any] = {}
    tokens = _parser.parse(text or "", environment)
    _lower_headings(tokens, below)
    html = _parser.renderer.render(tokens, _parser.options, environment)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=LINKS,
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)


def plain(text: str) -> str:
    """Return the text without any mark-up, for summaries and search."""
    return nh3.clean(str(render(text)), tags=set()).strip()
