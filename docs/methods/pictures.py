# ruff: noqa: INP001 - a script beside its pages, no package
"""Draw the pictures of the method pages from the engine itself: python docs/methods/pictures.py."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import polars as pl
from paper import (
    BLUE,
    BOTTOM,
    GREY,
    LEFT,
    PALE,
    RED,
    ROSE,
    Plane,
    bars,
    number,
    ranges,
    save,
    table,
    text,
)

from vorort.stats import evaluate, protect, rates, series

pictures: dict[str, Callable[[], tuple[str, list[str]]]] = {}


def picture(draw: Callable[[], tuple[str, list[str]]]) -> Callable[[], tuple[str, list[str]]]:
    """Register a picture under the name of its page; the docstring is for the reader of code."""
    pictures[draw.__name__] = draw
    return draw


@picture
def predict() -> tuple[str, list[str]]:
    base = [90, 120, 100, 140, 110]
    result = series.predict(base, current=150)
    low, high, mean = (float(v) for v in (result.lo, result.hi, result.expected))
    plane = Plane((2018.5, 2025.2), (0, 230))
    body = [
        plane.band([(2023.6, low), (2024.4, low)], [(2023.6, high), (2024.4, high)]),
        plane.line([(2023.6, mean), (2024.4, mean)]),
        *[plane.dot(2019 + k, value) for k, value in enumerate(base)],
        *[text(plane.x(2019 + k), BOTTOM + 20, f"{2019 + k}", middle=True) for k in range(6)],
        plane.dot(2024, 150),
        plane.say(2022.6, 150, "150: Zufall"),
        plane.dot(2024, 205, RED, 6),
        plane.say(2021.9, 205, "205: unterscheidbar", RED),
        plane.say(2024.5, low, f"{low:.0f}"),
        plane.say(2024.5, high, f"{high:.0f}"),
    ]
    return "Fünf Vorjahre und der Bereich, in dem das aktuelle Jahr zufällig liegen kann", body


@picture
def funnel() -> tuple[str, list[str]]:
    rng = np.random.default_rng(12)
    pop = np.exp(rng.normal(8.6, 1.0, 120))
    cases = rng.poisson(pop * 0.004 * rng.gamma(12, 1 / 12, 120))
    cases[7] = round(pop[7] * 0.004 * 4)
    result = rates.funnel(cases, pop)
    grid = result.curves["expected"]
    plane = Plane((0, float(np.sqrt(grid.max()))), (0, 4))
    body = [plane.line([(0, 1), (float(np.sqrt(grid.max())), 1)], GREY)]
    for limit, dashed in (("0.95", True), ("0.998", False)):
        for side in ("lo", "hi"):
            curve = result.curves[f"{side}_{limit}"][::6]
            points = list(zip(np.sqrt(grid[::6]), curve, strict=True))
            body.append(plane.line(points, GREY if dashed else BLUE, dashed=dashed))
    for e, ratio, flag in zip(result.expected, result.ratio, result.flags, strict=True):
        body.append(plane.dot(np.sqrt(e), ratio, RED if flag else BLUE, 6 if flag else 3))
    body += [text(LEFT, 280, "kleine Gemeinden"), text(500, 280, "große Gemeinden")]
    return "Trichter der Gemeinden: die Linien gehen bei kleinen Gemeinden weit auseinander", body


@picture
def rate() -> tuple[str, list[str]]:
    places = [("Dorf, 4 Fälle, 900 Einwohner", 4, 900), ("Kleinstadt, 40 Fälle, 9.000", 40, 9_000)]
    places.append(("Stadt, 4.000 Fälle, 900.000", 4_000, 900_000))
    rows = []
    for words, cases, pop in places:
        one = rates.rate(cases, pop)
        low, mid, high = float(one.lo), float(one.rate), float(one.hi)
        rows.append((words, low, mid, high, f"{number(mid)} ({number(low)} – {number(high)})"))
    return "Dieselbe Häufigkeitszahl mit drei verschieden breiten Bereichen", ranges(rows, None)


@picture
def compare() -> tuple[str, list[str]]:
    words = {"chance": "Zufall", "distinguishable": "unterscheidbar"}
    rows = []
    for now, before in ((12, 8), (60, 40), (240, 160)):
        one = rates.compare(now, 1, before, 1)
        verdict = words[str(one.verdict)]
        rows.append(
            (f"{before} → {now} Fälle", float(one.lo), float(one.ratio), float(one.hi), verdict)
        )
    title = "Plus 50 Prozent dreimal: zweimal Zufall, einmal nicht"
    return title, [*ranges(rows, 1.0), text(LEFT, 280, "gestrichelt: keine Änderung")]


@picture
def standardise() -> tuple[str, list[str]]:
    cases, pop = [[30, 60, 10], [10, 60, 60]], [[3_000, 6_000, 4_000], [1_000, 6_000, 24_000]]
    standard = [2_000, 6_000, 8_000]
    raw = [sum(c) / sum(p) * 1e5 for c, p in zip(cases, pop, strict=True)]
    result = rates.standardise(cases, pop, standard)
    values = [raw[0], float(result.rate[0]), raw[1], float(result.rate[1])]
    body = bars(values, ["jung, roh", "jung, bereinigt", "alt, roh", "alt, bereinigt"],
                [PALE, BLUE, PALE, BLUE])  # fmt: skip
    return "Zwei Orte vor und nach der Bereinigung um das Alter", body


@picture
def smooth() -> tuple[str, list[str]]:
    rng = np.random.default_rng(3)
    pop = np.exp(rng.uniform(np.log(400), np.log(40_000), 40))
    cases = rng.poisson(pop * 0.002 * rng.gamma(8, 1 / 8, 40))
    result = rates.smooth(cases, pop)
    plane = Plane((np.log(380), np.log(42_000)), (0, 700))
    body = []
    for c, p, mean in zip(cases, pop, result.mean, strict=True):
        body += [
            plane.line([(np.log(p), c / p * 1e5), (np.log(p), mean)], GREY),
            plane.dot(np.log(p), c / p * 1e5, PALE, 5),
            plane.dot(np.log(p), mean, BLUE, 4),
        ]
    body += [text(LEFT, 280, "kleine Orte"), text(530, 280, "große Orte")]
    return "Kleine Orte rücken zur Mitte (dunkel), große bleiben, wo sie sind", body


@picture
def rank() -> tuple[str, list[str]]:
    values, se = np.array([9.0, 8.2, 7.9, 7.5, 5.0, 2.0]), np.array([2.0, 1.5, 0.4, 1.8, 0.5, 0.4])
    result = rates.rank(values, se=se, top=3, seed=1)
    rows = []
    for k in np.argsort(result.rank):
        low, high = int(result.lo[k]), int(result.hi[k])
        span = f"Platz {low}" if low == high else f"Platz {low} bis {high}"
        rows.append((f"Ort {'ABCDEF'[k]}", low, float(result.rank[k]), high, span))
    return "Sechs Orte: wer auf Platz 1 steht, kann auch auf einem der nächsten stehen", ranges(
        rows, None
    )


@picture
def regression_to_mean() -> tuple[str, list[str]]:
    rng = np.random.default_rng(4)
    pop = np.exp(rng.normal(8.2, 1, 418))
    risk = rng.gamma(6, 1 / 6, 418) * 0.0012
    before, after = rng.poisson(pop * risk), rng.poisson(pop * risk)
    worst = np.argsort(-before / pop)[:20]
    plane = Plane((-0.4, 1.6), (0, 900))
    body = []
    for k in worst:
        old, new = before[k] / pop[k] * 1e5, after[k] / pop[k] * 1e5
        body.append(plane.line([(0, old), (1, new)], RED if new < old else GREY))
    body += [
        plane.say(-0.3, 880, "die 20 höchsten"),
        plane.say(0.85, 880, "dieselben im Jahr danach"),
    ]
    return "Die zwanzig höchsten Raten fallen im nächsten Jahr ohne jede Maßnahme", body


@picture
def charts() -> tuple[str, list[str]]:
    y = [14, 11, 15, 12, 9, 13, 16, 12, 10, 14, 13, 11, 30, 12]
    result = rates.u_chart(y, baseline=[True] * 12 + [False] * 2)
    plane = Plane((0, 13), (0, 34))
    at = list(range(14))
    body = [
        plane.band(list(zip(at, result.lo, strict=True)), list(zip(at, result.hi, strict=True)))
    ]
    body.append(plane.line(list(zip(at, y, strict=True))))
    body += [
        plane.dot(k, v, RED if s else BLUE, 6 if s else 4)
        for k, v, s in zip(at, y, result.signal, strict=True)
    ]
    return "Regelkarte: ein Monat liegt außerhalb des üblichen Bereichs", body


@picture
def trend() -> tuple[str, list[str]]:
    y = [210, 196, 190, 171, 168, 155, 148, 139]
    result = series.trend(y, range(2017, 2025))
    plane = Plane((2016.5, 2024.8), (0, 240))
    body = [plane.line(list(zip(range(2017, 2025), result.fitted, strict=True)))]
    body += [plane.dot(2017 + k, v) for k, v in enumerate(y)]
    body += [text(plane.x(2017 + k), BOTTOM + 20, f"{2017 + k}", middle=True) for k in range(8)]
    span = f"{number(result.annual_pct, 1)} % im Jahr ({number(result.lo, 1)} bis {number(result.hi, 1)})"
    return "Acht Jahre mit ihrer Linie", [*body, text(LEFT + 20, 220, span)]


@picture
def changepoint() -> tuple[str, list[str]]:
    rng = np.random.default_rng(5)
    y = rng.poisson(np.repeat([30, 48], [16, 14]))
    result = series.changepoint(y, seed=1)
    at = int(result.index[0])
    plane = Plane((0, 29), (0, 75))
    body = [plane.dot(k, v) for k, v in enumerate(y)]
    for start, end in pairwise((0, at, 30)):
        mean = float(np.mean(y[start:end]))
        body.append(plane.line([(start, mean), (end - 1, mean)], RED))
    body.append(plane.line([(at - 0.5, 0), (at - 0.5, 75)], GREY, dashed=True))
    return "Eine Reihe mit einem Sprung und den Mittelwerten davor und danach", body


@picture
def decompose() -> tuple[str, list[str]]:
    rng = np.random.default_rng(6)
    t = np.arange(72)
    y = rng.poisson(50 * np.exp(0.25 * np.cos(2 * np.pi * t / 12) - 0.006 * t))
    result = series.decompose(y, 12, robust=True, transform="none")
    plane = Plane((0, 71), (0, 95))
    body = [
        plane.line(list(zip(t, y, strict=True)), PALE),
        plane.line(list(zip(t, result.trend, strict=True)), RED),
    ]
    body.append(plane.line(list(zip(t, np.asarray(result.seasonal) + 15, strict=True))))
    body += [plane.say(1, 88, "hell: gezählt, rot: Verlauf, unten: Jahresgang")]
    return "Monatszahlen zerlegt in Verlauf und Jahresgang", body


@picture
def seasonality() -> tuple[str, list[str]]:
    rng = np.random.default_rng(7)
    wave = 30 * np.exp(0.35 * np.cos(2 * np.pi * (np.arange(12) - 11) / 12))
    result = series.seasonality(rng.poisson(wave, (5, 12)), mc=999, seed=1)
    far = (result.lo > 1) | (result.hi < 1)
    body = bars(list(result.ratio), list("JFMAMJJASOND"), [BLUE if one else PALE for one in far])
    return "Jahresgang: dunkle Monate weichen mehr ab als Zufall", body


@picture
def alarms() -> tuple[str, list[str]]:
    rng = np.random.default_rng(8)
    y = rng.poisson(6 * np.exp(0.3 * np.sin(2 * np.pi * np.arange(312) / 52)))
    y[-5] = 19
    result = series.alarms(y[None, :].astype(float), periods=40)
    plane = Plane((0, 39), (0, 22))
    now = y[-40:]
    body = [plane.line(list(enumerate(result.upper[0, -40:])), GREY, dashed=True)]
    body.append(plane.line(list(enumerate(now))))
    body += [plane.dot(k, now[k], RED, 6) for k in np.flatnonzero(result.alarm[0, -40:])]
    return "Wochenzahlen, ihre Obergrenze (gestrichelt) und ein Alarm", [
        *body,
        text(LEFT, 280, "40 Wochen"),
    ]


@picture
def aoristic() -> tuple[str, list[str]]:
    start, end = np.array([0.0, 0, 1, 2, 4]), np.array([6.0, 6, 6, 6, 6])
    spread = series.aoristic(start, end, np.arange(8))
    body = bars([*spread], ["Fr", "Sa", "So", "Mo", "Di", "Mi", "Do"], [BLUE] * 7)
    words = "Fünf Einbrüche, am Donnerstag entdeckt: verteilt auf die möglichen Tage"
    return words, body


@picture
def effect() -> tuple[str, list[str]]:
    words = {
        "effect_likely": "Wirkung wahrscheinlich",
        "unclear": "unklar",
        "not_evaluable": "nicht auswertbar",
    }
    rows = []
    for treated, control in (
        ((20, 14), (60, 60)),
        ((100, 60), (300, 290)),
        ((400, 300), (900, 890)),
    ):
        one = evaluate.rirr(treated, control)
        rows.append(
            (
                f"{treated[0]} → {treated[1]} Fälle",
                one.lo,
                one.effect,
                one.hi,
                words[one.evidence_grade],
            )
        )
    return "Drei Maßnahmen: nur große Zahlen zeigen eine Wirkung", [
        *ranges(rows, 1.0),
        text(LEFT, 280, "gestrichelt: keine Wirkung"),
    ]


@picture
def its() -> tuple[str, list[str]]:
    rng = np.random.default_rng(9)
    t = np.arange(48)
    y = rng.poisson(60 * np.exp(-0.003 * t) * np.where(t >= 30, 0.7, 1))
    plane = Plane((0, 47), (0, 90))
    before = float(np.mean(y[:30]))
    body = [plane.dot(k, v, BLUE, 3) for k, v in enumerate(y)]
    body += [plane.line([(29.5, 0), (29.5, 90)], GREY, dashed=True)]
    body += [
        plane.line([(0, before * 1.04), (47, before * 0.9)], RED),
        plane.say(31, 84, "Beginn der Maßnahme"),
    ]
    return "Eine Reihe vor und nach dem Beginn; rot: was ohne Maßnahme zu erwarten war", body


@picture
def did() -> tuple[str, list[str]]:
    plane = Plane((0, 9), (0, 120))
    here, there = (
        [100, 96, 93, 88, 86, 58, 56, 55, 52, 50],
        [80, 78, 75, 71, 70, 67, 66, 64, 62, 61],
    )
    ghost = [v + 16 for v in there[4:]]
    body = [plane.line(list(enumerate(here))), plane.line(list(enumerate(there)), GREY)]
    body += [plane.line(list(zip(range(4, 10), ghost, strict=True)), BLUE, dashed=True)]
    body += [
        plane.say(6.4, 90, "erwartet"),
        plane.say(6.4, 44, "mit Maßnahme"),
        plane.say(0.2, 66, "Vergleich", GREY),
    ]
    return "Der Abstand zum Vergleich vorher und nachher", body


@picture
def synthetic() -> tuple[str, list[str]]:
    rng = np.random.default_rng(10)
    y = 100 + rng.normal(0, 2, (6, 24)).cumsum(axis=1) + np.arange(6)[:, None] * 6
    y[0] = 0.6 * y[1] + 0.4 * y[4] + rng.normal(0, 1, 24)
    y[0, 16:] -= 14
    result = evaluate.synthetic(y, 0, 16)
    plane = Plane((0, 23), (float(y.min()) - 3, float(y.max()) + 3))
    body = [plane.line(list(enumerate(row)), PALE) for row in y[1:]]
    twin = np.asarray(result.weights) @ y
    body += [
        plane.line(list(enumerate(twin)), BLUE, dashed=True),
        plane.line(list(enumerate(y[0])), RED),
    ]
    return "Die Stadt (rot) und ihr Zwilling aus anderen Städten (gestrichelt)", body


@picture
def power() -> tuple[str, list[str]]:
    plane = Plane((0, 1), (0, 1))
    body = [plane.line([(0, 0.8), (1, 0.8)], GREY, dashed=True)]
    for baseline, colour in ((400, BLUE), (100, GREY), (30, RED)):
        plan = evaluate.power(baseline, 3 * baseline)
        body.append(plane.line(list(zip(plan.drop, plan.curve, strict=True)), colour))
        body.append(plane.say(plan.mde - 0.02, 0.74, f"{baseline} Fälle", colour))
    body += [text(plane.x(k / 5), BOTTOM + 20, f"−{20 * k} %", middle=True) for k in range(1, 6)]
    return "Wie sicher ein Rückgang erkannt würde; gestrichelt: vier von fünf Malen", body


@picture
def judge() -> tuple[str, list[str]]:
    rng = np.random.default_rng(4)
    t = np.arange(60)
    season = 1 + 0.35 * np.cos(2 * np.pi * (t - 6) / 12)
    there = rng.poisson(12 * season, (5, 60)).astype(float)
    here = rng.poisson(14 * season * np.where(t >= 48, 0.5, 1)).astype(float)
    found = evaluate.judge(here, there, start=48, selected=False, seed=1)
    plane = Plane((0, 59), (0, 30))
    body = [
        plane.line([(47.5, 0), (47.5, 30)], GREY, dashed=True),
        plane.line(list(enumerate(here)), BLUE),
        plane.line(list(enumerate(found.fitted)), RED, dashed=True),
        plane.say(33, 28.5, "Beginn der Maßnahme"),
        plane.say(50, 20, "zu erwarten", RED),
        plane.say(50, 2, "gezählt", BLUE),
    ]
    return "Gezählte Fälle und was ohne Maßnahme zu erwarten war, Monat für Monat", body


@picture
def suppress() -> tuple[str, list[str]]:
    inner = [[2, 9, 40], [7, 6, 31], [25, 14, 8]]
    cells = {
        (a, k): inner[i][j] for i, a in enumerate("ABC") for j, k in enumerate(("X", "Y", "Z"))
    }
    for a in "ABC":
        cells[a, "Summe"] = sum(cells[a, k] for k in "XYZ")
    for k in ("X", "Y", "Z", "Summe"):
        cells["Summe", k] = sum(cells[a, k] for a in "ABC")
    frame = pl.DataFrame(
        [(*c, n) for c, n in cells.items()], schema=["area", "key", "count"], orient="row"
    )
    links = {"area": dict.fromkeys("ABC", "Summe"), "key": dict.fromkeys("XYZ", "Summe")}
    plan = protect.suppress(frame, links, protect.Rule(), protect.Protection())
    status = dict(zip(cells, plan.status, strict=True))
    names = ["X", "Y", "Z", "Summe"]
    rows, marked = [["", *names]], {}
    for i, a in enumerate((*"ABC", "Summe"), 1):
        rows.append([a, *[str(cells[a, k]) if status[a, k] == "published" else "•" for k in names]])
        for j, k in enumerate(names, 1):
            if status[a, k] != "published":
                marked[i, j] = ROSE if status[a, k] == "primary" else PALE
    body = [
        *table(rows, marked),
        text(LEFT, 280, "rot: 2 Fälle, klein; blau: verborgen, um sie zu schützen"),
    ]
    return "Eine kleine Zahl braucht drei weitere, damit sie niemand ausrechnet", body


@picture
def attack() -> tuple[str, list[str]]:
    rows = [
        ["", "Einbruch", "Raub", "Betrug", "Summe"],
        ["A", "40", "*", "9", "51"],
        ["B", "31", "6", "7", "44"],
        ["Summe", "71", "8", "16", "95"],
    ]
    body = [
        *table(rows, {(1, 2): ROSE}),
        text(LEFT, 280, "51 − 40 − 9 = 2: der Stern verbirgt nichts", RED),
    ]
    return "Ein Stern in einer Tabelle mit Summen ist ausgerechnet", body


@picture
def cellkey() -> tuple[str, list[str]]:
    row = protect.ptable(D=5, V=3.0, js=2).probability[8]
    body = bars(
        [float(row[8 + d]) for d in range(-5, 6)],
        [f"{8 + d}" for d in range(-5, 6)],
        [BLUE if d == 0 else PALE for d in range(-5, 6)],
    )
    return "Aus 8 Fällen werden 3 bis 13, am häufigsten bleibt es bei 8", body


@picture
def geomask() -> tuple[str, list[str]]:
    side = np.arange(50.0, 3_000, 100)
    x, y = (part.ravel() for part in np.meshgrid(side, side))
    people = np.where(x < 1_500, 80.0, 8.0)
    grid = protect.PopulationGrid(x=x, y=y, residents=people, step=100.0)
    points = np.array([[900.0, 1_500]] * 40 + [[2_200.0, 1_500]] * 40)
    report = protect.geomask(
        points, grid, 100, b"picture of a mask", address=[f"a{k}" for k in range(80)]
    )
    plane = Plane((300, 2_900), (950, 2_050))
    body = [plane.dot(px, py, BLUE, 3) for px, py in report.xy]
    body += [plane.dot(900, 1_500, RED, 6), plane.dot(2_200, 1_500, RED, 6)]
    return "Wohin ein Ort gerückt wird: in der Stadt (links) wenig, auf dem Land weit", [
        *body,
        text(LEFT, 280, "rot: der wahre Ort"),
    ]


@picture
def kanon() -> tuple[str, list[str]]:
    rows = [
        ["Alter", "Stadtteil", "Opfer von"],
        ["20–39", "Mitte", "Raub"],
        ["20–39", "Mitte", "Diebstahl"],
        ["40–59", "Süd", "Gewalt"],
        ["40–59", "Süd", "Gewalt"],
        ["60+", "Süd", "Betrug"],
    ]
    marked = {(3, 2): ROSE, (4, 2): ROSE, (5, 0): ROSE, (5, 1): ROSE}
    body = [
        *table(rows, marked),
        text(LEFT, 280, "Zeile 5: allein. Zeilen 3 und 4: zu zweit, aber beide dasselbe."),
    ]
    return "Zwei Arten, in einer Liste erkannt zu werden", body


def main() -> None:
    """Draw all."""
    for name, draw in pictures.items():
        title, body = draw()
        save(name, title, body)


if __name__ == "__main__":
    main()
