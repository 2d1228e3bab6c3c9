"""What the views of strategies share: load, allow, the way here, forms with their page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.strategies import queries, rules
from vorort.strategies.models import Strategy
from vorort.ui.parts import Link


def load(request: TownRequest, public_id: str) -> Strategy:
    """Return the version, or a 404 for who may not read it."""
    return queries.get_strategy(request.user, request.authority, public_id)


def editable(request: TownRequest, public_id: str) -> Strategy:
    """Return the version for who writes it; a 404 for everybody else."""
    found = load(request, public_id)
    allow(rules.can_edit(request.user, request.authority))
    return found


def allow(allowed: bool) -> None:  # noqa: FBT001
    """Refuse what this person may not do; no page offers it to them, so for them it is not there."""
    if not allowed:
        raise NotVisible(_("Diese Seite gibt es nicht."))


def framed(request: TownRequest, strategy: Strategy | None, *more: Link) -> dict[str, Any]:
    """Return what every page of a strategy shows: the way here, the version, who may what."""
    town, slug = request.authority, request.authority.slug
    home = reverse("strategies:overview", args=[slug])
    way = [
        Link(town.short_name or town.name, reverse("authorities:overview", args=[slug])),
        Link(_("Strategie"), home if strategy or more else ""),
    ]
    if strategy is not None:
        here = reverse("strategies:strategy", args=[slug, strategy.public_id]) if more else ""
        way.append(Link(_("Fassung %(version)d") % {"version": strategy.version}, here))
    return {
        "crumbs": [*way, *more],
        "strategy": strategy,
        "may_edit": rules.can_edit(request.user, town),
        "may_publish": rules.can_publish(request.user, town),
        "may_withdraw": rules.can_withdraw(request.user, town),
    }


def to_edit(strategy: Strategy) -> Link:
    """Return the way back to the editor."""
    address = reverse("strategies:edit", args=[strategy.authority.slug, strategy.public_id])
    return Link(_("Bearbeiten"), address)


def sent(request: TownRequest) -> QueryDict | None:
    """Return what was sent, also where it is nothing at all."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; a refusal becomes a sentence at its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def show_form(
    request: TownRequest, form: forms.Form, context: dict[str, Any], *, template: str = "form"
) -> HttpResponse:
    """Draw a page with a form; one that failed keeps what was typed."""
    status = 422 if form.errors else 200
    return render(request, f"strategies/{template}.html", {**context, "form": form}, status=status)


def done(
    request: TownRequest, act: Callable[[], object], words: str, view: str, *args: str
) -> HttpResponse:
    """Do it, say so or why not, and go on."""
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if words:
            messages.success(request, words)
    return redirect(view, request.authority.slug, *args)
