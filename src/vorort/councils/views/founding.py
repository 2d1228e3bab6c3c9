"""The way to a council in five steps, with help in plain words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
from vorort.authorities.queries import member_choices
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries, registry
from vorort.councils.choices import BodyState, FoundingStepKind
from vorort.councils.forms import FileForm, StepForm
from vorort.councils.models import FoundingStep
from vorort.councils.rules import HELP
from vorort.councils.views.common import address, done, inside, page, running
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
    return page(request, "councils/founding.html", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def founding_step(request: TownRequest, town: str, public_id: str, step: int) -> HttpResponse:  # noqa: ARG001
    """One step: plan it, attach what belongs to it, note that it is done."""
    body, frame = running(request, public_id, "overview")
    found = queries.get_founding_step(body, step)
    people = dict(member_choices(request.user, body.authority))
    what = request.POST.get("what", "")
    form = StepForm(
        request.POST if what == "plan" else None, people=people, initial=_initial(found)
    )
    file_form = FileForm(
        request.POST if what == "file" else None,
        request.FILES if what == "file" else None,
    )
    if request.method == "POST" and _act(request, found, form, file_form):
        over = what == "done" and found.step == FoundingStepKind.CONSTITUTION
        return redirect(address(body) if over else address(body, "founding"))
    context = {
        "frame": frame,
        "step": found,
        "help": HELP[FoundingStepKind(found.step)],
        "form": form,
        "file_form": file_form,
        "files": queries.list_files(body, step=found),
        "is_last": found.step == FoundingStepKind.CONSTITUTION,
        "is_planned": body.state == BodyState.PLANNED,
        "today": today(),
        "new_meeting": registry.way_to("new_meeting", body),
        "trail": frame.trail(
            Link(_("Gründung"), address(body, "founding")),
            Link(_("Schritt %(number)d") % {"number": found.step}),
        ),
    }
    return page(request, "councils/founding_step.html", context, form, file_form)


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


def _initial(step: FoundingStep) -> dict[str, object]:
    return {
        "owner": step.owner.email if step.owner else "",
        "owner_text": step.owner_text,
        "due_on": step.due_on,
        "note": step.note,
        "seen": step.updated_at.isoformat(),
    }


def _act(request: TownRequest, step: FoundingStep, form: StepForm, file_form: FileForm) -> bool:
    """Do what the sent form asks for; return whether it is done."""
    at, by, what = now(), request.user, request.POST.get("what", "")

    def plan() -> None:
        data = form.cleaned_data
        owner = find_person(data["owner"]) if data["owner"] else None
        actions.plan_step(
            step=step, by=by, at=at, owner=owner, owner_text=data["owner_text"],
            due_on=data["due_on"], note=data["note"], seen=data["seen"],
        )  # fmt: skip

    def keep() -> None:
        data = file_form.cleaned_data
        actions.add_file(
            body=step.body, stream=data["file"], name=data["file"].name or "", title=data["title"],
            founding_step=step, by=by, at=at,
        )  # fmt: skip

    if what == "plan":
        return done(form, plan)
    if what == "file":
        return done(file_form, keep)
    return _finish(request, step, what, by)


def _finish(request: TownRequest, step: FoundingStep, what: str, by: Person) -> bool:
    try:
        if what == "reopen":
            actions.reopen_step(step=step, by=by, at=now())
        else:
            actions.finish_step(step=step, on=today(), by=by, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return False
    messages.success(request, _("Schritt %(number)d ist eingetragen.") % {"number": step.step})
    return True
