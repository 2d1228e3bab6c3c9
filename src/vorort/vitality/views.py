"""Bringing a body back to life."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import get_body, get_frame
from vorort.councils.rules import readable
from vorort.meetings.queries import open_tasks
from vorort.ui.parts import Link
from vorort.vitality import actions, queries


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revive(request: TownRequest, town: str, body: str) -> HttpResponse:
    """Three dates and an agenda for a body that has fallen asleep; one click drafts the meeting."""
    found = get_body(request.user, request.authority, body)
    frame = get_frame(request.user, found, current="meetings")
    if not frame.can_run:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    level = Confidentiality.MEMBERS
    habit = queries.habit_of(found)
    starts = queries.suggest_starts(found, habit, on=today(), soon=True)
    items = queries.propose_items(found, level, on=today())
    error = ""
    if request.method == "POST":
        chosen = {start.isoformat(): start for start in starts}.get(request.POST.get("start", ""))
        if chosen is None:
            error = _("Bitte wählen Sie einen der Termine.")
        else:
            kept = [one for one in items if one.key in request.POST.getlist("item")]
            try:
                made = actions.revive(
                    body=found, starts_at=chosen, length=habit.length, items=kept,
                    by=request.user, at=now(),
                )  # fmt: skip
            except DomainError as refused:
                error = refused.message
            else:
                messages.success(
                    request, _("Der Entwurf steht. Jetzt fehlt nur noch die Einladung.")
                )
                return redirect("meetings:meeting", town, made.public_id)
    signs = queries.signs_of(found, on=today())
    meetings = Link(_("Sitzungen"), reverse("meetings:list", args=[town, found.public_id]))
    context = {
        "frame": frame,
        "trail": frame.trail(meetings, Link(_("Wiederbeleben"))),
        "signs": signs,
        "sums": queries.sums_of(signs),
        "starts": starts,
        "items": items,
        "tasks": open_tasks(found, levels=readable(level)).count(),
        "place": habit.last.place if habit.last else "",
        "error": error,
    }
    return render(request, "vitality/revive.html", context, status=422 if error else 200)
