"""The fictional county of the demo: who lives there and what happens there in a usual year.

Nothing here is about real places or people. Keys begin with 99, a number no state has.
"""

from dataclasses import dataclass

STATE_KEY, STATE_NAME = "99", "Musterland"
COUNTY_KEY, COUNTY_NAME = "99001", "Landkreis Weideland"
TOWN_KEY, TOWN_NAME = "99001010", "Lindenau an der Weide"
YEARS = range(2016, 2026)
# South-western corner of the county, EPSG:25833, in an empty part of the grid.
ORIGIN_M = (560_000.0, 5_560_000.0)


@dataclass(frozen=True)
class Place:
    """A municipality of the fictional county: population at the end of the first year before."""

    key: str
    name: str
    population: int
    yearly_change: float
    risk: float


MUNICIPALITIES = (
    Place(TOWN_KEY, f"{TOWN_NAME}, Stadt", 9_180, -0.002, 0.80),
    Place("99001020", "Weidenbrück, Stadt", 21_400, -0.001, 1.15),
    Place("99001030", "Steinbach am Wald", 5_350, -0.006, 0.60),
    Place("99001040", "Oberlohe", 3_120, -0.004, 0.50),
    Place("99001050", "Mühlental", 7_640, 0.001, 0.70),
    Place("99001060", "Hohenried, Stadt", 12_900, -0.003, 0.95),
    Place("99001070", "Grünhain an der Weide", 1_870, -0.008, 0.45),
)
DISTRICTS = ("Altstadt", "Bahnhofsvorstadt", "Am Hang", "Weidenaue", "Oberdorf", "Gewerbepark Nord")
STREETS = (
    "Marktgasse", "Bahnhofstraße", "Am Hang", "Weidenweg", "Dorfstraße", "Gewerbering",
    "Kirchplatz", "Güterstraße", "Siedlungsweg", "Uferpromenade", "Mühlweg", "Hallenweg",
    "Rathausgasse", "Lindenallee",
)  # fmt: skip


@dataclass(frozen=True)
class Offence:
    """A group that is drawn: usual cases per 100,000 inhabitants and share cleared."""

    key: str
    label: str
    rate: float
    cleared: float
    attempts: float = 0.05
    # Year-to-year fluctuation beyond chance, as variance over mean.
    dispersion: float = 1.3


DRAWN = (
    Offence("111000", "Vergewaltigung, sexuelle Nötigung und Übergriff", 9, 0.85),
    Offence("212000", "Raub in Kassenräumen und Geschäften", 4, 0.60, 0.25),
    Offence("217000", "Sonstige Raubüberfälle auf Straßen, Wegen oder Plätzen", 14, 0.45, 0.20),
    Offence("222000", "Gefährliche und schwere Körperverletzung", 110, 0.82, 0.10),
    Offence("224000", "Vorsätzliche einfache Körperverletzung", 390, 0.91, 0.04),
    Offence("326*00", "Einfacher Ladendiebstahl", 330, 0.92),
    Offence("435*00", "Wohnungseinbruchdiebstahl", 62, 0.21, 0.42, 1.8),
    Offence("***100", "Diebstahl von Kraftwagen", 28, 0.25, 0.20),
    Offence("***300", "Diebstahl von Fahrrädern", 225, 0.11, 0.02),
    Offence("*50*00", "Diebstahl an und aus Kraftfahrzeugen", 260, 0.13, 0.10, 1.6),
    Offence("*90*00", "Taschendiebstahl", 45, 0.06, 0.05),
    Offence("3***99", "Sonstiger Diebstahl ohne erschwerende Umstände", 420, 0.28),
    Offence("510000", "Betrug", 610, 0.68, 0.10, 1.9),
    Offence("530000", "Unterschlagung", 100, 0.52),
    Offence("540000", "Urkundenfälschung", 70, 0.83),
    Offence("640000", "Brandstiftung und Herbeiführen einer Brandgefahr", 22, 0.42, 0.08),
    Offence("674000", "Sachbeschädigung", 720, 0.26, 0.01, 1.5),
    Offence("725000", "Straftaten gegen Aufenthalts-, Asyl- und Freizügigkeitsgesetz", 75, 0.99),
    Offence("730000", "Rauschgiftdelikte", 300, 0.91, 0.01, 2.0),
    Offence("900099", "Übrige Straftaten", 1_350, 0.70, 0.03),
)
# Drawn only to make the totals add up; the table does not print them.
UNPRINTED = frozenset({"3***99", "900099"})

SUMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("------", "Straftaten insgesamt", tuple(offence.key for offence in DRAWN)),
    (
        "890000",
        (
            "Straftaten insgesamt, jedoch ohne Verstöße gegen das Aufenthalts-, das Asyl- und das "
            "Freizügigkeitsgesetz/EU (Schlüssel 725000)"
        ),
        tuple(offence.key for offence in DRAWN if offence.key != "725000"),
    ),
    ("210000", "Raub, räuberische Erpressung", ("212000", "217000")),
    (
        "****00",
        "Diebstahl insgesamt",
        ("326*00", "435*00", "***100", "***300", "*50*00", "*90*00", "3***99"),
    ),
    ("892000", "Gewaltkriminalität", ("111000", "212000", "217000", "222000")),
    ("899000", "Straßenkriminalität", ("217000", "***100", "***300", "*50*00", "*90*00")),
)


@dataclass(frozen=True)
class Truth:
    """Something planted: what it is, where, in which years, and what a reader must be told."""

    kind: str
    area_key: str
    offence_key: str
    counts: dict[int, int]
    verdict: str
    meaning: str


TRUTHS = (
    Truth(
        "trend",
        TOWN_KEY,
        "***300",
        {
            2016: 21, 2017: 18, 2018: 20, 2019: 22, 2020: 19,
            2021: 17, 2022: 21, 2023: 20, 2024: 41, 2025: 78,
        },
        "sure",
        "Fahrraddiebstähle nehmen seit 2024 wirklich zu.",
    ),
    Truth(
        "special_effect",
        TOWN_KEY,
        "674000",
        {
            2016: 66, 2017: 61, 2018: 68, 2019: 63, 2020: 65,
            2021: 59, 2022: 67, 2023: 131, 2024: 64, 2025: 70,
        },
        "chance",
        "2023 gehören 68 Fälle zu einem einzigen Verfahren; ohne sie ist nichts geschehen.",
    ),
    Truth(
        "chance",
        TOWN_KEY,
        "224000",
        {
            2016: 38, 2017: 33, 2018: 41, 2019: 36, 2020: 30,
            2021: 34, 2022: 40, 2023: 37, 2024: 31, 2025: 42,
        },
        "chance",
        "Ein Drittel mehr als im Vorjahr, und doch nur Zufall: die Erwartung blieb gleich.",
    ),
)  # fmt: skip
SPECIAL_EFFECT_YEAR = 2023
SPECIAL_EFFECT_TEXT = (
    "68 Fälle gehören zu einem Ermittlungsverfahren wegen Graffiti am Bahnhof. Das Jahr zählt "
    "nicht zu Mittelwert und Urteil."
)
