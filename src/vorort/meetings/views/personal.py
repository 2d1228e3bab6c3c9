"""The answer to an invitation behind a personal link: shown by GET, given by a button."""

from typing import Any

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
from vorort.councils.choices import Confidentiality, LinkPurpose
from vorort.councils.models import PersonalLink
from vorort.councils.rules import OWN_SEATS
from vorort.meetings import actions, queries, rules
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.forms import ReplyForm
from vorort.meetings.models import Invitation

# A secret of 32 bytes cannot be guessed; the limit spares the database those who try.
LIMITS = {"reply": "60/m/ip"}
# Token and page are for one person: nobody else's referrer, store or index.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Show the meeting and what was answered; POST answers. The link opens nothing else."""
    response = _limited(request) or _answer(request, token)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _limited(request: HttpRequest) -> HttpResponse | None:
    usage = ratelimit.consume(
        request, app="vorort.meetings", action="reply", config=LIMITS, key="", limit_get=True
    )
    if usage is not None:
        return None
    words = _("Zu viele Versuche. Bitte warten Sie eine Minute.")
    return render(request, "meetings/reply.html", {"error": words}, status=429)


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = open_link(token=token, purpose=LinkPurpose.MEETING_REPLY, at=now())
    except LinkNotValid as error:
        return render(request, "meetings/reply.html", {"error": error.message}, status=410)
    with authority_scope(link.authority):
        found = queries.invitation_of_link(link.subject, link.seat)
        if found is None:
            words = _("Diese Sitzung gibt es nicht mehr.")
            return render(request, "meetings/reply.html", {"error": words}, status=410)
        return _page(request, token, link, found)


def _page(request: HttpRequest, token: str, link: PersonalLink, found: Invitation) -> HttpResponse:
    at, meeting = now(), found.meeting
    is_over = meeting.state != MeetingState.INVITED or rules.ends_at_of(meeting) <= at
    deputies = queries.deputies_of(found)
    initial = {
        "reply": found.reply if found.replied_at else "",
        "deputy": found.deputy.public_id if found.deputy else "",
        "note": found.reply_note,
    }
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial=initial, deputies=deputies
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.reply(
                    invitation=found,
                    reply=form.cleaned_data["reply"],
                    deputy=form.deputy_chosen(),
                    note=form.cleaned_data["note"],
                    at=at,
                )
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                note_link_use(link=link, at=at)
                return redirect("meetings-personal:reply", token)
    context = _context(found, form, is_over=is_over)
    return render(request, "meetings/reply.html", context, status=status)


def _context(found: Invitation, form: ReplyForm, *, is_over: bool) -> dict[str, Any]:
    """Return what the one invited may read: never more than the mail with the link said."""
    meeting = found.meeting
    is_member = found.seat.role in OWN_SEATS
    level = Confidentiality.MEMBERS if is_member else Confidentiality.PUBLIC
    items = queries.list_items(meeting, level, reader=found.seat.person)
    return {
        "authority": meeting.authority,
        "meeting": meeting,
        "when": queries.when_words(meeting),
        "where": queries.place_words(meeting),
        "rows": rules.numbered(items),
        "seat": found.seat,
        "found": found,
        "answered": found.reply != Reply.NONE,
        "is_over": is_over,
        "form": form,
    }
