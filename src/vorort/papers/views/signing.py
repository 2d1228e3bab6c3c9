"""Mitzeichnung: who signs, and each in turn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.papers import actions, queries, rules
from vorort.papers.forms import SignersForm, SignForm
from vorort.papers.views.common import allow, framed, load
from vorort.papers.views.pages import show
from vorort.ui.parts import Link


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def signers(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say who must sign, in order."""
    own = load(request, public_id)
    allow(rules.can_edit(request.user, own))
    chosen = [each.person for each in own.signatures.all() if each.person]
    form = SignersForm(
        request.POST or None, people=queries.list_possible_signers(own), chosen=chosen
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_signers(paper=own, signers=form.signers(), by=request.user, at=now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die Mitzeichnung ist festgelegt."))
            return redirect("papers:paper", town, public_id)
    context = framed(request, own, Link(_("Mitzeichnung"))) | {"form": form}
    return render(request, "papers/signers.html", context, status=422 if form.errors else 200)


@own_door
@require_POST
@never_cache
def sign(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Sign in turn, or refuse with a reason."""
    own = load(request, public_id)
    allow(rules.is_signer(request.user, own))
    form = SignForm(request.POST)
    refuse = request.POST.get("answer") == "refuse"
    if form.is_valid():
        try:
            actions.sign(
                paper=own,
                by=request.user,
                at=now(),
                refuse=refuse,
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            words = (
                _("Sie haben nicht mitgezeichnet. Die Vorlage ist wieder ein Entwurf.")
                if refuse
                else _("Sie haben mitgezeichnet.")
            )
            messages.success(request, words)
            return redirect("papers:paper", town, public_id)
    return show(request, own, 422, sign_form=form)
