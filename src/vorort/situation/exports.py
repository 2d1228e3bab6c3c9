"""A report as an edition: what page, document and data files are made from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from vorort.pictures.exports import (
    Drawn,
    Edition,
    EditionFigure,
    EditionSection,
    build_answer,
    draw,
)
from vorort.situation.choices import (
    FigureKind,
    IndicatorPicture,
    MapPicture,
    Picture,
    PoliceState,
    SectionKind,
    from_json,
)
from vorort.situation.models import Report, ReportFigure, Section

__all__ = ["Drawn", "build_answer", "draw", "edition_of"]


def edition_of(
    report: Report,
    sections: Iterable[Section],
    figures: Iterable[ReportFigure],
    *,
    on: dt.date,
    base_url: str,
    only_released: bool = True,
    notes: tuple[str, ...] = (),
) -> Edition:
    """Return the public edition of a report: refused and undecided figures are not in it."""
    shown = [
        one for one in figures if not only_released or one.police_state == PoliceState.RELEASED
    ]
    by_section: dict[int, list[EditionFigure]] = {}
    for number, one in enumerate(shown, start=1):
        by_section.setdefault(one.section_id, []).append(_figure(number, one))
    parts = tuple(
        EditionSection(
            kind=SectionKind(section.kind),
            title=section.title,
            text=section.text,
            figures=tuple(by_section.get(section.pk, ())),
        )
        for section in sections
    )
    codes = {one.code for one in shown}
    frame = from_json(Picture, report.frame)
    return Edition(
        title=report.title,
        town=report.authority.name,
        slug=report.authority.slug,
        area_key=report.area_key,
        area_name=report.area_name,
        year=report.year,
        version=report.version,
        frame=frame,
        sections=tuple(
            part for part in parts if part.figures or part.text or part.kind is SectionKind.SUMMARY
        ),
        on=on,
        approved_on=report.approved_at.date() if report.approved_at else None,
        released_by=report.written_release_by,
        hidden=tuple(cell for cell in frame.hidden if cell.code in codes),
        authority=report.authority,
        base_url=base_url.rstrip("/"),
        notes=notes,
    )


def _figure(number: int, one: ReportFigure) -> EditionFigure:
    payload: Mapping[str, Any] = one.payload
    series = one.kind == FigureKind.SERIES
    indicator = from_json(IndicatorPicture, payload) if series else None
    return EditionFigure(
        number=number,
        title=one.title,
        code=one.code,
        sentence=one.sentence,
        verdict=one.verdict,
        indicator=indicator,
        area_map=None if series else from_json(MapPicture, payload),
        svg_wide=one.svg_wide,
        svg_narrow=one.svg_narrow,
        svg_pdf=one.svg_pdf,
        definition=indicator.definition if indicator else "",
    )
