"""The tasks of a body, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core import links
from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import get_body, get_frame
from vorort.resolutions import actions, queries, rules
from vorort.resolutions.choices import TaskState
from vorort.resolutions.forms import CloseForm, TaskForm
from vorort.resolutions.models import Task
from vorort.resolutions.views.common import add_error, allow, done, framed


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tasks(request: TownRequest, town: str, body: str) -> HttpResponse:
    """All tasks of a body: open or closed, everybody's or one's own; POST notes a new one."""
    found = get_body(request.user, request.authority, body)
    classes = rules.writable_classes(request.user, found)
    form = None
    if classes:
        form = TaskForm(
            request.POST or None,
            owners=queries.list_owners(found, Confidentiality.MEMBERS, on=today()),
            classes=classes,
            initial=TaskForm.initial_of(None),
        )
    if request.method == "POST":
        allow(form is not None)
        if form is not None and form.is_valid():
            try:
                actions.add_task(body=found, by=request.user, at=now(), **form.cleaned_data)
            except DomainError as error:
                add_error(form, error)
            else:
                messages.success(request, _("Die Aufgabe ist angelegt."))
                return redirect("resolutions:tasks", town, body)
    closed, mine = request.GET.get("stand") == "erledigt", request.GET.get("wessen") == "meine"
    rows = queries.list_tasks(request.user, found, closed=closed, mine=mine)
    context = {
        "frame": get_frame(request.user, found, current="tasks"),
        "page": paginate(request, rows),
        "closed": closed,
        "mine": mine,
        "form": form,
        "today": today(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "resolutions/tasks.html", context, status=status)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def task(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """One task; POST changes it."""
    own = queries.get_task(request.user, request.authority, public_id)
    edits = rules.can_edit(request.user, own)
    form = TaskForm(
        request.POST or None,
        owners=queries.list_owners(own.body, own.confidentiality, on=today()),
        initial=TaskForm.initial_of(own),
    )
    if request.method == "POST":
        allow(edits)
        if form.is_valid():
            try:
                actions.edit_task(task=own, by=request.user, at=now(), **form.cleaned_data)
            except DomainError as error:
                add_error(form, error)
            else:
                messages.success(request, _("Die Aufgabe ist gespeichert."))
                return redirect("resolutions:task", town, public_id)
    return _show(request, own, form=form, status=422 if form.errors else 200)


def _show(request: TownRequest, own: Task, *, status: int = 200, **forms: Any) -> HttpResponse:
    edits = rules.can_edit(request.user, own)
    context = framed(request, own, current="tasks", here=own.title) | {
        "task": own,
        "is_open": own.state == TaskState.OPEN,
        "may_edit": edits,
        "may_close": rules.can_close(request.user, own),
        "today": today(),
        "origin": links.resolve(request.user, own.origin_kind, own.origin_id),
        "close_form": CloseForm(),
        "form": TaskForm(
            owners=queries.list_owners(own.body, own.confidentiality, on=today()),
            initial=TaskForm.initial_of(own),
        ),
    }
    return render(request, "resolutions/task.html", context | forms, status=status)


@own_door
@require_POST
@never_cache
def close(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Close a task with what came out."""
    own = queries.get_task(request.user, request.authority, public_id)
    allow(rules.can_close(request.user, own))
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close_task(task=own, on=today(), by=request.user, at=now(), **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Die Aufgabe ist abgeschlossen."))
            return redirect("resolutions:tasks", town, own.body.public_id)
    return _show(request, own, status=422, close_form=form)


@own_door
@require_POST
@never_cache
def reopen(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Open a closed task again."""
    own = queries.get_task(request.user, request.authority, public_id)
    allow(rules.can_edit(request.user, own))
    return done(
        request,
        lambda: actions.reopen_task(task=own, by=request.user, at=now()),
        _("Die Aufgabe ist wieder offen."),
        "resolutions:task",
        town,
        public_id,
    )
