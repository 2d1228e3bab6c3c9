"""What stands above a table and around it: its period, its area, its indicator, its group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vorort.records.choices import RecordGroup
from vorort.sheets.choices import measure_of
from vorort.sheets.rules.known import Known, Match
from vorort.sheets.rules.periods import Period, split_period
from vorort.sheets.rules.words import area_words, plain

_PRINTED = re.compile(
    r"\b(?:daten)?(?:stand|erstellt|gedruckt|druckdatum|abruf|ausgabe|bearbeitet)\b\s*(?:am|vom|:)?\s*"
    r"[:\s]*\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:polizei)?(?:revier|direktion|inspektion|posten|dienststelle|praesidium)\s+(?:[a-z]+\s+){0,2}?$"
)
_GROUPS = (
    (RecordGroup.INCIDENTS, re.compile(r"vorgangs(?:daten|zahlen)|polizeiliche vorgaenge")),
    (RecordGroup.ACCIDENTS, re.compile(r"unfall|unfaelle|verunglueckt|\bvu\b")),
    (
        RecordGroup.OWI,
        re.compile(r"ordnungswidrig|\bowi\b|ordnungsamt|vollzugsdienst|\bgvd\b|bussgeld"),
    ),
    (RecordGroup.RESIDENTS, re.compile(r"altersgrupp|nach alter|altersstruktur|lebensalter")),
    ("pks", re.compile(r"\bpks\b|straftat|kriminal|delikt|polizeirevier|polizeidirektion|offence")),
    ("population", re.compile(r"bevoelkerung|einwohner")),
)


@dataclass(frozen=True)
class Context:
    """What a table's surroundings say; each may be open."""

    period: Period | None = None
    # Several years are named: the table itself has to say which.
    several: bool = False
    area: Match | None = None
    indicator: Match | None = None
    measure: str = ""
    group: str = ""


def read_context(
    titles: Sequence[str], notes: Sequence[str], sheet: str, file_name: str, known: Known
) -> Context:
    """Return what titles, the name of the sheet and the name of the file say, in this order."""
    period, several = _period([*titles], sheet, file_name)
    words = [plain(text) for text in (*titles, sheet, file_name.rpartition(".")[0])]
    every = " ".join([*words, *map(plain, notes)])
    group = next((str(name) for name, found in _GROUPS if found.search(" ".join(words))), "")
    if not group:
        group = next((str(name) for name, found in _GROUPS if found.search(every)), "")
    indicator = None
    for text in titles:
        indicator = indicator or _indicator(text, known, group)
    return Context(
        period=period,
        several=several,
        area=_area(words, known),
        indicator=indicator,
        measure=_measure(words),
        group=group,
    )


def _period(titles: Sequence[str], sheet: str, file_name: str) -> tuple[Period | None, bool]:
    for texts in (titles, [sheet], [file_name.rpartition(".")[0].replace("_", " ")]):
        found = [split_period(_PRINTED.sub("", text))[0] for text in texts]
        said = [period for period in found if period is not None]
        whole = [period for period in said if not period.broken and period.year is not None]
        years = {period.year for period in whole}
        if len(years) == 1:
            # A day of reference or a month says more than the bare year beside it.
            return max(whole, key=lambda one: (one.month is not None, one.day is not None)), False
        if said:
            return None, True
    # Only the day of printing is named: better than nothing for a population.
    return None, False


def _area(words: Sequence[str], known: Known) -> Match | None:
    found: dict[str, tuple[int, int]] = {}
    for area in known.areas:
        if area.rank > 2:
            continue
        for name in {area_words(one) for one in (area.name, *area.also)}:
            if len(name) < 4:
                continue
            for text in words:
                for hit in re.finditer(rf"\b{re.escape(name)}\b", text):
                    if not _OFFICE.search(text[: hit.start()]):
                        found[area.key] = max(found.get(area.key, (0, 0)), (len(name), -area.rank))
    if not found:
        return None
    # The longest name holds the shorter ones; a county is the frame of the town beside it.
    towns = {key: size for key, size in found.items() if len(key) > 5} or found
    best = max(towns.values())
    keys = [key for key, size in towns.items() if size[0] >= best[0] or key == known.own]
    key = keys[0] if len(keys) == 1 else known.own if known.own in keys else ""
    return known.find_area(key) if key else None


def _indicator(text: str, known: Known, group: str) -> Match | None:
    words = split_period(text)[1]
    best: tuple[int, Match] | None = None
    apart = group == RecordGroup.INCIDENTS
    for one in known.indicators:
        if apart and one.group != group:
            continue
        for name in (one.label, *one.names, *(one.vague if apart else ())):
            plain_name = plain(name)
            if len(plain_name) < 6 or (best and len(plain_name) <= best[0]):
                continue
            if re.search(rf"\b{re.escape(plain_name)}\b", words):
                best = len(plain_name), Match(one.code, one.label, sure=True)
    return best[1] if best else None


def _measure(words: Sequence[str]) -> str:
    for text in words:
        if re.search(r"haeufigkeitszahl|je 100 000|je 100000", text):
            return "rate"
        if re.search(r"aufklaerungsquote", text):
            return "clearance"
        bare = measure_of(split_period(text)[1])
        if bare in {"rate", "clearance"}:
            return bare
    return ""
