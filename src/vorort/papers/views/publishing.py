"""The public page of a paper: made, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.papers import actions, queries, rules
from vorort.papers.forms import WithdrawForm
from vorort.papers.views.common import allow, done, framed, load
from vorort.ui.parts import Link


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Show what everybody will see, then make it public."""
    own = load(request, public_id)
    allow(rules.can_publish(request.user, own))
    if request.method == "POST":
        return done(
            request,
            own,
            lambda: actions.publish_paper(paper=own, by=request.user, at=now()),
            _("Die Vorlage ist öffentlich."),
        )
    files = queries.list_files(request.user, own)
    context = framed(request, own, Link(_("Veröffentlichen"))) | {
        "files": [each for each in files if each.confidentiality == Confidentiality.PUBLIC],
        "held_back": [each for each in files if each.confidentiality != Confidentiality.PUBLIC],
        "published": queries.get_published(own),
        "public_path": queries.public_path(own),
    }
    return render(request, "papers/publish.html", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_back(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take the public page back, with a reason."""
    own = load(request, public_id)
    allow(rules.can_take_back(request.user, own))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_publication(
                paper=own, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die öffentliche Seite ist zurückgenommen."))
            return redirect("papers:paper", town, public_id)
    context = framed(request, own, Link(_("Zurücknehmen"))) | {"form": form}
    return render(request, "papers/take_back.html", context, status=422 if form.errors else 200)
