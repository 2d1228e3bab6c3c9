"""What the views of resolutions share: the frame, allowing, saying what went wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.councils.queries import get_frame
from vorort.resolutions.rules import Thing
from vorort.ui.parts import Link


def allow(allowed: bool) -> None:  # noqa: FBT001
    """Refuse what this person may not do; no page offers it to them, so for them it is not there."""
    if not allowed:
        raise NotVisible(_("Diese Seite gibt es nicht."))


def framed(request: TownRequest, thing: Thing, *, current: str, here: str) -> dict[str, Any]:
    """Return the frame of a page of this thing, with the way to it."""
    frame = get_frame(request.user, thing.body, current=current)
    name = "resolutions:tasks" if current == "tasks" else "resolutions:list"
    label = _("Aufgaben") if current == "tasks" else _("Beschlüsse")
    url = reverse(name, args=[request.authority.slug, thing.body.public_id])
    return {"frame": frame, "trail": frame.trail(Link(label, url), Link(here))}


def add_error(form: BaseForm, error: DomainError) -> None:
    """Put a refusal where it belongs in the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def done(request: TownRequest, action: Callable[[], object], words: str, *way: str) -> HttpResponse:
    """Do it, say so or why not, and go on."""
    try:
        action()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect(*way)
