"""The colours of charts and maps can be told apart and read, in both themes."""

import re
from itertools import pairwise

import pytest

from tests.ui import colours
from vorort.ui.palette import PRINT

THEMES = {"light": False, "dark": True}
TEXTS = ["chart-text", "chart-note", "chart-here", "ink", "muted", "link"]
LINES = [
    "chart-here",
    "chart-ref",
    "chart-b",
    "chart-c",
    "chart-note",
    "chart-axis",
    "edge",
    "hatch",
]
LOW, HIGH = "var(--vo-on-seq-low)", "var(--vo-on-seq-high)"
LABELS = {
    **{f"seq-{n}": LOW if n <= 3 else HIGH for n in range(1, 6)},
    **{f"div-{n}": LOW if n in {2, 3, 4} else HIGH for n in range(1, 6)},
}


@pytest.fixture(params=THEMES.values(), ids=THEMES.keys())
def names(request) -> dict[str, str]:
    return colours.theme(dark=request.param)


def against(names: dict[str, str], one: str, other: str = "ground") -> float:
    return colours.contrast(f"var(--vo-{one})", f"var(--vo-{other})", names)


@pytest.mark.parametrize("name", TEXTS)
def test_text_can_be_read(names, name) -> None:
    assert against(names, name) >= 4.5


@pytest.mark.parametrize("name", LINES)
def test_lines_can_be_seen(names, name) -> None:
    assert against(names, name) >= 3


def test_lines_can_be_seen_on_the_band(names) -> None:
    # The band is drawn at 75 %; the full colour is the harder case.
    assert against(names, "chart-here", "chart-band") >= 3
    assert against(names, "chart-ref", "chart-band") >= 3


@pytest.mark.parametrize(("area", "text"), LABELS.items())
def test_labels_can_be_read_on_every_class(names, area, text) -> None:
    assert colours.contrast(text, f"var(--vo-{area})", names) >= 4.5


@pytest.mark.parametrize("family", ["seq", "div"])
def test_neighbouring_classes_differ(names, family) -> None:
    for place in range(1, 5):
        assert against(names, f"{family}-{place}", f"{family}-{place + 1}") >= 1.4


def test_sequence_goes_one_way(names) -> None:
    steps = [colours.luminance(f"var(--vo-seq-{n})", names) for n in range(1, 6)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    # Low values stay near the ground in both themes.
    assert against(names, "seq-1") < against(names, "seq-5")


def test_series_differ_in_grey(names) -> None:
    lightness = sorted(colours.lab(f"var(--vo-chart-{n})", names)[0] for n in ("here", "ref", "b"))
    gaps = [b - a for a, b in pairwise(lightness)]
    assert min(gaps) > 0.02, lightness


def test_town_colours_carry_their_text(names) -> None:
    assert colours.contrast("var(--vo-on-town)", "var(--vo-town)", names) >= 4.5
    assert against(names, "town-b") >= 4.5


def test_both_dark_blocks_are_equal() -> None:
    text = colours.css("ui/tokens.css")
    by_device = colours.block(text, ':root:not([data-kern-theme="light"]) {')
    by_choice = colours.block(text, '[data-kern-theme="dark"] {')
    assert by_device == by_choice
    assert len(by_device) > 20


def test_dark_theme_names_every_chart_and_map_colour() -> None:
    text = colours.css("ui/tokens.css")
    light = colours.block(text, ":root {")
    dark = colours.block(text, '[data-kern-theme="dark"] {')
    wanted = {n for n in light if re.match(r"--vo-(chart|seq|div|on-seq|hatch|map)", n)}
    assert wanted <= set(dark)


def test_paper_has_the_light_charts_whatever_the_theme() -> None:
    text = colours.css("ui/tokens.css")
    light = colours.block(text, ":root {")
    paper = colours.block(text[text.index("@media print") :], ":root:not(#n) {")
    charts = {n for n in light if re.match(r"--vo-(chart|seq|div|on-seq|hatch|map)", n)}
    assert {n: paper[n] for n in charts} == {n: light[n] for n in charts}


@pytest.mark.parametrize("medium", ["@media (forced-colors: active)", "@media print"])
def test_media_win_over_the_dark_theme(medium) -> None:
    # An id inside :not() outweighs the two classes' worth of the dark block.
    text = colours.css("ui/tokens.css")
    assert text[text.index(medium) :].split("{")[1].strip() == ":root:not(#n)"


def test_print_palette_is_the_light_theme() -> None:
    light = colours.theme(dark=False)
    resolved = {name: colours.hexadecimal(f"var(--vo-{name})", light) for name in PRINT}
    assert resolved == PRINT


def test_every_class_of_templates_and_pictures_is_known() -> None:
    styles = colours.css("ui/components.css") + colours.css("kern/kern.css")
    known = set(re.findall(r"\.([a-z][\w-]*)", styles))
    root = colours.Path(__file__).resolve().parents[2] / "src" / "vorort" / "ui" / "templates"
    unknown = set()
    for path in (*root.rglob("*.html"), *root.rglob("*.svg")):
        for found in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            words = re.sub(r"\{[{%].*?[%}]\}", " ", found).split()
            unknown |= {
                w
                for w in words
                if w.startswith(("vo-", "c-", "m-", "kern-"))
                and w not in known
                and not w.endswith("-")
            }
    assert not unknown
