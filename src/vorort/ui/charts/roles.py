"""Roles of the marks: a placeholder colour while drawing, a class in the page, a colour in print."""

from dataclasses import dataclass

from vorort.ui.palette import FONTS, PRINT

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Role:
    """One kind of mark; ``radius`` is for dots."""

    placeholder: str
    css: str
    printed: Attributes
    radius: float = 0.0


def _text(name: str, weight: str = "400", *, halo: bool = False) -> Attributes:
    plain = (
        ("fill", PRINT[name]),
        ("font-family", FONTS),
        ("font-size", "13"),
        ("font-weight", weight),
    )
    if not halo:
        return plain
    # A halo is an outline under the letters: readable where a label crosses a line.
    return (
        *plain,
        ("paint-order", "stroke"),
        ("stroke", PRINT["ground"]),
        ("stroke-width", "4"),
        ("stroke-linejoin", "round"),
    )


def _line(name: str, width: str, dash: str = "") -> Attributes:
    plain = (
        ("fill", "none"),
        ("stroke", PRINT[name]),
        ("stroke-width", width),
        ("stroke-linejoin", "round"),
        ("stroke-linecap", "round"),
    )
    return (*plain, ("stroke-dasharray", dash)) if dash else plain


def _dot(fill: str, edge: str, width: str) -> Attributes:
    return (("fill", PRINT[fill]), ("stroke", PRINT[edge]), ("stroke-width", width))


GRID = Role("#010101", "c-grid", _line("chart-grid", "1"))
AXIS = Role("#020202", "c-axis", _line("chart-axis", "1"))
TEXT = Role("#030303", "c-text", _text("chart-text"))
BAND = Role("#040404", "c-band", (("fill", PRINT["chart-band"]), ("opacity", "0.75")))
REFERENCE = Role("#050505", "c-line c-line--ref", _line("chart-ref", "1.75", "6 5"))
HERE = Role("#060606", "c-line c-line--here", _line("chart-here", "2.5"))
MARK = Role("#070707", "c-mark", _dot("chart-here", "ground", "1.5"), 3.5)
LAST = Role("#080808", "c-mark", _dot("chart-here", "ground", "1.5"), 4.0)
OPEN = Role("#090909", "c-mark--open", _dot("ground", "chart-here", "2"), 4.0)
REFERENCE_MARK = Role("#0f0f0f", "c-mark--ref", _dot("chart-ref", "ground", "1.5"), 3.0)
BREAK = Role("#0a0a0a", "c-break", _line("chart-note", "1.5"))
NOTE_LINE = Role("#0b0b0b", "c-note-line", _line("chart-note", "1.25", "2 3"))
NOTE_TEXT = Role("#0c0c0c", "c-text c-text--note c-halo", _text("chart-note", "600", halo=True))
HERE_TEXT = Role("#0d0d0d", "c-text c-text--here c-halo", _text("chart-here", "600", halo=True))
END_TEXT = Role("#0e0e0e", "c-text c-halo", _text("chart-text", halo=True))

ROLES = {
    role.placeholder: role
    for role in (
        GRID,
        AXIS,
        TEXT,
        BAND,
        REFERENCE,
        HERE,
        MARK,
        LAST,
        OPEN,
        REFERENCE_MARK,
        BREAK,
        NOTE_LINE,
        NOTE_TEXT,
        HERE_TEXT,
        END_TEXT,
    )
}
