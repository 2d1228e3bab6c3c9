"""Preview, publication, withdrawal, new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.deliveries.choices import Audience
from vorort.pictures.exports import page, parts
from vorort.situation import actions, queries, rules
from vorort.situation.choices import PoliceState
from vorort.situation.exports import edition_of
from vorort.situation.forms import CorrectionForm, WithdrawForm
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


@require_safe
@never_cache
def preview(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The page as the public will see it; before the release with all figures."""
    del town
    found = get_report(request, public_id)
    decided = found.police_done_at is not None
    reading = read_figures(request, found)
    edition = edition_of(
        found,
        queries.list_sections(found),
        reading.figures,
        on=today(),
        base_url="",
        releases=reading.releases,
        audience=Audience.PUBLIC if decided else reading.audience,
        only_released=decided,
    )
    context = page.context(edition, preview=True) | {
        "report": found,
        "decided": decided,
        "crumbs": crumbs(found, Link(_("Öffentliche Ansicht"))),
        "back": address(found),
    }
    return render(request, "situation/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Show what will become public, then make and publish it."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_publish(request.user, found))
    if request.method == "POST":
        try:
            done = actions.start_publication(
                report=found,
                by=request.user,
                at=now(),
                leave_out=request.POST.get("ohne") == "ja",
            )
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(address(found, "publish"))
        return redirect("ui:job", done.job)
    reading = read_figures(request, found)
    released = [one for one in reading.figures if one.police_state == PoliceState.RELEASED]
    edition = edition_of(
        found,
        queries.list_sections(found),
        released,
        on=today(),
        base_url="",
        releases=reading.releases,
        audience=Audience.PUBLIC,
    )
    context = {
        **head(request, found),
        "crumbs": crumbs(found, Link(_("Veröffentlichen"))),
        "edition": edition,
        "changes": what_changed(found),
        "hidden": parts.hidden_words(edition),
        "left_out": [one for one in reading.figures if one.police_state != PoliceState.RELEASED],
        "held_back": held_back(reading.releases, released),
        "withheld": reading.releases.withheld(released),
    }
    return render(request, "situation/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take the published report back, with a reason."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_withdraw(request.user, found))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_report(
                report=found, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Zurückgezogen: Seite und Dateien sind nicht mehr da."))
            return redirect(address(found))
    context = {
        **head(request, found),
        "form": form,
        "crumbs": crumbs(found, Link(_("Zurückziehen"))),
    }
    return render(request, "situation/withdraw.html", context)


@require_POST
def new_version(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Start a new version with the texts of this one."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_start_new_version(request.user, found))
    try:
        made = actions.start_new_version(report=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address(found))
    return redirect("ui:job", made.job)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correct(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Ask what is corrected and why, then start the corrected version."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_correct(request.user, found))
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_new_version(
                report=found, by=request.user, at=now(), correction=form.cleaned_data["reason"]
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("ui:job", made.job)
    context = {
        **head(request, found),
        "form": form,
        "crumbs": crumbs(found, Link(_("Berichtigen"))),
    }
    return render(request, "situation/correct.html", context)


@require_POST
def approve_short(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Approve a correction that leaves verdicts and figures as they are; the mayor is told."""
    del town
    found = get_report(request, public_id)
    allow(can_approve_short(request, found))
    try:
        actions.approve_correction(report=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address(found, "approval"))
    messages.success(
        request, _("Die Berichtigung ist freigegeben. Das Bürgermeisteramt wird unterrichtet.")
    )
    return redirect(address(found, "publish"))


@require_POST
def note(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take note of a correction, or of what had to go."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_note(request.user, found))
    actions.take_note(report=found, by=request.user, at=now())
    messages.success(request, _("Zur Kenntnis genommen."))
    return redirect(address(found))
