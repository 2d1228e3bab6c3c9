"""Create a report and store what a job has computed for it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.errors import DomainError
from vorort.deliveries import queries as deliveries
from vorort.pictures.choices import FigureKind
from vorort.pictures.queries import PlannedFigure, PlannedSection
from vorort.places import queries as places
from vorort.situation.actions.states import WrongState, audit, locked, require
from vorort.situation.choices import (
    DECIDED,
    EDITABLE,
    IN_WORK,
    PoliceState,
    ReportState,
)
from vorort.situation.models import Report, ReportFigure, ReportSource, Section
from vorort.situation.queries.reports import area_key_of, years_to_report


class NoFiguresToReport(DomainError):
    """There are no figures for this area and year."""


@dataclass(frozen=True)
class NewFigure:
    """A planned figure with its pictures."""

    planned: PlannedFigure
    svg_wide: str
    svg_narrow: str
    svg_pdf: str
    # Public ids of the deliveries behind everything the figure says.
    rests_on: tuple[str, ...] = ()


@transaction.atomic
def create_report(*, authority: Authority, year: int, by: Person, at: dt.datetime) -> Report:
    """Create the draft of a Lagebild and let a job compute it.

    Raises :class:`NoFiguresToReport` where nothing was delivered for the year, and
    :class:`WrongState` where there is already a report in work or public.
    """
    key = area_key_of(authority)
    before = Report.objects.filter(authority=authority, area_key=key, year=year)
    if before.filter(state__in=[*IN_WORK, ReportState.PUBLISHED]).exists():
        raise WrongState(
            _("Für %(year)d gibt es schon ein Lagebild.") % {"year": year}, field="year"
        )
    if year not in years_to_report(authority):
        raise NoFiguresToReport(
            _("Für %(year)d liegen keine Zahlen vor. Bitte zuerst die Lieferung einlesen.")
            % {"year": year},
            field="year",
        )
    area = places.get_or_none(key)
    report = Report.objects.create(
        authority=authority,
        area_key=key,
        area_name=(area.name if area is not None and area.name else authority.name)[:120],
        year=year,
        version=(before.aggregate(last=Max("version"))["last"] or 0) + 1,
        title=_("Lagebild %(year)d") % {"year": year},
        created_by=by,
    )
    audit(report, "report_created", by=by, at=at, after={"year": year, "area": key})
    _enqueue(report, by=by)
    return report


@transaction.atomic
def recompute(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Let a job compute the figures again: new deliveries, another special effect."""
    current = locked(report)
    require(current, *EDITABLE)
    audit(current, "report_recomputed", by=by, at=at)
    _enqueue(current, by=by)
    return current


def _enqueue(report: Report, *, by: Person) -> None:
    report.job = jobs.enqueue(
        "situation.jobs.build_report",
        args={"report": report.public_id},
        label=_("Lagebild %(year)d berechnen") % {"year": report.year},
        authority_id=report.authority_id,
        by=by,
    )
    report.save(update_fields=["job", "updated_at"])


@transaction.atomic
def store_build(
    *,
    report: Report,
    sections: Sequence[PlannedSection],
    figures: Sequence[NewFigure],
    frame: Mapping[str, Any],
    gate: Mapping[str, Any],
    data_version: Mapping[str, Any],
    by: Person,
    at: dt.datetime,
) -> Report:
    """Store what was computed. Texts stay; a figure that changed goes back to the police.

    A figure whose numbers are the same keeps the word of the police.
    """
    current = locked(report)
    require(current, *EDITABLE)
    by_kind = _store_sections(current, sections)
    _store_figures(current, figures, by_kind)
    _store_sources(current, figures, data_version)
    current.frame, current.gate = dict(frame), dict(gate)
    current.data_version, current.computed_at, current.job = dict(data_version), at, ""
    waiting = current.figures.exclude(police_state__in=DECIDED).exists()
    if current.state == ReportState.POLICE_DONE and waiting:
        current.state = ReportState.WITH_POLICE
        current.sent_at = current.sent_at or at
    current.save()
    audit(
        current,
        "report_computed",
        by=by,
        at=at,
        after={"figures": len(figures), "hidden": len(current.gate.get("hidden", []))},
    )
    return current


def _store_sections(report: Report, sections: Sequence[PlannedSection]) -> dict[str, Section]:
    """Put the sections in order; a section no longer planned stays while it has a text."""
    kept = {one.kind: one for one in report.sections.all()}
    # Positions are unique: move the old ones out of the way first.
    report.sections.update(position=F("position") + 1000)
    by_kind: dict[str, Section] = {}
    for position, planned in enumerate(sections):
        section = kept.pop(planned.kind, None) or Section(
            authority=report.authority, report=report, kind=planned.kind, title=planned.title
        )
        section.position = position
        section.save()
        by_kind[planned.kind] = section
    for position, gone in enumerate(kept.values(), start=len(sections)):
        if gone.text:
            gone.position = position
            gone.save(update_fields=["position"])
        else:
            gone.delete()
    return by_kind


def _store_figures(
    report: Report, figures: Sequence[NewFigure], by_kind: Mapping[str, Section]
) -> None:
    old = {(str(one.kind), one.code): one for one in report.figures.all()}
    report.figures.update(number=F("number") + 1000)
    for number, new in enumerate(figures, start=1):
        figure = old.pop((str(new.planned.kind), new.planned.code), None)
        _store_figure(report, figure, new, number, by_kind[new.planned.section])
    report.figures.filter(pk__in=[one.pk for one in old.values()]).delete()


def _store_figure(
    report: Report, figure: ReportFigure | None, new: NewFigure, number: int, section: Section
) -> None:
    planned = new.planned
    one = figure or ReportFigure(
        authority=report.authority, report=report, kind=FigureKind(planned.kind), code=planned.code
    )
    if one.pk and one.payload != planned.payload and one.police_state != PoliceState.OPEN:
        one.police_state, one.police_note = PoliceState.OPEN, ""
        one.decided_at, one.decided_by = None, None
    one.section, one.number, one.title = section, number, planned.title
    one.payload, one.verdict, one.sentence = planned.payload, planned.verdict, planned.sentence
    one.svg_wide, one.svg_narrow, one.svg_pdf = new.svg_wide, new.svg_narrow, new.svg_pdf
    one.rests_on = list(new.rests_on)
    one.save()


def _store_sources(
    report: Report, figures: Sequence[NewFigure], data_version: Mapping[str, Any]
) -> None:
    """Note every delivery behind the report, so that a revocation finds it."""
    named = {delivery for new in figures for delivery in new.rests_on}
    for part in data_version.get("rests_on", {}).values():
        named.update(part)
    known = deliveries.ids_of(named)
    report.sources.exclude(delivery_id__in=known.values()).delete()
    held = set(report.sources.values_list("delivery_id", flat=True))
    ReportSource.objects.bulk_create(
        ReportSource(authority=report.authority, report=report, delivery_id=pk)
        for pk in sorted(known.values())
        if pk not in held
    )
