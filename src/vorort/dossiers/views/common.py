"""What the views of measures share: load, allow, frame, say what went wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.measures import queries, rules
from vorort.measures.models import Measure
from vorort.ui.parts import Link


def load(request: TownRequest, public_id: str) -> Measure:
    """Return the measure, or a 404 for who may not open it."""
    return queries.get_measure(request.user, request.authority, public_id)


def load_to_edit(request: TownRequest, public_id: str) -> Measure:
    """Return the measure for who keeps it; for others there is no such page."""
    measure = load(request, public_id)
    allow(rules.can_edit(request.user, request.authority))
    return measure


def allow(allowed: bool) -> None:  # noqa: FBT001
    """Refuse what this person may not do; no page offers it to them, so for them it is not there."""
    if not allowed:
        raise NotVisible(_("Diese Seite gibt es nicht."))


def framed(
    request: TownRequest, measure: Measure, *more: Link | str, current: str
) -> dict[str, Any]:
    """Return the frame of a page of this measure, with the way to it."""
    frame = queries.get_frame(request.user, measure, current=current)
    trail = frame.trail(*(Link(each) if isinstance(each, str) else each for each in more))
    if not more:
        trail[-1] = Link(trail[-1].label)
    return {"frame": frame, "measure": measure, "trail": trail}


def add_error(form: BaseForm, error: DomainError) -> None:
    """Put a refusal where it belongs in the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def tried(form: BaseForm, action: Callable[[], object]) -> bool:
    """Do it; a refusal becomes an error of the form. Return whether it was done."""
    try:
        action()
    except DomainError as error:
        add_error(form, error)
        return False
    return True


def done(request: TownRequest, action: Callable[[], object], words: str, *way: str) -> HttpResponse:
    """Do it, say so or why not, and go on."""
    try:
        action()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect(*way)


def status_of(*forms: BaseForm | None) -> int:
    """Return 422 where one of the forms has an error."""
    return 422 if any(form is not None and form.is_bound and form.errors for form in forms) else 200
