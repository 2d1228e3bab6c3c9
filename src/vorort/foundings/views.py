"""The way to a council in five steps, with help in plain words."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.forms import FileForm
from vorort.councils.models import Body
from vorort.councils.queries import Frame, get_body, get_frame
from vorort.councils.registry import address_of, way_to
from vorort.foundings import actions, queries
from vorort.foundings.choices import FoundingStepKind
from vorort.foundings.forms import StepForm
from vorort.foundings.models import FoundingStep
from vorort.ui import format as show
from vorort.ui.parts import Link, Step

WAY = "foundings:founding"


def _framed(request: TownRequest, public_id: str) -> tuple[Body, Frame]:
    body = get_body(request.user, request.authority, public_id)
    return body, get_frame(request.user, body, current="overview")


@own_door
@require_safe
@never_cache
def founding(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """All five steps: who, until when, what there is, and what comes next."""
    body, frame = _framed(request, public_id)
    steps = queries.list_steps(body)
    if frame.level == Confidentiality.PUBLIC or not steps:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    context = {
        "frame": frame,
        "steps": steps,
        "progress": _progress(steps),
        "today": today(),
        "is_planned": body.state == BodyState.PLANNED,
        "new_meeting": way_to("new_meeting", body) if frame.can_run else "",
        "trail": frame.trail(Link(_("Gründung"))),
    }
    return render(request, "foundings/founding.html", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: TownRequest, town: str, public_id: str, step: int) -> HttpResponse:  # noqa: ARG001
    """One step: plan it, attach what belongs to it, note that it is done."""
    body, frame = _framed(request, public_id)
    if not frame.can_run:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    found, by = queries.get_step(body, step), request.user
    # One page, three deeds: only the form that was sent is bound.
    what = request.POST.get("what", "")
    is_last, here = found.step == FoundingStepKind.CONSTITUTION, address_of(WAY, body)
    form = StepForm(request.POST if what == "plan" else None, actor=by, row=found)
    file_form = FileForm(*(request.POST, request.FILES) if what == "file" else ())

    def plan() -> None:
        actions.plan_step(step=found, by=by, at=now(), **form.cleaned_data)

    def keep() -> None:
        file, title = file_form.cleaned_data["file"], file_form.cleaned_data["title"]
        given = {"stream": file, "name": file.name or "", "title": title, "by": by, "at": now()}
        actions.add_file(step=found, **given)

    if _done(form, plan) or _done(file_form, keep):
        return redirect(here)
    if what in {"done", "reopen"}:
        over = _finish(request, found) and is_last
        return redirect(address_of("councils:body", body) if over else here)
    number = Link(_("Schritt %(number)d") % {"number": found.step})
    context = {
        "frame": frame,
        "step": found,
        "form": form,
        "file_form": file_form,
        "files": queries.list_files(found),
        "is_last": is_last,
        "is_planned": body.state == BodyState.PLANNED,
        "new_meeting": way_to("new_meeting", body),
        "trail": frame.trail(Link(_("Gründung"), here), number),
    }
    status = 422 if form.errors or file_form.errors else 200
    return render(request, "foundings/step.html", context, status=status)


def _progress(steps: list[FoundingStep]) -> list[Step]:
    """Return the way as a stepper: the first open step is the one at work."""
    first = next((one.step for one in steps if one.done_on is None), None)
    return [
        Step(
            one.get_step_display(),
            show.date(one.done_on) if one.done_on else "",
            "done" if one.done_on else "current" if one.step == first else "open",
        )
        for one in steps
    ]


def _done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Do what a valid form asks for; a refusal becomes a sentence at its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _finish(request: TownRequest, step: FoundingStep) -> bool:
    try:
        if request.POST["what"] == "reopen":
            actions.reopen_step(step=step, by=request.user, at=now())
            return False
        actions.finish_step(step=step, on=today(), by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return False
    messages.success(request, _("Schritt %(number)d ist erledigt.") % {"number": step.step})
    return True
