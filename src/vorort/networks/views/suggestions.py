"""Suggestions for a need with their reasons, and what is said to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core import links
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.findings.choices import Fit
from vorort.findings.queries import get_need
from vorort.networks import actions, queries, rules
from vorort.networks.choices import Reaction, SuggestionKind
from vorort.networks.forms import FITS, AnswerForm
from vorort.networks.views.overview import crumbs, readable
from vorort.ui.parts import Link


@require_safe
@never_cache
def suggestions(request: TownRequest, town: str, need: str) -> HttpResponse:  # noqa: ARG001
    """What may fit, the best first, each with what speaks for it."""
    authority = readable(request)
    found = get_need(request.user, authority, need)
    back = links.resolve(request.user, "findings.need", found.public_id)
    context = {
        "need": found,
        "back": back,
        "wanted": queries.wanted_words(found),
        "suggestions": queries.get_suggestions(request.user, found),
        "fits": FITS,
        "weights": rules.weight_words(),
        "may_edit": rules.can_edit(request.user, authority),
        "crumbs": crumbs(authority, Link(_("Vorschläge: %(title)s") % {"title": found.title})),
    }
    return render(request, "networks/suggestions.html", context)


@require_POST
def answer(request: TownRequest, town: str, need: str) -> HttpResponse:
    """Take a suggestion, decline it, or ask again for one that was declined."""
    authority = readable(request)
    if not rules.can_edit(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    found = get_need(request.user, authority, need)
    if "again" in request.POST:
        kept = queries.get_answer(found, request.POST["again"])
        actions.ask_again(answer=kept, by=request.user, at=now())
        messages.success(request, _("Der Vorschlag steht wieder oben."))
        return redirect("networks:suggestions", town, need)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("Das ließ sich nicht speichern. Bitte versuchen Sie es noch einmal.")
        )
        return redirect("networks:suggestions", town, need)
    given = form.cleaned_data
    try:
        actions.answer_suggestion(
            need=found,
            kind=given["kind"],
            subject=given["subject"],
            reaction=given["reaction"],
            reason=given["reason"],
            fit=given["fit"] or Fit.PARTLY,
            by=request.user,
            at=now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _said(given["kind"], given["reaction"]))
    return redirect("networks:suggestions", town, need)


def _said(kind: str, reaction: str) -> str:
    if reaction == Reaction.DECLINED:
        return _("Gemerkt. Dieser Vorschlag kommt nicht wieder.")
    if kind == SuggestionKind.OFFER:
        return _("Das Angebot ist dem Bedarf zugeordnet.")
    return _("Gemerkt.")
