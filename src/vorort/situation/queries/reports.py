"""Reads of reports. Scoped: what another town has does not exist here."""

from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet

from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.figures import queries as figures
from vorort.pictures.choices import SpecialEffect
from vorort.pictures.queries import resolve_area_key
from vorort.publications.choices import PublicationStatus
from vorort.situation import rules
from vorort.situation.choices import IN_WORK, PoliceState, ReportState
from vorort.situation.models import (
    Annotation,
    Remark,
    Report,
    ReportFigure,
    ReportSource,
    Section,
)


def list_reports(authority: Authority) -> QuerySet[Report]:
    """Return the reports of an authority with the number of figures by the word of the police."""
    return (
        _counted(Report.objects.filter(authority=authority))
        .defer("frame", "gate", "data_version")
        # Counting drops the order of the model.
        .order_by("-year", "area_key", "-version")
    )


def _counted(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related("authority", "publication").annotate(
        figures_open=Count("figures", filter=Q(figures__police_state=PoliceState.OPEN)),
        figures_changed=Count("figures", filter=Q(figures__police_state=PoliceState.CHANGED)),
    )


def list_of_towns(authorities: Iterable[Authority]) -> list[Report]:
    """Return the reports of several towns, those with figures at the police first, then by year.

    For people who work for all of these towns; one query.
    """
    with platform_scope("one page for an officer of many towns"):
        return list(
            _counted(Report.objects.filter(authority__in=list(authorities)))
            .defer("frame", "gate", "data_version", "publication__payload")
            .order_by("-year", "authority__name", "area_key", "-version")
        )


def get_report(authority: Authority, public_id: str) -> Report | None:
    """Return a report of this authority, or None."""
    return (
        Report.objects.filter(authority=authority, public_id=public_id)
        .select_related("authority", "publication", "approved_by")
        .first()
    )


def get_for_job(public_id: str) -> Report:
    """Return a report for a job, which then opens the scope of its authority."""
    with platform_scope("a job is named by the report's own id"):
        return Report.objects.select_related("authority", "publication").get(public_id=public_id)


def list_sections(report: Report) -> list[Section]:
    """Return the sections of a report with their figures (without pictures)."""
    shown = ReportFigure.objects.filter(report=report).defer("svg_wide", "svg_narrow", "svg_pdf")
    return list(report.sections.prefetch_related(Prefetch("figures", queryset=shown)))


def last_job(report: Report) -> jobs.Job | None:
    """Return the job that works for the report, or the last one if it did not come to an end."""
    if not report.job:
        return None
    try:
        return jobs.get(report.job)
    except NotVisible:
        return None


def list_revoked(report: Report) -> list[Delivery]:
    """Return the revoked deliveries behind a report."""
    rows = report.sources.filter(delivery__status=DeliveryStatus.REVOKED)
    return [one.delivery for one in rows.select_related("delivery")]


def list_resting_on(authority: Authority, delivery: Delivery) -> QuerySet[Report]:
    """Return the reports of an authority that rest on a delivery, the latest first."""
    behind = ReportSource.objects.filter(authority=authority, delivery=delivery)
    return (
        Report.objects.filter(pk__in=behind.values("report_id"))
        .select_related("authority", "publication")
        .defer("frame", "gate", "data_version", "publication__payload")
    )


def count_police_states(report: Report) -> dict[str, int]:
    """Return how many figures stand in each state of the police."""
    rows = report.figures.order_by().values("police_state").annotate(count=Count("pk"))
    return {row["police_state"]: row["count"] for row in rows}


def get_section(report: Report, public_id: str) -> Section | None:
    """Return a section of the report, or None."""
    return report.sections.filter(public_id=public_id).first()


def list_figures(report: Report, section: Section | None = None) -> list[ReportFigure]:
    """Return the figures of a report, or of one section, with their pictures."""
    rows = ReportFigure.objects.filter(report=report).select_related("section")
    return list(rows.filter(section=section) if section else rows)


def get_figure(report: Report, public_id: str) -> ReportFigure | None:
    """Return a figure of the report, or None."""
    return report.figures.filter(public_id=public_id).select_related("section").first()


def list_remarks(report: Report, section: Section | None = None) -> list[Remark]:
    """Return the remarks at a report, or at one section and its figures; replies follow theirs."""
    rows = Remark.objects.filter(report=report).select_related("figure", "section")
    if section is not None:
        rows = rows.filter(Q(section=section) | Q(figure__section=section))
    by_parent: dict[int | None, list[Remark]] = {}
    for remark in rows:
        by_parent.setdefault(remark.parent_id, []).append(remark)
    return [one for top in by_parent.get(None, []) for one in (top, *by_parent.get(top.pk, []))]


def list_effects(report: Report) -> tuple[SpecialEffect, ...]:
    """Return the annotations of a report as the picture takes them."""
    return tuple(
        SpecialEffect(
            code=one.code, year=one.year, letter=one.letter, text=one.text, excluded=one.excluded
        )
        for one in report.annotations.all()
    )


def list_annotations(report: Report, code: str) -> QuerySet[Annotation]:
    """Return the annotations at one indicator."""
    return report.annotations.filter(code=code)


def area_key_of(authority: Authority) -> str:
    """Return the key under which the figures of an authority are delivered."""
    return resolve_area_key(authority.area_key)


def years_to_report(authority: Authority) -> tuple[int, ...]:
    """Return the years with figures that have no report in work, the latest first."""
    key = area_key_of(authority)
    taken = set(
        Report.objects.filter(
            authority=authority, area_key=key, state__in=[*IN_WORK, ReportState.PUBLISHED]
        ).values_list("year", flat=True)
    )
    held = figures.years_with_data(area_key=key, viewer=authority)
    return tuple(sorted(set(held) - taken, reverse=True))


def shown_state(report: Report) -> ReportState:
    """Return the state of a report; a publication withdrawn elsewhere counts as withdrawn."""
    if report.state == ReportState.PUBLISHED and report.publication is not None:
        status = report.publication.status
        if status == PublicationStatus.WITHDRAWN:
            return ReportState.WITHDRAWN
    return ReportState(report.state)


def needs_police(report: Report) -> bool:
    """Whether the figures have to go to a police officer on the platform."""
    return rules.has_police(report.authority)
