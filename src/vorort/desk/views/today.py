"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import now
from vorort.core.requests import StaffRequest
from vorort.desk import queries
from vorort.desk.queries import counts
from vorort.desk.rules import COUNTS_KEY
from vorort.ui.parts import Link


@require_safe
@never_cache
def today(request: StaffRequest) -> HttpResponse:
    """What I owe, by date, over all my towns; my next meetings; what is new."""
    chosen = request.GET.get("ort", "")
    desk = queries.get_desk(request.user, at=now(), town=chosen)
    # For the rail of this page and of those after it: counted here, where it costs nothing.
    towns = [entry.town.authority.pk for entry in desk.towns]
    stamp = counts.stamp_of(towns, today=desk.today)
    request.session[COUNTS_KEY] = counts.count(desk.duties, stamp=stamp)
    return render(request, "desk/today.html", {"desk": desk, "tabs": _tabs(desk, chosen)})


def _tabs(desk: queries.Desk, chosen: str) -> list[Link]:
    """Return one view per town, where there are several."""
    if len(desk.towns) < 2:
        return []
    slugs = [entry.town.authority.slug for entry in desk.towns]
    all_label = _("Beide Orte") if len(desk.towns) == 2 else _("Alle Orte")
    return [
        Link(label=all_label, url="?", current=chosen not in slugs, count=desk.whole),
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
