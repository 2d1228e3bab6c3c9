"""The languages of the public pages: German at the plain address, others below a prefix.

No cookie and no header decides, only the address: a link shows everybody the same page.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from vorort.ui.parts import Link

# BCP 47: "simple" is the registered variant for a simplified form of a language.
SIMPLE = "de-simple"
# Catalogues nobody of the language community, or no reading group, has looked at yet.
UNREVIEWED = frozenset({"hsb", SIMPLE})


@dataclass(frozen=True)
class Here:
    """The language of this page: its code, and what a reader must know about the texts."""

    code: str
    is_source: bool
    is_unreviewed: bool


def here() -> Here:
    """Return the language that is active."""
    code = get_language() or settings.LANGUAGE_CODE
    return Here(code, code == settings.LANGUAGE_CODE, code in UNREVIEWED)


def localised(path: str, language: str | None = None) -> str:
    """Return the address of a public page in a language (default: the active one)."""
    code = language or here().code
    if code == settings.LANGUAGE_CODE or code not in dict(settings.LANGUAGES):
        return path
    return f"/{code}{path}"


def plain(path: str) -> str:
    """Return an address without its language."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if first != settings.LANGUAGE_CODE and first in dict(settings.LANGUAGES) and slash:
        return f"/{rest}"
    return path


def language_links(path: str) -> list[Link]:
    """Return the links to a public page in every language, this one marked."""
    bare, active = plain(path), here().code
    return [
        Link(name, localised(bare, code), lang=code, current=code == active)
        for code, name in settings.LANGUAGES
    ]
