"""The bodies of a town as a tree, the first page of one, and its life."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.authorities.choices import Permission
from vorort.authorities.rules import may
from vorort.core.clock import now, today
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries, registry
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.forms import BodyForm, NewBodyForm, StateForm
from vorort.councils.models import Body
from vorort.councils.queries import Frame
from vorort.councils.rules import can_edit_public, sentences
from vorort.councils.views.common import address, done, framed, page, running
from vorort.ui.parts import Link


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
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Take in a body; a planned one goes on to its founding."""
    authority = request.authority
    if not may(request.user, Permission.RUN_COUNCIL, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = NewBodyForm(
        request.POST or None, authority=authority, initial={"parent": request.GET.get("unter", "")}
    )
    made: list[Body] = []

    def act() -> None:
        values = form.values()
        made.append(actions.create_body(authority=authority, by=request.user, at=now(), **values))

    if request.method == "POST" and done(form, act):
        body = made[0]
        planned = body.state == BodyState.PLANNED
        messages.success(request, _("„%(name)s“ ist angelegt.") % {"name": body.name})
        return redirect(address(body, "founding" if planned else "members"))
    crumbs = [Link(_("Gremien"), reverse("councils:list", args=[authority.slug])),
              Link(_("Gremium anlegen"))]  # fmt: skip
    return page(request, "councils/new.html", {"form": form, "crumbs": crumbs}, form)


@own_door
@require_safe
@never_cache
def body(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The first page of a body: state, next steps, what the apps above add, who sits there."""
    found, frame = framed(request, public_id, "overview")
    day = today()
    inside = frame.level != Confidentiality.PUBLIC
    seats = list(queries.list_seats(found, on=day))
    context = {
        "frame": frame,
        "inside": inside,
        "panels": _panels(request, found, frame),
        "steps": queries.next_steps(found, on=day) if frame.can_run else (),
        "rules": sentences(queries.rules_on(found, on=day)),
        "people": queries.people_of(seats, inside=inside),
        "changes": queries.list_changes(found) if inside else (),
        "children": queries.list_children(request.user, found),
        "participants": [one for one in queries.list_participants(found) if one.until_on is None],
        "files": queries.list_files(found) if inside else (),
        "publication": queries.get_publication(found),
        "may_publish": can_edit_public(request.user, found),
        "new_meeting": registry.way_to("new_meeting", found) if frame.can_run else "",
        "is_planned": found.state == BodyState.PLANNED,
    }
    return render(request, "councils/body.html", context)


def _panels(request: TownRequest, found: Body, frame: Frame) -> list[tuple[str, SafeString]]:
    return [
        (panel.title, render_to_string(panel.template, {**panel.context, "frame": frame}, request))
        for panel in queries.list_panels(request.user, found, frame.level)
    ]


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change what a body is called and is for."""
    found, frame = running(request, public_id, "overview")
    form = BodyForm(
        request.POST or None,
        authority=found.authority,
        body=found,
        initial=BodyForm.initial_of(found),
    )

    def act() -> None:
        actions.edit_body(
            body=found,
            by=request.user,
            at=now(),
            seen=form.cleaned_data["seen"],
            **form.values(),
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(address(found))
    context = {"frame": frame, "form": form, "trail": frame.trail(Link(_("Angaben ändern")))}
    return page(request, "councils/edit.html", context, form)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def state(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Let a body rest, end or live again; with the steps of its life so far."""
    found, frame = running(request, public_id, "overview")
    form = StateForm(request.POST or None, body=found, initial={"on": today()})

    def act() -> None:
        values = form.cleaned_data
        actions.change_state(body=found, by=request.user, at=now(), **values)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("Der neue Stand ist eingetragen."))
        return redirect(address(found))
    context = {
        "frame": frame,
        "form": form,
        "changes": queries.list_changes(found),
        "trail": frame.trail(Link(_("Stand ändern"))),
    }
    return page(request, "councils/state.html", context, form)
