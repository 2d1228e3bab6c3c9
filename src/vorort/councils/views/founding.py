"""The way to a council in five steps, with help in plain words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries, registry
from vorort.councils.choices import BodyState, FoundingStepKind
from vorort.councils.forms import FileForm, StepForm
from vorort.councils.models import FoundingStep
from vorort.councils.views.common import address, done, inside, page, running, sent
from vorort.ui import format as show
from vorort.ui.parts import Link, Step


@own_door
@require_safe
@never_cache
def founding(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """All five steps: who, until when, what there is, and what comes next."""
    body, frame = inside(request, public_id, "overview")
    steps = queries.list_founding(body)
    if not steps:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    context = {
        "frame": frame,
        "steps": steps,
        "progress": _progress(steps),
        "today": today(),
        "is_planned": body.state == BodyState.PLANNED,
        "new_meeting": registry.way_to("new_meeting", body) if frame.can_run else "",
        "trail": frame.trail(Link(_("Gründung"))),
    }
    return page(request, "founding", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def founding_step(request: TownRequest, town: str, public_id: str, step: int) -> HttpResponse:  # noqa: ARG001
    """One step: plan it, attach what belongs to it, note that it is done."""
    body, frame = running(request, public_id, "overview")
    found, by = queries.get_founding_step(body, step), request.user
    form = StepForm(*sent(request, "plan"), actor=by, row=found)
    file_form = FileForm(*sent(request, "file"))
    is_last = found.step == FoundingStepKind.CONSTITUTION

    def plan() -> None:
        actions.plan_step(step=found, by=by, at=now(), **form.cleaned_data)

    def keep() -> None:
        file, title = file_form.cleaned_data["file"], file_form.cleaned_data["title"]
        given = {"stream": file, "name": file.name or "", "title": title, "by": by, "at": now()}
        actions.add_file(body=body, founding_step=found, **given)

    if done(form, plan) or done(file_form, keep):
        return redirect(address(body, "founding"))
    if request.POST.get("what") in {"done", "reopen"}:
        over = _finish(request, found) and is_last
        return redirect(address(body) if over else address(body, "founding"))
    way = Link(_("Gründung"), address(body, "founding"))
    context = {
        "frame": frame,
        "step": found,
        "form": form,
        "file_form": file_form,
        "files": queries.list_files(body, step=found),
        "is_last": is_last,
        "is_planned": body.state == BodyState.PLANNED,
        "new_meeting": registry.way_to("new_meeting", body),
        "trail": frame.trail(way, Link(_("Schritt %(number)d") % {"number": found.step})),
    }
    return page(request, "founding_step", context, form, file_form)


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
