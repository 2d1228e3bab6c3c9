"""What columns and wordings mean: suggested with reasons, changed in a plain form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.deliveries.choices import DeliveryStatus
from vorort.sheets.rules.decisions import Decisions
from vorort.sheets.rules.words import signature
from vorort.tables import actions, queries
from vorort.tables.forms import MappingForm, TableForm
from vorort.tables.models import TableImport
from vorort.tables.views.loading import crumbs, load_open, look_again, steps
from vorort.ui.parts import Link


@require_http_methods(["GET", "POST"])
def mapping(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    table = load_open(request, public_id)
    if table.delivery.status != DeliveryStatus.CHECKED or not table.found:
        return redirect("tables:show", town, public_id)
    known = queries.read_known(request.authority)
    found = {**table.found, "own": known.own}
    form = MappingForm(request.POST or None, found=found, known=known, revision=table.revision)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.decide(
                table=table,
                decisions=form.decisions(Decisions.from_json(table.decisions)),
                sender=form.cleaned_data["sender"],
                by=request.user,
                revision=form.cleaned_data["revision"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            look_again(request, changed)
            return redirect("tables:show", town, public_id)
    status = 422 if form.errors else 200
    return render(request, "tables/mapping.html", _context(request, table, form), status=status)


def _context(request: TownRequest, table: TableImport, form: MappingForm) -> dict[str, object]:
    found = table.found
    address = reverse("tables:show", args=[request.authority.slug, table.delivery.public_id])
    choosable = len(found["tables"]) > 1 or any(sheet["hidden"] for sheet in found["sheets"])
    return {
        "table": table,
        "delivery": table.delivery,
        "found": found,
        "form": form,
        "table_form": TableForm(found=found) if choosable else None,
        "steps": steps(1),
        "sample_columns": [(c["letter"], c["label"]) for c in found["columns"]],
        "known_columns": sum(1 for column in found["columns"] if column["sure"]),
        "crumbs": crumbs(request, Link(table.delivery.name, address), Link(_("Zuordnung"))),
    }


@require_POST
def choose(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Read another table or sheet of the file."""
    table = load_open(request, public_id)
    form = TableForm(request.POST, found=table.found) if table.found else None
    if form is None or not form.is_valid():
        messages.error(request, _("Bitte wählen Sie eine der Tabellen."))
        return redirect("tables:mapping", town, public_id)
    number, sheet = form.chosen
    decisions = Decisions.from_json(table.decisions)
    decisions.sheet, decisions.table = signature(sheet), number
    try:
        changed = actions.decide(
            table=table, decisions=decisions, by=request.user, revision=table.revision
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        look_again(request, changed)
    return redirect("tables:mapping", town, public_id)
