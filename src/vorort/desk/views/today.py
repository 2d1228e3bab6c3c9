"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import today as current_day
from vorort.core.requests import StaffRequest
from vorort.desk import queries
from vorort.ui.parts import Link


@require_safe
@never_cache
def today(request: StaffRequest) -> HttpResponse:
    """What I owe, by date, over all my towns."""
    chosen = request.GET.get("ort", "")
    desk = queries.get_desk(request.user, today=current_day(), town=chosen)
    return render(request, "desk/today.html", {"desk": desk, "tabs": _tabs(desk, chosen)})


def _tabs(desk: queries.Desk, chosen: str) -> list[Link]:
    """Return one view per town, where there are several."""
    if len(desk.towns) < 2:
        return []
    slugs = [entry.town.authority.slug for entry in desk.towns]
    all_label = _("Beide Orte") if len(desk.towns) == 2 else _("Alle Orte")
    whole = sum(entry.count for entry in desk.towns)
    return [
        Link(label=all_label, url="?", current=chosen not in slugs, count=whole),
        *(
            Link(
                label=entry.town.authority.short_name,
                url=f"?ort={entry.town.authority.slug}",
                current=chosen == entry.town.authority.slug,
                count=entry.count,
            )
            for entry in desk.towns
        ),
    ]
