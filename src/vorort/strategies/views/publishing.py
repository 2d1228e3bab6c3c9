"""The public strategy: looked at, published, corrected, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now
from vorort.core.requests import TownRequest
from vorort.publications.choices import PublicationStatus
from vorort.strategies import actions, queries, rules
from vorort.strategies.choices import StrategyState
from vorort.strategies.forms import ReasonForm
from vorort.strategies.models import Strategy
from vorort.strategies.views.common import allow, attempt, done, framed, load, sent, show_form
from vorort.ui.parts import Link


def _publishable(request: TownRequest, public_id: str) -> Strategy:
    own = load(request, public_id)
    may = rules.can_publish(request.user, request.authority)
    allow(may and own.state == StrategyState.ADOPTED)
    return own


def _is_live(strategy: Strategy) -> bool:
    live = strategy.publication
    return live is not None and live.status == PublicationStatus.LIVE


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Show what everybody will read and what is held back, then make it public."""
    own = _publishable(request, public_id)
    given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
    is_live = _is_live(own)
    form = ReasonForm(sent(request) if is_live else None)
    if request.method == "POST" and not is_live:
        words, back = _("Die Strategie ist öffentlich."), ("strategies:strategy", public_id)
        return done(request, lambda: actions.publish_strategy(**given), words, *back)
    if attempt(
        form, lambda: actions.publish_strategy(correction=form.cleaned_data["reason"], **given)
    ):
        messages.success(request, _("Die berichtigte Strategie ist öffentlich."))
        return redirect("strategies:strategy", town, public_id)
    context = framed(request, own, Link(_("Veröffentlichen"))) | {
        "form": form,
        "is_live": is_live,
        "edition": queries.build_edition(own, at=now(), files=False),
    }
    return render(request, "strategies/publish.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def preview(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The page as everybody would see it."""
    own = _publishable(request, public_id)
    page = queries.build_edition(own, at=now(), files=False).representations[0]
    return HttpResponse(page.content)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take the public page back, with a reason."""
    own = load(request, public_id)
    allow(rules.can_withdraw(request.user, request.authority) and _is_live(own))
    form = ReasonForm(sent(request))
    given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
    if attempt(form, lambda: actions.withdraw_publication(**form.cleaned_data, **given)):
        messages.success(request, _("Die öffentliche Seite ist zurückgezogen."))
        return redirect("strategies:strategy", town, public_id)
    context = framed(request, own, Link(_("Zurückziehen"))) | {
        "title": _("Öffentliche Seite zurückziehen"),
        "sub": _("Die Seite ist dann sofort nicht mehr zu lesen, auch frühere Fassungen nicht."),
        "label": _("Seite zurückziehen"),
    }
    return show_form(request, form, context)
