"""The review behind a personal link: shown by GET, answered by a button."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.accounts.rules import client_address
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.councils.actions import LinkNotValid, note_link_use, open_link
from vorort.councils.choices import LinkPurpose
from vorort.councils.models import PersonalLink
from vorort.minutes import actions, queries
from vorort.minutes.forms import AnswerForm
from vorort.minutes.models import Minutes

# A person opens a link a few times; who tries tokens does so by the thousand.
MOST_IN_A_MINUTE = 60


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as members read it, and the two buttons; nothing of the core group."""
    if _too_many(request):
        words = _(
            "Zu viele Aufrufe. Bitte warten Sie eine Minute und versuchen Sie es noch einmal."
        )
        return _page(request, {"problem": words}, 429)
    try:
        link = open_link(token=token, purpose=LinkPurpose.MINUTES_REVIEW, at=now())
    except LinkNotValid as error:
        return _page(request, {"problem": error.message}, 410)
    with authority_scope(link.authority):
        minutes = queries.get_for_link(link)
        if minutes is None:
            words = _("Diesen Link gibt es nicht. Bitte öffnen Sie ihn vollständig aus der E-Mail.")
            return _page(request, {"problem": words}, 410)
        return _answer(request, link, minutes)


def _answer(request: HttpRequest, link: PersonalLink, minutes: Minutes) -> HttpResponse:
    known = minutes.reviews.filter(seat=link.seat_id).first()
    initial = {"answer": known.review, "text": known.text} if known else None
    form = AnswerForm(request.POST or None, initial=initial)
    status, said = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                known = actions.review(
                    minutes=minutes, seat=link.seat, at=now(), **form.cleaned_data
                )
                note_link_use(link=link, at=now())
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                status, said = 200, _("Danke, Ihre Antwort ist gespeichert.")
    context = {
        "authority": link.authority,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "seat": link.seat,
        "reading": queries.read_by_link(minutes),
        "form": form,
        "known": known,
        "said": said,
    }
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, "minutes/review.html", context, status=status)
    # The address is the secret: no page it leads to, no cache and no search engine learns it.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _too_many(request: HttpRequest) -> bool:
    key = f"minutes-review:{client_address(request)}"
    if cache.add(key, 1, 60):
        return False
    try:
        return bool(cache.incr(key) > MOST_IN_A_MINUTE)
    except ValueError:
        return False
