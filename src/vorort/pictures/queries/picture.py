"""Build the Lagebild of an area and year from whatever the sources have."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.figures import queries as figures
from vorort.figures.choices import Base, Provenance, Series, Viewer
from vorort.figures.queries import fluctuation
from vorort.pictures.choices import (
    IMMIGRATION,
    PICTURE_VERSION,
    TOTAL,
    WITHOUT_IMMIGRATION,
    GuardedCount,
    Picture,
    SourceLine,
    SpecialEffect,
    plain_label,
)
from vorort.pictures.queries import beside, gate
from vorort.pictures.queries.assembling import Material, assemble, family
from vorort.stats.results import RESULT_VERSION

SMALL_PLACE = 20_000
ENGINE = (
    ("rates.rate", f"exact, 95 %, version {RESULT_VERSION}"),
    ("series.predict", f"mean of 5 years, 96 %, version {RESULT_VERSION}"),
    ("series.pool_dispersion", f"same size class, version {RESULT_VERSION}"),
    ("series.trend", f"quasi-Poisson, 99 %, version {RESULT_VERSION}"),
    ("false discovery rate", "Benjamini-Hochberg, 10 %, note only"),
)


class NoFiguresError(DomainError):
    """No source has any figure of this area and year."""

    def __init__(self, area_key: str, year: int) -> None:
        super().__init__(
            _("Für das Gebiet %(area)s liegen für %(year)d keine Zahlen vor.")
            % {"area": area_key, "year": year},
            details={"area": area_key, "year": year},
        )


def resolve_area_key(key: str) -> str:
    """Return the key figures are stored under: a city of its own county has two keys.

    ``14713000``, the city as a municipality, is the same area as ``14713``, the county.
    """
    key = key.strip()
    return key[:5] if len(key) == 8 and key.endswith("000") else key


def build_picture(
    area_key: str,
    year: int,
    *,
    viewer: Viewer,
    years_back: int = 10,
    effects: Sequence[SpecialEffect] = (),
    protect_below: int = 0,
    earlier: Sequence[gate.Earlier] = (),
) -> Picture:
    """Return the Lagebild of an area and year as plain frozen values; see :func:`build`."""
    return build(
        area_key,
        year,
        viewer=viewer,
        years_back=years_back,
        effects=effects,
        protect_below=protect_below,
        earlier=earlier,
    ).picture


@dataclass(frozen=True)
class Built:
    """A picture with what its report must keep beside it.

    Attributes
    ----------
    counts : tuple of GuardedCount
        Every true count and what the gate did with it: internal.
    rests_on : dict
        Code of an indicator -> public ids of the deliveries behind everything its figure says;
        ``population`` and ``without_immigration`` for the numbers of the frame.
    """

    picture: Picture
    counts: tuple[GuardedCount, ...]
    rests_on: dict[str, tuple[str, ...]]


def build(
    area_key: str,
    year: int,
    *,
    viewer: Viewer,
    years_back: int = 10,
    effects: Sequence[SpecialEffect] = (),
    protect_below: int = 0,
    earlier: Sequence[gate.Earlier] = (),
) -> Built:
    """Return the Lagebild of an area and year with the deliveries and counts behind it.

    A pure read. ``viewer`` is the authority whose own deliveries count beside the official
    ones, or None. ``effects`` are years with special effects: shown, left out of mean and
    verdict. With ``protect_below`` counts under this number are hidden where no source has
    published them itself, and with them all that would give them away; ``earlier`` is what was
    public about this area before. Raises :class:`NoFiguresError` where no source has anything.
    """
    key = resolve_area_key(area_key)
    material = _read(key, year, viewer, years_back, tuple(effects))
    if not material.here:
        raise NoFiguresError(key, year)
    counts = _counts(material)
    hidden = _hidden(material, counts, protect_below, earlier)
    picture = _picture(material, hidden, viewer)
    return Built(picture, gate.guarded(counts, hidden), _rests_on(material))


def _picture(material: Material, hidden: dict[gate.Cell, str], viewer: Viewer) -> Picture:
    key, year = material.area_key, material.year
    indicators = tuple(
        one
        for members in beside.families(material.indicators)
        for one in assemble(family(material, members), hidden)
    )
    lines = figures.provenance(
        area_keys=[key, *([material.state_key] if material.state else [])],
        years=material.years,
        viewer=viewer,
    )
    base = _base_now(material)
    any_series = next(iter(material.here.values()))
    state_name = next((one.area_name for one in material.state.values()), "")
    count, how = _without_immigration(material, hidden)
    return Picture(
        version=PICTURE_VERSION,
        area_key=key,
        area_name=any_series.area_name or key,
        year=year,
        years=material.years,
        population=base.population if base else None,
        population_source=str(base.kind) if base else None,
        population_on=base.reference_on.isoformat() if base else "",
        small_place=bool(base and base.population < SMALL_PLACE),
        state_key=material.state_key,
        state_name=state_name,
        peers_label=material.peers_label,
        peers_areas=len({area for area, _code in material.peers}),
        total_code=TOTAL if TOTAL in material.here else "",
        without_immigration=count,
        without_immigration_how=how,
        indicators=indicators,
        hidden=gate.report(
            hidden,
            {one.code: plain_label(one.code, one.label) for one in indicators},
            material.here,
        ),
        sources=tuple(_source_line(line) for line in lines),
        methods=ENGINE,
    )


def _rests_on(material: Material) -> dict[str, tuple[str, ...]]:
    """Return the deliveries behind each figure: its own, the state's, those of its peers."""
    found = {
        code: _deliveries(
            one,
            material.state.get(code),
            *(material.peers.get((key, code)) for key in material.peer_keys),
        )
        for code, one in material.here.items()
    }
    base = _base_now(material)
    found["population"] = (base.delivery,) if base is not None and base.delivery else ()
    parts = [material.here.get(code) for code in (TOTAL, IMMIGRATION, WITHOUT_IMMIGRATION)]
    found["without_immigration"] = _deliveries(*parts, year=material.year)
    return found


