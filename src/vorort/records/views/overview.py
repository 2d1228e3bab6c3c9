"""What a town has entered itself, what it said before, and the templates to fill in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import reaches
from vorort.deliveries.rules import audience_of
from vorort.records import actions, exports, queries, rules
from vorort.records.choices import TABLE_CODES, EntryKind
from vorort.records.forms import Mask
from vorort.records.rules import shown
from vorort.records.views.mask import require_enterer
from vorort.ui.parts import Column, Fact, Link, Row, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def overview(request: TownRequest, town: str) -> HttpResponse:
    authority = request.authority
    may_enter = rules.can_enter(request.user, authority)
    seen = reaches(audience_of(request.user, authority), at=now())
    entries = list(queries.list_entries(authority).filter(seen))
    drafts = queries.list_drafts(authority, request.user) if may_enter else {}
    cards = [
        {
            "kind": kind,
            "title": kind.label,
            "note": queries.KIND_NOTES[kind],
            "url": reverse("records:enter", args=[town, kind]),
            "template": reverse("records:template", args=[town, kind]),
            "last": next(
                (one for one in entries if one.table_code == TABLE_CODES[kind] and not _over(one)),
                None,
            ),
            "draft": drafts.get(kind),
        }
        for kind in EntryKind
    ]
    context = {
        "cards": cards,
        "entries": entries[:20],
        "may_enter": may_enter,
        "crumbs": [Link(authority.short_name or authority.name), Link(_("Eigene Zahlen"))],
    }
    return render(request, "records/overview.html", context)


def _over(delivery: Delivery) -> bool:
    return delivery.status != "stored"


@require_http_methods(["GET", "POST"])
def version(request: TownRequest, town: str, kind: EntryKind, public_id: str) -> HttpResponse:
    """Show what was entered then; POST takes it as the draft of a correction."""
    require_enterer(request)
    authority = request.authority
    delivery = queries.list_entries(authority, kind).filter(public_id=public_id).first()
    if delivery is None:
        raise Http404
    entry = queries.read_entry(delivery)
    if request.method == "POST":
        counts = queries.latest_entry(authority, kind)
        base = counts.delivery.public_id if counts else ""
        mask = Mask.of_entry(entry, years=entry.years, base=base)
        actions.save_draft(authority=authority, kind=kind, content=mask.as_draft(), by=request.user)
        messages.info(request, _("Die Zahlen von damals stehen jetzt in der Maske."))
        return redirect("records:enter", town, kind)
    rows = [
        Row((label, *(shown(entry.cell(quantity, code, year)) or "–" for year in entry.years)))
        for quantity, code, label in _lines(entry)
    ]
    context = {
        "kind": kind,
        "delivery": delivery,
        "facts": [
            Fact(_("Quelle"), entry.origin.label()),
            Fact(_("Eingetragen von"), str(delivery.handed_in_by)),
            Fact(_("Stand"), delivery.get_status_display()),
        ],
        "table": Table(
            caption=str(kind.label),
            columns=(
                Column(_("Gruppe")),
                *(Column(str(year), numeric=True) for year in entry.years),
            ),
            rows=tuple(rows),
        ),
        "crumbs": [
            Link(authority.short_name or authority.name),
            Link(_("Eigene Zahlen"), reverse("records:overview", args=[town])),
            Link(str(kind.label), reverse("records:enter", args=[town, kind])),
            Link(_("früherer Stand")),
        ],
    }
    return render(request, "records/version.html", context)


def _lines(entry: rules.Entry) -> list[tuple[str, str, str]]:
    titles = {rules.CLEARED: _("aufgeklärt"), rules.RATE: _("Häufigkeitszahl")}
    labels = dict(entry.rows)
    places = dict.fromkeys((quantity, code) for quantity, code, _year in entry.cells)
    order = {code: place for place, (code, _label) in enumerate(entry.rows)}
    return [
        (
            quantity,
            code,
            f"{labels.get(code, code)}, {titles[quantity]}"
            if quantity in titles
            else labels.get(code, code),
        )
        for quantity, code in sorted(places, key=lambda one: (order.get(one[1], 99), one[0]))
    ]


@require_GET
def template(request: TownRequest, town: str, kind: EntryKind) -> HttpResponse:  # noqa: ARG001
    """Hand out the spreadsheet of a mask, with the town's name, key and years in it."""
    authority = request.authority
    body = exports.workbook(
        kind,
        area_key=rules.own_area_key(authority),
        area_name=authority.short_name or authority.name,
        years=queries.usual_years(today()),
    )
    name = exports.workbook_name(kind, authority.slug)
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
