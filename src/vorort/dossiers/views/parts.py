"""Partners of a measure, as the town keeps them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.dossiers import queries as dossier
from vorort.dossiers.forms import PartForm
from vorort.dossiers.views.common import (
    allow,
    done,
    framed,
    load,
    load_to_edit,
    status_of,
    tried,
)
from vorort.measures import actions, registry, rules
from vorort.measures.models import Measure, Part
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def parts(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Who takes part with which role; POST names another partner."""
    own = load(request, public_id)
    edits = rules.can_edit(request.user, request.authority)
    form = None
    # Whoever sends what a colleague has just closed reads why, and keeps what was typed.
    if edits and (request.method == "POST" or not rules.has_ended(own)):
        form = PartForm(
            request.POST or None,
            organisations=dossier.owner_choices(request.authority),
            adopted=rules.is_adopted(own),
        )
    if request.method == "POST":
        allow(edits)
        if form is not None and form.is_valid():
            values, reason = form.values(), form.reason()
            organisation = dossier.get_organisation(request.authority, values.pop("organisation"))
            given: dict[str, Any] = {
                "organisation": organisation,
                "reason": reason,
                "by": request.user,
            }
            if tried(form, lambda: actions.add_part(measure=own, at=now(), **given, **values)):
                messages.success(request, _("Der Partner gehört jetzt zur Maßnahme."))
                return redirect("measures:parts", town, public_id)
    context = framed(request, own, _("Beteiligte"), current="parts") | {
        "parts": dossier.list_parts(own),
        "form": form,
    }
    return render(request, "measures/parts.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def part_edit(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """One part as the town keeps it: role, access, agreed by telephone, taken out."""
    own = load_to_edit(request, public_id)
    kept = _get_part(own, key)
    deed = request.POST.get("deed", "")
    given: dict[str, Any] = {"part": kept, "by": request.user, "at": now()}
    back = ("measures:parts", town, public_id)
    if deed == "confirm":
        words = _("Die Zusage ist vermerkt.")
        return done(request, lambda: actions.confirm_part(**given), words, *back)
    if deed == "remove":
        reason = request.POST.get("reason", "")
        words = _("Der Partner ist nicht mehr beteiligt.")
        return done(request, lambda: actions.remove_part(reason=reason, **given), words, *back)
    form = PartForm(
        request.POST if deed == "edit" else None,
        initial=PartForm.initial_of(kept),
        adopted=rules.is_adopted(own),
    )
    if form.is_bound and form.is_valid():
        values, reason = form.values(), form.reason()
        if tried(form, lambda: actions.edit_part(reason=reason, **given, **values)):
            messages.success(request, _("Der Beitrag ist gespeichert."))
            return redirect(*back)
    parts_link = Link(_("Beteiligte"), registry.address_of("measures:parts", own))
    context = framed(request, own, parts_link, kept.organisation.name, current="parts") | {
        "part": kept,
        "form": form,
        "adopted": rules.is_adopted(own),
    }
    return render(request, "measures/part_edit.html", context, status=status_of(form))


def _get_part(own: Measure, key: str) -> Part:
    found = own.parts.select_related("organisation", "contact").filter(public_id=key).first()
    if found is None:
        raise NotVisible(_("Diesen Beitrag gibt es nicht."))
    return found
