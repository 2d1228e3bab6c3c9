"""The way to the resolution and back, and the next version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now
from vorort.core.requests import TownRequest
from vorort.papers.models import Paper
from vorort.strategies import actions, queries
from vorort.strategies.forms import VersionForm, body_form, resolution_form
from vorort.strategies.models import Strategy
from vorort.strategies.queries.reading import list_councils, list_resolutions
from vorort.strategies.views.common import attempt, done, editable, framed, sent, show_form
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def submit(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Bring the strategy before a body: what it will read, what is still missing."""
    own = editable(request, public_id)
    bodies = {each.public_id: each for each in list_councils(request.user, request.authority)}
    form = body_form(sent(request), bodies)
    made: list[Paper] = []

    def bring() -> None:
        given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
        made.append(actions.submit_strategy(body=bodies[form.cleaned_data["body"]], **given))

    if attempt(form, bring):
        words = _(
            "Die Vorlage %(reference)s ist angelegt. Prüfen Sie sie und geben Sie sie frei. Mit "
            "dem Beschluss gilt die Strategie."
        )
        messages.success(request, words % {"reference": made[0].reference})
        return redirect("papers:paper", town, made[0].public_id)
    context = framed(request, own, Link(_("Zum Beschluss vorlegen"))) | {"bodies": bodies}
    return show_form(request, form, context | _lacking(own), template="submit")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def adopt(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Note a resolution that adopts the strategy and was taken without its paper."""
    own = editable(request, public_id)
    rows = {each.public_id: each for each in list_resolutions(request.user, request.authority)}
    form = resolution_form(sent(request), rows)

    def note() -> None:
        chosen = rows[form.cleaned_data["resolution"]]
        given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
        on = form.cleaned_data["on"] or chosen.decided_on
        actions.adopt_strategy(resolution=chosen, on=on, **given)

    if attempt(form, note):
        messages.success(request, _("Die Strategie ist beschlossen. Ihre Worte stehen jetzt fest."))
        return redirect("strategies:strategy", town, public_id)
    context = framed(request, own, Link(_("Beschluss zuordnen"))) | {"rows": rows}
    return show_form(request, form, context | _lacking(own), template="adopt")


def _lacking(own: Strategy) -> dict[str, Any]:
    return {"completeness": queries.completeness(queries.content_of(own))}


STEPS: dict[str, tuple[Any, Any]] = {
    "recall": (
        actions.recall_strategy,
        gettext_lazy("Die Strategie ist wieder ein Entwurf, ihre Vorlage zurückgezogen."),
    ),
    "withdraw": (actions.withdraw_strategy, gettext_lazy("Der Entwurf ist zurückgezogen.")),
    "reopen": (actions.reopen_strategy, gettext_lazy("Die Strategie ist wieder ein Entwurf.")),
}


@require_POST
@never_cache
def step(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take the strategy back from the body, give it up, take it up again."""
    own = editable(request, public_id)
    given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
    if request.POST.get("step") not in STEPS:
        raise Http404
    act, words = STEPS[request.POST["step"]]
    return done(request, lambda: act(**given), str(words), "strategies:strategy", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_version(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Begin the next version of the strategy that holds."""
    own = editable(request, public_id)
    first = {"first_year": own.first_year, "last_year": own.last_year}
    form = VersionForm(sent(request), initial=first)
    made: list[Strategy] = []

    def begin() -> None:
        given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
        made.append(actions.new_version(**given, **form.cleaned_data))

    if attempt(form, begin):
        words = _("Die neue Fassung ist ein Entwurf. Bis zum Beschluss gilt die bisherige.")
        messages.success(request, words)
        return redirect("strategies:edit", town, made[0].public_id)
    context = framed(request, own, Link(_("Neue Fassung"))) | {
        "title": _("Neue Fassung"),
        "sub": _(
            "Alles aus der geltenden Fassung kommt mit, außer aufgegebenen Zielen und beendeten "
            "Maßnahmen."
        ),
        "label": _("Neue Fassung beginnen"),
    }
    return show_form(request, form, context)
