"""The pictures of the gallery, drawn once and kept as files: web workers never load the drawing.

``tests/ui/test_gallery_pictures.py`` draws them again and compares byte by byte.
"""

from pathlib import Path

from shapely.geometry import Polygon

from vorort.ui.charts import ChartNote, MultiplesChart, SeriesChart, multiples, series_chart
from vorort.ui.maps import ChoroplethMap, MapArea, choropleth_pictures

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "ui" / "gallery" / "pictures"
YEARS = tuple(range(2016, 2026))

BICYCLES = SeriesChart(
    title="Fahrraddiebstahl je 100.000 Einwohner, 2016 bis 2025",
    description=(
        "Zwischen 166 und 266 in den Jahren 2016 bis 2023, danach 377 und 422. Land 2025: 288."
    ),
    unit="Fälle je 100.000 Einwohner und Jahr",
    years=YEARS,
    here=(233, 266, 211, 244, 200, 166, 189, 222, 377, 422),
    low=(144, 171, 127, 153, 118, 93, 110, 136, 261, 298),
    high=(356, 396, 329, 370, 316, 275, 302, 343, 527, 579),
    reference=(310, 305, 296, 290, 262, 255, 268, 281, 290, 288),
    reference_label="Land",
)
DAMAGE = SeriesChart(
    title="Sachbeschädigung je 100.000 Einwohner, 2016 bis 2025",
    description="Zwischen 644 und 810; einmalig 1.454 im Jahr 2023 durch eine Graffiti-Serie.",
    unit="Fälle je 100.000 Einwohner und Jahr",
    years=YEARS,
    here=(677, 644, 732, 799, 710, 655, 777, 1454, 755, 810),
    low=(518, 489, 566, 625, 547, 498, 605, 1215, 586, 635),
    high=(869, 832, 932, 1006, 907, 845, 981, 1725, 957, 1019),
    reference=(790, 782, 775, 780, 760, 742, 752, 766, 758, 748),
    reference_label="Land",
    notes=(ChartNote(2023, "A", "Graffiti-Serie"),),
)
FRAUD = SeriesChart(
    title="Betrug je 100.000 Einwohner, 2016 bis 2025",
    description="Vor 2024 anders erfasst; 2019 ohne Angabe. Zuletzt 1.043.",
    unit="Fälle je 100.000 Einwohner und Jahr",
    years=YEARS,
    here=(577, 611, 566, None, 666, 710, 677, 733, 977, 1043),
    low=(432, 461, 422, None, 509, 547, 518, 567, 784, 843),
    high=(757, 795, 743, None, 857, 907, 869, 934, 1204, 1277),
    breaks=(2024,),
)
BURGLARY = SeriesChart(
    title="Wohnungseinbruch je 100.000 Einwohner, 2016 bis 2025",
    description="6 Fälle; zu wenige für ein Urteil.",
    unit="Fälle je 100.000 Einwohner und Jahr",
    years=YEARS,
    here=(55, 78, 44, 67, 33, 22, 44, 55, 33, 67),
    low=(18, 34, 12, 24, 7, 3, 12, 18, 7, 24),
    high=(129, 153, 113, 145, 97, 80, 113, 129, 97, 145),
)


def _area(key: str, name: str, points: str) -> tuple[str, str, Polygon]:
    corners = [tuple(float(v) for v in pair.split(",")) for pair in points.split()]
    # Drawn with y downward; a map has north on top.
    return key, name, Polygon([(300_000 + 10 * x, 5_600_000 - 10 * y) for x, y in corners])


DISTRICTS = (
    _area("1", "Altstadt", "140,120 205,96 262,128 250,186 176,198 134,168"),
    _area("2", "Bahnhof", "205,96 262,128 330,104 352,40 284,14 214,36"),
    _area("3", "Weidenaue", "134,168 176,198 168,276 96,300 40,262 62,196"),
    _area("4", "Am Hang", "250,186 262,128 330,104 384,150 368,214 296,224"),
    _area("5", "Oberdorf", "140,120 205,96 214,36 128,20 54,64 40,140 62,196 134,168"),
    _area("6", "Gewerbepark", "176,198 250,186 296,224 368,214 352,284 250,304 168,276"),
)
RATES = (1640, 2910, 720, 1180, 540, None)
SHARES = (0.1, 2.4, -1.4, 0.3, -2.6, None)

STREETS = ChoroplethMap(
    title="Straßenkriminalität nach Ortsteilen, Mittel 2021 bis 2025",
    description=(
        "Die Liste daneben nennt dieselben Werte. Am höchsten: Bahnhof, 2.910 je 100.000 Einwohner."
    ),
    areas=[
        MapArea(key, name, shape, value, few=key == "6", label="" if value else "zu wenige")
        for (key, name, shape), value in zip(DISTRICTS, RATES, strict=True)
    ],
    limits=(600, 1000, 1700, 2400),
    here="2",
    few_label="zu wenige Einwohner",
)
DIFFERENCE = ChoroplethMap(
    title="Abstand zum Wert der Stadt",
    description="Die Liste daneben nennt dieselben Werte. Über der Stadt: Bahnhof.",
    areas=[
        MapArea(key, name, shape, value)
        for (key, name, shape), value in zip(DISTRICTS, SHARES, strict=True)
    ],
    limits=(-2.0, -1.0, 1.0, 2.0),
    diverging=True,
    digits=1,
    class_labels=(
        "deutlich niedriger",
        "niedriger",
        "nicht zu unterscheiden",
        "höher",
        "deutlich höher",
    ),
)
GROUP = MultiplesChart(charts=(DAMAGE, BURGLARY, FRAUD), same_scale=False)


def draw() -> dict[str, str]:
    """Return every picture of the gallery by its file name."""
    pictures: dict[str, str] = {}
    for name, chart in (("fahrrad", BICYCLES), ("sach", DAMAGE), ("betrug", FRAUD)):
        drawn = series_chart(chart)
        pictures |= {f"{name}-wide.svg": drawn.wide, f"{name}-narrow.svg": drawn.narrow}
    for name, area_map in (("orte", STREETS), ("abstand", DIFFERENCE)):
        drawn = choropleth_pictures(area_map)
        pictures |= {f"{name}-wide.svg": drawn.wide, f"{name}-narrow.svg": drawn.narrow}
    for place, picture in enumerate(multiples(GROUP).pictures):
        pictures[f"klein-{place}.svg"] = picture
    return pictures


def write() -> None:
    """Write the pictures anew, after the drawing was changed on purpose."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, svg in draw().items():
        (FOLDER / name).write_text(svg, encoding="utf-8")


def read(name: str) -> str:
    """Return a kept picture."""
    return (FOLDER / name).read_text(encoding="utf-8")
