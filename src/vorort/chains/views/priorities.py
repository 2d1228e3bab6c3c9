"""What comes first: the two orders side by side, and the vote of a body."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.chains.forms import VotesForm
from vorort.chains.views.common import allow_editing, form_page, home, may_edit, trail
from vorort.core import links
from vorort.core.clock import now, today
from vorort.core.requests import TownRequest
from vorort.councils.queries import list_bodies
from vorort.findings import actions, queries
from vorort.findings.choices import ANCHORS, RATED
from vorort.resolutions.queries import list_register
from vorort.resolutions.rules import RESOLUTION
from vorort.ui.parts import Column, Link, Row, Table

# A vote on what comes first is an old resolution only for so many of them.
LATEST = 30


@require_safe
@never_cache
def show(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Return the ranking by rating and by votes, with ties and differences in words."""
    found = queries.ranking(request.user, request.authority)
    vote = found.vote
    resolution = None
    if vote is not None and vote.resolution is not None:
        resolution = links.resolve(request.user, RESOLUTION, vote.resolution.public_id)
    context = {
        "crumbs": trail(request, Link(_("Prioritäten"))),
        "ranking": found,
        "resolution": resolution,
        "anchors": _anchors(),
        "may_edit": may_edit(request),
        "today": today(),
    }
    return render(request, "findings/priorities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def votes(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Keep the points that the members of a body gave."""
    allow_editing(request)
    needs = [row.need for row in queries.ranking(request.user, request.authority).rows]
    register = list_register(request.user, request.authority)
    form = VotesForm(
        request.POST or None,
        bodies=list_bodies(request.user, request.authority),
        resolutions=list(register[:LATEST]),
        needs=needs,
        initial={"on": today()},
    )

    def save() -> str:
        actions.record_votes(by=request.user, at=now(), **form.values)
        return home(request, "priorities")

    context = {
        "title": _("Punkte des Rates eintragen"),
        "label": _("Punkte speichern"),
        "back": home(request, "priorities"),
        "crumbs": trail(
            request, Link(_("Prioritäten"), home(request, "priorities")), Link(_("Abstimmung"))
        ),
        "said": _("Die Punkte sind eingetragen."),
    }
    return form_page(request, form, save, context, template="findings/votes.html")


def _anchors() -> Table:
    """Return what each number means."""
    columns = (Column(_("Zahl")), *(Column(str(label)) for label in RATED.values()))
    rows = tuple(
        Row((str(place + 1), *(str(ANCHORS[name][place]) for name in RATED))) for place in range(5)
    )
    return Table(_("Was die Zahlen bedeuten"), columns, rows, caption_visible=False)
