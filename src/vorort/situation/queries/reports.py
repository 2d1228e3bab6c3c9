"""Reads of reports. Scoped: what another town has does not exist here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import roles_of
from vorort.core import jobs
from vorort.core.errors import NotVisible
from vorort.core.scopes import authority_scope, platform_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.figures import queries as figures
from vorort.pictures.queries import resolve_area_key
from vorort.publications.choices import PublicationStatus
from vorort.situation import rules
from vorort.situation.choices import IN_WORK, PoliceState, ReportState, SpecialEffect
from vorort.situation.models import Annotation, Remark, Report, ReportFigure, Section


def list_reports(authority: Authority) -> QuerySet[Report]:
    """Return the reports of an authority with the number of figures by the word of the police."""
    return (
        Report.objects.filter(authority=authority)
        .select_related("authority", "publication")
        .annotate(
            figures_open=Count("figures", filter=Q(figures__police_state=PoliceState.OPEN)),
            figures_changed=Count("figures", filter=Q(figures__police_state=PoliceState.CHANGED)),
        )
        .defer("frame", "gate", "data_version")
        # Counting drops the order of the model.
        .order_by("-year", "area_key", "-version")
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


@dataclass(frozen=True)
class Duty:
    """What somebody owes: the verb in the label, where, and which report."""

    authority: Authority
    report: Report
    kind: str
    count: int = 0


def list_duties(actor: Person, authorities: Iterable[Authority]) -> list[Duty]:
    """Return what a person owes to reports of these authorities."""
    duties = []
    for authority in authorities:
        held = frozenset().union(*(ROLE_PERMISSIONS[r] for r in roles_of(actor, authority)))
        if not held & _OWED:
            continue
        with authority_scope(authority):
            for report in list_reports(authority).filter(state__in=IN_WORK):
                duties += _duties_of(authority, report, held)
    return duties


_OWED = {
    Permission.RELEASE_FIGURES,
    Permission.EDIT_REPORT,
    Permission.APPROVE_REPORT,
    Permission.PUBLISH,
}


def _duties_of(authority: Authority, report: Report, held: frozenset[Permission]) -> list[Duty]:
    waiting, asked = report.figures_open, report.figures_changed  # type: ignore[attr-defined]
    found = {
        "release": (
            Permission.RELEASE_FIGURES, report.state == ReportState.WITH_POLICE and waiting > 0
        ),
        "answer": (
            Permission.EDIT_REPORT, report.state == ReportState.WITH_POLICE and asked > 0
        ),
        "finish": (Permission.EDIT_REPORT, report.state == ReportState.DRAFT),
        "approve": (Permission.APPROVE_REPORT, report.state == ReportState.POLICE_DONE),
        "publish": (Permission.PUBLISH, report.state == ReportState.APPROVED),
    }  # fmt: skip
    return [
        Duty(authority, report, kind, count=waiting if kind == "release" else asked)
        for kind, (permission, owed) in found.items()
        if owed and permission in held
    ]


def needs_police(report: Report) -> bool:
    """Whether the figures have to go to a police officer on the platform."""
    return rules.has_police(report.authority)
