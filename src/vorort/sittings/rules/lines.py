"""A task in one line, as people say it: "Schulleitung: Konzept vorlegen bis 15.03."."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember",
)  # fmt: skip
WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTH = "|".join((*MONTHS, "jan", "feb", "mrz", "apr", "jun", "jul", "aug", "sept?", "okt", "nov", "dez"))  # fmt: skip
_DAYS = {"tag": 1, "woche": 7}
_LEAD = r"(?:^|[\s,;(–-])(?:(?:spätestens\s+)?(?:bis(?:\s+(?:zum|zur))?|am|ab)\s+)?"
_END = r"\)?[\s.;,]*$"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(_LEAD + shape + _END, re.IGNORECASE))
    for name, shape in (
        ("iso", r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
        ("digits", r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})?"),
        ("digits", r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})"),
        ("word", rf"(?P<day>\d{{1,2}})\.?\s+(?P<name>{_MONTH})\.?(?:\s+(?P<year>\d{{4}}|\d{{2}}))?"),
        ("end", rf"(?P<which>anfang|mitte|ende)\s+(?P<name>{_MONTH})\.?(?:\s+(?P<year>\d{{4}}))?"),
        ("span", r"in\s+(?P<count>\d{1,3}|einem|einer|zwei|drei|vier|sechs)\s+(?P<unit>tag|woche|monat)\w*"),
        ("weekday", rf"(?:(?:nächsten|kommenden)\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})"),
        ("near", r"(?P<near>heute|morgen|übermorgen|(?:zum\s+)?jahresende)"),
    )
)  # fmt: skip
_NUMBERS = {"einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "sechs": 6}
_LONGEST_OWNER = 80


@dataclass(frozen=True)
class Name:
    """Somebody a line may name: the seat's id and every word that means it."""

    key: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class TaskLine:
    """How a line was understood."""

    title: str
    owner: Name | None = None
    owner_text: str = ""
    due_on: dt.date | None = None


def read_task(line: str, *, names: Sequence[Name], today: dt.date) -> TaskLine:
    """Read who does what until when; whatever is not recognised stays in the title.

    The name may stand in front with a colon, or after the last comma. A day without a year is the
    next one of that date.
    """
    rest = " ".join(line.split())
    due_on, rest = _cut_date(rest, today)
    owner, owner_text = None, ""
    head, colon, tail = rest.partition(":")
    if colon and tail.strip() and len(head) <= _LONGEST_OWNER:
        owner, rest = _find(head, names), tail.strip()
        owner_text = "" if owner else head.strip()
    else:
        front, comma, last = rest.rpartition(",")
        owner = _find(last, names) if comma and front.strip() else None
        rest = front if owner else rest
    # "Bauamt: bis 15.03. Angebote einholen": the date may also stand in the middle.
    if due_on is None:
        due_on, rest = _cut_date(rest, today, anywhere=True)
    return TaskLine(rest.strip(" ,;–-"), owner, owner_text, due_on)


def _cut_date(text: str, today: dt.date, *, anywhere: bool = False) -> tuple[dt.date | None, str]:
    """Return the day at the end of a text and the text before it."""
    if anywhere:
        found = re.search(r"\bbis\s+(?:zum\s+)?(\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}\b)?)", text)
        if found is None:
            return None, text
        day, _rest = _cut_date(found[0], today)
        return day, " ".join((text[: found.start()] + text[found.end() :]).split()) if day else text
    for name, shape in _SHAPES:
        found = shape.search(text)
        if found is None:
            continue
        day = _day(name, found.groupdict(), today)
        if day is not None:
            return day, text[: found.start()].rstrip(" ,;–-(")
    return None, text


def _day(name: str, words: dict[str, str | None], today: dt.date) -> dt.date | None:
    """Return the day a match means; None for a day that does not exist."""
    if name == "weekday":
        ahead = (WEEKDAYS.index((words["weekday"] or "").lower()) - today.weekday()) % 7
        return today + dt.timedelta(days=ahead or 7)
    if name == "near":
        near = (words["near"] or "").lower()
        if near.endswith("jahresende"):
            return dt.date(today.year, 12, 31)
        return today + dt.timedelta(days=("heute", "morgen", "übermorgen").index(near))
    if name == "span":
        return _after(words, today)
    month = _month(words["name"] or "") if words.get("name") else int(words.get("month") or 0)
    year = _year(words.get("year"))
    if name == "end":
        last = calendar.monthrange(year or today.year, month)[1]
        day = {"anfang": 10, "mitte": 15, "ende": last}[(words["which"] or "").lower()]
    else:
        day = int(words["day"] or 0)
    return _next_such_day(day, month, year, today)


def _after(words: dict[str, str | None], today: dt.date) -> dt.date:
    said, unit = (words["count"] or "").lower(), (words["unit"] or "").lower()
    count = _NUMBERS.get(said) or int(said)
    if unit in _DAYS:
        return today + dt.timedelta(days=count * _DAYS[unit])
    years, months = divmod(today.month - 1 + count, 12)
    year, month = today.year + years, months + 1
    return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _month(word: str) -> int:
    start = word.lower().replace("mrz", "mär")[:3]
    return next(place for place, name in enumerate(MONTHS, 1) if name.startswith(start))


def _year(digits: str | None) -> int | None:
    return None if not digits else int(digits) + (2000 if len(digits) == 2 else 0)


def _next_such_day(day: int, month: int, year: int | None, today: dt.date) -> dt.date | None:
    """Return the day in the year given, or the first one that is not over; None for the 31.02."""
    for chosen in (year,) if year else range(today.year, today.year + 9):
        try:
            found = dt.date(chosen, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _find(said: str, names: Sequence[Name]) -> Name | None:
    """Return whom the words mean, if that is one only."""
    wanted = said.strip(" .").casefold()
    if not wanted:
        return None
    folded = [(name, [word.casefold() for word in name.words if word]) for name in names]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        # Two letters are no name: "ja" stands in many.
        if fits is not str.__eq__ and len(wanted) < 3:
            return None
        met = [name for name, words in folded if any(fits(word, wanted) for word in words)]
        if len(met) == 1:
            return met[0]
        if met:
            return None
    return None
