"""What the platform knows of areas and indicators, and which of them a wording means."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vorort.evidence.rules import normalise_area_key, normalise_offence_key
from vorort.records.rules import RESIDENTS, RESIDENTS_FEMALE, RESIDENTS_MALE
from vorort.sheets.rules.words import area_words, likeness, plain, without_davon

POPULATION = "population"
# Rows of a table that are parts of a population, or the one of the end of the year before.
POPULATION_MALE, POPULATION_FEMALE = "population:male", "population:female"
POPULATION_BEFORE = "population:before"
PKS, RECORDS = "pks:", "rec:"
# The codes the forms of the records use for them.
RESIDENTS_CODES = {
    POPULATION: RESIDENTS,
    POPULATION_MALE: RESIDENTS_MALE,
    POPULATION_FEMALE: RESIDENTS_FEMALE,
}
ALIKE = 0.84
# A code at the start of a wording: ``435*00 Wohnungseinbruchdiebstahl``.
_LEADING_KEY = re.compile(r"^([0-9*]{6}|-{6})[\s:–-]+(?=\S)")
_AREA_NUMBER = re.compile(r"\d{4,5}|\d{7,8}|\d{12}")
# Beats are cut by the police; their names are no areas of ours.
_BEAT = re.compile(
    r"\b(?:\w*revier|posten|streifenbezirk|kontaktbereich|bereich|bezirk|kob|bupo)\b"
)


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area a table may name. ``rank``: 0 the town itself, 1 inside it, 2 its county, 3 others."""

    key: str
    name: str
    rank: int
    ars: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """A figure a table may hold: ``pks:435*00``, ``rec:owi-noise`` or ``population``."""

    code: str
    label: str
    group: str
    names: tuple[str, ...] = ()
    # Words that mean this only in a table of its group: ``insgesamt``, ``Kinder``.
    vague: tuple[str, ...] = ()
    # Offered where a person chooses; the rest is found by its key or wording only.
    common: bool = True
    # In percent; a spreadsheet may store it as 0,064.
    share: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a wording means; ``sure`` false is a suggestion that a person confirms."""

    code: str
    label: str
    sure: bool
    reason: str = ""
    rank: int = 9
    # Found by a key: a wording beside it says no more.
    by_key: bool = False


@dataclass
class Known:
    """Areas and indicators, found by wording. ``own`` is the key of the town itself."""

    own: str
    own_name: str
    areas: tuple[KnownArea, ...]
    indicators: tuple[KnownIndicator, ...]
    _areas_by_words: dict[str, list[KnownArea]] = field(default_factory=dict, init=False)
    _by_words: dict[str, list[KnownIndicator]] = field(default_factory=dict, init=False)
    _vague: dict[tuple[str, str], KnownIndicator] = field(default_factory=dict, init=False)
    _areas_seen: dict[str, Match | None] = field(default_factory=dict, init=False)
    _seen: dict[tuple[str, str], Match | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        areas: dict[str, list[KnownArea]] = defaultdict(list)
        for area in self.areas:
            for words in {area_words(name) for name in (area.name, *area.also)} - {""}:
                areas[words].append(area)
        self._areas_by_words = dict(areas)
        found: dict[str, list[KnownIndicator]] = defaultdict(list)
        for one in self.indicators:
            for words in {plain(name) for name in (one.label, *one.names)} - {""}:
                if one not in found[words]:
                    found[words].append(one)
            for name in one.vague:
                self._vague[one.group, plain(name)] = one
        self._by_words = dict(found)
        self.by_key = {area.key: area for area in self.areas}
        self.by_ars = {area.ars: area for area in self.areas if area.ars}
        self.by_code = {one.code: one for one in self.indicators}
        self._by_own_code = {
            one.code.removeprefix(RECORDS): one
            for one in self.indicators
            if not one.code.startswith(PKS)
        } | {
            RESIDENTS_CODES[code]: one
            for code, one in self.by_code.items()
            if code in RESIDENTS_CODES
        }

    @property
    def county(self) -> str:
        return self.own[:5]

    # ── areas ────────────────────────────────────────────

    def area_label(self, key: str) -> str:
        """Return the name of an area, or its key where it is not known yet."""
        area = self.by_key.get(key)
        return area.name if area else key

    def find_area(self, text: str) -> Match | None:
        """Return the area a wording or a key means, or None."""
        if text not in self._areas_seen:
            self._areas_seen[text] = self._find_area(text)
        return self._areas_seen[text]

    def _find_area(self, text: str) -> Match | None:
        number = text.strip().replace(" ", "").removesuffix(".0")
        if _AREA_NUMBER.fullmatch(number):
            return self._by_number(number)
        if (area := self.by_key.get(number)) is not None:
            return _keyed(area, _("Gebietsschlüssel"))
        words = area_words(text)
        if len(words) < 3:
            return None
        exact = _nearest(self._areas_by_words.get(words, ()))
        if len(exact) == 1:
            return _area_match(exact[0], _("gleicher Name"))
        if exact:
            return None
        near = [area for area in self.areas if area.rank <= 2]
        begins = [area for area in near if area_words(area.name).startswith(f"{words} ")]
        if len(begins) == 1 and len(words) >= 4:
            return _area_match(begins[0], _("einziges Gebiet Ihres Kreises, das so beginnt"))
        return self._alike_area(words, near)

    def _by_number(self, number: str) -> Match | None:
        if len(number) == 12:
            found = self.by_ars.get(number)
            return _keyed(found, _("Regionalschlüssel")) if found else None
        key = normalise_area_key(number)
        if key is None:
            return None
        if (area := self.by_key.get(key)) is not None:
            return _keyed(area, _("Gebietsschlüssel"))
        if len(key) == 8 and key.startswith(self.county):
            return Match(
                key, key, sure=True, reason=_("Gemeinde Ihres Kreises, noch ohne Namen"), rank=2
            )
        return None

    def _alike_area(self, words: str, near: list[KnownArea]) -> Match | None:
        bare = _BEAT.sub("", words).strip()
        best, best_score = None, 0.0
        for area in near:
            name = area_words(area.name)
            score = likeness(words, name)
            first = set(words.split())
            if (bare and bare != words and (name == bare or name.startswith(f"{bare} "))) or (
                len(first) > 1
                and first <= set(name.split())
                and words.split(maxsplit=1)[0] == name.split()[0]
            ):
                score = 0.9
            if score > best_score:
                best, best_score = area, score
        if best is None or best_score < ALIKE:
            return None
        return _area_match(best, _("ähnlicher Name"), sure=False)

    # ── indicators ───────────────────────────────────────

    def label(self, code: str) -> str:
        """Return the German name of an indicator."""
        one = self.by_code.get(code)
        return one.label if one else code.removeprefix(PKS).removeprefix(RECORDS)

    def find_indicator(self, text: str, group: str = "") -> Match | None:
        """Return the indicator a key or wording means, or None.

        ``group`` is the group the rest of the table belongs to; it decides vague words.
        """
        place = text, group
        if place not in self._seen:
            self._seen[place] = self._find_indicator(text, group)
        return self._seen[place]

    def _find_indicator(self, text: str, group: str) -> Match | None:
        if (match := self._by_offence_key(text)) is not None:
            return match
        if (own := self._by_own_code.get(text.strip())) is not None:
            return _indicator_match(own, _("Kennung der Kennzahl"), by_key=True)
        words = plain(text)
        if not re.search(r"[a-z]{2}", words):
            return None
        if (one := self._vague.get((group, words))) is not None:
            return _indicator_match(one, _("in einer Tabelle dieser Art"))
        for form in dict.fromkeys((words, without_davon(words), _without_law(words))):
            found = self._by_words.get(form, [])
            mine = [one for one in found if group and one.group == group] or found
            if len(mine) == 1:
                return _indicator_match(mine[0], _("gleicher Wortlaut"))
            if mine:
                return _indicator_match(mine[0], _("mehrere Bedeutungen möglich"), sure=False)
        return self._alike(without_davon(words), group)

    def _by_offence_key(self, text: str) -> Match | None:
        leading = _LEADING_KEY.match(text.strip())
        key = normalise_offence_key(leading[1] if leading else text)
        if key is None:
            return None
        one = self.by_code.get(f"{PKS}{key}")
        if one is not None:
            return _indicator_match(one, _("Straftatenschlüssel"), by_key=True)
        whole = re.fullmatch(r"[0-9*]{6}|-{6}", text.strip()) or leading
        if whole:
            rest = text.strip()[len(leading[0]) :] if leading else key
            reason = _("Straftatenschlüssel")
            return Match(f"{PKS}{key}", rest, sure=True, reason=reason, by_key=True)
        return None

    def _alike(self, words: str, group: str) -> Match | None:
        best, best_score = None, 0.0
        for name, members in self._by_words.items():
            if abs(len(name) - len(words)) > 0.5 * max(len(name), len(words)):
                continue
            score = likeness(words, name) + (0.02 if members[0].group == group else 0.0)
            if score > best_score:
                best, best_score = members[0], score
        if best is None or best_score < ALIKE or len(words) < 5:
            return None
        return _indicator_match(best, _("ähnlicher Wortlaut"), sure=False)


def _without_law(words: str) -> str:
    return re.sub(r"\s*§.*$", "", words)


def _nearest(areas: Iterable[KnownArea]) -> list[KnownArea]:
    every = list(areas)
    best = min((area.rank for area in every), default=0)
    return [area for area in every if area.rank == best]


def _area_match(area: KnownArea, reason: str, *, sure: bool = True) -> Match:
    return Match(area.key, area.name, sure, reason, area.rank)


def _keyed(area: KnownArea, reason: str) -> Match:
    return Match(area.key, area.name, sure=True, reason=reason, rank=area.rank, by_key=True)


def _indicator_match(
    one: KnownIndicator, reason: str, *, sure: bool = True, by_key: bool = False
) -> Match:
    return Match(one.code, one.label, sure, reason, by_key=by_key)
