"""A need: what it rests on, what there is already, how urgent it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.chains.forms import FitForm, NeedForm, NeedStateForm, RatingForm
from vorort.chains.views.common import (
    address,
    allow_editing,
    done,
    finding_trail,
    form_page,
    may_edit,
)
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.findings import actions, queries
from vorort.findings.choices import FindingState, NeedState
from vorort.findings.models import Need
from vorort.ui.parts import Link

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _need(request: TownRequest, public_id: str) -> Need:
    return queries.get_need(request.user, request.authority, public_id)


def _way(request: TownRequest, need: Need, *more: str) -> list[Link]:
    own = Link(_("Bedarf"), address(need) if more else "")
    return finding_trail(request, need.finding, own, *(Link(word) for word in more))


@require_safe
@never_cache
def show(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Return a need with offers, ratings and goals."""
    need = _need(request, public_id)
    chain = queries.get_chain(request.user, need.finding, only=need)
    context = {
        "crumbs": _way(request, need),
        "need": need,
        "entry": chain.needs[0],
        "chains": chain.chains,
        "may_edit": may_edit(request) and need.finding.state == FindingState.OPEN,
        "is_open": need.state == NeedState.OPEN,
    }
    return render(request, "findings/need.html", context)


@form_view
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change the words of a need."""
    allow_editing(request)
    need = _need(request, public_id)
    initial = {
        "title": need.title,
        "gap": need.gap,
        "hypothesis": need.hypothesis.public_id if need.hypothesis else "",
    }
    causes = queries.list_causes(need.finding)
    form = NeedForm(request.POST or None, causes=causes, initial=initial, kept=True)

    def save() -> str:
        actions.edit_need(need=need, by=request.user, at=now(), **form.cleaned_data)
        return address(need)

    context = {
        "title": _("Bedarf ändern"),
        "label": _("Änderung speichern"),
        "back": address(need),
        "crumbs": _way(request, need, _("ändern")),
        "said": _("Die Änderung ist gespeichert."),
        "current_lines": [need.title, need.gap],
    }
    return form_page(request, form, save, context, template="findings/edit.html")


@form_view
@never_cache
def match(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """What there is already: say of each offer what it does for the need."""
    allow_editing(request)
    need = _need(request, public_id)
    lines = queries.match_lines(need)
    sent = request.POST if request.method == "POST" else None
    rows = [
        (line, FitForm(sent, initial=_noted(line), prefix=line.offer.public_id)) for line in lines
    ]
    wrong = [form for _line, form in rows if form.is_bound and not form.is_valid()]
    if request.method == "POST" and not wrong:
        return _matched(request, need, rows)
    context = {
        "crumbs": _way(request, need, _("Angebote")),
        "need": need,
        "rows": rows,
        "fitting": sum(bool(line.weight) for line in lines),
        "wrong": wrong[0] if wrong else None,
    }
    return render(request, "findings/match.html", context, status=422 if wrong else 200)


def _noted(line: queries.OfferLine) -> dict[str, str]:
    match = line.match
    return FitForm.initial_of(match.fit if match else "", match.note if match else "")


def _matched(
    request: TownRequest, need: Need, rows: list[tuple[queries.OfferLine, FitForm]]
) -> HttpResponse:
    """Keep what was said of each offer, or only that somebody has looked.

    What nobody touched on this page stays, for a colleague may have answered it meanwhile.
    """

    def keep() -> None:
        given: dict[str, Any] = {"by": request.user, "at": now()}
        for line, form in rows:
            fit, note = form.cleaned_data["fit"], form.cleaned_data["note"]
            seen = form.data.get(form.add_prefix("seen"), _noted(line)["seen"])
            was_there = form.add_prefix("fit") in form.data
            if not was_there or form.initial_of(fit, note)["seen"] == seen:
                continue
            if fit:
                actions.match_offer(need=need, offer=line.offer, fit=fit, note=note, **given)
            elif line.match is not None:
                actions.unmatch_offer(match=line.match, **given)
        actions.finish_matching(need=need, **given)

    return done(request, keep, _("Der Abgleich ist gespeichert."), address(need))


@form_view
@never_cache
def rate(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Rate a need: three numbers, each with what it means."""
    allow_editing(request)
    need = _need(request, public_id)
    last = queries.newest_rating(need)
    initial = {}
    if last is not None:
        initial = {
            "severity": last.severity,
            "spread": last.spread,
            "changeability": last.changeability,
        }
    form = RatingForm(request.POST or None, initial=initial)

    def save() -> str:
        actions.rate_need(need=need, by=request.user, at=now(), **form.cleaned_data)
        return address(need)

    context = {
        "title": _("Bedarf bewerten"),
        "intro": need.title,
        "note": _(
            "Die drei Zahlen werden malgenommen: mindestens 1, höchstens 125. Sie ordnen das "
            "Gespräch, sie ersetzen es nicht. Frühere Bewertungen bleiben lesbar."
        ),
        "label": _("Bewertung speichern"),
        "back": address(need),
        "crumbs": _way(request, need, _("bewerten")),
        "said": _("Die Bewertung ist gespeichert."),
    }
    return form_page(request, form, save, context)


@form_view
@never_cache
def state(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Say that a need is covered, put aside, or open again."""
    allow_editing(request)
    need = _need(request, public_id)
    initial = {"state": need.state, "reason": need.state_reason}
    form = NeedStateForm(request.POST or None, initial=initial)

    def save() -> str:
        actions.set_need_state(need=need, by=request.user, at=now(), **form.cleaned_data)
        return address(need)

    context = {
        "title": _("Stand des Bedarfs"),
        "intro": need.title,
        "label": _("Stand speichern"),
        "back": address(need),
        "crumbs": _way(request, need, _("Stand")),
        "said": _("Der Stand ist gespeichert."),
    }
    return form_page(request, form, save, context)


@require_POST
@never_cache
def remove(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take back a need that nothing hangs on."""
    allow_editing(request)
    need = _need(request, public_id)
    try:
        actions.remove_need(need=need, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address(need))
    messages.success(request, _("Der Bedarf ist entfernt."))
    return redirect(address(need.finding))
