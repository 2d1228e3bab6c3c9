"""A known cube of numbers, written in any layout, is read back equal."""

import io
import itertools
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories.tables import NAMES, TOWN, read_file
from vorort.core.errors import DomainError

OFFENCES = {
    "------": "Straftaten insgesamt",
    "****00": "Diebstahl insgesamt",
    "674000": "Sachbeschädigung",
    "224000": "einfache Körperverletzung",
    "435*00": "Wohnungseinbruch",
}
HEADS = {"area": "Gemeinde", "offence": "Delikt", "year": "Jahr"}
DIMENSIONS = tuple(HEADS)
Cube = dict[tuple[str, str, int], int]


@st.composite
def cubes(draw: st.DrawFn) -> Cube:
    areas = draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=4, unique=True))
    codes = draw(st.lists(st.sampled_from(sorted(OFFENCES)), min_size=1, max_size=4, unique=True))
    start = draw(st.integers(2015, 2022))
    years = range(start, start + draw(st.integers(1, 3)))
    places = itertools.product(areas, codes, years)
    # A number that could be a year may be read as a heading where a table has one row only.
    figure = st.integers(0, 1899) | st.integers(2101, 20_000)
    return {place: draw(figure) for place in places}


@st.composite
def layouts(draw: st.DrawFn) -> dict[str, object]:
    return {
        # How many of the dimensions stand over the columns; the others are columns themselves.
        "wide": draw(st.permutations(DIMENSIONS)),
        "over": draw(st.integers(0, 2)),
        "titles": draw(st.integers(0, 2)),
        "gap": draw(st.booleans()),
        "merged": draw(st.booleans()),
        "total": draw(st.booleans()),
        "notes": draw(st.booleans()),
        "grouped": draw(st.booleans()),
        "left": draw(st.integers(0, 2)),
        "text_file": draw(st.booleans()),
    }


def label(dimension: str, value: object) -> object:
    if dimension == "area":
        return NAMES[str(value)]
    return OFFENCES[str(value)] if dimension == "offence" else value


def write(cube: Cube, layout: dict[str, object]) -> bytes:
    """Write the cube as the layout says."""
    order = list(layout["wide"])  # type: ignore[call-overload]
    over = order[: layout["over"]]  # type: ignore[misc]
    down = [name for name in DIMENSIONS if name not in over]
    values = {name: sorted({place[n] for place in cube}) for n, name in enumerate(DIMENSIONS)}
    columns = list(itertools.product(*(values[name] for name in over)))
    rows = list(itertools.product(*(values[name] for name in down)))
    grid: list[list[object]] = [
        [text] for text in ["Polizeirevier", "Auswertung"][: layout["titles"]]
    ]  # type: ignore[misc]
    if grid and layout["gap"]:
        grid.append([])
    top = len(grid)
    for depth in range(max(1, len(over))):
        stub = [HEADS[name] if depth == max(1, len(over)) - 1 else None for name in down]
        cells: list[object] = []
        for n, column in enumerate(columns):
            if not over:
                cells.append("Fälle")
                continue
            # A merged head is filled in its first cell only.
            same = n and columns[n - 1][: depth + 1] == column[: depth + 1]
            hidden = layout["merged"] and depth < len(over) - 1 and same
            cells.append(None if hidden else label(over[depth], column[depth]))
        grid.append(stub + cells)
    for row in rows:
        cells = [_said(cube[_place(over, column, down, row)], layout) for column in columns]
        grid.append([label(name, value) for name, value in zip(down, row, strict=True)] + cells)
    if layout["total"] and down:
        sums: list[object] = [
            sum(cube[_place(over, column, down, row)] for row in rows) for column in columns
        ]
        grid.append(["Summe", *[None] * (len(down) - 1), *sums])
    if layout["notes"]:
        grid += [[], ["Quelle: Polizei"]]
    left = layout["left"]
    assert isinstance(left, int)
    grid = [[*[None] * left, *row] if row else [] for row in grid]
    return _text(grid) if layout["text_file"] else _book(grid, top + 1, layout, len(over))


def _place(over: list[str], column: tuple, down: list[str], row: tuple) -> tuple:  # type: ignore[type-arg]
    known = dict(zip(over, column, strict=True)) | dict(zip(down, row, strict=True))
    return tuple(known[name] for name in DIMENSIONS)


def _said(value: int, layout: dict[str, object]) -> object:
    return f"{value:,}".replace(",", ".") if layout["grouped"] else value


def _text(grid: list[list[object]]) -> bytes:
    width = max(map(len, grid))
    lines = [
        ";".join("" if cell is None else str(cell) for cell in [*row, *[None] * (width - len(row))])
        for row in grid
    ]
    return "\r\n".join(lines).encode("cp1252")


def _book(grid: list[list[object]], top: int, layout: dict[str, object], levels: int) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in grid:
        sheet.append(row)
    if layout["merged"]:
        for depth in range(levels - 1):
            _merge_right(sheet, top + depth)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _merge_right(sheet, row: int) -> None:  # type: ignore[no-untyped-def]
    """Merge a head over the blank cells on its right that have a head below."""
    start = 0
    for column in range(1, sheet.max_column + 2):
        below = sheet.cell(row + 1, column).value
        if sheet.cell(row, column).value is not None or below is None:
            if start and column - start > 1:
                sheet.merge_cells(
                    start_row=row, end_row=row, start_column=start, end_column=column - 1
                )
            start = column if sheet.cell(row, column).value is not None else 0


# Below "Jahr" stand years; what could be one beside them is a figure.
YEAR_LIKE: Cube = {("99901010", "****00", 2015): 1950, ("99901010", "****00", 2016): 0}
PLAIN: dict[str, object] = {
    "wide": ["area", "offence", "year"], "over": 1, "titles": 0, "gap": False, "merged": False,
    "total": False, "notes": False, "grouped": False, "left": 0, "text_file": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layouts")


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(cube=cubes(), layout=layouts())
@example(cube=YEAR_LIKE, layout=PLAIN)
def test_a_cube_comes_back_from_any_layout(
    folder: Path, cube: Cube, layout: dict[str, object]
) -> None:
    reading = read_file(write(cube, layout), folder)
    found = {(row.area, row.code, row.year): row.figures["cases"] for row in reading.rows.rows}
    assert found == cube
    assert reading.questions == 0
    assert reading.problems == []


def _outcome(content: bytes, folder: Path, name: str) -> object:
    """Return the tables that were found, or the sentence that says why there are none."""
    try:
        return read_file(content, folder, name=name).parts
    except DomainError as error:
        return error.message


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(folder: Path, data: bytes) -> None:
    """Whatever comes: a table, or a sentence."""
    assert _outcome(data, folder, "x.csv")


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.none(), st.integers(-5, 3000), st.floats(-2, 5, allow_nan=False),
                st.sampled_from(["Summe", "2024", "-", ".", "x", "Raub", "Lindenau", "=A1", "12,5 %", TOWN]),
                st.text("ab 1.,-*%", max_size=6),
            ),
            max_size=6,
        ),
        min_size=1, max_size=10,
    )
)  # fmt: skip
def test_no_grid_brings_the_reader_down(folder: Path, rows: list[list[object]]) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith("=") else cell for cell in row]
        )
    out = io.BytesIO()
    made.save(out)
    assert _outcome(out.getvalue(), folder, "x.xlsx")
