"""Measures that other towns have published, to look at and to take over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.authorities.models import Authority
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.effects.choices import EffectGrade
from vorort.findings.queries import list_open_goals, need_of
from vorort.networks import actions, queries, rules
from vorort.networks.choices import NO_RESULT, SizeFilter
from vorort.networks.forms import CopyForm
from vorort.networks.views.overview import crumbs, readable
from vorort.partners.choices import (
    EvidenceLevel,
    ProtectiveFactor,
    RiskFactor,
    TargetGroup,
    Topic,
)
from vorort.partners.queries import list_organisations
from vorort.ui.parts import Link

Choices = list[tuple[str, str]]


@require_safe
@never_cache
def published(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """What other towns did, how large they are, what came out."""
    authority = readable(request)
    given = {key: request.GET.get(key, "").strip()[:80] for key, *_rest in _filters()}
    text = request.GET.get("suche", "").strip()[:80]
    found = queries.list_public_measures(
        request.user,
        authority,
        text=text,
        topic=given["thema"],
        target_group=given["gruppe"],
        factor=given["faktor"],
        size=given["groesse"],
        result=given["ergebnis"],
    )
    context = {
        "page": paginate(request, found),
        "filters": [(key, label, choices, given[key]) for key, label, choices in _filters()],
        "text": text,
        "is_filtered": bool(text or any(given.values())),
        "own_size": queries.population_of(authority),
        "crumbs": crumbs(authority, Link(_("Maßnahmen anderer Orte"))),
    }
    return render(request, "networks/published.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def model(request: TownRequest, town: str, publication: str) -> HttpResponse:
    """One public measure of another town; below, what is needed to take it over."""
    authority = readable(request)
    may_edit = rules.can_edit(request.user, authority)
    if request.method == "POST" and not may_edit:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    line = queries.get_public_measure(request.user, authority, publication)
    form = _form(request, authority) if may_edit else None
    if form is not None and request.method == "POST" and form.is_valid():
        source = queries.get_live_publication(publication)
        if source is None:
            raise NotVisible(_("Diese Maßnahme ist nicht mehr veröffentlicht."))
        try:
            made = actions.copy_measure(
                publication=source,
                authority=authority,
                by=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request,
                _("Der Entwurf steht. Texte aus %(town)s sind gekennzeichnet, passen Sie sie an.")
                % {"town": line.measure["town"]},
            )
            return redirect("measures:measure", town, made.public_id)
    context = {
        "line": line,
        "measure": line.measure,
        "level": dict(EvidenceLevel.choices).get(line.measure["evidence_level"], ""),
        "form": form,
        "has_goals": form is not None and len(form.fields["goal"].choices) > 1,  # type: ignore[attr-defined]
        "crumbs": crumbs(
            authority,
            Link(_("Maßnahmen anderer Orte"), reverse("networks:models", args=[town])),
            Link(line.measure["title"]),
        ),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "networks/model.html", context, status=status)


def _form(request: TownRequest, authority: Authority) -> CopyForm:
    goals = list_open_goals(request.user, authority)
    initial = {"goal": request.GET.get("ziel", "")}
    return CopyForm(
        request.POST or None,
        goals=[goal for goal in goals if need_of(goal) is not None],
        owners=list(list_organisations(authority)),
        initial=initial,
    )


def _filters() -> list[tuple[str, str, Choices]]:
    """Return what the list can be narrowed by: name in the address, label, choices."""

    def words(choices: object) -> Choices:
        return [(str(value), str(label)) for value, label in choices]  # type: ignore[attr-defined]

    return [
        ("thema", _("Thema"), words(Topic.choices)),
        ("gruppe", _("Zielgruppe"), words(TargetGroup.choices)),
        (
            "faktor",
            _("Faktor"),
            [*words(RiskFactor.choices), *words(ProtectiveFactor.choices)],
        ),
        ("groesse", _("Größe des Ortes"), words(SizeFilter.choices)),
        (
            "ergebnis",
            _("Ergebnis"),
            [*words(EffectGrade.choices), (NO_RESULT, _("noch kein Ergebnis"))],
        ),
    ]
