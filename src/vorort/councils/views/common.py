"""What the pages of a body share: finding it, its frame, who may change it, refusals."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.councils import queries
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.queries import Frame
from vorort.councils.registry import address_of


def framed(request: TownRequest, public_id: str, current: str) -> tuple[Body, Frame]:
    """Return a body of this address and its frame; a 404 without any level there."""
    body = queries.get_body(request.user, request.authority, public_id)
    return body, queries.get_frame(request.user, body, current=current)


def running(request: TownRequest, public_id: str, current: str) -> tuple[Body, Frame]:
    """Return body and frame for who runs it; a 404 for everybody else."""
    body, frame = framed(request, public_id, current)
    if not frame.can_run:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return body, frame


def inside(request: TownRequest, public_id: str, current: str) -> tuple[Body, Frame]:
    """Return body and frame for its members and who runs it; a 404 for everybody else."""
    body, frame = framed(request, public_id, current)
    if frame.level == Confidentiality.PUBLIC:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return body, frame


def address(body: Body, name: str = "body", *more: object) -> str:
    """Return the address of a page of a body."""
    if not more:
        return address_of(f"councils:{name}", body)
    return reverse(f"councils:{name}", args=[body.authority.slug, body.public_id, *more])


def sent(request: TownRequest, what: str = "") -> tuple[Any, Any]:
    """Return what was sent to a form of the page; ``what`` names it where there are several."""
    if request.method != "POST" or request.POST.get("what", "") != what:
        return None, None
    return request.POST, request.FILES


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks for; a refusal becomes a sentence at its field."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def leave(request: TownRequest, words: str, to: str) -> HttpResponse:
    """Say what has happened and go on."""
    messages.success(request, words)
    return redirect(to)


def page(
    request: TownRequest, template: str, context: dict[str, Any], *forms_sent: forms.Form
) -> HttpResponse:
    """Draw a page; with 422 where a form was sent and refused."""
    refused = any(form.is_bound and form.errors for form in forms_sent)
    return render(request, f"councils/{template}.html", context, status=422 if refused else 200)
