"""What a goal can be measured by: the figures of a town, and the value to start from."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.deliveries.queries import read_standings, release_of
from vorort.figures import queries as figures
from vorort.figures import registry
from vorort.figures.choices import Indicator, Series
from vorort.findings.choices import PER_100K, PER_YEAR
from vorort.findings.models import Goal
from vorort.places import queries as places
from vorort.places.rules import main_key

# As far back as a baseline may lie.
YEARS_BACK = 10


@dataclass(frozen=True)
class Baseline:
    """What was read; with ``trouble`` nothing was, and the sentence says what to do."""

    label: str = ""
    area_name: str = ""
    unit: str = ""
    value: Decimal | None = None
    on: dt.date | None = None
    trouble: str = ""
    field: str = "code"


def list_choices(authority: Authority, area_key: str) -> list[tuple[str, str]]:
    """Return the indicators an area has figures for, as (source|code, label), by label."""
    found = figures.list_indicators(area_key=area_key, viewer=authority)
    rows = {f"{one.source}|{one.code}": one.label for one in found}
    return sorted(rows.items(), key=lambda row: row[1].casefold())


def list_areas(authority: Authority) -> list[tuple[str, str]]:
    """Return the area of the town and those inside it, as (key, name)."""
    key = main_key(authority)
    rows = {key: authority.name}
    area = places.get_or_none(key)
    if area is not None:
        overview = places.summarise_areas(authority, on=area.valid_from)
        if not overview.surroundings:
            rows |= {line.area.key: line.area.name for line in overview.lines}
    return list(rows.items())


def read_baseline(
    authority: Authority,
    *,
    source: str,
    code: str,
    area_key: str,
    unit: str,
    year: int | None,
    at: dt.datetime,
) -> Baseline:
    """Return the value of an indicator to start from: of a year, or of the last one there is.

    Only figures that everybody may see: a goal stands on pages with many readers.
    """
    if source not in {one.code for one in registry.sources()}:
        return _trouble(_("Diese Kennzahl ist nicht bekannt. Bitte wählen Sie aus der Liste."))
    key = area_key or main_key(authority)
    last = timezone.localdate(at).year
    years = sorted({*range(last - YEARS_BACK, last + 1), year or last})
    read = figures.read_series(
        area_keys=[key], codes=[code], years=years, viewer=authority, source=source
    )
    series = read.get((key, code))
    values = {one: value for one in years if (value := _value(series, one, unit)) is not None}
    closed = _closed(series, values, at)
    if values and (closed.keys() == values.keys() or year in closed):
        return _trouble(
            _("Diese Zahl ist nicht für alle freigegeben: %(why)s Der Ausgangswert stünde an jedem "
              "Ziel. Wählen Sie ein anderes Jahr oder beschreiben Sie eine eigene Kennzahl.")
            % {"why": " ".join(closed.get(year or max(closed), ()))},
            "baseline_on" if year in closed else "code",
        )  # fmt: skip
    values = {one: value for one, value in values.items() if one not in closed}
    chosen = max(values, default=None) if year is None else year
    if series is None or chosen is None:
        return _trouble(
            _("Zu dieser Kennzahl liegen für dieses Gebiet keine Zahlen vor. Wählen Sie eine andere "
              "Kennzahl oder ein anderes Gebiet.")
        )  # fmt: skip
    if chosen not in values:
        return _trouble(
            _("Für %(year)d liegen keine Zahlen vor. Wählen Sie eines dieser Jahre: %(years)s.")
            % {"year": chosen, "years": ", ".join(map(str, values))},
            "baseline_on",
        )
    return Baseline(
        label=series.indicator.label,
        area_name=series.area_name,
        unit=unit or _unit(series.indicator),
        value=values[chosen],
        on=dt.date(chosen, 12, 31),
    )


def _closed(
    series: Series | None, values: dict[int, Decimal], at: dt.datetime
) -> dict[int, tuple[str, ...]]:
    """Return the years whose figures are not for everybody, each with the reasons."""
    behind = {}
    for year in values:
        value, base = (series.value(year), series.base(year)) if series else (None, None)
        behind[year] = {one.delivery for one in (value, base) if one is not None and one.delivery}
    standings = read_standings({one for ids in behind.values() for one in ids}, at=at)
    releases = {year: release_of(ids, standings, known=True) for year, ids in behind.items()}
    return {year: one.reasons for year, one in releases.items() if not one.is_public}


def _trouble(message: str, field: str = "code") -> Baseline:
    return Baseline(trouble=message, field=field)


def _unit(indicator: Indicator) -> str:
    usual = {"share": "%", "count": PER_YEAR}
    return indicator.unit or usual.get(indicator.measure, "")


def _value(series: Series | None, year: int, unit: str) -> Decimal | None:
    """Return cases, the rate where it is asked for, or the number of another measure."""
    value = series.value(year) if series else None
    if series is None or value is None:
        return None
    if value.number is not None:
        return _decimal(value.number)
    if unit != PER_100K:
        return None if value.cases is None else Decimal(value.cases)
    base = series.base(year)
    if base is not None and value.cases is not None and base.population:
        return _decimal(100_000 * value.cases / base.population)
    return None if value.rate_published is None else _decimal(value.rate_published)


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number))).quantize(Decimal("0.01"))


def read_latest(goal: Goal, *, at: dt.datetime) -> Baseline | None:
    """Return the last value there is of what a goal is measured by; None where nothing new is."""
    if not goal.code:
        return None
    found = read_baseline(
        goal.authority,
        source=goal.source,
        code=goal.code,
        area_key=goal.area_key,
        unit=goal.unit,
        year=None,
        at=at,
    )
    is_new = found.on is not None and (goal.baseline_on is None or found.on > goal.baseline_on)
    return found if is_new else None
