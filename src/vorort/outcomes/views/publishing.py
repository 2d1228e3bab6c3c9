"""What becomes public of a measure: looked at first, then made; taken back with a reason."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.measures.models import Measure
from vorort.measures.queries import get_frame, get_measure
from vorort.outcomes import actions, queries, rules
from vorort.outcomes.choices import Options
from vorort.outcomes.forms import PublishForm, WithdrawForm
from vorort.publications.exports import changes_table
from vorort.publications.models import Publication
from vorort.ui import format as show
from vorort.ui.parts import Link


def _load(request: TownRequest, public_id: str) -> Measure:
    measure = get_measure(request.user, request.authority, public_id)
    if not rules.can_publish(request.user, request.authority):
        raise PermissionDenied
    return measure


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Which measures are public, and which pages want renewing."""
    lines = queries.list_lines(request.authority)
    context = {
        "page": paginate(request, lines),
        "may_publish": rules.can_publish(request.user, request.authority),
    }
    return render(request, "outcomes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Show exactly what becomes public, then make it so with one button."""
    measure = _load(request, public_id)
    live = queries.measure_publication(measure)
    given_now = request.POST if request.method == "POST" else None
    form = PublishForm(given_now, initial={"money": queries.options_of(live).money})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.publish_measure(
                measure=measure,
                # Who saw the numbers publishes them, or is told that they are closed by now.
                options=Options(money=given["money"], numbers=True if given["numbers"] else None),
                correction=given["correction"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die öffentliche Seite ist da."))
            return redirect(reverse("measures:measure", args=[town, public_id]))
    context = _context(request, measure, live, form)
    status = 422 if form.errors else 200
    return render(request, "outcomes/measure.html", context, status=status)


def _context(
    request: TownRequest, measure: Measure, live: Publication | None, form: PublishForm
) -> dict[str, object]:
    frame = get_frame(request.user, measure, current="overview")
    # Money stands beside its tick, so that the page shows what the tick would add.
    chosen = Options(money=True)
    with override("de"):
        material = queries.material_of(measure, options=chosen, at=now())
        same = replace(chosen, money=queries.options_of(live).money)
        shown = queries.material_of(measure, options=same, at=now())
    stale = queries.staleness_of(live, shown) if live else None
    changes = queries.changes_between(live.payload.get("public", {}), shown.public) if live else ()
    return {
        "frame": frame,
        "form": form,
        "live": live,
        "material": material,
        "is_ready": rules.is_ready(measure),
        "stale": stale,
        "changes_table": changes_table(changes),
        "money_words": _money(material),
        "shows_numbers": any("figures" in one for one in material.public["effects"]),
        "public_path": queries.measure_path(measure),
        "may_withdraw": live is not None and rules.can_withdraw(request.user, request.authority),
        "crumbs": frame.trail(Link(_("Öffentliche Seite"))),
        "measure": measure,
        "content": queries.content_context(material.public),
    }


def _money(material: queries.Material) -> str:
    money = material.public.get("money")
    if not money:
        return ""
    return _("geplant %(planned)s, ausgegeben %(spent)s") % {
        "planned": show.euro(money["planned"]),
        "spent": show.euro(money["spent"]),
    }


@require_safe
@never_cache
def preview(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The page as everybody would see it."""
    measure = _load(request, public_id)
    options = replace(Options(), money="geld" in request.GET)
    with override("de"):
        public = queries.material_of(measure, options=options, at=now()).public
        page = queries.page_html(request.authority, public, history=(), on=today(), preview=True)
    return HttpResponse(page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take the public page back."""
    measure = get_measure(request.user, request.authority, public_id)
    if not rules.can_withdraw(request.user, request.authority):
        raise PermissionDenied
    if queries.measure_publication(measure) is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_measure(
                measure=measure, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die öffentliche Seite ist zurückgezogen."))
            return redirect(reverse("measures:measure", args=[town, public_id]))
    frame = get_frame(request.user, measure, current="overview")
    context = {
        "frame": frame,
        "measure": measure,
        "form": form,
        "crumbs": frame.trail(Link(_("Öffentliche Seite zurückziehen"))),
    }
    status = 422 if form.errors else 200
    return render(request, "outcomes/withdraw.html", context, status=status)
