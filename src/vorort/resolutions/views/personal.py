"""The vote in a circular behind a personal link: shown by GET, given by a button."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.councils.actions import LinkNotValid, note_link_use, open_link
from vorort.councils.choices import LinkPurpose
from vorort.councils.models import PersonalLink
from vorort.papers import queries as papers
from vorort.resolutions import actions, queries, rules
from vorort.resolutions.forms import AnswerForm
from vorort.resolutions.models import Circular
from vorort.resolutions.views.common import add_error

TEMPLATE = "resolutions/vote.html"
# A secret of 32 bytes cannot be guessed; the limit spares the database those who try.
LIMITS = {"vote": "60/m/ip"}
# Token and page are for one person: nobody else's referrer, store or index.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def vote(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circular and one's answer; POST answers. The link opens nothing else."""
    response = _limited(request) or _open(request, token)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _limited(request: HttpRequest) -> HttpResponse | None:
    usage = ratelimit.consume(
        request, app="vorort.resolutions", action="vote", config=LIMITS, key="", limit_get=True
    )
    if usage is not None:
        return None
    words = _("Zu viele Versuche. Bitte warten Sie eine Minute.")
    return render(request, TEMPLATE, {"error": words}, status=429)


def _open(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = open_link(token=token, purpose=LinkPurpose.CIRCULAR_VOTE, at=now())
    except LinkNotValid as error:
        return render(request, TEMPLATE, {"error": error.message}, status=410)
    with authority_scope(link.authority):
        circular = queries.get_circular_of_link(link.subject, link.seat)
        if circular is None:
            words = _("Diesen Umlaufbeschluss gibt es nicht mehr.")
            return render(request, TEMPLATE, {"error": words}, status=410)
        return _page(request, token, link, circular)


def _page(request: HttpRequest, token: str, link: PersonalLink, circular: Circular) -> HttpResponse:
    at = now()
    given = circular.votes.filter(seat=link.seat).first()
    initial = {"answer": given.answer, "note": given.note} if given else {}
    form = AnswerForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.answer_circular(
                    circular=circular, seat=link.seat, at=at, **form.cleaned_data
                )
            except DomainError as error:
                add_error(form, error)
            else:
                note_link_use(link=link, at=at)
                return redirect("resolutions-personal:vote", token)
    context = {
        "authority": circular.authority,
        "circular": circular,
        "seat": link.seat,
        "given": given,
        "paper": circular.paper,
        "parts": papers.sections(circular.paper) if circular.paper else [],
        "is_open": rules.is_open(circular, at=at),
        "form": form,
    }
    return render(request, TEMPLATE, context, status=status)
