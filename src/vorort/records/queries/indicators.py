"""The catalogue for masks, templates and importers."""

import re

from vorort.records.choices import CATALOGUE, RecordGroup, RecordIndicator, indicator_of
from vorort.records.choices.indicators import AGE_BANDS

_SEXES = ("", "-m", "-f")
_SEX_WORDS = {"maennlich": "-m", "weiblich": "-f"}
# Words that mean something only where the kind of table is known.
_VAGUE = frozenset({"insgesamt", "summe", "gesamt", "kinder", "sachschaden", "tote"})
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_AGE_WORDS = re.compile(
    r"(?:(unter)(\d+)|(\d+)(?:bis|-|–)(unter)?(\d+)|(?:ab)?(\d+)(?:undmehr|undaelter|\+|jahreundaelter)?)"
    r"(?:jahre?n?)?(?:undaelter|undmehr)?"
)


def list_indicators(group: str | None = None) -> tuple[RecordIndicator, ...]:
    """Return the catalogue in its order, all of it or one group (``RecordGroup``).

    The group of residents holds the usual age groups, each for both sexes and for each one;
    any other cut of the ages is a code too (``get_indicator("residents-15-17-f")``).
    """
    every = (*CATALOGUE, *_residents())
    return tuple(one for one in every if group is None or one.group == group)


def _residents() -> tuple[RecordIndicator, ...]:
    codes = [
        f"residents-{low}-{'up' if high is None else high}{sex}"
        for low, high in AGE_BANDS
        for sex in _SEXES
    ]
    return tuple(one for code in codes if (one := indicator_of(code)) is not None)


def get_indicator(code: str) -> RecordIndicator | None:
    """Return the indicator with this code, or None."""
    return indicator_of(code)


def find_indicator(words: str, *, group: str | None = None) -> RecordIndicator | None:
    """Return the indicator a heading means: its code, label or one of its aliases.

    Compared without case, spaces and punctuation. None where no indicator, or more than one of
    different groups, answers to these words: a guess would put figures in the wrong place.
    """
    wanted = squash(words)
    if not wanted:
        return None
    known = indicator_of(words.strip())
    if known is not None and group in (None, known.group):
        return known
    found = [
        one
        for one in CATALOGUE
        if (group is None or one.group == group)
        and wanted in {squash(str(one.label)), *map(squash, _aliases(one, group))}
    ]
    if len(found) == 1:
        return None if group is None and wanted in _VAGUE else found[0]
    if not found and group in (None, RecordGroup.RESIDENTS):
        return _by_age(wanted) if group else None
    return None


def _aliases(one: RecordIndicator, group: str | None) -> tuple[str, ...]:
    # "Fahrraddiebstahl" means the police statistics unless the table says otherwise.
    return () if group is None and one.group == RecordGroup.INCIDENTS else one.aliases


def squash(words: str) -> str:
    """Return words without case, spaces and punctuation, umlauts spelled out."""
    return re.sub(r"[^a-z0-9+§%_-]", "", words.casefold().translate(_SPELLED))


def _by_age(wanted: str) -> RecordIndicator | None:
    """Return the age group that ``14 bis unter 18 Jahre``, ``unter 6`` or ``75 und mehr`` means."""
    sex = next((mark for word, mark in _SEX_WORDS.items() if wanted.endswith(word)), "")
    found = _AGE_WORDS.fullmatch(re.sub(rf"(?:{'|'.join(_SEX_WORDS)})$", "", wanted))
    if found is None:
        return None
    if found[1]:
        low, high = 0, str(int(found[2]) - 1)
    elif found[3]:
        low, high = int(found[3]), str(int(found[5]) - (1 if found[4] else 0))
    else:
        low, high = int(found[6]), "up"
    return indicator_of(f"residents-{low}-{high}{sex}")
