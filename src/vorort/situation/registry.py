"""What this app tells the search: a town's Lagebilder in work, for those who work there."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.situation import rules
from vorort.situation.models import Report

KIND = "situation.report"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    search.register(search.Source(KIND, _("Lagebild in Arbeit"), _load, _list_ids), _link)


def _load(public_id: str) -> search.Document | None:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        report = Report.objects.filter(public_id=public_id).first()
        if report is None:
            return None
        sections = list(report.sections.values_list("title", "text"))
        # Not their sentences: how far a number may go is its sender's word, and changes.
        figures = list(report.figures.values_list("title"))
    parts = [report.area_name, str(report.year), *(word for row in sections for word in row)]
    parts += [word for row in figures for word in row]
    return search.Document(
        title=report.title,
        text="\n".join(part for part in parts if part),
        updated_at=report.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=report.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Report.objects.values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the report's own id; the rule says who sees it"):
        report = Report.objects.filter(public_id=public_id).select_related("authority").first()
    if report is None or not rules.can_see_reports(actor, report.authority):
        return None
    url = reverse("situation:report", args=[report.authority.slug, public_id])
    return links.Link(f"{report.title}, Fassung {report.version}", url)
