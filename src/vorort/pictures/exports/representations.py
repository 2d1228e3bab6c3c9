"""All forms of an edition, ready to be published together."""

from vorort.pictures.exports import data, document, page, tables
from vorort.pictures.exports.edition import Edition
from vorort.publications.choices import Format, NewRepresentation


def make(edition: Edition) -> tuple[NewRepresentation, ...]:
    """Return page, PDF, tables and data of an edition with their public addresses."""
    files = {
        Format.PDF: document.render(edition),
        Format.CSV: tables.render_csv(edition),
        Format.XLSX: tables.render_xlsx(edition),
        Format.GEOJSON: data.render_geojson(edition),
        Format.JSON: data.render_json(edition),
    }
    sizes = {fmt.value: len(content) for fmt, content in files.items()}
    made = [
        NewRepresentation(
            format=Format.HTML, path=edition.path, content=page.render(edition, sizes=sizes)
        )
    ]
    made += [
        NewRepresentation(
            format=fmt,
            path=f"{edition.path}{edition.file(fmt.value)}",
            content=content,
            filename=edition.file(fmt.value),
        )
        for fmt, content in files.items()
    ]
    made += [
        NewRepresentation(
            format=Format.CSV,
            path=f"{edition.path}{figure.file_stem}.csv",
            content=tables.render_figure_csv(figure, edition),
            filename=f"{figure.file_stem}.csv",
        )
        for figure in edition.figures
    ]
    return tuple(made)
