"""The register of resolutions, and one of them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core import links
from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import get_body, get_frame, has_door
from vorort.resolutions import actions, exports, queries, rules
from vorort.resolutions.choices import Implementation, Outcome
from vorort.resolutions.forms import FilterForm, ImplementationForm
from vorort.resolutions.models import Resolution
from vorort.resolutions.views.common import add_error, allow, framed

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _listed(
    request: TownRequest, rows: QuerySet[Resolution], every: QuerySet[Resolution],
    given: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    return {
        "page": paginate(request, rows),
        "today": today(),
        "given": given,
        "years": queries.list_years(every),
        "outcomes": Outcome.choices,
        "implementations": Implementation.choices,
    }


@own_door
@require_safe
@never_cache
def town(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The register of all bodies of the town, as far as this person may read each."""
    allow(has_door(request.user, request.authority))
    given = FilterForm(request.GET).given()
    rows = queries.list_register(request.user, request.authority, **given)
    every = queries.list_register(request.user, request.authority) if given else rows
    return render(request, "resolutions/town.html", _listed(request, rows, every, given))


@own_door
@require_safe
@never_cache
def body(request: TownRequest, town: str, body: str) -> HttpResponse:  # noqa: ARG001
    """The resolutions of a body, and its circulars that still run."""
    found = get_body(request.user, request.authority, body)
    given = FilterForm(request.GET).given()
    rows = queries.list_resolutions(request.user, found, **given)
    every = queries.list_resolutions(request.user, found) if given else rows
    context = _listed(request, rows, every, given) | {
        "frame": get_frame(request.user, found, current="resolutions"),
        "circulars": queries.list_circulars(request.user, found)[:10],
        "may_start": bool(rules.writable_classes(request.user, found)),
    }
    return render(request, "resolutions/list.html", context)


@own_door
@require_safe
@never_cache
def workbook(request: TownRequest, town: str, body: str) -> HttpResponse:  # noqa: ARG001
    """The register of a body as a workbook, narrowed like the page."""
    found = get_body(request.user, request.authority, body)
    given = FilterForm(request.GET).given()
    rows = queries.list_resolutions(request.user, found, **given)
    name = f"beschluesse-{found.public_id}.xlsx"
    return HttpResponse(
        exports.register_workbook(found, rows, at=now()),
        content_type=TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@own_door
@require_safe
@never_cache
def resolution(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One resolution: words, votes, what became of it."""
    own = queries.get_resolution(request.user, request.authority, public_id)
    return _show(request, own)


def _show(
    request: TownRequest, own: Resolution, form: ImplementationForm | None = None
) -> HttpResponse:
    edits = rules.can_edit(request.user, own) and own.outcome == Outcome.ADOPTED
    if form is None and edits:
        initial = {"state": own.implementation, "note": own.implementation_note, "on": today()}
        form = ImplementationForm(initial=initial)
    paper = links.resolve(request.user, "papers.paper", own.paper.public_id) if own.paper else None
    context = framed(request, own, current="resolutions", here=own.reference) | {
        "resolution": own,
        "votes": rules.votes_words(own),
        "tasks": queries.list_tasks_of(request.user, own),
        "today": today(),
        "paper_link": paper,
        "origin": links.resolve(request.user, own.origin_kind, own.origin_id),
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "resolutions/resolution.html", context, status=status)


@own_door
@require_POST
@never_cache
def implementation(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say how far the resolution has been carried out."""
    own = queries.get_resolution(request.user, request.authority, public_id)
    allow(rules.can_edit(request.user, own))
    form = ImplementationForm(request.POST)
    if form.is_valid():
        try:
            actions.set_implementation(
                resolution=own, by=request.user, at=now(), **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Der Stand der Umsetzung ist gespeichert."))
            if own.confidentiality == Confidentiality.PUBLIC:
                # What somebody typed inside becomes public by a deed of its own.
                messages.info(
                    request,
                    _(
                        "Öffentlich steht er, sobald Sie den Auszug der Niederschrift "
                        "neu veröffentlichen."
                    ),
                )
            return redirect("resolutions:resolution", town, public_id)
    return _show(request, own, form)
