"""What the pages of the chain share: who may edit, the way here, a page with one form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.findings import rules
from vorort.findings.models import Finding, Goal, Need
from vorort.ui.parts import Link


def may_edit(request: TownRequest) -> bool:
    return rules.can_edit(request.user, request.authority)


def allow_editing(request: TownRequest) -> None:
    """Refuse who does not keep findings; no page offers it to them, so for them it is not there."""
    if not may_edit(request):
        raise NotVisible(_("Diese Seite gibt es hier nicht."))


def address(thing: Finding | Need | Goal, view: str = "") -> str:
    """Return the address of a page of a thing, its own by default."""
    name = view or type(thing).__name__.lower()
    return reverse(f"findings:{name}", args=[thing.authority.slug, thing.public_id])


def home(request: TownRequest, view: str = "list") -> str:
    return reverse(f"findings:{view}", args=[request.authority.slug])


def trail(request: TownRequest, *more: Link) -> list[Link]:
    """Return the way to a page of the chain."""
    return [Link(_("Feststellungen"), home(request)), *more]


def finding_trail(request: TownRequest, finding: Finding, *more: Link) -> list[Link]:
    """Return the way to a page below a finding."""
    return trail(request, Link(finding.reference, address(finding)), *more)


def add_error(form: BaseForm, error: DomainError) -> None:
    """Put a refusal where it belongs in the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def form_page(
    request: TownRequest,
    form: BaseForm,
    save: Callable[[], str],
    context: dict[str, Any],
    *,
    template: str = "findings/form.html",
) -> HttpResponse:
    """Show a form; sent and right, ``save`` does the deed and returns where to go.

    ``context`` has ``title``, ``label`` (of the button), ``back``, ``crumbs`` and ``said``.
    """
    if request.method == "POST" and form.is_valid():
        try:
            where = save()
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, context["said"])
            return redirect(where)
    status = 422 if form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)


def done(request: TownRequest, action: Callable[[], object], said: str, where: str) -> HttpResponse:
    """Do a deed of one button, say so or why not, and go on."""
    try:
        action()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(where)
