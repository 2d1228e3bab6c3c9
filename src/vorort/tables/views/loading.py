"""What every page of a table needs: the table, whether it may be changed, the way to it."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.clock import today
from vorort.core.requests import TownRequest
from vorort.deliveries import actions as deliveries
from vorort.deliveries.queries import get_delivery
from vorort.tables import queries
from vorort.tables.importers import flow
from vorort.tables.models import TableImport
from vorort.tables.rules.access import can_change_table, can_read_tables
from vorort.ui.parts import Link, Step

# A table of so few rows is looked at anew at once; a larger one in the background.
AT_ONCE = 1_500


def load(request: TownRequest, public_id: str) -> TableImport:
    """Return a table of this town; 404 for whoever may not hand in tables."""
    if not can_read_tables(request.user, request.authority):
        raise Http404
    delivery = get_delivery(request.authority, public_id, official_too=False)
    if delivery is None or delivery.for_authority_id != request.authority.pk:
        raise Http404
    table = queries.get_import(request.authority, delivery)
    if table is None:
        raise Http404
    return table


def load_open(request: TownRequest, public_id: str) -> TableImport:
    """Return a table that may still be changed."""
    table = load(request, public_id)
    if not can_change_table(request.user, table.delivery, request.authority):
        raise Http404
    return table


def look_again(request: TownRequest, table: TableImport) -> None:
    """Look at a table anew after a decision or a correction."""
    if table.found and table.delivery.rows_read <= AT_ONCE:
        flow.check_delivery(delivery=table.delivery, by=request.user, today=today())
    else:
        deliveries.request_check(delivery=table.delivery, by=request.user)


def crumbs(request: TownRequest, *more: Link) -> list[Link]:
    """Return the way to a page of this app."""
    authority = request.authority
    return [
        Link(authority.short_name or authority.name),
        Link(_("Lieferungen"), reverse("deliveries:list", args=[authority.slug])),
        *more,
    ]


def steps(here: int) -> list[Step]:
    """Return the four steps from the file to the stored figures."""
    named = (
        (_("Datei"), _("bleibt unverändert")),
        (_("Zuordnung"), _("was die Spalten bedeuten")),
        (_("Vorschau"), _("prüfen und berichtigen")),
        (_("Übernehmen"), _("in einem Zug oder gar nicht")),
    )
    return [
        Step(name, note, "done" if n < here else "current" if n == here else "open")
        for n, (name, note) in enumerate(named)
    ]
