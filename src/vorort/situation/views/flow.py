"""The steps between draft and approval."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.pictures.exports import page, parts
from vorort.situation import actions, queries, rules
from vorort.situation.choices import PoliceState
from vorort.situation.exports import edition_of
from vorort.situation.forms import WrittenReleaseForm
from vorort.situation.models import Report
from vorort.situation.views.common import (
    address,
    allow,
    can_approve_short,
    crumbs,
    get_report,
    head,
    held_back,
    read_figures,
    what_changed,
)
from vorort.ui.parts import Link


@require_POST
def recompute(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Compute the figures again from what was delivered by now."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_edit_report(request.user, found))
    done = actions.recompute(report=found, by=request.user, at=now())
    return redirect("ui:job", done.job)


@require_POST
def send(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Give the figures to the police, or answer its wishes."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_send_to_police(request.user, found))
    try:
        actions.send_to_police(report=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Das Lagebild liegt jetzt bei der Polizei."))
    return redirect(address(found))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def written(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Record a release in writing, where the police is not on the platform."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_record_written_release(request.user, found))
    form = WrittenReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_written_release(
                report=found, by=request.user, at=now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Freigabe der Polizei vermerkt."))
            return redirect(_next_page(request, found))
    context = {
        **head(request, found),
        "form": form,
        "crumbs": crumbs(found, Link(_("Schriftliche Freigabe"))),
    }
    return render(request, "situation/written.html", context)


@require_POST
def reopen(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take the report back into work."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_reopen(request.user, found))
    try:
        actions.reopen_report(report=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Das Lagebild ist wieder ein Entwurf."))
    return redirect(address(found))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def approval(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """What the mayor sees: what it says, what the police said, one button."""
    del town
    found = get_report(request, public_id)
    may_approve = rules.can_approve(request.user, found)
    if request.method == "POST":
        allow(may_approve)
        try:
            actions.approve_report(report=found, by=request.user, at=now())
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Das Lagebild ist freigegeben."))
        return redirect(_next_page(request, found))
    reading = read_figures(request, found)
    figures = reading.figures
    edition = edition_of(
        found,
        queries.list_sections(found),
        figures,
        on=today(),
        base_url="",
        releases=reading.releases,
        audience=reading.audience,
    )
    context = {
        **head(request, found),
        "crumbs": crumbs(found, Link(_("Freigabe"))),
        "overview": parts.overview(edition),
        "verdict_lines": page.verdict_lines(edition, linked=False),
        "hidden": parts.hidden_words(edition),
        "refused": [one for one in figures if one.police_state == PoliceState.REFUSED],
        "held_back": held_back(reading.releases, figures),
        "waiting": [one for one in figures if rules.is_open(one.police_state)],
        "changes": what_changed(found),
        "may_approve": may_approve,
        "may_approve_short": not may_approve and can_approve_short(request, found),
    }
    return render(request, "situation/approval.html", context)


def _next_page(request: TownRequest, found: Report) -> str:
    """Return where this person goes on: in small towns one person holds several offices."""
    found.refresh_from_db()
    if rules.can_approve(request.user, found) or can_approve_short(request, found):
        return address(found, "approval")
    if rules.can_publish(request.user, found):
        return address(found, "publish")
    return address(found)
