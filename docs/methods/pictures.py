# ruff: noqa: INP001 - a script beside its pages, no package
"""Draw the pictures of the method pages: python docs/methods/pictures.py."""

from pathlib import Path

import numpy as np

from vorort.stats import rates, series

HERE = Path(__file__).parent
WIDTH, HEIGHT = 640, 300
LOOK = {
    'class="band"': 'fill="#cfdcec"',
    'class="line"': 'stroke="#345" fill="none"',
    'class="soft"': 'stroke="#777" stroke-dasharray="4 4" fill="none"',
    'class="dot"': 'fill="#345"',
    'class="far"': 'fill="#b3261e"',
    "<text": '<text font-family="sans-serif" font-size="14" fill="#222"',
}


def save(name: str, title: str, body: list[str]) -> None:
    """Write an SVG with its title."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="t"><title id="t">{title}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    )
    drawing = "".join(body)
    for name_of, look in LOOK.items():
        drawing = drawing.replace(name_of, look)
    (HERE / name).write_text(head + drawing + "</svg>\n", encoding="utf-8")


def predict() -> None:
    """Five years, the band of the sixth, one count inside and one outside."""
    base = [90, 120, 100, 140, 110]
    result = series.predict(base, current=150)
    low, high, mean = (float(v) for v in (result.lo, result.hi, result.expected))

    def y(value: float) -> float:
        return 260 - value * 1.1

    body = [
        f'<rect class="band" x="470" y="{y(high):.0f}" width="90" height="{y(low) - y(high):.0f}"/>'
    ]
    body += [
        f'<circle class="dot" cx="{60 + 80 * k}" cy="{y(v):.0f}" r="5"/>'
        for k, v in enumerate(base)
    ]
    body += [f'<text x="{45 + 80 * k}" y="285">{2019 + k}</text>' for k in range(5)]
    body += [
        '<text x="495" y="285">2024</text>',
        f'<path class="line" d="M470 {y(mean):.0f}H560"/>',
        f'<circle class="dot" cx="515" cy="{y(150):.0f}" r="5"/>',
        f'<text x="380" y="{y(150) + 5:.0f}">150: Zufall</text>',
        f'<circle class="far" cx="515" cy="{y(200):.0f}" r="6"/>',
        f'<text x="374" y="{y(200) + 5:.0f}">200: unterscheidbar</text>',
        f'<text x="568" y="{y(low):.0f}">{low:.0f}</text>',
        f'<text x="568" y="{y(high) + 10:.0f}">{high:.0f}</text>',
    ]
    save(
        "predict.svg",
        "Fünf Vorjahre und das Band, in dem das aktuelle Jahr zufällig liegen kann",
        body,
    )


def funnel() -> None:
    """A funnel of towns of different size with one that stands out."""
    rng = np.random.default_rng(12)
    pop = np.exp(rng.normal(8.6, 1.0, 120))
    cases = rng.poisson(pop * 0.004 * rng.gamma(12, 1 / 12, 120))
    cases[7] = round(pop[7] * 0.004 * 4)
    result = rates.funnel(cases, pop)
    grid = result.curves["expected"]

    def x(value: float) -> float:
        return 50 + 560 * np.sqrt(value / grid.max())

    def y(value: float) -> float:
        return 260 - 62 * min(value, 4.0)

    body = [f'<path class="line" d="M50 {y(1):.0f}H610"/>']
    for limit, style in (("0.95", "soft"), ("0.998", "line")):
        for side in ("lo", "hi"):
            curve = result.curves[f"{side}_{limit}"]
            points = " ".join(f"{x(e):.1f},{y(v):.1f}" for e, v in zip(grid, curve, strict=True))
            body.append(f'<polyline class="{style}" points="{points}"/>')
    for e, ratio, flag in zip(result.expected, result.ratio, result.flags, strict=True):
        kind, size = ("far", 6) if flag else ("dot", 3)
        body.append(f'<circle class="{kind}" cx="{x(e):.1f}" cy="{y(ratio):.1f}" r="{size}"/>')
    body += [
        '<text x="50" y="285">kleine Gemeinden</text>',
        '<text x="500" y="285">große Gemeinden</text>',
        f'<text x="4" y="{y(1) + 5:.0f}">üblich</text>',
    ]
    save(
        "funnel.svg",
        "Trichter der Gemeinden: die Linien gehen bei kleinen Gemeinden weit auseinander",
        body,
    )


if __name__ == "__main__":
    predict()
    funnel()
