"""What the pages of a report share: finding it, its steps, its way here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.situation import queries, rules
from vorort.situation.choices import PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure
from vorort.ui import format as show
from vorort.ui.parts import Link, Step

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


def get_figure(report: Report, public_id: str) -> ReportFigure:
    """Return a figure of the report."""
    figure = queries.get_figure(report, public_id)
    if figure is None:
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


def head(report: Report) -> dict[str, Any]:
    """Return what stands on top of every page of a report."""
    state = queries.shown_state(report)
    return {
        "report": report,
        "state": state.label,
        "state_kind": STATE_KINDS.get(state, ""),
        "steps": steps(report),
        "running": queries.running_job(report),
    }


def steps(report: Report) -> list[Step]:
    """Return the four steps to the public page, with who and when."""
    counts = queries.count_police_states(report)
    police = _police_words(report, counts)
    notes = [
        _("berechnet %s") % show.datetime(report.computed_at) if report.computed_at else "",
        police,
        _("Bürgermeisteramt, %s") % show.date(report.approved_at) if report.approved_at else "",
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


def _police_words(report: Report, counts: dict[str, int]) -> str:
    if report.written_release_on:
        return _("schriftlich: %(office)s, %(date)s") % {
            "office": report.written_release_by,
            "date": show.date(report.written_release_on),
        }
    total = sum(counts.values())
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
