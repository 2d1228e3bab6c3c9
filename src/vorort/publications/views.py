"""A town's own publications: what is public, since when, checked how; and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.publications import actions, queries, rules
from vorort.publications.choices import PublicationStatus
from vorort.publications.forms import WithdrawForm
from vorort.publications.models import Publication
from vorort.ui.parts import Fact, Link

_STATE_KINDS = {PublicationStatus.LIVE: "on"}


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Every version the town has published."""
    rows = queries.list_of_authority(request.user, request.authority)
    page = paginate(request, rows)
    context = {
        "page": page,
        "rows": [(each, _STATE_KINDS.get(PublicationStatus(each.status), "")) for each in page],
        "may_withdraw": rules.may_withdraw(request.user, request.authority),
    }
    return render(request, "publications/list.html", context)


@require_safe
@never_cache
def detail(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """One version: its addresses, its sources, what the check has hidden."""
    publication = _get(request, public_id)
    context = {
        "publication": publication,
        "kind": _STATE_KINDS.get(PublicationStatus(publication.status), ""),
        "facts": _facts(publication),
        "forms": queries.list_representations(publication),
        "may_withdraw": rules.can_withdraw(request.user, publication),
        "crumbs": [_back(town), Link(publication.title)],
    }
    return render(request, "publications/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Ask, then take back page and files together."""
    publication = _get(request, public_id)
    if not rules.may_withdraw(request.user, request.authority):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(
                publication=publication,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(
                request,
                _("„%(title)s“ ist zurückgezogen: Seite und Dateien sind nicht mehr abrufbar.")
                % {"title": publication.title},
            )
            return redirect("publications:list", town=town)
    address = reverse("publications:detail", args=[town, public_id])
    context = {
        "publication": publication,
        "forms": queries.list_representations(publication),
        "earlier": queries.earlier_versions(publication),
        "form": form,
        "crumbs": [_back(town), Link(publication.title, address), Link(_("Zurückziehen"))],
    }
    return render(request, "publications/withdraw.html", context)


def _get(request: TownRequest, public_id: str) -> Publication:
    try:
        return queries.get_publication(request.user, request.authority, public_id)
    except Publication.DoesNotExist as error:
        raise NotVisible(_("Diese Veröffentlichung gibt es nicht.")) from error


def _back(town: str) -> Link:
    return Link(_("Veröffentlichungen"), reverse("publications:list", args=[town]))


def _facts(publication: Publication) -> list[Fact]:
    hidden: Any = publication.gate.get("hidden") or []
    number = len(hidden) if isinstance(hidden, list) else int(hidden)
    return [
        Fact(_("Art"), publication.get_kind_display()),
        Fact(_("Berichtsjahr"), str(publication.period)),
        Fact(_("Gebietsschlüssel"), publication.area_key),
        Fact(_("Fassung"), str(publication.version)),
        Fact(_("Veröffentlicht durch"), publication.published_by),
        Fact(
            _("Prüfung auf Rückschließbarkeit"),
            _("bestanden, nichts verborgen")
            if number == 0
            else _("bestanden, %(number)s Angaben verborgen") % {"number": number},
        ),
    ]
