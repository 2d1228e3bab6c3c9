"""Markdown as plain data for the template: texts stay texts, so no mark-up can get through."""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vorort.ui.markdown import LINKS

Node = dict[str, Any]

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
_parser.disable(["image", "code", "fence", "html_block", "html_inline", "heading", "lheading"])

_BLOCKS = {
    "paragraph_open": "para",
    "bullet_list_open": "list",
    "ordered_list_open": "enum",
    "list_item_open": "item",
    "blockquote_open": "quote",
}
_INLINES = {"strong_open": "strong", "em_open": "em", "link_open": "link"}


def blocks(text: str) -> list[Node]:
    """Return the paragraphs, lists and quotations of a Markdown text."""
    root: Node = {"k": "root", "c": []}
    stack = [root]
    for token in _parser.parse(text or ""):
        if token.type in _BLOCKS:
            node: Node = {"k": _BLOCKS[token.type], "c": []}
            stack[-1]["c"].append(node)
            stack.append(node)
        elif token.type == "inline":
            stack[-1]["c"].extend(_inline(token.children or []))
        elif token.type.endswith("_close"):
            stack.pop()
        elif token.type == "hr":
            continue
        elif token.content:
            stack[-1]["c"].append(plain(token.content))
    return list(root["c"])


def inline(text: str) -> list[Node]:
    """Return one line of Markdown without block structure."""
    token = _parser.parseInline(text or "")[0]
    return _inline(token.children or [])


def plain(text: str) -> Node:
    return {"k": "text", "s": text}


def _inline(tokens: list[Token]) -> list[Node]:
    root: Node = {"k": "root", "c": []}
    stack = [root]
    for token in tokens:
        if token.type in _INLINES:
            node: Node = {"k": _INLINES[token.type], "c": []}
            if token.type == "link_open":
                _set_address(node, str(token.attrGet("href") or ""))
            stack[-1]["c"].append(node)
            stack.append(node)
        elif token.type.endswith("_close"):
            stack.pop()
        elif token.type == "softbreak":
            stack[-1]["c"].append(plain(" "))
        elif token.type == "hardbreak":
            stack[-1]["c"].append({"k": "break"})
        elif token.content:
            stack[-1]["c"].append(plain(token.content))
    return list(root["c"])


def _set_address(node: Node, href: str) -> None:
    """Keep an address that leads out; anything else becomes plain words."""
    if href.partition(":")[0].lower() in LINKS and node["k"] == "link":
        node["url"] = href
    else:
        node["k"] = "span"
