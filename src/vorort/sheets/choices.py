"""What the columns and wordings of a table may mean, in the words of the offices."""

import re

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.evidence.choices import COLUMN_OF, COLUMNS, Content

Words = str | Promise


class Role(models.TextChoices):
    """What a column is for; those below are dimensions, the measures stand beside them."""

    AREA = "area", _("Gebiet")
    INDICATOR = "indicator", _("Delikt oder Kennzahl")
    PERIOD = "period", _("Jahr oder Monat")
    MEASURE = "measure", _("Art der Zahl")
    IGNORE = "ignore", _("nicht übernehmen")


DIMENSIONS = (Role.AREA, Role.INDICATOR, Role.PERIOD, Role.MEASURE)
# Numbers that a column or a row may hold, in the order they are offered. All but ``value`` are
# columns of the police statistics or of the population.
MEASURES = (
    "cases",
    "attempts",
    "attempts_share",
    "cleared",
    "clearance",
    "suspects",
    "suspects_male",
    "suspects_female",
    "suspects_foreign",
    "suspects_foreign_share",
    "rate",
    "population",
    "male",
    "female",
    "value",
)
POPULATION_MEASURES = frozenset({"population", "male", "female"})
VALUE = "value"
VALUE_LABEL = _("Anzahl oder Wert")


def measure_label(code: str) -> str:
    """Return what people read for a measure."""
    return str(VALUE_LABEL if code == VALUE else COLUMN_OF[code].label)


# In a row of figures there is no room for the whole name; the first number needs none.
_SHORT = {
    "cases": "",
    "value": "",
    "population": "",
    "cleared": _("aufgeklärt"),
    "clearance": _("AQ"),
    "rate": _("HZ"),
    "attempts": _("Versuche"),
    "attempts_share": _("Versuche"),
    "suspects": _("Tatverdächtige"),
    "suspects_male": _("TV männlich"),
    "suspects_female": _("TV weiblich"),
    "suspects_foreign": _("TV nichtdeutsch"),
    "suspects_foreign_share": _("TV nichtdeutsch"),
    "male": _("männlich"),
    "female": _("weiblich"),
}


def short_label(code: str) -> str:
    """Return the short name of a measure in a row of figures; the main number has none."""
    return str(_SHORT[code])


def role_label(code: str) -> str:
    """Return what people read for a role: a dimension, a measure, or nothing chosen yet."""
    if not code:
        return str(_("noch offen"))
    return str(Role(code).label) if code in Role.values else measure_label(code)


def content_of(measure: str) -> Content:
    """Return whether a measure is a count, a share in percent or another number."""
    return Content.RATE if measure == VALUE else COLUMN_OF[measure].content


