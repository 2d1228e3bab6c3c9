"""The Lagebild as a document: the model that becomes a tagged PDF."""

from django.utils.translation import gettext as _

from vorort.figures.choices.reading import READING_AID
from vorort.figures.queries import list_terms
from vorort.notices.exports import (
    Block,
    BulletList,
    Column,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    Letterhead,
    NoteBox,
    Paragraph,
    Table,
    VerdictList,
    render_pdf,
)
from vorort.pictures.choices import SectionKind
from vorort.pictures.exports import parts
from vorort.pictures.exports.charts import describe, unit
from vorort.pictures.exports.edition import Edition, EditionFigure
from vorort.publications import exports as corrections
from vorort.ui import format as show
from vorort.ui.templatetags.vo import VERDICTS


def render(edition: Edition) -> bytes:
    """Return the edition as a tagged PDF."""
    return render_pdf(build_document(edition))


def build_document(edition: Edition) -> Document:
    """Return the document of an edition."""
    blocks: list[Block] = [Facts(items=_dates(edition)), Contents(depth=1)]
    if edition.corrections:
        latest = edition.corrections[0]
        blocks.insert(1, NoteBox(latest.reason, title=latest.headline))
    for section in edition.sections:
        blocks.append(Heading(1, section.title))
        if section.text.strip():
            blocks.append(Paragraph(section.text, lead=section.kind is SectionKind.SUMMARY))
        if section.kind is SectionKind.SUMMARY:
            blocks += _summary(edition)
        for figure in section.figures:
            blocks += _figure(figure, edition)
    blocks += corrections.blocks(edition.corrections)
    blocks += _reading_aid(edition)
    town = edition.authority
    return Document(
        title=f"{edition.title} – {edition.area_name}",
        subject=_("Registrierte Straftaten in %(area)s, %(year)d und die Jahre davor")
        % {"area": edition.area_name, "year": edition.year},
        author=edition.town,
        date=edition.on,
        blocks=blocks,
        keywords=(_("Lagebild"), edition.area_name, str(edition.year)),
        letterhead=(
            Letterhead(
                name=town.name,
                town_key=town.town_key,
                service=_("Kommunale Prävention"),
                lines=[line for line in town.address.splitlines() if line.strip()],
            )
            if town is not None
            else None
        ),
        footer=f"{edition.title}, {edition.area_name}",
    )


def _dates(edition: Edition) -> list[tuple[str, str]]:
    items = [(_("Gebiet"), f"{edition.area_name} ({edition.area_key})")]
    if edition.approved_on:
        items.append((_("Freigegeben"), show.date(edition.approved_on)))
    if edition.one_hand:
        items.append((_("Hinweis"), _("Bearbeitung und Freigabe lagen in einer Hand")))
    items.append((_("Stand"), show.date(edition.on)))
    items.append((_("Fassung"), str(edition.version)))
    return items


def _summary(edition: Edition) -> list[Block]:
    blocks: list[Block] = [Paragraph(text) for text in parts.overview(edition)]
    lines = [
        (f"{figure.title}: {one.brief}", str(one.verdict), str(VERDICTS[str(one.verdict)]))
        for figure, one in edition.indicators
        if one.judged
    ]
    if lines:
        blocks.append(VerdictList(items=lines))
    blocks.append(NoteBox(" ".join(parts.scope_words(edition)), title=_("Was nicht enthalten ist")))
    if hidden := parts.hidden_words(edition):
        blocks.append(NoteBox(hidden, title=_("Schutz vor Rückschluss")))
    return blocks


def _figure(figure: EditionFigure, edition: Edition) -> list[Block]:
    blocks: list[Block] = [
        Heading(2, _("Abbildung %(number)d: %(title)s") % {
            "number": figure.number, "title": figure.title,
        })
    ]  # fmt: skip
    if figure.verdict:
        words = str(VERDICTS[figure.verdict])
        blocks.append(VerdictList(items=[(figure.sentence, figure.verdict, words)]))
    else:
        blocks.append(Paragraph(figure.sentence))
    one, area_map = figure.indicator, figure.area_map
    if figure.svg_pdf:
        if one is not None:
            by_rate = any(point.rate is not None for point in one.points)
            alt = describe(one, by_rate=by_rate, state_name=edition.frame.state_name)
            caption = unit(by_rate=by_rate, indicator=one)
        else:
            alt, caption = figure.sentence, _("Fälle je 100.000 Einwohner und Jahr")
        blocks.append(Figure(svg=figure.svg_pdf, alt=f"{figure.title}. {alt}", caption=caption))
    if one is not None:
        notes = [f"**{effect.letter}** {effect.year}: {effect.text}" for effect in one.effects]
        if notes:
            blocks.append(BulletList(items=notes))
        blocks.append(Facts(items=parts.facts(one, edition.frame)))
        heads, rows = parts.series_columns(one), parts.series_rows(one)
    elif area_map is not None:
        heads, rows = parts.map_columns(area_map), parts.map_rows(area_map)
    else:
        return blocks
    blocks.append(
        Table(
            caption=f"{figure.title}, {edition.area_name}",
            columns=[Column(head, numeric=place > 0 or one is not None)
                     for place, head in enumerate(heads)],
            rows=rows,
            note=parts.source_line(figure, edition.frame),
        )
    )  # fmt: skip
    return blocks


def _reading_aid(edition: Edition) -> list[Block]:
    lines = [(text, kind, str(VERDICTS[kind])) for kind, text in READING_AID]
    terms = [f"**{term.term}:** {term.short}" for term in list_terms(reading_aid=True)]
    sources = [
        [line.label, str(line.year or ""), parts.german_date(line.received_on), line.licence]
        for line in edition.frame.sources
    ]
    return [
        Heading(1, _("Lesehilfe")),
        VerdictList(items=[(str(text), kind, words) for text, kind, words in lines]),
        BulletList(items=terms),
        Heading(1, _("Quellen")),
        Table(
            caption=_("Quellen der Zahlen"),
            columns=[_("Quelle"), Column(_("Jahr"), numeric=True), _("geliefert"), _("Lizenz")],
            rows=sources,
        ),
    ]
