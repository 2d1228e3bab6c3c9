"""A town's deliveries: the list, one delivery with its preview, taking over and taking back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.deliveries import actions, exports, queries, rules
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.forms import UndoForm
from vorort.deliveries.models import Delivery
from vorort.publications import queries as publications
from vorort.ui.format import datetime as german_time
from vorort.ui.parts import Fact, Link

# htmx stops asking when it gets this status.
STOP_POLLING = 286
_OPEN = frozenset(
    {
        DeliveryStatus.RECEIVED,
        DeliveryStatus.CHECKING,
        DeliveryStatus.CHECKED,
        DeliveryStatus.STORED,
    }
)
RUNNING = frozenset({DeliveryStatus.RECEIVED, DeliveryStatus.CHECKING})


def crumbs(request: TownRequest, town: str, *more: Link) -> list[Link]:
    authority = request.authority
    home = Link(authority.short_name or authority.name)
    if not more:
        return [home, Link(_("Lieferungen"))]
    return [home, Link(_("Lieferungen"), reverse("deliveries:list", args=[town])), *more]


def get_delivery(request: TownRequest, public_id: str) -> Delivery:
    """Return a delivery this person may see; everything else does not exist."""
    found = queries.get_delivery(
        request.authority,
        public_id,
        official_too=rules.can_deliver_official(request.user, request.authority),
        audience=rules.audience_of(request.user, request.authority),
    )
    if found is None:
        raise Http404
    return found


def _get_changeable(request: TownRequest, public_id: str) -> Delivery:
    found = get_delivery(request, public_id)
    if not rules.can_change_delivery(request.user, found, request.authority):
        raise Http404
    return found


@require_GET
def overview(request: TownRequest, town: str) -> HttpResponse:
    official_too = rules.can_deliver_official(request.user, request.authority)
    rows = queries.list_deliveries(
        request.authority,
        official_too=official_too,
        audience=rules.audience_of(request.user, request.authority),
    )
    page = paginate(request, rows)
    context = {
        "page": page,
        "rows": [
            (row, exports.status_kind(row.status), exports.release_words(row, at=now()))
            for row in page
        ],
        "may_hand_in": rules.can_hand_in(request.user, request.authority),
        "crumbs": crumbs(request, town),
    }
    return render(request, "deliveries/list.html", context)


@require_GET
def detail(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    delivery = get_delivery(request, public_id)
    context = _detail_context(request, town, delivery)
    if request.headers.get("HX-Request") == "true":
        status = 200 if context["running"] else STOP_POLLING
        return render(request, "deliveries/detail.html#body", context, status=status)
    return render(request, "deliveries/detail.html", context)


def _detail_context(
    request: TownRequest, town: str, delivery: Delivery, form: UndoForm | None = None
) -> dict[str, object]:
    preview = queries.read_preview(delivery)
    job = _job(delivery)
    ended = job is not None and job.state in {"done", "failed", "cancelled"}
    page = paginate(request, queries.list_quarantined(delivery))
    return {
        "delivery": delivery,
        "preview": preview,
        "facts": _facts(delivery, preview),
        "sums": exports.sums_of(preview),
        "steps": exports.steps_of(delivery),
        "status_kind": exports.status_kind(delivery.status),
        "accept_label": exports.accept_label(delivery),
        "page": page,
        "quarantined": [(row, exports.next_step(row.code)) for row in page],
        "job": job,
        "running": bool(delivery.job) and not ended,
        # The job has ended without a result: nothing moves any more by itself.
        "stuck": ended and delivery.status in RUNNING,
        "failed": ended and job is not None and job.state == "failed",
        "may_change": rules.can_change_delivery(request.user, delivery, request.authority),
        "undo_form": form or UndoForm(),
        "release": exports.release_facts(delivery, at=now()),
        "may_release": rules.can_release_delivery(request.user, delivery, request.authority)
        and delivery.status in _OPEN,
        "may_revoke": rules.can_revoke_delivery(request.user, delivery, request.authority),
        "published": publications.list_resting_on(delivery.public_id),
        "known_columns": sum(1 for column in preview.columns if column.recognised),
        "crumbs": crumbs(request, town, Link(delivery.name)),
    }


def _job(delivery: Delivery) -> jobs.Job | None:
    if not delivery.job:
        return None
    try:
        return jobs.get(delivery.job)
    except NotVisible:
        return None


def _facts(delivery: Delivery, preview: queries.Preview) -> list[Fact]:
    whom = _("amtlich, für alle") if delivery.is_official else str(delivery.for_authority)
    pairs = [
        (_("Quelle"), delivery.source_label),
        (_("Lizenz"), delivery.licence),
        *preview.origin,
        (_("Gilt für"), whom),
        (_("Eingereicht von"), str(delivery.handed_in_by)),
        (_("Eingegangen"), german_time(delivery.received_at)),
        (_("Übernommen"), german_time(delivery.stored_at) if delivery.stored_at else ""),
        (_("Prüfsumme (SHA-256)"), exports.grouped(delivery.sha256)),
    ]
    return [Fact(name, value) for name, value in pairs if value]


@require_POST
def accept(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    delivery = _get_changeable(request, public_id)
    try:
        actions.request_store(delivery=delivery, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("deliveries:detail", town, public_id)


@require_POST
def discard(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    delivery = _get_changeable(request, public_id)
    try:
        actions.cancel(delivery=delivery, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("deliveries:detail", town, public_id)
    messages.success(request, _("Die Datei ist verworfen. Es wurde nichts übernommen."))
    return redirect("deliveries:list", town)


@require_POST
def take_back(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    delivery = _get_changeable(request, public_id)
    form = UndoForm(request.POST)
    if not form.is_valid():
        context = _detail_context(request, town, delivery, form)
        return render(request, "deliveries/detail.html", context, status=422)
    try:
        actions.undo(delivery=delivery, by=request.user, reason=form.cleaned_data["reason"])
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("Die Lieferung ist zurückgenommen. Neue Lagebilder verwenden sie nicht mehr; "
              "veröffentlichte bleiben, bis Sie sie zurückziehen."),
        )  # fmt: skip
    return redirect("deliveries:detail", town, public_id)


@require_GET
def quarantine(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    delivery = get_delivery(request, public_id)
    body = exports.quarantine_csv(queries.list_quarantined(delivery))
    name = f"zurueckgelegt-{delivery.public_id}.csv"
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
