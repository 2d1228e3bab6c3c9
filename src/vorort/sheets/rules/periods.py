"""Years, months and days as they stand in titles, heads and cells."""

import datetime as dt
import re
from dataclasses import dataclass

from vorort.sheets.rules.words import MONTH_WORDS, plain, without_marks

_YEAR = r"(?:19|20)\d\d"
_SPAN = re.compile(
    rf"\b0?1\.\s?0?1\.\s?({_YEAR})?\s*(?:bis|-|–|—)\s*(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?({_YEAR})\b"
)
_DAY = re.compile(rf"\b(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?({_YEAR})\b")
_ISO = re.compile(rf"\b({_YEAR})-(\d{{2}})(?:-(\d{{2}}))?\b")
_LONG_DAY = re.compile(rf"\b(\d{{1,2}})\.\s+([a-zäöü]{{3,9}})\s+({_YEAR})\b", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"\b(0?[1-9]|1[0-2])\s?[/.]\s?({_YEAR})\b")
_WORD_MONTH = re.compile(
    rf"\b({'|'.join(MONTH_WORDS)})\b\.?\s*(?:{chr(39)}?({_YEAR}|\d\d)\b)?", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:(?:[1-4]|iv|iii|ii|i)\s*\.?\s*(?:quartal|qu|q|vierteljahr|halbjahr|hj)\b|q\s?[1-4]\b)"
)
_ANY_YEAR = re.compile(rf"(?<![\d.,])({_YEAR})(?![\d])(?![.,]\d)")
_YEARS_SPAN = re.compile(rf"(?<!\d)({_YEAR})\s*(?:bis|-|–|/|und)\s*({_YEAR})(?!\d)")
_FILLERS = re.compile(
    r"\b(?:berichts)?jahr(?:e|es)?\b|\bstichtag\b|\bstand\b|\bzeitraum\b|\bmonat\b|\bim\b|\bfuer\b"
    r"|\bzum\b|\bam\b|\bvom\b|\bpks\b"
)
FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month of a year, or a month whose year stands elsewhere.

    ``day`` is set where a day of reference is named; ``broken`` where it is a part of a year that
    nobody counts by: a quarter, half a year, several years.
    """

    year: int | None = None
    month: int | None = None
    day: dt.date | None = None
    broken: bool = False

    def over(self, other: "Period | None") -> "Period":
        """Return this period with what it leaves open taken from another."""
        if other is None:
            return self
        return Period(
            self.year if self.year is not None else other.year,
            self.month if self.month is not None else other.month,
            self.day if self.day is not None else (other.day if self.year is None else None),
            self.broken or other.broken,
        )


def read_period(cell: object) -> Period | None:
    """Return the period that a whole cell names, or None where it says something else too."""
    if isinstance(cell, dt.date):
        return period_of_day(cell)
    if isinstance(cell, (int, float)):
        whole = float(cell).is_integer() and FIRST_YEAR <= cell <= LAST_YEAR
        return Period(int(cell)) if whole else None
    if not isinstance(cell, str):
        return None
    found, rest = split_period(cell)
    return found if found is not None and not rest else None


def period_of_day(day: dt.date) -> Period:
    """Return what a date stands for: the last of a year the year, the first of a month that."""
    if (day.month, day.day) == (12, 31):
        return Period(day.year, None, day)
    if day.day == 1:
        return Period(day.year, day.month)
    return Period(day.year, None, day)


def split_period(text: str) -> tuple[Period | None, str]:
    """Return the period a text names and what is left of the text without it, as plain words."""
    body = without_marks(text)
    for rule in (_by_span, _by_day, _by_iso, _by_part, _by_month_of_year, _by_word, _by_year):
        found = rule(body)
        if found is not None:
            period, start, end = found
            rest = plain(f"{body[:start]} {body[end:]}")
            return period, " ".join(_FILLERS.sub(" ", rest).split())
    return None, plain(body)


Found = tuple[Period, int, int] | None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _by_span(body: str) -> Found:
    found = _SPAN.search(body)
    if not found:
        spans = _YEARS_SPAN.search(body)
        return (Period(broken=True), *spans.span()) if spans else None
    first, day, month, year = found.groups()
    whole = (int(day), int(month)) == (31, 12) and first in {None, year}
    return Period(int(year), broken=not whole), *found.span()


def _by_day(body: str) -> Found:
    found = _DAY.search(body)
    day = _date(found[3], found[2], found[1]) if found else None
    if found and day:
        return period_of_day(day), *found.span()
    long = _LONG_DAY.search(body)
    month = MONTH_WORDS.get(plain(long[2])) if long else None
    day = _date(long[3], str(month), long[1]) if long and month else None
    return (period_of_day(day), *long.span()) if long and day else None


def _by_iso(body: str) -> Found:
    found = _ISO.search(body)
    if not found:
        return None
    if found[3]:
        day = _date(found[1], found[2], found[3])
        return (period_of_day(day), *found.span()) if day else None
    month = int(found[2])
    return (Period(int(found[1]), month), *found.span()) if 1 <= month <= 12 else None


def _by_part(body: str) -> Found:
    found = _PART.search(body.lower())
    if not found:
        return None
    year = _ANY_YEAR.search(body)
    ends = [found.start(), found.end(), *(year.span() if year else ())]
    return Period(int(year[1]) if year else None, broken=True), min(ends), max(ends)


def _by_month_of_year(body: str) -> Found:
    found = _MONTH_OF_YEAR.search(body)
    return (Period(int(found[2]), int(found[1])), *found.span()) if found else None


def _by_word(body: str) -> Found:
    # März has to be found as it is written and as plain text writes it.
    found = _WORD_MONTH.search(body.replace("ä", "a").replace("Ä", "A"))
    if not found:
        return None
    month = MONTH_WORDS.get(found[1].lower()) or MONTH_WORDS["maerz"]
    year = int(found[2]) if found[2] else None
    if year is not None and year < 100:
        year += 2000
    start, end = found.span()
    if year is None and (other := _ANY_YEAR.search(body)):
        year, start, end = int(other[1]), min(start, other.start()), max(end, other.end())
    return Period(year, month), start, end


def _by_year(body: str) -> Found:
    years = list(_ANY_YEAR.finditer(body))
    if not years:
        return None
    if len({found[1] for found in years}) > 1:
        return None
    return Period(int(years[0][1])), *years[0].span()
