"""A report as an edition: what page, document and data files are made from."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from vorort.deliveries.choices import Audience
from vorort.pictures.choices import (
    IMMIGRATION,
    WITHOUT_IMMIGRATION,
    FigureKind,
    IndicatorPicture,
    MapPicture,
    Picture,
    SectionKind,
    from_json,
)
from vorort.pictures.exports import Edition, EditionFigure, EditionSection
from vorort.publications.choices import RestsOn
from vorort.publications.exports import CorrectionNote
from vorort.situation.choices import PoliceState
from vorort.situation.models import Report, ReportFigure, Section
from vorort.situation.queries import Releases


def edition_of(
    report: Report,
    sections: Iterable[Section],
    figures: Iterable[ReportFigure],
    *,
    on: dt.date,
    base_url: str,
    releases: Releases | None = None,
    audience: Audience = Audience.EDITOR,
    only_released: bool = True,
    corrections: tuple[CorrectionNote, ...] = (),
    notes: tuple[str, ...] = (),
) -> Edition:
    """Return the edition of a report for an audience.

    Refused and undecided figures are in it only without ``only_released``; with ``releases``
    neither figures nor numbers of the frame that this audience may not see.
    """
    shown = [
        one for one in figures if not only_released or one.police_state == PoliceState.RELEASED
    ]
    if releases is not None:
        shown = releases.seen_by(audience, shown)
    parts = _parts(sections, shown)
    codes = {one.code for one in shown}
    frame = _frame(report, shown, releases, audience)
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
        corrections=corrections,
        notes=notes,
        one_hand=report.approved_by_id is not None
        and report.approved_by_id == report.created_by_id,
    )


def _parts(
    sections: Iterable[Section], shown: Iterable[ReportFigure]
) -> tuple[EditionSection, ...]:
    by_section: dict[int, list[EditionFigure]] = {}
    for number, one in enumerate(shown, start=1):
        by_section.setdefault(one.section_id, []).append(_figure(number, one))
    return tuple(
        EditionSection(
            kind=SectionKind(section.kind),
            title=section.title,
            text=section.text,
            figures=tuple(by_section.get(section.pk, ())),
        )
        for section in sections
    )


def _frame(
    report: Report,
    shown: Iterable[ReportFigure],
    releases: Releases | None,
    audience: Audience,
) -> Picture:
    """Return the frame as an audience may see it; the public also no sources but those shown."""
    frame = from_json(Picture, report.frame)
    if releases is None:
        return frame
    frame = _without(frame, releases.hidden_parts(audience))
    if audience is Audience.PUBLIC:
        frame = _only_sources(frame, _behind(shown, releases))
    return frame


def _without(frame: Picture, parts: frozenset[str]) -> Picture:
    """Return the frame without numbers that not everybody may see."""
    if "population" in parts:
        frame = dataclasses.replace(
            frame, population=None, population_source=None, population_on=""
        )
    if "without_immigration" in parts:
        frame = dataclasses.replace(
            frame, without_immigration=None, without_immigration_how="hidden"
        )
    return frame


def _only_sources(frame: Picture, deliveries: Collection[str]) -> Picture:
    """Return the frame with the sources of what is shown, and no others."""
    kept = tuple(line for line in frame.sources if line.delivery in deliveries)
    return dataclasses.replace(frame, sources=kept)


def _behind(figures: Iterable[ReportFigure], releases: Releases) -> set[str]:
    open_ones = {one for one, standing in releases.standings.items() if standing.is_public}
    return {delivery for one in figures for delivery in one.rests_on} & open_ones


def rests_on(figures: Iterable[ReportFigure], releases: Releases) -> tuple[RestsOn, ...]:
    """Return the deliveries behind the figures everybody may see, as they stand now."""
    ids = {
        delivery for one in releases.seen_by(Audience.PUBLIC, figures) for delivery in one.rests_on
    }
    return tuple(
        RestsOn(
            delivery=one,
            label=releases.standings[one].name,
            level=str(releases.standings[one].level),
            embargo_until=releases.standings[one].embargo_until,
        )
        for one in sorted(ids)
    )


def shown_cells(edition: Edition) -> frozenset[tuple[str, int]]:
    """Return the counts, by code and year, that an edition gives away."""
    found = {
        (one.code, point.year)
        for _figure, one in edition.indicators
        for point in one.points
        if point.cases is not None
    }
    frame = edition.frame
    if frame.without_immigration is not None:
        # Said in one sentence, or as a difference from the total: then both are known.
        found |= {(WITHOUT_IMMIGRATION, frame.year), (IMMIGRATION, frame.year)}
    return frozenset(found)


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
