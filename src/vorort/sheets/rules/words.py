"""Words as offices write them: compared without case, umlauts, abbreviations and footnotes."""

import re
import unicodedata
from difflib import SequenceMatcher

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " und "})
_SUPERSCRIPTS = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]+\)?")
# A mark after the last letter: ``insgesamt 1)``, ``Raub*``. A bracket of words is no mark.
_MARK = re.compile(r"(?:\s*(?<![\d.,/*-])\(?\d\)|(?<![\d*])\s*\*{1,3}\)?)\s*$")
_ABBREVIATIONS = (
    (re.compile(r"\ba(?:\.\s?d\.\s*| d )(?=\w{3})"), "an der "),
    (re.compile(r"\bi(?:\.\s?d\.\s*| d )(?=\w{3})"), "in der "),
    (re.compile(r"\ba\.\s*(?=\w{3})"), "an "),
    (re.compile(r"\bb\.\s*(?=\w{3})"), "bei "),
    (re.compile(r"\bst\.\s*(?=\w{3})"), "sankt "),
    (re.compile(r"\bstr\.|\bstrasse\b"), "strasse"),
    (re.compile(r"\blk\b\.?|\blkr\b\.?|\bkrs\b\.?"), "landkreis"),
    (re.compile(r"\bgem\.\s*"), "gemeinde "),
    (re.compile(r"\binsg\.|\binsges\.|\bges\."), "insgesamt"),
)
# What stands before or after the name of an area and says only what sort it is.
_SORTS = re.compile(
    r"^(?:stadt|gemeinde|markt|ortsteil|ot|stadtteil|stadtbezirk|grosse kreisstadt|kreisfreie stadt)"
    r"\s+(?=\w)|(?:\s+(?:stadt|gemeinde|markt|st|gkst))+$"
)
_DAVON = re.compile(r"^(?:dar(?:unter)?|dav(?:on)?|und zwar|u\.?\s?z\w*)\b\.?:?\s*")
_TOTALS = frozenset(
    {
        "summe", "insgesamt", "gesamt", "zusammen", "total", "gesamtsumme", "endsumme",
        "summe insgesamt", "gesamt insgesamt", "alle", "jahr insgesamt", "jahressumme", "summen",
        "insgesamt summe", "gesamtergebnis", "jahr gesamt",
    }
)  # fmt: skip
_TOTAL_PART = re.compile(
    r"^(?:summe|gesamt|insgesamt|zusammen)\s+(?:der|aller|alle|ueber)?\s*"
    r"(?:ortsteile|gemeinden|bezirke|orte|reviere|monate|jahr|bereiche|gebiete)\b"
)


def without_marks(text: str) -> str:
    """Return a text without its footnote marks."""
    plain = _SUPERSCRIPTS.sub("", unicodedata.normalize("NFC", text))
    previous = None
    while previous != plain:
        previous, plain = plain, _MARK.sub("", plain)
    return plain.strip() or text.strip()


def plain(text: str) -> str:
    """Return the words of a text: lower case, umlauts spelled out, nothing but letters, digits."""
    low = without_marks(text).lower().translate(_UMLAUTS)
    for pattern, long in _ABBREVIATIONS:
        low = pattern.sub(long, low)
    return " ".join(re.findall(r"[a-z0-9§%+*]+|-{6}", low))


def area_words(text: str) -> str:
    """Return the name of an area without what only says its sort: ``Lindenau, Stadt``."""
    words = plain(re.sub(r"\(.*?\)", " ", text))
    previous = None
    while previous != words:
        previous, words = words, _SORTS.sub("", words).strip()
    return words


def without_davon(words: str) -> str:
    """Return plain words without ``davon``, ``darunter`` and the like at their start."""
    return _DAVON.sub("", words)


def is_davon(text: str) -> bool:
    """Return whether a row is a part of the one above it and no addend of the total."""
    return bool(_DAVON.match(text.strip().lower()))


def is_total(text: str) -> bool:
    """Return whether a wording names the sum of the others and nothing else."""
    words = plain(text)
    return words in _TOTALS or bool(_TOTAL_PART.match(words))


def likeness(one: str, other: str) -> float:
    """Return how alike two plain texts are, from 0 to 1; typing errors leave it above 0.85."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def signature(text: str) -> str:
    """Return what stays the same in the head of a column from year to year: ``faelle #``."""
    words = re.sub(r"\d+", "#", plain(text))
    words = re.sub(rf"\b(?:{'|'.join(MONTH_WORDS)})\b", "#", words)
    # A period is one sign, however it is written: 2024, 01/2024, Januar 2024.
    return re.sub(r"#(?:\s*#)+", "#", words)


MONTH_WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            ("januar", "jan", "jaenner"),
            ("februar", "feb", "febr"),
            ("maerz", "marz", "mrz", "mar"),
            ("april", "apr"),
            ("mai",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("dezember", "dez"),
        ),
        1,
    )
    for word in words
}
