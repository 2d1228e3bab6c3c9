"""The rules of a body in sentences, how they came about, and how they change."""

from itertools import pairwise

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries
from vorort.councils.choices import LegalBasis
from vorort.councils.forms import RulesForm
from vorort.councils.models import BodyRules
from vorort.councils.rules import differences, preset, sentences
from vorort.councils.views.common import address, done, framed, leave, page, running, sent
from vorort.ui.parts import Link


@own_door
@require_safe
@never_cache
def show_rules(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The rules of today, one sentence per topic, and what changed when."""
    body, frame = framed(request, public_id, "rules")
    versions = queries.list_versions(body)
    rules = queries.rules_on(body, on=today())
    context = {
        "frame": frame,
        "rules": rules,
        "sentences": sentences(rules),
        "coming": [one for one in versions if one.valid_from > today()],
        "history": [(later, differences(old, later)) for later, old in pairwise(versions)],
        "first": versions[-1],
    }
    return page(request, "rules", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_rules(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change the rules from a day on: first the difference in words, then the second button."""
    body, frame = running(request, public_id, "rules")
    latest = queries.list_versions(body)[0]
    basis = request.GET.get("vorgabe", "")
    start = preset(basis) if basis in LegalBasis.values else {}
    form = RulesForm(*sent(request), row=latest, initial=start)

    def act() -> None:
        data = form.cleaned_data
        days = {"valid_from": data["valid_from"], "seen": data["seen"]}
        actions.set_rules(body=body, by=request.user, at=now(), **days, **form.values())

    if "save" in request.POST and done(form, act):
        return leave(request, _("Die neuen Regeln sind eingetragen."), address(body, "rules"))
    looked = form.is_bound and form.is_valid()
    way = Link(_("Regeln"), address(body, "rules"))
    context = {
        "frame": frame,
        "form": form,
        "shown": differences(latest, BodyRules(body=body, **form.values())) if looked else None,
        "bases": LegalBasis.choices,
        "trail": frame.trail(way, Link(_("Ändern"))),
    }
    return page(request, "rules_change", context, form)
