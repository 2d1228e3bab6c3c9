"""What every representation is made from: the released figures and the texts of one version."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify

from vorort.authorities.models import Authority
from vorort.pictures.choices import (
    FigureKind,
    HiddenCell,
    IndicatorPicture,
    MapPicture,
    Picture,
    SectionKind,
    from_json,
)
from vorort.pictures.queries.plans import PlannedFigure, PlannedSection
from vorort.publications.exports import CorrectionNote
from vorort.publications.rules import situation_report_file, situation_report_path
from vorort.ui.charts import ChartPictures


@dataclass(frozen=True)
class EditionFigure:
    """A figure as the public sees it; numbers run through the released ones."""

    number: int
    title: str
    code: str
    sentence: str
    verdict: str
    indicator: IndicatorPicture | None = None
    area_map: MapPicture | None = None
    svg_wide: str = ""
    svg_narrow: str = ""
    svg_pdf: str = ""
    definition: str = ""

    @property
    def anchor(self) -> str:
        return f"abb-{self.number}"

    @property
    def pictures(self) -> ChartPictures:
        return ChartPictures(wide=self.svg_wide, narrow=self.svg_narrow)

    @property
    def file_stem(self) -> str:
        return f"abbildung-{self.number}-{slugify(self.title)[:40]}".rstrip("-")


@dataclass(frozen=True)
class EditionSection:
    """A section with its text and released figures."""

    kind: SectionKind
    title: str
    text: str
    figures: tuple[EditionFigure, ...]

    @property
    def anchor(self) -> str:
        return f"abschnitt-{self.kind.value}"


@dataclass(frozen=True)
class Edition:
    """One version of a Lagebild, ready to be written in any format."""

    title: str
    town: str
    slug: str
    area_key: str
    area_name: str
    year: int
    version: int
    # The picture without its indicators: population, sources, methods.
    frame: Picture
    sections: tuple[EditionSection, ...]
    on: dt.date
    approved_on: dt.date | None = None
    released_by: str = ""
    # Nobody else has looked at it before it was approved: said openly.
    one_hand: bool = False
    hidden: tuple[HiddenCell, ...] = ()
    authority: Authority | None = None
    base_url: str = ""
    notes: tuple[str, ...] = field(default=())
    # The latest first; empty where nothing was corrected.
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def figures(self) -> tuple[EditionFigure, ...]:
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def indicators(self) -> tuple[tuple[EditionFigure, IndicatorPicture], ...]:
        return tuple((one, one.indicator) for one in self.figures if one.indicator is not None)

    @property
    def maps(self) -> tuple[tuple[EditionFigure, MapPicture], ...]:
        return tuple((one, one.area_map) for one in self.figures if one.area_map is not None)

    @property
    def names_area(self) -> bool:
        """Whether the area must be named beside the town: a county, or a town's own name."""
        return self.area_name not in self.town

    @property
    def path(self) -> str:
        return situation_report_path(self.slug, self.year)

    def file(self, fmt: str) -> str:
        """Return the name of the file in a format."""
        return situation_report_file(self.slug, self.year, fmt)

    def section(self, kind: SectionKind) -> EditionSection | None:
        """Return the section of a kind, or None."""
        return next((one for one in self.sections if one.kind is kind), None)


def edition_of_picture(
    picture: Picture,
    sections: Sequence[PlannedSection],
    figures: Sequence[tuple[PlannedFigure, str]],
    *,
    on: dt.date,
    notes: tuple[str, ...] = (),
) -> Edition:
    """Return an edition straight from a picture, without a town: for the command."""
    by_kind: dict[SectionKind, list[EditionFigure]] = {}
    for number, (planned, svg) in enumerate(figures, start=1):
        series = planned.kind is FigureKind.SERIES
        indicator = from_json(IndicatorPicture, planned.payload) if series else None
        by_kind.setdefault(planned.section, []).append(
            EditionFigure(
                number=number,
                title=planned.title,
                code=planned.code,
                sentence=planned.sentence,
                verdict=planned.verdict,
                indicator=indicator,
                area_map=None if series else from_json(MapPicture, planned.payload),
                svg_pdf=svg,
                definition=indicator.definition if indicator else "",
            )
        )
    return Edition(
        title=f"Lagebild {picture.year}",
        town=picture.area_name,
        slug=slugify(picture.area_name) or picture.area_key,
        area_key=picture.area_key,
        area_name=picture.area_name,
        year=picture.year,
        version=1,
        frame=picture,
        sections=tuple(
            EditionSection(one.kind, one.title, "", tuple(by_kind.get(one.kind, ())))
            for one in sections
        ),
        on=on,
        hidden=picture.hidden,
        notes=notes,
    )