# Spellings beyond those of the published tables, on text without anything but letters and
# digits, ``%`` spelled out. The first that fits decides.
_MEASURE_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (
            Role.IGNORE,
            (
                r".*veraend.*|.*differenz.*|.*diff|.*abnahme.*|.*vorjahr.*|entwicklung.*|trend.*|"
                r"tendenz.*|rang.*|anteil(?:an.*|am.*|inprozent|prozent)?|prozentualeranteil.*|"
                r"lfdnr|lfd|nr|nummer|.*mittelwert.*|.*durchschnitt.*|bemerkung.*|bem|anmerkung.*"
            ),
        ),
        ("attempts_share", r".*versuch\w*prozent|versuchsanteil.*"),
        ("attempts", r"(?:davon|dar|darunter)?versuche?(?:anzahl|faelle)?"),
        (
            "clearance",
            r"aq.*|.*aufkl\w*quote.*|.*(?:auf)?gekl\w*prozent|.*aufkl\w*prozent|quote|auflkquote",
        ),
        (
            "cleared",
            (
                r"(?:davon|dar|darunter)?(?:auf)?gekl(?:aert\w*)?(?:faelle|anzahl|abs\w*)?|"
                r"aufkl(?:aerung)?(?:faelle|anzahl|abs\w*)?"
            ),
        ),
        (
            "rate",
            r"hz\w*|haeufigkeitszahl.*|.*(?:je|pro|auf)(?:100000|100tsd|100t)(?:ew|einw\w*)?",
        ),
        ("male", r"(?:bevoelkerung|einwohner)\w*maennlich|maenner"),
        ("female", r"(?:bevoelkerung|einwohner)\w*weiblich|frauen"),
        ("suspects_male", r"(?:tv|tatverdaechtige)?(?:maennlich|m)"),
        ("suspects_female", r"(?:tv|tatverdaechtige)?(?:weiblich|w)"),
        ("suspects", r"tv|tvgesamt|tatverdaechtige\w*"),
        (
            "population",
            (
                r"(?:ew|einwohner(?:zahl(?:en)?|innenundeinwohner)?|bevoelkerung(?:sstand|szahl)?|"
                r"wohnbevoelkerung|hauptwohn\w*)(?:insgesamt|gesamt)?"
            ),
        ),
        (
            "cases",
            (
                r"(?:erf|erfasste?|bekanntgewordene|gemeldete|registrierte|anzahl|zahl)?(?:der)?"
                r"(?:faelle|fall|fallzahl(?:en)?|straftaten|delikte|verfahren|vorgaenge|anzeigen|verstoesse|"
                r"unfaelle|taten|einsaetze|vorfaelle)(?:anzahl|abs(?:olut)?|gesamt|insgesamt)?|"
                r"anzahl(?:abs(?:olut)?)?|anz|absolut|abs|erfasst|zahl|wert|menge"
            ),
        ),
    )
)


def squash(text: str) -> str:
    """Return a plain text as one word of letters and digits, ``%`` spelled out."""
    return re.sub(r"[^a-z0-9]", "", text.replace("%", "prozent"))


def measure_of(words: str) -> str:
    """Return the measure (or ``ignore``) that plain words mean, or an empty text."""
    text = squash(words)
    if not text:
        return ""
    for code, pattern in _MEASURE_WORDS:
        if pattern.fullmatch(text):
            return str(code)
    for column in COLUMNS:
        if column.code in MEASURES and column.pattern.fullmatch(text):
            return column.code
    return ""


# Words that say which dimension a column is, at its head.
AREA_HEADS = re.compile(
    r"gemeinde|stadt\b|\bort\b|orte\b|ortsteil|stadtteil|bezirk|revier|gebiet|kreis|ags|"
    r"gemeindeschluessel|gkz|bereich|dienststelle|tatort|kommune|raum"
)
INDICATOR_HEADS = re.compile(
    r"delikt|straftat|schluessel|tatbestand|verstoss|indikator|kennzahl|merkmal|bezeichnung|"
    r"phaenomen|deliktsgruppe|art der|sachgebiet|kategorie|\bkey\b|obergruppe"
)
PERIOD_HEADS = re.compile(r"jahr|monat|zeitraum|stichtag|datum|\bzeit\b|quartal")

