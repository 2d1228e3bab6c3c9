"""Signs a document can show. A tagged PDF must not contain one that no font has."""

import json
import unicodedata
from functools import lru_cache

import typst

from vorort.notices.exports.fonts import families, fonts

REPLACEMENT = "\N{WHITE SQUARE}"
# Latin letters up to Extended-A: every European name, Sorbian included; all fonts have them.
_SAFE = 0x17F
_PROBE = b'#set document(title: "x")\n#set text(font: json(bytes(sys.inputs.f)))\n#sys.inputs.c'


def clean(text: str) -> str:
    """Return the text without control characters; line breaks become spaces."""
    spaced = "".join(" " if char in "\t\r\n\v\f\u2028\u2029" else char for char in text)
    kept = (char for char in spaced if unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", "".join(kept))


def is_blank(text: str) -> bool:
    """Whether nothing of the text would be seen."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def displayable(text: str) -> str:
    """Return the text with a white square for each sign that no font of ours has."""
    return "".join(
        char
        if 0x20 <= ord(char) < 0x7F or 0xA0 <= ord(char) <= _SAFE or _has(char)
        else REPLACEMENT
        for char in text
    )


def letters_only(text: str) -> str:
    """Return the text with a white square for everything but plain letters: the last resort."""
    return "".join(
        char if 0x20 <= ord(char) < 0x7F or 0xA0 <= ord(char) <= _SAFE else REPLACEMENT
        for char in text
    )


@lru_cache(maxsize=4096)
def _has(char: str) -> bool:
    """Ask typst itself: only it knows which of its fonts it would take."""
    probe = typst.Compiler(
        _PROBE, font_paths=fonts(), sys_inputs={"c": f"a{char}", "f": json.dumps(families())}
    )
    try:
        probe.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
