"""The rows of a mask: which stand there unasked, which can be added, what a wording means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.evidence.models import OffenceKey
from vorort.evidence.rules import normalise_offence_key
from vorort.evidence.rules.labels import short_label
from vorort.figures.choices import OFFENCE_GROUPS
from vorort.records.choices import EntryKind, RecordGroup
from vorort.records.queries.indicators import (
    find_indicator,
    get_indicator,
    list_indicators,
    squash,
)
from vorort.records.rules import (
    CASES,
    CLEARED,
    RATE,
    RESIDENTS,
    RESIDENTS_FEMALE,
    RESIDENTS_MALE,
    VALUE,
)


@dataclass(frozen=True)
class MaskRow:
    """A row of a mask; ``hint`` says what is counted."""

    code: str
    label: str
    hint: str = ""


# What a small town looks at first; the rest is one choice away.
USUAL_GROUPS = (
    "total", "violent", "simple-bodily-harm", "theft", "burglary", "theft-bicycle", "shoplifting",
    "fraud", "damage", "drugs", "street-crime",
)  # fmt: skip
_GROUPS = {group.code: group for group in OFFENCE_GROUPS}
_OTHER_WORDS = {
    "straftaten": "------", "straftatengesamt": "------", "gesamtstraftaten": "------",
    "straftateninsgesamt": "------", "allestraftaten": "------", "gesamtkriminalitaet": "------",
    "insgesamt": "------", "gesamt": "------", "summe": "------", "erfasstefaelle": "------",
    "rauschgiftkriminalitaet": "730000", "drogendelikte": "730000", "btm": "730000",
    "koerperverletzungeinfache": "224000", "einbruch": "435*00", "wohnungseinbrueche": "435*00",
    "wed": "435*00", "fahrraddiebstaehle": "***300", "gewaltdelikte": "892000",
    "sachbeschaedigungen": "674000", "diebstaehle": "****00", "betrugsdelikte": "510000",
}  # fmt: skip
_KEY_FIRST = re.compile(r"^\s*([0-9*]{6}|-{6})(?:\s|$)")
_RESIDENT_WORDS = re.compile(
    r"(?:einwohner(?:innen)?|bevoelkerung|einwohnerzahl|residents)(?:und\w*)?(?:insgesamt|gesamt)?"
    r"(?:am3112\w*|vorjahr\w*)?"
)
_SEX_WORDS = {
    "maennlich": RESIDENTS_MALE,
    "maenner": RESIDENTS_MALE,
    "bevoelkerungmaennlich": RESIDENTS_MALE,
    "weiblich": RESIDENTS_FEMALE,
    "frauen": RESIDENTS_FEMALE,
    "bevoelkerungweiblich": RESIDENTS_FEMALE,
}
# What else of a group a heading may mean; taken off before the group is looked up.
_QUANTITY_WORDS = (
    (RATE, re.compile(r"\b(?:häufigkeitszahl(?:en)?|hz|je 100\.?000(?: einw\w*\.?)?)\b", re.IGNORECASE)),
    (CLEARED, re.compile(r"\b(?:davon )?(?:aufgeklärte?(?: fälle)?|aufklärung(?:squote)?|aq)\b", re.IGNORECASE)),
    (CASES, re.compile(r"\b(?:(?:erfasste )?fälle|anzahl)\b", re.IGNORECASE)),
)  # fmt: skip


def residents_row(kind: str) -> MaskRow:
    """Return the row of residents of a mask."""
    if kind == EntryKind.RESIDENTS:
        return MaskRow(RESIDENTS, _("Bevölkerung insgesamt"), _("am 31.12. des Jahres"))
    return MaskRow(RESIDENTS, _("Einwohner"), _("am 31.12. des Vorjahres"))


def usual_rows(kind: str) -> tuple[MaskRow, ...]:
    """Return the rows that stand in a mask without being asked for."""
    if kind == EntryKind.POLICE:
        return tuple(_group_row(code) for code in USUAL_GROUPS)
    if kind == EntryKind.RESIDENTS:
        ages = [one for one in list_indicators(RecordGroup.RESIDENTS) if not one.parent]
        return (
            MaskRow(RESIDENTS_MALE, _("männlich")),
            MaskRow(RESIDENTS_FEMALE, _("weiblich")),
            *(MaskRow(one.code, str(one.label)) for one in ages),
        )
    return tuple(
        MaskRow(one.code, str(one.label), str(one.definition))
        for one in list_indicators(kind)
        if one.usual
    )


def other_rows(kind: str, there: Iterable[str]) -> tuple[MaskRow, ...]:
    """Return the rows that can be added to a mask, without those that are there."""
    known = set(there)
    if kind == EntryKind.POLICE:
        rows = [_group_row(group.code) for group in OFFENCE_GROUPS]
    else:
        rows = [
            MaskRow(one.code, str(one.label), str(one.definition)) for one in list_indicators(kind)
        ]
    return tuple(row for row in rows if row.code not in known)


def row_of(kind: str, code: str) -> MaskRow | None:
    """Return the row with a code, or None where there is no such figure."""
    if code == RESIDENTS:
        return residents_row(kind)
    if kind == EntryKind.POLICE:
        return _police_row(code)
    sexes = {RESIDENTS_MALE: _("männlich"), RESIDENTS_FEMALE: _("weiblich")}
    if kind == EntryKind.RESIDENTS and code in sexes:
        return MaskRow(code, sexes[code])
    known = get_indicator(code)
    if known is None or known.group != kind:
        return None
    return MaskRow(code, str(known.label), str(known.definition))


def find_row(kind: str, words: str) -> MaskRow | None:
    """Return the row that a key or a wording means, or None."""
    if kind != EntryKind.POLICE:
        found = find_indicator(words, group=kind)
        return row_of(kind, found.code) if found else None
    if (key := _KEY_FIRST.match(words)) is not None:
        return _police_row(key[1])
    if words.strip().isdigit():
        # A key that lost its nought, or any other number: only keys somebody knows count.
        spelled = normalise_offence_key(words) or ""
        return _police_row(spelled) if _is_known(spelled) else None
    return _police_by_words(squash(words))


def recognise(kind: str, words: str) -> tuple[str, str] | None:
    """Return (quantity, code) that a heading of a pasted block means, or None."""
    plain = squash(words)
    if not plain:
        return None
    if _RESIDENT_WORDS.fullmatch(plain) or (
        kind == EntryKind.RESIDENTS and plain in {"insgesamt", "gesamt"}
    ):
        return VALUE, RESIDENTS
    if kind == EntryKind.RESIDENTS and plain in _SEX_WORDS:
        return VALUE, _SEX_WORDS[plain]
    if kind != EntryKind.POLICE:
        row = find_row(kind, words)
        return (VALUE, row.code) if row else None
    if (row := find_row(kind, words)) is not None:
        return CASES, row.code
    for quantity, pattern in _QUANTITY_WORDS:
        rest = pattern.sub(" ", words).strip(" ,;:()-–/")
        if rest != words.strip() and (row := find_row(kind, rest)) is not None:
            return quantity, row.code
    return None


def _group_row(code: str) -> MaskRow:
    group = _GROUPS[code]
    # The names of the groups are plain; what each one holds stands in the Lagebild.
    return MaskRow(group.codes[0], str(group.label))


def _police_row(code: str) -> MaskRow | None:
    key = normalise_offence_key(code)
    if key is None:
        return None
    for group in OFFENCE_GROUPS:
        if group.codes[0] == key:
            return _group_row(group.code)
    known = OffenceKey.objects.filter(key=key).order_by("-year").first()
    if known is not None:
        return MaskRow(key, short_label(known.label))
    return MaskRow(key, _("Schlüssel %(key)s") % {"key": key})


def _is_known(key: str) -> bool:
    listed = any(key in group.codes for group in OFFENCE_GROUPS)
    return listed or OffenceKey.objects.filter(key=key).exists()


def _police_by_words(wanted: str) -> MaskRow | None:
    if not wanted:
        return None
    for group in OFFENCE_GROUPS:
        if wanted in {squash(str(group.label)), squash(str(group.short_label)), group.code}:
            return _group_row(group.code)
    if (key := _OTHER_WORDS.get(wanted)) is not None:
        return _police_row(key)
    rows = OffenceKey.objects.order_by("-year").values_list("key", "label")
    hits = dict.fromkeys(key for key, label in rows if squash(short_label(label)) == wanted)
    return _police_row(next(iter(hits))) if len(hits) == 1 else None


def offence_labels(codes: Iterable[str], years: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return per year the wording of each key: as the police print it in the nearest year.

    Where no table has brought a key yet, the everyday name of its group stands in.
    """
    wanted = set(codes)
    known: dict[str, dict[int, str]] = {}
    for row in OffenceKey.objects.filter(key__in=wanted).order_by("year"):
        known.setdefault(row.key, {})[row.year] = row.label
    usual = {group.codes[0]: str(group.label) for group in OFFENCE_GROUPS}
    return {
        year: {
            code: (
                known[code][min(known[code], key=lambda other: abs(other - year))]
                if code in known
                else usual.get(code, code)
            )
            for code in sorted(wanted)
        }
        for year in years
    }


KIND_NOTES = {
    EntryKind.POLICE: gettext_lazy(
        "Fälle der Polizeilichen Kriminalstatistik für Ihren Ort, etwa aus dem "
        "Kriminalitätsatlas oder aus einer E-Mail des Reviers."
    ),
    EntryKind.OWI: gettext_lazy("Verfahren des Ordnungsamts: Lärm, Müll, Hunde und anderes."),
    EntryKind.ACCIDENTS: gettext_lazy(
        "Unfälle, Verletzte und Getötete, wie die Polizei sie nennt."
    ),
    EntryKind.STRUCTURE: gettext_lazy(
        "Arbeitslosigkeit, Bürgergeld, Altersanteile und andere Angaben der Statistik."
    ),
    EntryKind.RESIDENTS: gettext_lazy(
        "Einwohnerinnen und Einwohner nach Geschlecht und Alter, jeweils am 31.12. des Jahres."
    ),
}
