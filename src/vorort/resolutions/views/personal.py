"""The vote in a circular behind a personal link: shown by GET, given by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.councils.actions import LinkNotValid, note_link_use
from vorort.councils.choices import LinkPurpose
from vorort.councils.models import PersonalLink
from vorort.councils.views.personal import personal_page
from vorort.papers import queries as papers
from vorort.resolutions import actions, queries, rules
from vorort.resolutions.forms import AnswerForm
from vorort.resolutions.views.common import add_error

TEMPLATE = "resolutions/vote.html"


@personal_page(LinkPurpose.CIRCULAR_VOTE, TEMPLATE)
def vote(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Show the circular and one's answer; POST answers. The link opens nothing else."""
    circular = queries.get_circular_of_link(link.subject, link.seat)
    if circular is None:
        raise LinkNotValid(_("Diesen Umlaufbeschluss gibt es nicht mehr."))
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
