"""The columns of the police tables: their names over the years, and what they may hold."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Content(StrEnum):
    """What a column holds; decides how a separator in a number is read."""

    TEXT = "text"
    COUNT = "count"
    RATE = "rate"
    SHARE = "share"


@dataclass(frozen=True)
class Column:
    """A column of a table: its code here, its German meaning, and patterns of its header.

    A pattern is matched against the whole header after ``squash``: lower case, umlauts spelled
    out, everything but letters and digits removed, ``%`` as ``prozent``.
    """

    code: str
    label: Words
    content: Content
    pattern: re.Pattern[str]


def _column(code: str, label: Words, content: Content, *patterns: str) -> Column:
    return Column(code, label, content, re.compile("|".join(f"(?:{p})" for p in patterns)))


# Order matters: the first pattern that matches the whole header decides.
# fmt: off
COLUMNS: tuple[Column, ...] = (
    _column("key", _("Straftatenschlüssel"), Content.TEXT,
            r"(?:pks)?schluess?el?", r"str(?:a)?ft(?:aten)?schl(?:uessel)?(?:zahl)?",
            r"schluesselzahl"),
    _column("label", _("Bezeichnung"), Content.TEXT,
            r"straftat(?:en)?(?:gruppe)?", r"delikt", r"bezeichnung"),
    _column("area_key", _("Gebietsschlüssel (AGS)"), Content.TEXT,
            r"(?:gemeinde|kreis|regional|land|gebiets)schluessel", r"ags(?:5|8)?",
            r"gemeindenr|gemeindenummer"),
    _column("area_name", _("Name des Gebiets"), Content.TEXT,
            r"stadtlandkreis", r"(?:land)?kreis", r"gemeinde(?:name)?", r"stadt"),
    _column("area_kind", _("Art des Gebiets"), Content.TEXT, r"kreisart|gebietsart|lksk"),
    _column("state", _("Land"), Content.TEXT, r"bundesland|land(?:bezeichnung)?"),
    _column("year", _("Berichtsjahr"), Content.TEXT, r"(?:berichts)?jahr"),
    _column("attempts_share", _("Versuche in Prozent"), Content.SHARE,
            r".*versuche.*(?:prozent|pct)", r"versuchsanteil"),
    _column("attempts", _("Versuche"), Content.COUNT, r".*versuche(?:anzahl|absolut|faelle)?"),
    _column("gun_threatened", _("mit Schusswaffe gedroht"), Content.COUNT, r".*gedroht"),
    _column("gun_fired", _("mit Schusswaffe geschossen"), Content.COUNT, r".*geschossen"),
    _column("clearance", _("Aufklärungsquote, veröffentlicht"), Content.SHARE,
            r"auff?klaerungsquote.*", r"auff?klaerung(?:inprozent|aq).*",
            r"aq(?:inprozent|prozent|pct)?"),
    _column("cleared", _("aufgeklärte Fälle"), Content.COUNT,
            r"auff?klaerung(?:(?:anzahl)?faelle|anzahl)?",
            r"(?:anzahl)?(?:der)?(?:auf)?geklaerte[nr]?faelle", r"aufgeklaert(?:n|anzahl)?"),
    _column("suspects_foreign_share", _("nichtdeutsche Tatverdächtige in Prozent"), Content.SHARE,
            r"(?:anteil)?nichtdeutsche?tatverdaechtige?.*(?:prozent|pct).*",
            r"anteilnichtdeutsche.*", r"ndtv(?:in)?(?:prozent|pct)",
            r"tvnichtdeutsch(?:prozent|pct)"),
    _column("suspects_foreign", _("nichtdeutsche Tatverdächtige"), Content.COUNT,
            r"(?:anzahl)?nichtdeutschetatverdaechtige(?:anzahl)?",
            r"ndtv(?:insg(?:es(?:amt)?)?)?", r"tvnichtdeutsch(?:anzahl)?"),
    _column("suspects_male", _("Tatverdächtige, männlich"), Content.COUNT,
            r"(?:tatverdaechtige|tv)(?:maennlich|m)"),
    _column("suspects_female", _("Tatverdächtige, weiblich"), Content.COUNT,
            r"(?:tatverdaechtige|tv)(?:weiblich|w)"),
    _column("suspects", _("Tatverdächtige insgesamt"), Content.COUNT,
            r"(?:tatverdaechtige|tv)(?:insg(?:es(?:amt)?)?|gesamt)?"),
    _column("share_of_all", _("Anteil an allen Fällen in Prozent"), Content.SHARE,
            r"(?:prozent)?anteilanallenfaellen(?:inprozent)?"),
    _column("cases_under_20k", _("Fälle in Gemeinden unter 20.000 Einwohnern"), Content.COUNT,
            r"tatortverteilungbisunter20000einwohner"),
    _column("cases_20k_100k", _("Fälle in Gemeinden von 20.000 bis unter 100.000 Einwohnern"), Content.COUNT,
            r"tatortverteilung20000bisunter100000einwohner"),
    _column("cases_100k_500k", _("Fälle in Gemeinden von 100.000 bis unter 500.000 Einwohnern"), Content.COUNT,
            r"tatortverteilung100000bisunter500000einwohner"),
    _column("cases_500k_up", _("Fälle in Gemeinden ab 500.000 Einwohnern"), Content.COUNT,
            r"tatortverteilung500000undmehreinwohner"),
    _column("cases_size_unknown", _("Fälle, Tatort unbekannt"), Content.COUNT,
            r"tatortverteilungunbekannt"),
    _column("rate", _("Häufigkeitszahl, veröffentlicht"), Content.RATE,
            r"hz(?:nachzensus(?:20\d\d)?)?", r"haeufigkeitszahl(?:nachzensus(?:20\d\d)?)?(?:hz)?"),
    _column("cases", _("erfasste Fälle"), Content.COUNT,
            r"(?:anzahl(?:der)?)?(?:erfasste[nr]?)?faelle(?:(?:19|20)\d\d)?(?:anzahl)?"),
    _column("population", _("Bevölkerung"), Content.COUNT,
            r"(?:bevoelkerung|einwohner(?:zahl)?)(?:insgesamt){0,2}"),
    _column("male", _("Bevölkerung, männlich"), Content.COUNT,
            r"(?:bevoelkerung(?:insgesamt)?)maennlich"),
    _column("female", _("Bevölkerung, weiblich"), Content.COUNT,
            r"(?:bevoelkerung(?:insgesamt)?)weiblich"),
)
# fmt: on
COLUMN_OF = {column.code: column for column in COLUMNS}

# The figures kept of each row, in the order of the staging file and of the model.
COUNTS = (
    "cases",
    "attempts",
    "gun_threatened",
    "gun_fired",
    "cleared",
    "suspects",
    "suspects_male",
    "suspects_female",
    "suspects_foreign",
    "cases_under_20k",
    "cases_20k_100k",
    "cases_100k_500k",
    "cases_500k_up",
    "cases_size_unknown",
)
SHARES = ("attempts_share", "clearance", "suspects_foreign_share", "share_of_all")
FIGURES = (*COUNTS, "rate", *SHARES)


@dataclass(frozen=True)
class TableSpec:
    """A format: the columns it cannot do without, and those it knows besides."""

    format: str
    title: Words
    required: tuple[str, ...]
    optional: tuple[str, ...]


_COMMON = (
    "label",
    "year",
    "attempts",
    "attempts_share",
    "cleared",
    "clearance",
    "suspects",
    "suspects_male",
    "suspects_female",
    "suspects_foreign",
    "suspects_foreign_share",
    "gun_threatened",
    "gun_fired",
)
TABLES: dict[str, TableSpec] = {
    "pks-county": TableSpec(
        "pks-county",
        _("Fälle je Kreis oder Gemeinde"),
        ("key", "area_key", "cases"),
        (*_COMMON, "area_name", "area_kind", "rate", "population"),
    ),
    "pks-state": TableSpec(
        "pks-state",
        _("Fälle je Land"),
        ("key", "state", "cases"),
        (*_COMMON, "rate"),
    ),
    "pks-nation": TableSpec(
        "pks-nation",
        _("Fälle im Bund, nach Gemeindegröße"),
        ("key", "cases", "cases_under_20k"),
        (
            *_COMMON,
            "share_of_all",
            "cases_20k_100k",
            "cases_100k_500k",
            "cases_500k_up",
            "cases_size_unknown",
        ),
    ),
    "population": TableSpec(
        "population",
        _("Bevölkerung"),
        ("area_key", "population"),
        ("area_name", "area_kind", "state", "male", "female", "year"),
    ),
}


class RowFlag:
    """Bits of a stored row: what a reader should know without the row being wrong."""

    CLEARED_ABOVE_CASES = 1
    SUSPECTS_NOT_SUM = 2
    RATE_NOT_IN_LINE = 4
