"""The public page as complete HTML: the bytes that are stored and served."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vorort.figures.choices.reading import READING_AID
from vorort.figures.queries import list_terms
from vorort.pictures.choices import MapPicture, SectionKind
from vorort.pictures.exports import parts
from vorort.pictures.exports.charts import unit
from vorort.pictures.exports.edition import Edition, EditionFigure, EditionSection
from vorort.publications.rules import about_links, public_navigation
from vorort.ui import format as show
from vorort.ui.languages import language_links
from vorort.ui.maps import ChoroplethMap, MapArea, legend_entries
from vorort.ui.parts import Column, Fact, LegendEntry, Link, Note, Row, Table, VerdictLine

TOWN_PATH = "/orte/{slug}/"
GLOSSARY_PATH = "/glossar/"


def render(edition: Edition, *, sizes: Mapping[str, int] | None = None) -> bytes:
    """Return the page; ``sizes`` are the bytes of the files it links to."""
    return render_to_string("pictures/public.html", context(edition, sizes=sizes)).encode()


def context(
    edition: Edition, *, sizes: Mapping[str, int] | None = None, preview: bool = False
) -> dict[str, Any]:
    """Return what the template of the public page needs."""
    town = TOWN_PATH.format(slug=edition.slug)
    return {
        "frozen": not preview,
        "authority": edition.authority,
        "home_url": town,
        # The same ways as on the other public pages of the town.
        "topnav": (
            public_navigation(edition.authority, "situation_report") if edition.authority else []
        ),
        "about_links": about_links(edition.authority) if edition.authority else [],
        # The short form of this report in the other languages.
        "languages": [] if preview else language_links(edition.path),
        "crumbs": [
            Link(edition.authority.short_name if edition.authority else edition.town, town),
            Link(_("Lagebild"), f"{town}lagebild/"),
            Link(str(edition.year)),
        ],
        "edition": edition,
        "meta": _meta(edition, preview=preview),
        "files": [] if preview else _files(edition, sizes or {}),
        "outline": [
            *[Link(part.title, f"#{part.anchor}") for part in edition.sections],
            *([Link(_("Berichtigungen"), "#berichtigungen")] if edition.corrections else []),
            Link(_("Lesehilfe"), "#lesehilfe"),
        ],
        "sections": [_section(part, edition, preview=preview) for part in edition.sections],
        "overview": parts.overview(edition),
        "verdict_lines": verdict_lines(edition),
        "scope": parts.scope_words(edition),
        "hidden": parts.hidden_words(edition),
        "reading_aid": READING_AID,
        "terms": [
            (term.term, term.short, f"{GLOSSARY_PATH}#{term.slug}")
            for term in list_terms(reading_aid=True)
        ],
        "sources": _sources(edition),
    }


def verdict_lines(edition: Edition, *, linked: bool = True) -> list[VerdictLine]:
    """Return the list of verdicts of "Kurz gesagt"."""
    return [
        VerdictLine(
            f"{figure.title}: {one.brief}",
            one.verdict.value,
            f"#{figure.anchor}" if linked else "",
        )
        for figure, one in edition.indicators
        if one.judged
    ]


def _meta(edition: Edition, *, preview: bool) -> str:
    words = []
    if edition.approved_on:
        words.append(_("Freigegeben vom Bürgermeisteramt am %s") % show.date(edition.approved_on))
    if edition.one_hand:
        words.append(_("Bearbeitung und Freigabe lagen in einer Hand"))
    published = _("veröffentlicht %s") % show.date(edition.on)
    words.append(_("noch nicht veröffentlicht") if preview else published)
    words.append(_("Fassung %d") % edition.version)
    return " · ".join(words)


def _files(edition: Edition, sizes: Mapping[str, int]) -> list[Link]:
    labels = {
        "pdf": _("PDF (barrierefrei)"),
        "csv": _("CSV"),
        "xlsx": _("Excel"),
        "geojson": _("GeoJSON"),
        "json": _("JSON"),
    }
    return [
        Link(
            f"{label}, {show.size(sizes[fmt])}" if fmt in sizes else label,
            f"{edition.path}{edition.file(fmt)}",
        )
        for fmt, label in labels.items()
    ]


def _section(part: EditionSection, edition: Edition, *, preview: bool) -> dict[str, Any]:
    return {
        "part": part,
        "is_summary": part.kind is SectionKind.SUMMARY,
        "figures": [figure_context(one, edition, preview=preview) for one in part.figures],
    }


def figure_context(
    figure: EditionFigure, edition: Edition, *, preview: bool = False, level: int = 3
) -> dict[str, Any]:
    """Return a figure for the template: words, tables, links."""
    one, area_map = figure.indicator, figure.area_map
    found: dict[str, Any] = {
        "figure": figure,
        "level": level,
        "title": figure.title,
        "source": parts.source_line(figure, edition.frame),
        "citation": parts.citation(figure, edition),
        "tools": ([] if preview else [Link(_("CSV"), f"{edition.path}{figure.file_stem}.csv")]),
        "pictures": bool(figure.svg_wide),
    }
    if one is not None:
        by_rate = any(point.rate is not None for point in one.points)
        span = f"{one.points[0].year} bis {one.points[-1].year}"
        found |= {
            "unit": f"{unit(by_rate=by_rate, indicator=one)}, {edition.area_name}, {span}",
            "notes": [
                Note(effect.letter, _effect_words(effect.year, effect.text, effect.excluded))
                for effect in one.effects
            ],
            "facts": [Fact(name, value) for name, value in parts.facts(one, edition.frame)],
            "table": _table(
                f"{figure.title}, {edition.area_name}", parts.series_columns(one),
                parts.series_rows(one), numeric_from=0,
            ),
        }  # fmt: skip
    if area_map is not None:
        span = " – ".join(dict.fromkeys((str(area_map.years[0]), str(area_map.years[-1]))))
        here = next((place for place, row in enumerate(area_map.rows) if row.here), -1)
        found |= {
            "unit": _("Fälle je 100.000 Einwohner und Jahr, %s") % span,
            "notes": [],
            "map_table": _table(
                figure.title, parts.map_columns(area_map), parts.map_rows(area_map),
                numeric_from=1, here=here,
            ),
            "legend": _legend(area_map),
        }  # fmt: skip
    return found


def _effect_words(year: int, text: str, excluded: bool) -> str:  # noqa: FBT001
    words = f"{year}: {text}"
    if excluded:
        words += " " + _(
            "Das Jahr steht als Sonderereignis (offener Punkt) und zählt nicht in Mittelwert "
            "und Urteil."
        )
    return words


def _table(
    caption: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    *,
    numeric_from: int,
    here: int = -1,
) -> Table:
    return Table(
        caption=caption,
        columns=tuple(Column(head, place >= numeric_from) for place, head in enumerate(heads)),
        rows=tuple(Row(row, current=place == here) for place, row in enumerate(rows)),
    )


def _legend(area_map: MapPicture) -> tuple[LegendEntry, ...]:
    """Return the classes in words; the colours are those of the picture."""
    areas = [
        MapArea(
            key=row.key,
            name=row.name,
            geometry=b"",
            value=None if row.few or row.hidden else row.rate,
            few=row.few,
        )
        for row in area_map.rows
    ]
    return legend_entries(
        ChoroplethMap(
            title=area_map.title,
            description=area_map.sentence,
            areas=areas,
            limits=list(area_map.limits),
        )
    )


def _sources(edition: Edition) -> Table:
    return Table(
        caption=_("Quellen der Zahlen"),
        columns=(Column(_("Quelle")), Column(_("Jahr"), numeric=True), Column(_("geliefert")),
                 Column(_("Lizenz"))),
        rows=tuple(
            Row((line.label, str(line.year or "–"), parts.german_date(line.received_on),
                 line.licence))
            for line in edition.frame.sources
        ),
    )  # fmt: skip
