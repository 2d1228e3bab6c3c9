"""What the pages of a report share: finding it, its steps, its way here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.deliveries.choices import Audience
from vorort.deliveries.rules import audience_of
from vorort.publications.exports import changes_table
from vorort.publications.queries import Comparison
from vorort.situation import queries, rules
from vorort.situation.choices import PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure, Section
from vorort.ui import format as show
from vorort.ui.parts import Link, Step, Table

STATE_KINDS = {
    ReportState.WITH_POLICE: "due",
    ReportState.POLICE_DONE: "due",
    ReportState.APPROVED: "due",
    ReportState.PUBLISHED: "on",
    ReportState.WITHDRAWN: "bad",
}
POLICE_KINDS = {
    PoliceState.RELEASED: "on",
    PoliceState.CHANGED: "due",
    PoliceState.REFUSED: "bad",
}
_RUNNING = (jobs.JobState.WAITING, jobs.JobState.RUNNING)
_ORDER = (
    ReportState.DRAFT,
    ReportState.WITH_POLICE,
    ReportState.POLICE_DONE,
    ReportState.APPROVED,
    ReportState.PUBLISHED,
)


def get_report(request: TownRequest, public_id: str) -> Report:
    """Return a report of the town of this address; everything else does not exist."""
    if not rules.can_see_reports(request.user, request.authority):
        raise PermissionDenied
    report = queries.get_report(request.authority, public_id)
    if report is None:
        raise NotVisible(_("Dieses Lagebild gibt es nicht."))
    return report


@dataclass(frozen=True)
class Reading:
    """The figures of a report as this person may see them, and how far each may go."""

    figures: list[ReportFigure]
    releases: queries.Releases
    audience: Audience

    @property
    def pks(self) -> frozenset[int]:
        return frozenset(one.pk for one in self.figures)

    def why_not_public(self, figure: ReportFigure) -> tuple[str, ...]:
        """Return the sentences why a figure does not get out; none where it does."""
        return self.releases.of(figure).reasons


def held_back(
    releases: queries.Releases, figures: Iterable[ReportFigure]
) -> list[tuple[str, list[ReportFigure]]]:
    """Return each reason why figures do not get out, with the figures it holds back."""
    groups: dict[str, list[ReportFigure]] = {}
    for one in releases.withheld(figures):
        groups.setdefault(" ".join(releases.of(one).reasons), []).append(one)
    return list(groups.items())


def read_figures(request: TownRequest, report: Report, section: Section | None = None) -> Reading:
    """Return the figures of a report, or of a section, that this person may see."""
    rows = queries.list_figures(report, section)
    releases = queries.read_releases(report, rows, at=now())
    audience = audience_of(request.user, report.authority)
    return Reading(releases.seen_by(audience, rows), releases, audience)


def get_figure(request: TownRequest, report: Report, public_id: str) -> ReportFigure:
    """Return a figure of the report that this person may see."""
    figure = queries.get_figure(report, public_id)
    if figure is None:
        raise NotVisible(_("Diese Abbildung gibt es nicht."))
    releases = queries.read_releases(report, [figure], at=now())
    if not releases.seen_by(audience_of(request.user, report.authority), [figure]):
        raise NotVisible(_("Diese Abbildung gibt es nicht."))
    return figure


def allow(permitted: bool) -> None:  # noqa: FBT001
    """Refuse with 403 what the person sees but may not do."""
    if not permitted:
        raise PermissionDenied


def address(report: Report, name: str = "report", *more: str) -> str:
    """Return the address of a page of the report."""
    return reverse(f"situation:{name}", args=[report.authority.slug, report.public_id, *more])


def crumbs(report: Report, *more: Link) -> list[Link]:
    """Return the way to a page of the report."""
    start = Link(_("Lagebilder"), reverse("situation:list", args=[report.authority.slug]))
    here = f"{report.year}, {_('Fassung')} {report.version}"
    if not more:
        return [start, Link(here)]
    return [start, Link(here, address(report)), *more]


def comparison(report: Report) -> Comparison | None:
    """Return what a correction changes; None for every other version."""
    if report.corrects is None or report.computed_at is None:
        return None
    return queries.compare(report.corrects, report)


def what_changed(report: Report) -> Table | None:
    """Return old and new values of a correction as a table."""
    found = comparison(report)
    return None if found is None else changes_table(found.changes)


def can_approve_short(request: TownRequest, report: Report) -> bool:
    """Whether this person may approve the correction without the mayor."""
    found = comparison(report)
    return found is not None and rules.can_approve_short(
        request.user, report, weighty=found.weighty
    )


def head(request: TownRequest, report: Report) -> dict[str, Any]:
    """Return what stands on top of every page of a report."""
    state = queries.shown_state(report)
    job = queries.last_job(report)
    sees_all = audience_of(request.user, report.authority) is not Audience.PUBLIC
    return {
        "report": report,
        "state": state.label,
        "state_kind": STATE_KINDS.get(state, ""),
        "steps": steps(report, with_counts=sees_all),
        "running": job.public_id if job is not None and job.state in _RUNNING else "",
        "failed": job if job is not None and job.state == jobs.JobState.FAILED else None,
    }


def steps(report: Report, *, with_counts: bool = True) -> list[Step]:
    """Return the four steps to the public page, with who and when.

    ``with_counts``: also how many figures the police has decided about.
    """
    counts = queries.count_police_states(report) if with_counts else {}
    police = _police_words(report, counts)
    notes = [
        _("berechnet %s") % show.datetime(report.computed_at) if report.computed_at else "",
        police,
        _approval_words(report),
        show.date(report.published_at) if report.published_at else _("nach der Freigabe"),
    ]
    names = [_("Entwurf"), _("Polizei"), _("Freigabe"), _("veröffentlicht")]
    current = {
        ReportState.DRAFT: 0,
        ReportState.WITH_POLICE: 1,
        ReportState.POLICE_DONE: 2,
        ReportState.APPROVED: 3,
    }.get(ReportState(report.state), 4)
    return [
        Step(name, note, "done" if place < current else "current" if place == current else "open")
        for place, (name, note) in enumerate(zip(names, notes, strict=True))
    ]


def _approval_words(report: Report) -> str:
    if report.approved_at is None:
        return ""
    if report.approved_short:
        return _("verkürzt, %s") % show.date(report.approved_at)
    return _("Bürgermeisteramt, %s") % show.date(report.approved_at)


def _police_words(report: Report, counts: dict[str, int]) -> str:
    if report.written_release_on:
        return _("schriftlich: %(office)s, %(date)s") % {
            "office": report.written_release_by,
            "date": show.date(report.written_release_on),
        }
    total = sum(counts.values())
    if not total:
        return ""
    if report.state == ReportState.DRAFT and not counts.get(PoliceState.RELEASED):
        return ""
    words = _("%(done)d von %(total)d Abbildungen freigegeben") % {
        "done": counts.get(PoliceState.RELEASED, 0),
        "total": total,
    }
    for state, text in (
        (PoliceState.CHANGED, _("%d mit Änderungswunsch")),
        (PoliceState.REFUSED, _("%d nicht freigegeben")),
        (PoliceState.OPEN, _("%d offen")),
    ):
        if counts.get(state):
            words += ", " + text % counts[state]
    return words
