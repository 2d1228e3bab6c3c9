"""One page for an officer of many towns."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import StaffRequest
from vorort.desk.queries.police import get_police_desk, list_police_towns


@require_safe
@never_cache
def police(request: StaffRequest) -> HttpResponse:
    """Deliver, review, release, revoke, and see what was made of the figures."""
    towns = list_police_towns(request.user)
    if not towns:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    chosen = request.GET.get("ort", "")
    chosen = chosen if chosen in {town.slug for town in towns} else ""
    context = {
        "desk": get_police_desk(request.user, towns, at=now(), town=chosen),
        "towns": towns,
        "chosen": chosen,
    }
    return render(request, "desk/police.html", context)
