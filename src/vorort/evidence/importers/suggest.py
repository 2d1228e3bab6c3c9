"""A first look at a file while it is handed in: which table it is, and whether the year is known."""

import datetime as dt
from pathlib import Path

from django.utils.translation import gettext as _

from vorort.evidence.choices import TABLES
from vorort.evidence.importers import years
from vorort.evidence.importers.headers import Layout, find_layout
from vorort.evidence.importers.rows import open_source
from vorort.evidence.importers.texts import UnreadableFile, check_letters

# The most telling table first: the nation's has columns no other has, states are the vaguest.
ORDER = ("pks-nation", "pks-county", "population", "pks-state")


def suggest_format(
    path: Path,
    *,
    name: str,
    year: int | None,
    today: dt.date,
    format: str = "",  # noqa: A002
) -> str:
    """Return the format of a file (or check the one given), after a look at its first rows.

    Raises
    ------
    UnreadableFile
        No table, none of ours, or no reporting year; ``field`` says where to show it.
    """
    source = open_source(path)
    sample = source.sample()
    check_letters("\n".join(" ".join(cells) for cells in sample))
    found, layout = _first_fit(sample, format, merged=source.is_sheet)
    if "year" not in layout.columns and not (
        found == "population" and years.day_in_content(layout)
    ):
        content = years.year_in_content(layout, source.sheet_name)
        years.decide_year(given=year, content=content, name=name, today=today)
    return found


def _first_fit(
    sample: list[list[str]],
    format: str,  # noqa: A002
    *,
    merged: bool,
) -> tuple[str, Layout]:
    failures: list[UnreadableFile] = []
    for candidate in (format,) if format else ORDER:
        try:
            layout = find_layout(sample, candidate, merged=merged)
        except UnreadableFile as error:
            failures.append(error)
            continue
        telling = {"state", "area_key"} & layout.columns.keys()
        if format or candidate != "pks-state" or telling or "year" in layout.columns:
            return candidate, layout
    if len(failures) == 1:
        raise failures[0]
    titles = ", ".join(str(spec.title) for spec in TABLES.values())
    raise UnreadableFile(
        _("Die Tabelle ist keine der bekannten (%(titles)s). Bitte wählen Sie aus, welche es sein "
          "soll; dann wird genannt, was fehlt.")
        % {"titles": titles},
        field="format",
    )  # fmt: skip
