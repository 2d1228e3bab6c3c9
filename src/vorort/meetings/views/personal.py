"""The answer to an invitation behind a personal link: shown by GET, given by a button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.councils.actions import LinkNotValid, note_link_use
from vorort.councils.choices import Confidentiality, LinkPurpose
from vorort.councils.models import PersonalLink
from vorort.councils.rules import OWN_SEATS
from vorort.councils.views.personal import personal_page
from vorort.meetings import actions, queries, rules
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.forms import ReplyForm
from vorort.meetings.models import Invitation

TEMPLATE = "meetings/reply.html"


@personal_page(LinkPurpose.MEETING_REPLY, TEMPLATE)
def reply(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Show the meeting and what was answered; POST answers. The link opens nothing else."""
    found = queries.invitation_of_link(link.subject, link.seat)
    if found is None:
        raise LinkNotValid(_("Diese Sitzung gibt es nicht mehr."))
    at, meeting = now(), found.meeting
    is_over = meeting.state != MeetingState.INVITED or rules.ends_at_of(meeting) <= at
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        initial=ReplyForm.initial_of(found),
        deputies=queries.deputies_of(found),
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
    return render(request, TEMPLATE, context, status=status)


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
