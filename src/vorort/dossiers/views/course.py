"""The course of a measure: its steps, its versions, what was different between them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.requests import TownRequest
from vorort.dossiers.views.common import framed, load
from vorort.measures import queries


@require_safe
@never_cache
def course(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Steps and versions; any two versions side by side."""
    own = load(request, public_id)
    versions = queries.list_versions(own)
    old, new = queries.chosen_versions(versions, request.GET.get("von"), request.GET.get("bis"))
    context = framed(request, own, _("Verlauf"), current="course") | {
        "steps": list(own.steps.select_related("by").order_by("id")),
        "versions": [(version, queries.changes_of(version)) for version in versions],
        "old": old,
        "new": new,
        "compared": queries.compare(old, new) if old is not None and new is not None else None,
    }
    return render(request, "measures/course.html", context)
