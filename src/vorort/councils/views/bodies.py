"""The bodies of a town as a tree, and the first page of one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.authorities.choices import Permission
from vorort.authorities.rules import may
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils import queries
from vorort.councils.rules import sentences
from vorort.councils.views.common import framed


@own_door
@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The bodies of the town as a tree; for members the ones they sit in."""
    authority = request.authority
    if not queries.has_door(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    past = request.GET.get("ansicht") == "frueher"
    context = {
        "lines": queries.list_lines(request.user, authority, past=past),
        "past": past,
        "may_run": may(request.user, Permission.RUN_COUNCIL, authority),
    }
    return render(request, "councils/list.html", context)


@own_door
@require_safe
@never_cache
def body(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The first page of a body: state, next steps, what the apps above add, who sits there."""
    found, frame = framed(request, public_id, "overview")
    panels = [
        (panel.title, render_to_string(panel.template, {**panel.context, "frame": frame}, request))
        for panel in queries.list_panels(request.user, found, frame.level)
    ]
    rules = queries.rules_on(found, on=today())
    context = {
        "frame": frame,
        "panels": panels,
        "rules": sentences(rules),
    }
    return render(request, "councils/body.html", context)
