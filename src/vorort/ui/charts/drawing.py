"""The drawing itself: one Altair chart per picture, rendered by vl-convert."""

from typing import Any

from vorort.ui.charts import roles
from vorort.ui.charts.model import (
    EDITOR,
    NARROW,
    SMALL,
    WIDE,
    ChartPictures,
    ChartSize,
    MultiplesChart,
    MultiplesPictures,
    SeriesChart,
)
from vorort.ui.charts.redraw import redraw
from vorort.ui.charts.scale import GAP, apart, axis, axis_digits, ticks, year_labels
from vorort.ui.format import is_missing, number

GERMAN = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0€"]}
LETTER = 6.9
LABEL_GAP = 9
NOTE_TOP = 8


def series_chart(chart: SeriesChart, *, editor: bool = False) -> ChartPictures:
    """Return the wide and the narrow picture of a series, coloured by classes."""
    return ChartPictures(
        wide=_picture(chart, EDITOR if editor else WIDE, printed=False),
        narrow=_picture(chart, NARROW, printed=False),
    )


def series_pdf(chart: SeriesChart) -> str:
    """Return the wide picture with its colours inside, for a document."""
    return _picture(chart, WIDE, printed=True)


def _scales(group: MultiplesChart) -> list[float]:
    tops = [axis(chart.highest(), digits=chart.digits)[0] for chart in group.charts]
    return [max(tops, default=1.0)] * len(tops) if group.same_scale else tops


def multiples(group: MultiplesChart, *, printed: bool = False) -> MultiplesPictures:
    """Return the small pictures of a group; without ``same_scale`` each has its own axis."""
    tops = _scales(group)
    pictures = tuple(
        _picture(chart, SMALL, printed=printed, top=top)
        for chart, top in zip(group.charts, tops, strict=True)
    )
    return MultiplesPictures(pictures=pictures, scales=len(set(tops)) or 1)


def multiples_pdf(group: MultiplesChart) -> MultiplesPictures:
    """Return the small pictures with their colours inside."""
    return multiples(group, printed=True)


def _picture(
    chart: SeriesChart, size: ChartSize, *, printed: bool, top: float | None = None
) -> str:
    # Altair and the V8 inside vl-convert take a second to load: only a worker pays for it.
    import vl_convert  # noqa: PLC0415 - slow import, kept out of web workers
    from altair.utils.schemapi import debug_mode  # noqa: PLC0415 - slow import as well

    # Our charts are made of a few fixed parts: checking each against the schema doubles the time.
    with debug_mode(False):
        spec = _Drawing(chart, size, top=top or chart.top).spec()
    svg = vl_convert.vegalite_to_svg(spec, format_locale=GERMAN)
    css = "vo-chart" if size.name == "small" else f"vo-chart vo-chart--{size.name}"
    return redraw(
        svg,
        width=size.width,
        height=size.height,
        title=chart.title,
        description=chart.description,
        css="" if printed else css,
        printed=printed,
    )


