"""Which figures a report gets from a picture, in which section."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vorort.figures.choices import Indicator
from vorort.figures.queries import match_groups
from vorort.pictures.choices import (
    BESIDE,
    GROUPS,
    OUTLINE,
    FigureKind,
    MapPicture,
    Picture,
    SectionKind,
    to_json,
)


@dataclass(frozen=True)
class PlannedFigure:
    """A figure as it will be stored: numbers, sentence, verdict."""

    section: SectionKind
    kind: FigureKind
    code: str
    title: str
    payload: dict[str, Any]
    verdict: str
    sentence: str


@dataclass(frozen=True)
class PlannedSection:
    """A section that has figures, or none by design."""

    kind: SectionKind
    title: str


def plan(
    picture: Picture, area_map: MapPicture | None
) -> tuple[tuple[PlannedSection, ...], tuple[PlannedFigure, ...]]:
    """Return the sections and figures of a report; sections without figures are left out."""
    matches = {
        match.group.code: match
        for match in match_groups(
            Indicator(code=one.code, source="", label=one.label) for one in picture.indicators
        )
    }
    sections, planned = [], []
    for part in OUTLINE:
        mine = []
        for group_code in part.groups:
            match = matches[group_code]
            indicator = picture.indicator(match.indicator.code) if match.indicator else None
            if indicator is None:
                continue
            definition = " ".join(
                words for words in (str(match.group.description), match.note) if words
            )
            mine.append(
                PlannedFigure(
                    section=part.kind,
                    kind=FigureKind.SERIES,
                    code=indicator.code,
                    title=str(match.group.label),
                    payload={**to_json(indicator), "definition": definition},
                    verdict=str(indicator.verdict),
                    sentence=indicator.sentence,
                )
            )
        if part.kind in BESIDE:
            mine += _beside(picture, part.kind)
        if part.kind is SectionKind.AREAS and area_map is not None:
            mine.append(
                PlannedFigure(
                    section=part.kind,
                    kind=FigureKind.MAP,
                    code=area_map.code,
                    title=area_map.title,
                    payload=to_json(area_map),
                    verdict="",
                    sentence=area_map.sentence,
                )
            )
        if mine or part.kind is SectionKind.SUMMARY:
            sections.append(PlannedSection(part.kind, str(part.kind.label)))
            planned += mine
    return tuple(sections), tuple(planned)


def _beside(picture: Picture, kind: SectionKind) -> list[PlannedFigure]:
    """Return the figures of a group beside the police statistics, as its catalogue orders them."""
    return [
        PlannedFigure(
            section=kind,
            kind=FigureKind.SERIES,
            code=one.code,
            title=one.label,
            payload=to_json(one),
            verdict=str(one.verdict) if one.judged else "",
            sentence=one.sentence,
        )
        for one in picture.indicators
        if one.beside and one.source == kind.value
    ]


def missing_groups(picture: Picture) -> tuple[str, ...]:
    """Return what the table does not contain, in words."""
    delivered = {one.code for one in picture.indicators}
    wanted = [code for part in OUTLINE for code in part.groups]
    return tuple(
        _("%(group)s: nicht enthalten.") % {"group": str(GROUPS[code].label)}
        for code in wanted
        if not delivered & {*GROUPS[code].codes, *GROUPS[code].narrower}
    )
