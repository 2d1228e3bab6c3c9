"""The review behind a personal link: shown by GET, answered by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.councils.actions import LinkNotValid, note_link_use
from vorort.councils.choices import LinkPurpose
from vorort.councils.models import PersonalLink
from vorort.councils.views.personal import personal_page
from vorort.minutes import actions, queries
from vorort.minutes.forms import AnswerForm

TEMPLATE = "minutes/review.html"


@personal_page(LinkPurpose.MINUTES_REVIEW, TEMPLATE)
def review(request: HttpRequest, link: PersonalLink, _token: str) -> HttpResponse:
    """The draft as members read it, and the two buttons; nothing of the core group."""
    minutes = queries.get_for_link(link)
    if minutes is None:
        raise LinkNotValid(
            _("Diesen Link gibt es nicht. Bitte öffnen Sie ihn vollständig aus der E-Mail.")
        )
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
    return render(request, TEMPLATE, context, status=status)