def _deliveries(*series: Series | None, year: int | None = None) -> tuple[str, ...]:
    """Return the deliveries of the counts and bases of some series, each once."""
    found = {
        delivery
        for one in series
        if one is not None
        for value, base in zip(one.values, one.bases, strict=True)
        if (value.cases is not None or value.number is not None) and year in {None, value.year}
        for delivery in (value.delivery, base.delivery if base is not None else "")
        if delivery
    }
    return tuple(sorted(found))


def _read(
    key: str, year: int, viewer: Viewer, years_back: int, effects: tuple[SpecialEffect, ...]
) -> Material:
    years = tuple(range(year - max(years_back, 1), year + 1))
    indicators = figures.list_indicators(area_key=key, year=year, viewer=viewer)
    codes = [one.code for one in indicators]
    state_key = _state_of(key)
    keys = [key, state_key] if state_key else [key]
    both = figures.read_series(area_keys=keys, codes=codes, years=years, viewer=viewer)
    group = figures.peers(key, year, viewer)
    peer_keys = tuple(group.keys) if group else ()
    peers = (
        figures.read_series(area_keys=peer_keys, codes=codes, years=(year,), viewer=viewer)
        if peer_keys
        else {}
    )
    here = {code: both[key, code] for code in codes if (key, code) in both}
    state = {code: both[state_key, code] for code in codes if (state_key, code) in both}
    crime = [one for one in here.values() if not one.indicator.beside] or list(here.values())
    first = min((v.year for s in crime for v in s.values if v.cases is not None), default=0)
    shown = tuple(one for one in years if one >= min(first, year)) or (year,)
    return Material(
        area_key=key,
        year=year,
        # Years before the first figure say nothing; one earlier year is kept for the change.
        years=shown if len(shown) > 1 else (year - 1, year),
        indicators=tuple(one for one in indicators if one.code in here),
        here=here,
        state_key=state_key,
        state=state,
        peers=peers,
        peers_label=str(group.label) if group else "",
        peer_keys=peer_keys,
        shared=fluctuation.read_shared(here, peers, peer_keys, year=year, viewer=viewer),
        effects=effects,
    )


def _state_of(key: str) -> str:
    """Return the area to compare with: the state, or the nation for a state."""
    if len(key) > 2:
        return key[:2]
    return "00" if key != "00" else ""


def _base_now(material: Material) -> Base | None:
    bases = (one.base(material.year) for one in material.here.values())
    return next((base for base in bases if base is not None), None)


def _counts(material: Material) -> dict[gate.Cell, int]:
    return {
        (code, value.year): value.cases
        for code, one in material.here.items()
        for value in one.values
        if value.cases is not None and value.year in material.years
    }


def _hidden(
    material: Material,
    counts: dict[gate.Cell, int],
    below: int,
    earlier: Sequence[gate.Earlier],
) -> dict[gate.Cell, str]:
    printed = {one.code: one.published_by_source for one in material.indicators}
    open_cells = {
        (code, value.year)
        for code, one in material.here.items()
        for value in one.values
        if (printed.get(code, False) if value.published_by_source is None
            else value.published_by_source)
    }  # fmt: skip
    return gate.hidden_cells(
        counts,
        open_cells=open_cells,
        below=below,
        earlier=earlier,
        parents=beside.parents(material.indicators),
    )


def _without_immigration(
    material: Material, hidden: dict[gate.Cell, str]
) -> tuple[int | None, str]:
    """Return the total without immigration-law offences and how it came about."""
    if any((code, material.year) in hidden for code in (TOTAL, IMMIGRATION, WITHOUT_IMMIGRATION)):
        return None, "hidden"

    def cases(code: str) -> int | None:
        one = material.here.get(code)
        value = one.value(material.year) if one else None
        return value.cases if value else None

    if (delivered := cases(WITHOUT_IMMIGRATION)) is not None:
        return delivered, "delivered"
    total, immigration = cases(TOTAL), cases(IMMIGRATION)
    if total is not None and immigration is not None:
        return total - immigration, "difference"
    return None, "missing"


def _source_line(line: Provenance) -> SourceLine:
    return SourceLine(
        delivery=line.delivery,
        label=line.label,
        licence=line.licence,
        year=line.year,
        received_on=line.received_on.isoformat(),
        sha256=line.sha256,
        table=line.table_code,
        source=line.source,
        beside=line.beside,
    )
