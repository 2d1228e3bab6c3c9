"""Districts drawn on the page, or typed: the drawing only fills the field."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.places import actions, queries
from vorort.places.choices import AreaKind
from vorort.places.exports import sketch_of
from vorort.places.forms import DrawForm
from vorort.places.importers.drawing import DrawnDistrict, as_text, read_drawing, rows_of
from vorort.places.rules import can_upload_districts, main_key
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def draw(request: TownRequest, town: str) -> HttpResponse:
    """Show the town with its districts; keep them once every line can be kept."""
    actor, authority = request.user, request.authority
    if not can_upload_districts(actor, authority):
        raise Http404
    boundary, present = _present(authority)
    initial = {
        "districts": as_text([(area.name, queries.geometry(area)) for area in present]),
        "valid_from": today().replace(month=1, day=1),
    }
    form = DrawForm(request.POST or None, initial=initial)
    read: tuple[DrawnDistrict, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["districts"]
            read = read_drawing(text, queries.geometry(boundary) if boundary else None)
            if not any(one.reasons for one in read):
                known = {area.name.casefold(): area.key for area in present}
                rows = rows_of(read, town_key=main_key(authority), known=known)
                actions.store_drawn_districts(
                    authority=authority,
                    rows=rows,
                    text=text,
                    day=form.cleaned_data["valid_from"],
                    by=actor,
                )
                messages.success(request, _stored(len(rows)))
                return redirect("places:overview", town=town)
            form.add_error("districts", _("Einige Zeilen können so nicht bleiben, siehe unten."))
        except DomainError as error:
            form.add_error("districts", error.message)
    crumbs = [
        Link(authority.short_name or authority.name),
        Link(_("Gebiete"), reverse("places:overview", args=[town])),
        Link(_("Ortsteile zeichnen")),
    ]
    context: dict[str, Any] = {
        "form": form,
        "read": read,
        "sketch": sketch_of(boundary, present),
        "crumbs": crumbs,
    }
    return render(request, "places/draw.html", context, status=422 if form.errors else 200)


def _present(authority: Authority) -> tuple[Any, list[Any]]:
    key = main_key(authority)
    return queries.get_or_none(key), list(queries.list_areas(AreaKind.DISTRICT, key))


def _stored(count: int) -> str:
    return ngettext("Ein Ortsteil ist gespeichert.", "%(n)d Ortsteile sind gespeichert.", count) % {
        "n": count
    }
