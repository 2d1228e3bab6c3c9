"""The preview of a table: rows beside what is known, cells corrected in place, taking over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vorort.core import jobs
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus
from vorort.tables import actions, exports
from vorort.tables.forms import RowForm
from vorort.tables.importers import flow
from vorort.tables.models import TableImport
from vorort.tables.rules.access import can_change_table
from vorort.tables.views.loading import crumbs, load, load_open, look_again, steps
from vorort.ui.parts import Link

RUNNING = frozenset({DeliveryStatus.RECEIVED, DeliveryStatus.CHECKING})
ENDED = frozenset({"done", "failed", "cancelled"})


@require_GET
def show(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Show how far a table is: being looked at, with open questions, or ready to be taken over."""
    table = load(request, public_id)
    delivery = table.delivery
    job = _job(table)
    if delivery.job and (job is None or job.state not in ENDED):
        return _running(request, table, job)
    if request.headers.get("HX-Request") == "true":
        # The page that was waiting is opened anew: something else stands there now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if delivery.status != DeliveryStatus.CHECKED or not can_change_table(
        request.user, delivery, request.authority
    ):
        return redirect("deliveries:detail", town, public_id)
    if table.questions and "ansehen" not in request.GET:
        return redirect("tables:mapping", town, public_id)
    return render(request, "tables/preview.html", _preview_context(request, table))


def _job(table: TableImport) -> jobs.Job | None:
    if not table.delivery.job:
        return None
    try:
        return jobs.get(table.delivery.job)
    except NotVisible:
        return None


def _running(request: TownRequest, table: TableImport, job: jobs.Job | None) -> HttpResponse:
    context = {
        "table": table,
        "delivery": table.delivery,
        "job": job,
        "steps": steps(0),
        "crumbs": crumbs(request, Link(table.delivery.name)),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "tables/running.html#body", context)
    return render(request, "tables/running.html", context)


def _preview_context(request: TownRequest, table: TableImport) -> dict[str, Any]:
    found = table.found
    page = paginate(request, exports.rows(found))
    return {
        "table": table,
        "delivery": table.delivery,
        "found": found,
        "page": page,
        "sums": exports.counts(found),
        "sum_table": exports.sum_table(found),
        "facts": exports.facts(table),
        "problems": exports.problems(found),
        "corrections": exports.corrections(found),
        "accept_label": exports.accept_label(found),
        "steps": steps(2),
        "crumbs": crumbs(request, Link(table.delivery.name)),
    }


@require_http_methods(["GET", "POST"])
def row(request: TownRequest, town: str, public_id: str, sheet: int, line: int) -> HttpResponse:
    """Show and correct the cells of one row."""
    table = load_open(request, public_id)
    name = _sheet_name(table, sheet)
    cells = flow.read_row(table, sheet=name, line=line)
    if not cells:
        raise Http404
    form = RowForm(request.POST or None, cells=cells)
    if request.method == "POST" and form.is_valid():
        changes = form.changed_cells()
        if "skip" in request.POST:
            changes = {0: ("", "")}
        try:
            if changes:
                actions.correct(table=table, sheet=name, line=line, cells=changes, by=request.user)
                look_again(request, table)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("tables:show", town, public_id)
    address = reverse("tables:show", args=[town, public_id])
    context = {
        "table": table,
        "delivery": table.delivery,
        "form": form,
        "line": line,
        "sheet": name,
        "crumbs": crumbs(
            request,
            Link(table.delivery.name, address),
            Link(_("Zeile %(line)s") % {"line": line}),
        ),
    }
    return render(request, "tables/row.html", context, status=422 if form.errors else 200)


def _sheet_name(table: TableImport, number: int) -> str:
    names = [sheet["name"] for sheet in table.found.get("sheets", ())]
    if not 0 <= number < len(names):
        raise Http404
    return str(names[number])


@require_POST
def correct(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Correct the cells that stand with their reasons on the preview, all at once."""
    table = load_open(request, public_id)
    changes = exports.posted_corrections(table.found, request.POST)
    try:
        for (sheet, line), cells in changes.items():
            actions.correct(table=table, sheet=sheet, line=line, cells=cells, by=request.user)
        if changes:
            look_again(request, table)
            messages.success(
                request, _("Berichtigt. Die Datei selbst bleibt, wie sie gekommen ist.")
            )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("tables:show", town, public_id)


@require_POST
def restore(request: TownRequest, town: str, public_id: str, sheet: int, line: int) -> HttpResponse:
    """Bring a row back as it stands in the file."""
    table = load_open(request, public_id)
    name = _sheet_name(table, sheet)
    try:
        actions.take_back_corrections(table=table, sheet=name, line=line, by=request.user)
        look_again(request, table)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("tables:show", town, public_id)


@require_POST
def accept(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take the rows over, in the background and in one transaction."""
    table = load_open(request, public_id)
    if table.questions:
        messages.error(request, _("In der Zuordnung ist noch etwas offen."))
        return redirect("tables:mapping", town, public_id)
    try:
        deliveries.request_store(delivery=table.delivery, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("deliveries:detail", town, public_id)


@require_GET
def download(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Hand out the rows of the preview as CSV."""
    table = load(request, public_id)
    if not table.found:
        raise Http404
    name = f"vorschau-{table.delivery.public_id}.csv"
    return HttpResponse(
        exports.preview_csv(table.found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
