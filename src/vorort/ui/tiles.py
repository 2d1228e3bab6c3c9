"""The range bar of a headline number: where the value stands and how far it may be off."""

from vorort.ui.format import is_missing

WIDTH = 232.0
LEFT = 4.0
MID = 12


def range_bar(
    *,
    low: float | None,
    high: float | None,
    at: float | None,
    tick: float | None = None,
    limit: float | None = None,
) -> list[dict[str, str]]:
    """Return the shapes of the bar from 0 to ``limit``; nothing where the value is not known."""
    if is_missing(at):
        return []
    known = [float(v) for v in (low, high, at, tick) if v is not None and not is_missing(v)]
    top = limit or max(known) * 1.15 or 1.0

    def x(value: float | None) -> str:
        inside = min(max(float(value or 0), 0.0), top)
        return f"{LEFT + WIDTH * inside / top:.1f}"

    shapes = [{"shape": "track", "x1": f"{LEFT:.0f}", "x2": f"{LEFT + WIDTH:.0f}"}]
    if not (is_missing(low) or is_missing(high)):
        shapes.append({"shape": "whisker", "x1": x(low), "x2": x(high)})
    if not is_missing(tick):
        shapes.append({"shape": "tick", "x1": x(tick), "x2": x(tick)})
    shapes.append({"shape": "mark", "x1": x(at), "x2": x(at)})
    return shapes
