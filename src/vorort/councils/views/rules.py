"""The rules of a body in sentences, how they came about, and how they change."""

from itertools import pairwise

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries
from vorort.councils.choices import LegalBasis
from vorort.councils.forms import RulesForm
from vorort.councils.models import BodyRules
from vorort.councils.rules import Difference, differences, preset, sentences
from vorort.councils.views.common import address, done, framed, page, running
from vorort.ui.parts import Link


@own_door
@require_safe
@never_cache
def show_rules(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The rules of today, one sentence per topic, and what changed when."""
    body, frame = framed(request, public_id, "rules")
    versions = queries.list_versions(body)
    today_rules = queries.rules_on(body, on=today())
    history = [(later, differences(earlier, later)) for later, earlier in pairwise(versions)]
    context = {
        "frame": frame,
        "rules": today_rules,
        "sentences": sentences(today_rules),
        "coming": [one for one in versions if one.valid_from > today()],
        "history": history,
        "first": versions[-1],
    }
    return page(request, "councils/rules.html", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_rules(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change the rules from a day on: first the difference in words, then the second button."""
    body, frame = running(request, public_id, "rules")
    latest = queries.list_versions(body)[0]
    basis = request.GET.get("vorgabe", "")
    start = RulesForm.initial_of(latest)
    if basis in LegalBasis.values:
        start |= preset(basis)
    form = RulesForm(request.POST or None, initial=start)
    shown: tuple[Difference, ...] | None = None
    if request.method == "POST" and form.is_valid():
        shown = differences(latest, BodyRules(body=body, **form.values()))
        if "save" in request.POST and done(form, lambda: _save(request, form, latest)):
            messages.success(request, _("Die neuen Regeln sind eingetragen."))
            return redirect(address(body, "rules"))
    context = {
        "frame": frame,
        "form": form,
        "latest": latest,
        "shown": shown,
        "bases": LegalBasis.choices,
        "trail": frame.trail(Link(_("Regeln"), address(body, "rules")), Link(_("Ändern"))),
    }
    return page(request, "councils/rules_change.html", context, form)


def _save(request: TownRequest, form: RulesForm, latest: BodyRules) -> None:
    actions.set_rules(
        body=latest.body,
        valid_from=form.cleaned_data["valid_from"],
        by=request.user,
        at=now(),
        seen=form.cleaned_data["seen"],
        **form.values(),
    )
