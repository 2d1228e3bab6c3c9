"""What a new version says that the one before did not: old and new values, as people read them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.core.clock import today
from vorort.pictures.exports.corrections import Change, CorrectionNote
from vorort.publications.choices import PublicationStatus
from vorort.publications.rules import situation_report_path
from vorort.situation.choices import FigureKind, PoliceState
from vorort.situation.models import Report, ReportFigure
from vorort.ui import format as show


@dataclass(frozen=True)
class Comparison:
    """How two versions differ in what everybody may see.

    ``weighty``: a verdict is another one, or a figure came or went; then the mayor is asked.
    """

    changes: tuple[Change, ...]
    weighty: bool


def compare(
    old: Report, new: Report, *, shown: Collection[ReportFigure] | None = None
) -> Comparison:
    """Return what changed between two versions of a report, in the order of the new one.

    Only what was public before and what the new version shows count: released figures, or those
    in ``shown``. A number that is hidden is called so, never given.
    """
    before = _published(old)
    pks = None if shown is None else {one.pk for one in shown}
    changes: list[Change] = []
    weighty = False
    seen = set()
    for figure in _in_order(new):
        if pks is not None and figure.pk not in pks:
            continue
        key = (str(figure.kind), figure.code)
        seen.add(key)
        earlier = before.get(key)
        if earlier is None:
            weighty = True
            changes.append(Change(figure.title, _("Abbildung"), "–", _("neu")))
            continue
        weighty |= earlier.verdict != figure.verdict
        changes += _figure_changes(earlier, figure)
    for key, figure in before.items():
        if key not in seen:
            weighty = True
            changes.append(Change(figure.title, _("Abbildung"), _("vorhanden"), _("entfällt")))
    return Comparison((*changes, *_text_changes(old, new)), weighty)


def _in_order(report: Report) -> Iterable[ReportFigure]:
    rows = report.figures.filter(police_state=PoliceState.RELEASED)
    return rows.defer("svg_wide", "svg_narrow", "svg_pdf").order_by("number")


def _published(report: Report) -> dict[tuple[str, str], ReportFigure]:
    """Return the figures of a report that its publication shows."""
    payload = report.publication.payload if report.publication is not None else {}
    keys = {(FigureKind.SERIES.value, one["offence_key"]) for one in payload.get("series", ())}
    keys |= {(FigureKind.MAP.value, one["code"]) for one in payload.get("maps", ())}
    found = {(str(one.kind), one.code): one for one in _in_order(report)}
    return {key: one for key, one in found.items() if key in keys}


def _figure_changes(old: ReportFigure, new: ReportFigure) -> list[Change]:
    if new.kind == FigureKind.MAP:
        return _row_changes(new.title, _by(old, "rows", "key"), _by(new, "rows", "key"), "name")
    return _row_changes(new.title, _by(old, "points", "year"), _by(new, "points", "year"), "year")


def _by(figure: ReportFigure, many: str, key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in figure.payload.get(many, ())}


def _row_changes(
    title: str, old: dict[Any, dict[str, Any]], new: dict[Any, dict[str, Any]], name: str
) -> list[Change]:
    found = []
    for key, row in new.items():
        was, now = _words(old.get(key)), _words(row)
        if was != now:
            found.append(Change(title, str(row[name]), was, now))
    return found


def _words(row: dict[str, Any] | None) -> str:
    """Return a count with its rate as the page shows them."""
    if row is None:
        return "–"
    if row.get("hidden"):
        return _("verborgen")
    if row.get("cases") is None:
        return "–"
    words = show.number(row["cases"])
    if row.get("rate") is not None:
        words += _(" (%(rate)s je 100.000)") % {"rate": show.number(row["rate"], 1)}
    return words


def _text_changes(old: Report, new: Report) -> list[Change]:
    texts = dict(old.sections.values_list("kind", "text"))
    return [
        Change(one.title, _("Text"), _("frühere Fassung"), _("geändert"))
        for one in new.sections.order_by("position")
        if one.text.strip() != texts.get(one.kind, "").strip()
    ]


def list_corrections(
    report: Report, changes: tuple[Change, ...] = ()
) -> tuple[CorrectionNote, ...]:
    """Return the corrections that led to this version, the latest first.

    ``changes`` are those of this version; earlier ones stand with their publications.
    """
    notes = []
    here: Report | None = report
    while here is not None and here.corrects is not None:
        notes.append(_note(here, changes if here.pk == report.pk else _kept(here)))
        here = here.corrects
    return tuple(notes)


def _note(report: Report, changes: tuple[Change, ...]) -> CorrectionNote:
    old = report.corrects
    assert old is not None  # noqa: S101 - for the type checker
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


def _kept(report: Report) -> tuple[Change, ...]:
    kept = report.publication.correction.get("changes", ()) if report.publication else ()
    return tuple(Change(c["figure"], c["place"], c["old"], c["new"]) for c in kept)
