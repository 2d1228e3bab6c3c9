"""Which reporting year a table is about: from its text, its file name or what is given."""

import datetime as dt
import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from vorort.evidence.importers.headers import Layout
from vorort.evidence.importers.texts import UnreadableFile

FIRST_YEAR = 1990
_PERIOD = re.compile(r"01\.01\.((?:19|20)\d\d)\s*(?:bis|-|–)\s*31\.12\.((?:19|20)\d\d)")
_REPORT_YEAR = re.compile(r"Berichtsjahr:?\s*((?:19|20)\d\d)")
_AS_OF = re.compile(r"Stand:?\s*(\d\d)\.(\d\d)\.((?:19|20)\d\d)")
_CASES_OF = re.compile(r"F(?:ä|ae)lle\s+((?:19|20)\d\d)")
_ANY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_VERSION = re.compile(r"(V\d+\.\d+)\s+erstellt am:?\s*(\d\d\.\d\d\.\d{4})")


def year_in_content(layout: Layout, sheet_name: str) -> int | None:
    """Return the reporting year the table names itself, or None."""
    head = " \n".join(layout.preamble)
    period = _PERIOD.search(head)
    if period and period[1] == period[2]:
        return int(period[1])
    for pattern, text in ((_REPORT_YEAR, head), (_CASES_OF, " \n".join(layout.names))):
        if found := pattern.search(text):
            return int(found[1])
    in_name = set(_ANY.findall(sheet_name))
    return int(in_name.pop()) if len(in_name) == 1 else None


def year_in_name(name: str) -> int | None:
    """Return the year a file name carries, or None where it has none or several."""
    found = set(_ANY.findall(PurePath(name).name))
    return int(found.pop()) if len(found) == 1 else None


def decide_year(*, given: int | None, content: int | None, name: str, today: dt.date) -> int:
    """Return the reporting year; what the table says itself may not be contradicted.

    Raises
    ------
    UnreadableFile
        No year to be found, a contradiction, or a year that cannot be.
    """
    if given and content and given != content:
        raise UnreadableFile(
            _("Die Tabelle nennt das Berichtsjahr %(content)s, angegeben wurde %(given)s.")
            % {"content": content, "given": given},
            field="year",
        )
    year = given or content or year_in_name(name)
    if year is None:
        raise UnreadableFile(
            _("Das Berichtsjahr ist weder in der Tabelle noch im Dateinamen zu erkennen. "
              "Bitte geben Sie es an."),
            field="year",
        )  # fmt: skip
    return check_year(year, today)


def check_year(year: int, today: dt.date) -> int:
    """Return the year, or refuse one in the future or before the statistics."""
    if year > today.year:
        raise UnreadableFile(
            _("Das Berichtsjahr %(year)s liegt in der Zukunft.") % {"year": year}, field="year"
        )
    if year < FIRST_YEAR:
        raise UnreadableFile(
            _("Das Berichtsjahr %(year)s liegt vor %(first)s.")
            % {"year": year, "first": FIRST_YEAR},
            field="year",
        )
    return year


def day_in_content(layout: Layout) -> dt.date | None:
    """Return the day a population table names (``Stand: 31.12.2022``), or None."""
    found = _AS_OF.search(" \n".join(layout.preamble))
    return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None


def reference_day(year: int) -> dt.date:
    """Return the day whose population a reporting year is measured on: 31 December before."""
    return dt.date(year - 1, 12, 31)


def version_of(layout: Layout) -> str:
    """Return the version a table names, such as ``V1.0 vom 29.05.2023``."""
    found = _VERSION.search(" \n".join(layout.preamble))
    return f"{found[1]} vom {found[2]}" if found else ""
