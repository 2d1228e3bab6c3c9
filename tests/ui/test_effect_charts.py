"""Pictures of effects: every value has its place, gaps stay gaps, nothing leaves the frame."""

import re
from xml.etree import ElementTree as ET

import pytest

from vorort.ui.charts import ChangeRow, Timeline, change_chart, timeline_chart
from vorort.ui.charts.model import ChartInputError

ROWS = [
    ChangeRow("Ortsteil 1, nachher zu vorher", -0.36, -0.66, 0.12),
    ChangeRow("Vergleichsgebiete", -0.05, -0.24, 0.16, own=False),
    ChangeRow("Wirkung, bereinigt", -0.33, -0.66, 4.2, strong=True),
]


def shapes(svg: str, name: str) -> list[ET.Element]:
    return [one for one in ET.fromstring(svg).iter() if one.tag.endswith(name)]


def test_rows_stand_about_nought_and_inside_the_frame() -> None:
    drawn = change_chart(ROWS, title="Veränderung", description="drei Reihen <b>")
    for svg, width in ((drawn.wide, 620), (drawn.narrow, 288)):
        dots = shapes(svg, "circle")
        assert len(dots) == 3
        nought = next(one for one in shapes(svg, "line") if one.get("class") == "c-axis")
        assert all(float(dot.get("cx", 0)) < float(nought.get("x1", 0)) for dot in dots)
        for one in shapes(svg, "line"):
            assert 0 <= float(one.get("x1", 0)) <= float(one.get("x2", 0)) <= width
        assert "−33\u00a0%" in svg
        assert "<b>" not in svg
        assert not re.search(r'style=|fill="#', svg)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Ortsteil 1, nachher zu vorher", ["Ortsteil 1, nachher zu vorher"]),
        ("Bahnhofsvorstadt, nachher zu vorher", ["Bahnhofsvorstadt,", "nachher zu vorher"]),
        ("Siedlung am langen Damm und Vorwerk", ["Siedlung am langen Damm und", "Vorwerk"]),
        ("Am Wasserturm " * 5, ["Am Wasserturm Am Wasserturm Am", "Wasserturm Am Wasserturm Am …"]),
    ],
)
def test_long_labels_take_two_lines_instead_of_leaving_the_frame(
    label: str, lines: list[str]
) -> None:
    drawn = change_chart([ChangeRow(label, 0.1, 0.0, 0.2)], title="x", description="")
    labels = [one for one in shapes(drawn.wide, "text") if one.get("x") == "196.0"]
    assert [one.text for one in labels] == lines


def test_a_chart_without_rows_is_refused() -> None:
    with pytest.raises(ChartInputError):
        change_chart([], title="x", description="")


def line(**given: object) -> Timeline:
    values: dict[str, object] = {
        "title": "Räder", "description": "je Monat",
        "here": [4.0, None, 6.0, 5.0, 2.0, 1.0], "expected": [4.0, 5.0, 5.0, None, 4.0, 4.0],
        "start": 3, "start_label": "Beginn", "first_year": 2025, "offset": 9, "phase_in": 1,
    }  # fmt: skip
    return Timeline(**{**values, **given})  # type: ignore[arg-type]


def test_a_gap_interrupts_the_line_and_the_start_is_marked() -> None:
    drawn = timeline_chart(line())
    here = next(
        one for one in shapes(drawn.wide, "path") if one.get("class") == "c-line c-line--here"
    )
    assert here.get("d", "").count("M") == 2
    assert [one.get("class") for one in shapes(drawn.wide, "rect")] == ["c-band"]
    words = [one.text for one in shapes(drawn.wide, "text")]
    assert "Beginn" in words
    assert "2026" in words


def test_lengths_must_fit() -> None:
    with pytest.raises(ChartInputError):
        timeline_chart(line(expected=[1.0]))
