"""The town's areas, and the upload of more."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.places import actions, exports, queries
from vorort.places.forms import UploadForm, kinds_for
from vorort.places.rules import can_upload_districts, can_view_areas
from vorort.ui.maps import choropleth_pictures, legend_entries
from vorort.ui.parts import Link


@require_GET
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001 - scope by address
    actor, authority = request.user, request.authority
    if not can_view_areas(actor, authority):
        raise Http404
    found = queries.summarise_areas(authority, on=today())
    drawn = exports.population_map(found, authority)
    context = {
        "found": found,
        "inside": exports.words_for(found),
        "own_facts": exports.area_facts(found),
        "populations": exports.population_table(found),
        "areas": exports.area_table(found),
        "pictures": choropleth_pictures(drawn) if drawn else None,
        # Without a single value the map shows boundaries, and there is nothing to explain.
        "legend": legend_entries(drawn) if drawn and exports.has_values(drawn) else (),
        "may_upload": bool(kinds_for(actor, authority)),
        "may_draw": can_upload_districts(actor, authority),
        "crumbs": [Link(authority.short_name or authority.name), Link(_("Gebiete"))],
    }
    return render(request, "places/overview.html", context)


@require_http_methods(["GET", "POST"])
def new(request: TownRequest, town: str) -> HttpResponse:
    actor, authority = request.user, request.authority
    if not kinds_for(actor, authority):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor, authority=authority)
    if request.method == "POST" and form.is_valid():
        try:
            delivery = actions.hand_in(
                stream=form.cleaned_data["file"],
                name=form.cleaned_data["file"].name,
                options=form.options(),
                authority=authority,
                by=actor,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else "file", error.message)
        else:
            return redirect("deliveries:detail", town, delivery.public_id)
    crumbs = [
        Link(authority.short_name or authority.name),
        Link(_("Gebiete"), reverse("places:overview", args=[town])),
        Link(_("Datei einlesen")),
    ]
    status = 422 if form.errors else 200
    return render(request, "places/new.html", {"form": form, "crumbs": crumbs}, status=status)