class _Drawing:
    """One picture of one series: pixels, runs of the line, layers."""

    def __init__(self, chart: SeriesChart, size: ChartSize, *, top: float | None) -> None:
        self.chart = chart
        self.size = size
        self.top, self.step = axis(max(chart.highest(), top or 0.0), digits=chart.digits)
        # A long name of the comparison gets more room, up to three tenths of the picture.
        wanted = LABEL_GAP + LETTER * len(chart.reference_label) + 4
        values = [number(v, chart.digits) for v in chart.here if not is_missing(v)]
        wanted = max(wanted, LABEL_GAP + 7.4 * max((len(v) for v in values), default=0) + 2)
        self.right = int(min(max(size.right, wanted), size.width * 0.3))
        # Long numbers at the axis too: they stay inside the picture.
        longest = max(len(number(t, axis_digits(self.step))) for t in ticks(self.top, self.step))
        self.left = int(max(size.left, 7.3 * longest + 8))
        self.width = size.width - self.left - self.right
        self.height = size.height - size.top - size.bottom
        first, last = chart.years[0], chart.years[-1]
        self.domain = [first, last] if last > first else [first - 0.5, last + 0.5]
        self.notes = {note.year: note for note in chart.notes if note.year in chart.years}

    def y(self, value: float) -> float:
        return self.height * (1 - value / self.top)

    def runs(self, values: Any) -> list[list[tuple[int, int]]]:
        """Return runs of (place, year) without a gap and without a break inside."""
        done: list[list[tuple[int, int]]] = []
        open_run: list[tuple[int, int]] = []
        for place, year in enumerate(self.chart.years):
            known = not is_missing(values[place])
            if open_run and (not known or year in self.chart.breaks or year != open_run[-1][1] + 1):
                done.append(open_run)
                open_run = []
            if known:
                open_run.append((place, year))
        return [*done, open_run] if open_run else done

    def _rows(self, values: Any, **more: Any) -> list[dict[str, Any]]:
        return [
            {
                "year": year,
                "value": float(values[place]),
                "run": run,
                **{name: float(row[place] or 0) for name, row in more.items()},
            }
            for run, pairs in enumerate(self.runs(values))
            for place, year in pairs
        ]

    def spec(self) -> dict[str, Any]:
        import altair as alt  # noqa: PLC0415 - slow import, kept out of web workers

        x, y = self._axes(alt)
        layers = [*self._lines(alt, x, y), *self._dots(alt, x, y), *self._labels(alt, x, y)]
        chart = alt.layer(*layers).properties(
            width=self.width,
            height=self.height,
            autosize=alt.AutoSizeParams(type="none"),
            padding={
                "left": self.left,
                "right": self.right,
                "top": self.size.top,
                "bottom": self.size.bottom,
            },
        )
        return dict(chart.to_dict(validate=False))

    def _axes(self, alt: Any) -> tuple[Any, Any]:
        x = alt.X(
            "year:Q",
            scale=alt.Scale(domain=self.domain, nice=False, zero=False),
            axis=alt.Axis(
                values=year_labels(
                    list(self.chart.years), width=self.width, ends_only=self.size.name == "small"
                ),
                format="d",
                title=None,
                grid=False,
                ticks=False,
                domainColor=roles.AXIS.placeholder,
                labelColor=roles.TEXT.placeholder,
                labelFontSize=13,
                labelPadding=9,
                labelOverlap=False,
                labelBound=False,
                labelFlush=False,
                offset=0,
            ),
        )
        y = alt.Y(
            "value:Q",
            scale=alt.Scale(domain=[0, self.top], nice=False, clamp=True),
            axis=alt.Axis(
                values=ticks(self.top, self.step),
                format=f",.{axis_digits(self.step)}f",
                title=None,
                grid=True,
                gridColor=roles.GRID.placeholder,
                domain=False,
                ticks=False,
                labelColor=roles.TEXT.placeholder,
                labelFontSize=13,
                labelPadding=8,
                labelOverlap=False,
                labelBound=False,
            ),
        )
        return x, y

    def _lines(self, alt: Any, x: Any, y: Any) -> list[Any]:
        chart, layers = self.chart, []
        if chart.low is not None and chart.high is not None:
            rows = self._rows(chart.high, low=chart.low)
            layers.append(
                alt.Chart(alt.Data(values=rows))
                .mark_area(color=roles.BAND.placeholder)
                .encode(x=x, y=y, y2="low:Q", detail="run:N")
            )
        if chart.reference is not None:
            layers.append(
                alt.Chart(alt.Data(values=self._rows(chart.reference)))
                .mark_line(color=roles.REFERENCE.placeholder)
                .encode(x=x, y=y, detail="run:N")
            )
        layers.append(
            alt.Chart(alt.Data(values=self._rows(chart.here)))
            .mark_line(color=roles.HERE.placeholder)
            .encode(x=x, y=y, detail="run:N")
        )
        inside = [year for year in chart.breaks if chart.years[0] < year <= chart.years[-1]]
        if inside:
            layers.append(
                alt.Chart(alt.Data(values=[{"year": year - 0.5} for year in inside]))
                .mark_rule(color=roles.BREAK.placeholder)
                .encode(x=x, y=alt.value(-self.size.top + 6), y2=alt.value(self.height))
            )
        return layers

    def _dots(self, alt: Any, x: Any, y: Any) -> list[Any]:
        rows = self._rows(self.chart.here)
        last = rows[-1]["year"] if rows else None
        alone = {pairs[0][1] for pairs in self.runs(self.chart.here) if len(pairs) == 1}
        kinds: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            note = self.notes.get(row["year"])
            if note is not None and note.special:
                role = roles.OPEN
            elif row["year"] == last:
                role = roles.LAST
            elif self.size.all_marks or row["year"] in alone:
                role = roles.MARK
            else:
                continue
            kinds.setdefault(role.placeholder, []).append(row)
        if self.chart.reference is not None:
            # A comparison of a single year is no line, but it is there.
            lone = {pairs[0][1] for pairs in self.runs(self.chart.reference) if len(pairs) == 1}
            compared = [row for row in self._rows(self.chart.reference) if row["year"] in lone]
            if compared:
                kinds[roles.REFERENCE_MARK.placeholder] = compared
        return [
            alt.Chart(alt.Data(values=found))
            .mark_point(filled=True, color=colour, opacity=1, size=40)
            .encode(x=x, y=y)
            for colour, found in kinds.items()
        ]

    def _labels(self, alt: Any, x: Any, y: Any) -> list[Any]:
        layers = [*self._note_layers(alt, x)]
        rows = self._rows(self.chart.here)
        ends: list[tuple[Any, float, int, str]] = []
        shift = 0.0
        if rows:
            end = rows[-1]
            text = number(end["value"], self.chart.digits)
            ends.append((roles.HERE_TEXT, end["value"], end["year"], text))
        if self.chart.reference is not None and self.chart.reference_label:
            compared = self._rows(self.chart.reference)
            if compared and self.size.name != "small":
                row = compared[-1]
                if rows and rows[-1]["year"] == row["year"]:
                    at, compared_at = self.y(rows[-1]["value"]), self.y(row["value"])
                    shift = apart(at, compared_at)
                    # Below the axis stand the years: then the name goes above the value.
                    if shift and compared_at + shift > self.height:
                        shift = at - GAP - compared_at
                ends.append((roles.END_TEXT, row["value"], row["year"], self.chart.reference_label))
        for role, value, year, text in ends:
            moved = shift if role is roles.END_TEXT else 0.0
            layers.append(
                alt.Chart(alt.Data(values=[{"year": year, "value": value, "text": text}]))
                .mark_text(
                    color=role.placeholder, align="left", dx=LABEL_GAP, dy=moved, fontSize=13
                )
                .encode(x=x, y=y, text="text:N")
            )
        return layers

    def _note_layers(self, alt: Any, x: Any) -> list[Any]:
        layers: list[Any] = []
        places = {year: place for place, year in enumerate(self.chart.years)}
        for year, note in sorted(self.notes.items()):
            value = self.chart.here[places[year]]
            known = value is not None and not is_missing(value)
            bottom = self.y(float(value or 0)) - 7 if known else float(self.height)
            top = float(NOTE_TOP - self.size.top)
            if self.size.name == "small":
                top = min(bottom - 4, 2.0)
            data = alt.Data(values=[{"year": year, "text": self._note_text(note)}])
            end = 2 * (year - self.chart.years[0]) > self.chart.years[-1] - self.chart.years[0]
            layers += [
                alt.Chart(data)
                .mark_rule(color=roles.NOTE_LINE.placeholder)
                .encode(x=x, y=alt.value(top), y2=alt.value(max(bottom, top + 4))),
                alt.Chart(data)
                .mark_text(
                    color=roles.NOTE_TEXT.placeholder,
                    align="right" if end else "left",
                    dx=-6 if end else 6,
                    baseline="middle",
                    fontSize=13,
                )
                .encode(x=x, y=alt.value(top + 4), text="text:N"),
            ]
        return layers

    def _note_text(self, note: Any) -> str:
        # Two labels could meet; then the letters alone lead to the notes below.
        with_label = note.label and self.size.name == "wide" and len(self.notes) == 1
        return f"{note.letter} {note.label}" if with_label else str(note.letter)
