"""What the precinct of the fictional county records month by month, with effects planted in it.

The months end with the last whole one before the demo is built, as the council's year does: what
a measure has brought about stands in them with its start. Same last month and seed, same bytes.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vorort.demo.world import DISTRICTS, MUNICIPALITIES, TOWN_KEY, TOWN_NAME

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
SEED = 20_260_401
MONTHS = 64
FILE = "vorgangsdaten.csv"
TITLE = "Vorgangsdaten der Polizei nach Monaten und Ortsteilen, Polizeirevier Weideland"
_TOWN = MUNICIPALITIES[0]
# Variance over mean of a month's number.
DISPERSION = 1.15


@dataclass(frozen=True)
class Kind:
    """A kind of incident: its column, its usual number a month in each district, its summer."""

    code: str
    column: str
    usual: tuple[float, ...]
    summer: float = 0.0


KINDS = (
    Kind("incidents-bicycle", "Fahrraddiebstahl", (0.6, 1.3, 0.2, 0.4, 0.2, 0.2), 0.3),
    Kind("incidents-damage", "Sachbeschädigung", (1.8, 1.3, 0.6, 0.8, 0.4, 0.6), 0.1),
    Kind("incidents-disturbance", "Ruhestörungen", (5.0, 11.0, 2.0, 4.0, 1.5, 0.5), 0.3),
    Kind("incidents-public-drinking", "Störungen durch Gruppen", (4.0, 5.0, 3.0, 9.0, 0.7, 0.3),
         0.4),
    Kind("incidents-robbery", "Raub", (0.10, 0.12, 0.02, 0.04, 0.01, 0.01)),
)  # fmt: skip


def district_key(name: str) -> str:
    """Return the key under which a district of the town is stored."""
    return f"{TOWN_KEY}-{DISTRICTS.index(name) + 1:02d}"


@dataclass(frozen=True)
class PlantedEffect:
    """What a measure really does: where, to what, from when on, and what must be reported.

    ``factors`` multiply the usual number of a district from the start on; ``ring`` are the
    districts beside it, of which ``factors`` may name one too. ``grade`` is the one a judgement
    has to give, ``months`` how many whole ones lie behind the start.
    """

    kind: str
    code: str
    label: str
    treated: tuple[str, ...]
    factors: dict[str, float]
    ring: tuple[str, ...]
    months: int
    grade: str
    meaning: str


EFFECTS = (
    PlantedEffect(
        "effect", "incidents-disturbance", "Einsätze wegen Ruhestörung",
        ("Bahnhofsvorstadt",), {"Bahnhofsvorstadt": 0.45},
        ("Altstadt", "Oberdorf", "Gewerbepark Nord"), 16, "likely_good",
        "Am Bahnhof wird es deutlich ruhiger, ringsum ändert sich nichts.",
    ),
    PlantedEffect(
        "none", "incidents-damage", "Gemeldete Sachbeschädigungen",
        DISTRICTS, {}, (), 16, "unclear",
        "Die Plakate ändern nichts; die Zahlen schwanken wie vorher.",
    ),
    PlantedEffect(
        "displaced", "incidents-public-drinking", "Einsätze wegen störender Gruppen",
        ("Weidenaue",), {"Weidenaue": 0.35, "Am Hang": 2.9},
        ("Altstadt", "Am Hang", "Oberdorf"), 16, "displaced",
        "An der Promenade wird es ruhiger, am Hang entsprechend lauter.",
    ),
    PlantedEffect(
        "too_small", "incidents-robbery", "Raub auf Straßen und Plätzen",
        ("Altstadt", "Bahnhofsvorstadt"), {"Altstadt": 0.5, "Bahnhofsvorstadt": 0.5},
        (), 16, "not_evaluable",
        "Drei Taten im Jahr: Auch eine Halbierung wäre nicht zu sehen.",
    ),
)  # fmt: skip
# Not yet acted on: bicycles at the station are stolen more and more, month after month.
RISE = ("incidents-bicycle", "Bahnhofsvorstadt", 34, 5.0)


def month_before(day: dt.date, months: int = 1) -> dt.date:
    """Return the first day of the month so many months before the month of a day."""
    number = day.year * 12 + day.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)


def start_of(effect: PlantedEffect, last: dt.date) -> dt.date:
    """Return the first day of a measure whose months end with ``last``."""
    return month_before(last, effect.months - 1)


def draw_months(last: dt.date, *, seed: int = SEED) -> dict[tuple[str, str], list[int]]:
    """Return the counts per (area key, code), oldest first, ending with the month of ``last``.

    The town's own numbers are the sums of its districts.
    """
    rng = np.random.default_rng(seed)
    months = [month_before(last, back) for back in range(MONTHS - 1, -1, -1)]
    found: dict[tuple[str, str], list[int]] = {}
    for kind in KINDS:
        season = np.array([1 + kind.summer * _summer(one.month) for one in months])
        total = np.zeros(MONTHS, dtype=np.int64)
        for place, usual in zip(DISTRICTS, kind.usual, strict=True):
            counts = _draw(rng, usual * season * _planted(kind.code, place))
            found[district_key(place), kind.code] = counts.tolist()
            total += counts
        found[TOWN_KEY, kind.code] = total.tolist()
        for town in MUNICIPALITIES[1:]:
            scale = town.population * town.risk / (_TOWN.population * _TOWN.risk)
            usual = sum(kind.usual) * scale
            found[town.key, kind.code] = _draw(rng, usual * season).tolist()
    return found


def _summer(month: int) -> float:
    """Return 1 in July, -1 in January."""
    return float(np.cos(2 * np.pi * (month - 7) / 12))


def _planted(code: str, district: str) -> Floats:
    factor = np.ones(MONTHS)
    for effect in EFFECTS:
        if effect.code == code and district in effect.factors:
            factor[MONTHS - effect.months :] *= effect.factors[district]
    if (code, district) == RISE[:2]:
        _code, _district, months, highest = RISE
        factor[MONTHS - months :] *= np.linspace(1, highest, months)
    return factor


def _draw(rng: np.random.Generator, mean: Floats) -> Counts:
    """Draw months around their usual numbers, a little wilder than pure chance."""
    shape = mean / (DISPERSION - 1)
    drawn: Counts = rng.poisson(rng.gamma(shape, mean / shape))
    return drawn


def months_table(last: dt.date, *, seed: int = SEED) -> bytes:
    """Return the precinct's list: a line for each area and month, a column for each kind."""
    counts = draw_months(last, seed=seed)
    names = {
        **{district_key(one): one for one in DISTRICTS},
        TOWN_KEY: TOWN_NAME,
        **{town.key: town.name for town in MUNICIPALITIES[1:]},
    }
    lines = [TITLE, "", ";".join(("Gebiet", "Monat", *(kind.column for kind in KINDS)))]
    for key, name in names.items():
        for place in range(MONTHS):
            month = month_before(last, MONTHS - 1 - place)
            numbers = (str(counts[key, kind.code][place]) for kind in KINDS)
            lines.append(";".join((name, f"{month:%m/%Y}", *numbers)))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def write_months(folder: Path, *, last: dt.date, seed: int = SEED) -> Path:
    """Write the precinct's list, and ``wirkungen.json`` with what was planted; return the list."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(months_table(last, seed=seed))
    truths = [{**asdict(one), "starts_on": start_of(one, last).isoformat()} for one in EFFECTS]
    (folder / "wirkungen.json").write_text(
        json.dumps({"seed": seed, "effects": truths}, ensure_ascii=False, indent=1)
    )
    return path