# How stations call offences; keys as the sources print them.
OFFENCE_WORDS: dict[str, tuple[str, ...]] = {
    "------": (
        "Straftaten gesamt", "Gesamtkriminalität", "Straftaten insgesamt", "Fälle insgesamt",
        "alle Straftaten", "Gesamtzahl der Straftaten", "Kriminalität gesamt", "Straftaten",
    ),
    "000000": ("Straftaten gegen das Leben", "Tötungsdelikte"),
    "100000": (
        "Straftaten gegen die sexuelle Selbstbestimmung", "Sexualdelikte", "Sexualstraftaten",
    ),
    "200000": (
        "Rohheitsdelikte und Straftaten gegen die persönliche Freiheit", "Rohheitsdelikte",
        "Roheitsdelikte", "Rohheitsdelikte u. Straftaten gg. die persönliche Freiheit",
    ),
    "210000": ("Raub", "Raubdelikte", "Raub, räub. Erpressung"),
    "220000": ("Körperverletzung", "Körperverletzungen", "Körperverletzung insgesamt", "KV gesamt"),
    "222000": (
        "gefährliche Körperverletzung", "gef. KV", "gefährliche und schwere KV",
        "gef./schw. Körperverletzung", "gef. Körperverletzung", "gefährl. Körperverletzung",
    ),
    "224000": (
        "einfache Körperverletzung", "vorsätzliche einfache KV", "einf. KV", "leichte Körperverletzung",
        "vorsätzl. einfache Körperverletzung",
    ),
    "3***00": ("Diebstahl ohne erschwerende Umstände", "einfacher Diebstahl"),
    "4***00": (
        "Diebstahl unter erschwerenden Umständen", "schwerer Diebstahl",
        "besonders schwerer Diebstahl", "BSD",
    ),
    "****00": ("Diebstahl insgesamt", "Diebstahl gesamt", "Diebstahlsdelikte", "Eigentumsdelikte"),
    "435*00": (
        "Wohnungseinbruch", "Wohnungseinbrüche", "WED", "Einbruch in Wohnungen", "Wohnungseinbrüche (WED)",
        "Wohnungseinbruchsdiebstahl",
    ),
    "326*00": ("einfacher Ladendiebstahl",),
    "***100": ("Kfz-Diebstahl", "Kraftwagendiebstahl", "Diebstahl von Kfz", "Autodiebstahl"),
    "***300": ("Fahrraddiebstahl", "Fahrraddiebstähle", "Diebstahl Fahrrad", "Diebstahl von Rädern"),
    "*50*00": (
        "Diebstahl an/aus Kfz", "Diebstahl aus Kfz", "Diebstahl rund um das Kfz",
        "Diebstahl an und aus Kfz",
    ),
    "500000": ("Vermögens- und Fälschungsdelikte", "Vermögensdelikte"),
    "510000": ("Betrug", "Betrugsdelikte"),
    "600000": ("Sonstige Straftatbestände (StGB)", "sonstige Straftatbestände StGB"),
    "674000": ("Sachbeschädigung", "Sachbeschädigungen"),
    "899500": ("Graffiti", "Sachbeschädigung Graffiti"),
    "700000": ("Strafrechtliche Nebengesetze",),
    "730000": (
        "Rauschgiftdelikte", "BtM", "BtMG", "Betäubungsmitteldelikte", "Verstöße BtMG",
        "Rauschgiftkriminalität", "Drogendelikte", "Verstöße gegen das BtMG",
    ),
    "892000": ("Gewaltkriminalität", "Gewaltdelikte"),
    "899000": ("Straßenkriminalität",),
}  # fmt: skip
POPULATION_WORDS = (
    "Bevölkerung", "Einwohner", "Einwohnerzahl", "Bevölkerung insgesamt", "Einwohner insgesamt",
    "Wohnbevölkerung", "Einwohnerinnen und Einwohner", "Bevölkerungsstand", "EW",
    "Bevölkerung am Ort der Hauptwohnung", "Einwohner mit Hauptwohnsitz",
)  # fmt: skip

# Rows of a population table, and the population that stands beside the figures of a year.
MALE_WORDS = ("Bevölkerung männlich", "Einwohner männlich", "Männer")
FEMALE_WORDS = ("Bevölkerung weiblich", "Einwohner weiblich", "Frauen")
POPULATION_BEFORE_WORDS = (
    "Einwohner am 31.12. des Vorjahres", "Bevölkerung am 31.12. des Vorjahres",
    "Einwohner (31.12. des Vorjahres)", "Einwohner Vorjahr", "Einwohner zum 31.12. des Vorjahres",
)  # fmt: skip


class Kind(models.TextChoices):
    """Where rows of a table go: each has one app that owns it."""

    POLICE = "pks", _("Polizeistatistik")
    RECORDS = "records", _("eigene Zahlen")
    POPULATION = "population", _("Bevölkerung")


class Dash(models.TextChoices):
    """What a dash in place of a number means."""

    ZERO = "zero", _("nichts vorhanden, also 0")
    MISSING = "missing", _("keine Angabe")
