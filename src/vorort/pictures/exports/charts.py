"""The pictures of a figure, drawn in a worker."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.pictures.choices import (
    FigureKind,
    IndicatorPicture,
    MapPicture,
    Point,
    from_json,
)
from vorort.pictures.queries.plans import PlannedFigure
from vorort.places import queries as places
from vorort.ui import charts, maps
from vorort.ui import format as show


@dataclass(frozen=True)
class Drawn:
    """The wide and the narrow picture of a page, and the one of a document."""

    wide: str = ""
    narrow: str = ""
    pdf: str = ""


def draw(figure: PlannedFigure, *, state_name: str, only_pdf: bool = False) -> Drawn:
    """Return the pictures of a figure; empty where there is nothing to draw."""
    if figure.kind is FigureKind.MAP:
        return _draw_map(from_json(MapPicture, figure.payload), only_pdf=only_pdf)
    indicator = from_json(IndicatorPicture, figure.payload)
    chart = series_chart(indicator, title=figure.title, state_name=state_name)
    if chart is None:
        return Drawn()
    pdf = charts.series_pdf(chart)
    if only_pdf:
        return Drawn(pdf=pdf)
    pictures = charts.series_chart(chart)
    return Drawn(wide=pictures.wide, narrow=pictures.narrow, pdf=pdf)


def series_chart(
    indicator: IndicatorPicture, *, title: str, state_name: str
) -> charts.SeriesChart | None:
    """Return the chart of a series: rates with their range, or counts where no base is known."""
    points = indicator.points
    by_rate = any(point.rate is not None for point in points)
    here = [shown(indicator, point, by_rate=by_rate) for point in points]
    if all(value is None for value in here):
        return None
    reference = [point.reference for point in points]
    with_reference = by_rate and any(value is not None for value in reference)
    return charts.SeriesChart(
        title=_("%(title)s, %(first)d bis %(last)d")
        % {"title": title, "first": points[0].year, "last": points[-1].year},
        description=describe(indicator, by_rate=by_rate, state_name=state_name),
        unit=unit(by_rate=by_rate, indicator=indicator),
        years=[point.year for point in points],
        here=here,
        low=[point.low for point in points] if by_rate else None,
        high=[point.high for point in points] if by_rate else None,
        reference=reference if with_reference else None,
        reference_label=state_name if with_reference else "",
        notes=[
            charts.ChartNote(year=one.year, letter=one.letter, special=one.excluded)
            for one in indicator.effects
        ],
        breaks=list(indicator.breaks),
        digits=(0 if _large(here) else 1) if indicator.judged else show.measure_digits(here),
    )


def _large(values: list[float | None]) -> bool:
    return max((value for value in values if value is not None), default=0) >= 10


def shown(indicator: IndicatorPicture, point: Point, *, by_rate: bool) -> float | None:
    """Return the number of a year that a chart draws: rate, count, or the measure itself."""
    if not indicator.judged:
        return point.value
    if by_rate:
        return point.rate
    return None if point.cases is None else float(point.cases)


def unit(*, by_rate: bool, indicator: IndicatorPicture | None = None) -> str:
    """Return what the numbers of a chart count."""
    if indicator is not None and indicator.unit:
        if indicator.measure == "share":
            return _("Prozent")
        return (
            _("%(unit)s je 100.000 Einwohner und Jahr") % {"unit": indicator.unit}
            if by_rate
            else indicator.unit
        )
    return _("Fälle je 100.000 Einwohner und Jahr") if by_rate else _("Fälle im Jahr")


def describe(indicator: IndicatorPicture, *, by_rate: bool, state_name: str) -> str:
    """Return range, last value and comparison in one sentence, for those who cannot see."""
    values = [
        (point.year, value)
        for point in indicator.points
        if (value := shown(indicator, point, by_rate=by_rate)) is not None
    ]
    if not values:
        return _("Keine Zahlen.")
    numbers = [value for _year, value in values]
    digits = 0 if max(numbers) >= 10 else 1
    last_year, last = values[-1]
    words = _(
        "Zwischen %(low)s und %(high)s in den Jahren %(first)d bis %(last)d; %(last)d: %(now)s."
    ) % {
        "low": show.number(min(numbers), digits),
        "high": show.number(max(numbers), digits),
        "first": values[0][0],
        "last": last_year,
        "now": show.number(last, digits),
    }
    if by_rate and indicator.state is not None:
        words += " " + _("%(state)s: %(rate)s.") % {
            "state": state_name or indicator.state.label,
            "rate": show.number(indicator.state.rate, digits),
        }
    return words


def _draw_map(area_map: MapPicture, *, only_pdf: bool) -> Drawn:
    chart = choropleth(area_map)
    if chart is None:
        return Drawn()
    pdf = maps.choropleth_pdf(chart)
    if only_pdf:
        return Drawn(pdf=pdf)
    pictures = maps.choropleth_pictures(chart)
    return Drawn(wide=pictures.wide, narrow=pictures.narrow, pdf=pdf)


def choropleth(area_map: MapPicture) -> maps.ChoroplethMap | None:
    """Return the map, or None where the areas have no geometry."""
    on = dt.date(area_map.year, 12, 31)
    known = places.list_by_keys([row.key for row in area_map.rows], on)
    areas = [
        maps.MapArea(
            key=row.key,
            name=row.name,
            geometry=bytes(known[row.key].wkb),  # type: ignore[arg-type]
            value=None if row.few or row.hidden else row.rate,
            few=row.few,
        )
        for row in area_map.rows
        if row.key in known and known[row.key].wkb
    ]
    if len(areas) < 2:
        return None
    return maps.ChoroplethMap(
        title=area_map.title,
        description=area_map.sentence,
        areas=areas,
        limits=list(area_map.limits),
        here=next((row.key for row in area_map.rows if row.here), ""),
    )
