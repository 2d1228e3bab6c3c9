"""The bodies of a town as a tree, the first page of one, and its life."""

from django.http import HttpResponse
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
from vorort.councils.registry import Panel
from vorort.councils.rules import sentences
from vorort.councils.views.common import address, done, framed, leave, page, running, sent
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
    return page(request, "list", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Take in a body; a planned one goes on to its founding."""
    authority = request.authority
    if not may(request.user, Permission.RUN_COUNCIL, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    start = {"parent": request.GET.get("unter", "")}
    form = NewBodyForm(*sent(request), authority=authority, initial=start)
    made: list[Body] = []

    def act() -> None:
        values = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        values |= {"authority": authority, "by": request.user, "at": now()}
        made.append(actions.create_body(**values))

    if done(form, act):
        planned = made[0].state == BodyState.PLANNED
        further = registry.way_to("founding", made[0]) if planned else ""
        words = _("„%(name)s“ ist angelegt.") % {"name": made[0].name}
        return leave(request, words, further or address(made[0], "members"))
    start_link = Link(_("Gremien"), reverse("councils:list", args=[authority.slug]))
    crumbs = [start_link, Link(_("Gremium anlegen"))]
    return page(request, "new", {"form": form, "crumbs": crumbs}, form)


@own_door
@require_safe
@never_cache
def body(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The first page of a body: state, next steps, what the apps above add, who sits there."""
    found, frame = framed(request, public_id, "overview")
    day = today()
    inside, planned = frame.level != Confidentiality.PUBLIC, found.state == BodyState.PLANNED
    panels = queries.list_panels(request.user, found, frame.level)
    context = {
        "frame": frame,
        "inside": inside,
        "panels": _panels(request, panels, frame, side=False),
        "side_panels": _panels(request, panels, frame, side=True),
        "steps": queries.next_steps(found, on=day) if frame.can_run else (),
        "rules": sentences(queries.rules_on(found, on=day)),
        "people": queries.people_of(queries.list_seats(found, on=day), inside=inside),
        "changes": queries.list_changes(found) if inside else (),
        "children": queries.list_children(request.user, found),
        "participants": [one for one in queries.list_participants(found) if one.until_on is None],
        "files": queries.list_files(found) if inside else (),
        "new_meeting": registry.way_to("new_meeting", found) if frame.can_run else "",
        "founding": registry.way_to("founding", found) if planned and frame.can_run else "",
    }
    return page(request, "body", context)


def _panels(
    request: TownRequest, panels: list[Panel], frame: Frame, *, side: bool
) -> list[tuple[str, SafeString]]:
    return [
        (panel.title, render_to_string(panel.template, {**panel.context, "frame": frame}, request))
        for panel in panels
        if panel.side == side
    ]


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change what a body is called and is for."""
    found, frame = running(request, public_id, "overview")
    form = BodyForm(*sent(request), authority=found.authority, row=found)

    def act() -> None:
        actions.edit_body(body=found, by=request.user, at=now(), **form.cleaned_data)

    if done(form, act):
        return leave(request, _("Die Angaben sind gespeichert."), address(found))
    context = {"frame": frame, "form": form, "trail": frame.trail(Link(_("Angaben ändern")))}
    return page(request, "edit", context, form)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def state(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Let a body rest, end or live again; with the steps of its life so far."""
    found, frame = running(request, public_id, "overview")
    form = StateForm(*sent(request), body=found, initial={"on": today()})

    def act() -> None:
        actions.change_state(body=found, by=request.user, at=now(), **form.cleaned_data)

    if done(form, act):
        return leave(request, _("Der neue Stand ist eingetragen."), address(found))
    trail = frame.trail(Link(_("Stand ändern")))
    changes = queries.list_changes(found)
    context = {"frame": frame, "form": form, "changes": changes, "trail": trail}
    return page(request, "state", context, form)
