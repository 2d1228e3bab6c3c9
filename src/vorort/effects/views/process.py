"""Done as planned? What is counted on the way, by the coordinator and by partners."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now, today
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.effects import actions, queries, rules
from vorort.effects.forms import CountForm, PartCountForm
from vorort.effects.views.common import allow, framed, load, load_to_edit, status_of, tried
from vorort.measures import queries as measures
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def count(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """The counts of one thing; POST enters one."""
    own = load(request, public_id)
    indicator = queries.get_reach(own, key)
    edits = rules.can_edit(request.user, own)
    form = CountForm(request.POST or None, today=today()) if edits else None
    if request.method == "POST":
        allow(edits)
        if form is not None and form.is_valid():
            given: dict[str, Any] = {"indicator": indicator, "by": request.user, "at": now()}
            values = given | form.cleaned_data
            if tried(form, lambda: actions.count_reach(**values)):
                messages.success(request, _("Die Zählung ist eingetragen."))
                return redirect("effects:count", town, public_id, key)
    context = framed(request, own, indicator.label) | {
        "indicator": indicator,
        "counts": queries.list_counts(indicator),
        "form": form,
        "own": False,
    }
    return render(request, "effects/count.html", context, status=status_of(form))


@require_POST
@never_cache
def drop_count(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """Take back a count entered by mistake; the last thing counted may go as well."""
    own = load_to_edit(request, public_id)
    indicator = queries.get_reach(own, key)
    kept = indicator.counts.filter(public_id=request.POST.get("zaehlung", "")).first()
    if kept is None:
        raise NotVisible(_("Diese Zählung gibt es nicht."))
    actions.drop_count(count=kept, by=request.user, at=now())
    messages.success(request, _("Die Zählung ist zurückgenommen."))
    return redirect("effects:count", town, public_id, key)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def part_counts(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """What a partner counts for its own part; only for who speaks for it."""
    part = measures.get_part(request.user, request.authority, public_id)
    allow(rules.can_count(request.user, part))
    own = part.measure
    lines = queries.reach_of(own)
    choices = [(line.indicator.public_id, line.indicator.label) for line in lines]
    form = PartCountForm(request.POST or None, choices=choices, today=today())
    if request.method == "POST" and form.is_valid():
        indicator = queries.get_reach(own, form.cleaned_data.pop("what"))
        given: dict[str, Any] = {
            "indicator": indicator, "part": part, "by": request.user, "at": now(),
        }  # fmt: skip
        values = given | form.cleaned_data
        if tried(form, lambda: actions.count_reach(**values)):
            messages.success(request, _("Vielen Dank. Die Zählung ist eingetragen."))
            return redirect("effects:part_counts", town, public_id)
    frame = measures.get_frame(request.user, own, current="part")
    context = {
        "frame": frame,
        "measure": own,
        "trail": frame.trail(Link(_("Zählungen"))),
        "part": part,
        "lines": lines,
        "counts": queries.counts_of_part(part),
        "form": form,
    }
    return render(request, "effects/part_counts.html", context, status=status_of(form))
