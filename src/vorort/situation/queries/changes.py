"""How a version of a report differs from the one it corrects, and which corrections led to it."""

from collections.abc import Collection, Iterable

from django.utils import timezone

from vorort.core.clock import today
from vorort.pictures.choices import FigureKind
from vorort.publications import queries as publications
from vorort.publications.choices import Change, PublicationStatus
from vorort.publications.exports import CorrectionNote
from vorort.publications.rules import situation_report_path
from vorort.situation.choices import PoliceState
from vorort.situation.models import Report, ReportFigure


def compare(
    old: Report, new: Report, *, shown: Collection[ReportFigure] | None = None
) -> publications.Comparison:
    """Return what changed between two versions of a report, in the order of the new one.

    Only what was public before and what the new version shows count: released figures, or those
    in ``shown``. A number that is hidden is called so, never given.
    """
    pks = None if shown is None else {one.pk for one in shown}
    after = [one for one in _in_order(new) if pks is None or one.pk in pks]
    return publications.compare_versions(_version(old, _published(old)), _version(new, after))


def _in_order(report: Report) -> Iterable[ReportFigure]:
    rows = report.figures.filter(police_state=PoliceState.RELEASED)
    return rows.defer("svg_wide", "svg_narrow", "svg_pdf").order_by("number")


def _published(report: Report) -> list[ReportFigure]:
    """Return the figures of a report that its publication shows."""
    payload = report.publication.payload if report.publication is not None else {}
    keys = {(FigureKind.SERIES.value, one["offence_key"]) for one in payload.get("series", ())}
    keys |= {(FigureKind.MAP.value, one["code"]) for one in payload.get("maps", ())}
    return [one for one in _in_order(report) if (str(one.kind), one.code) in keys]


def _version(report: Report, figures: Iterable[ReportFigure]) -> publications.ShownVersion:
    sections = report.sections.order_by("position").values_list("kind", "title", "text")
    return publications.ShownVersion(
        figures=[_shown(one) for one in figures],
        texts={kind: (title, text) for kind, title, text in sections},
    )


def _shown(figure: ReportFigure) -> publications.ShownFigure:
    is_map = figure.kind == FigureKind.MAP
    many, key, name = ("rows", "key", "name") if is_map else ("points", "year", "year")
    return publications.ShownFigure(
        key=(str(figure.kind), figure.code),
        title=figure.title,
        verdict=figure.verdict,
        values={
            row[key]: (str(row[name]), publications.value_words(row))
            for row in figure.payload.get(many, ())
        },
    )


def list_corrections(
    report: Report, changes: tuple[Change, ...] = ()
) -> tuple[CorrectionNote, ...]:
    """Return the corrections that led to this version, the latest first.

    ``changes`` are those of this version; earlier ones stand with their publications.
    """
    notes = []
    here: Report | None = report
    while here is not None and here.corrects is not None:
        is_this = here.pk == report.pk
        made = changes if is_this else publications.kept_changes(here.publication)
        notes.append(_note(here, here.corrects, made))
        here = here.corrects
    return tuple(notes)


def _note(report: Report, old: Report, changes: tuple[Change, ...]) -> CorrectionNote:
    publication = old.publication
    path = ""
    if publication is not None and publication.status != PublicationStatus.WITHDRAWN:
        base = situation_report_path(report.authority.slug, report.year)
        path = f"{base}fassung-{publication.version}/"
    return CorrectionNote(
        version=report.version,
        replaces=old.version,
        on=timezone.localdate(report.published_at) if report.published_at else today(),
        reason=report.correction_reason,
        changes=changes,
        replaced_path=path,
    )
