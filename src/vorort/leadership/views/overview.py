"""The page of the head of the administration, on the screen and on one sheet of paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import now
from vorort.core.requests import TownRequest
from vorort.leadership import exports, queries, rules
from vorort.leadership.views.common import pdf_response
from vorort.ui.parts import Column, Row, Table


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Where things stand and what needs a word of the head of the administration."""
    found = queries.overview(request.user, request.authority, at=now())
    context = {
        "overview": found,
        "money_table": _money(found.money) if found.money.rows else None,
        "may_ask": rules.can_ask(request.user, request.authority),
    }
    return render(request, "leadership/overview.html", context)


@require_safe
@never_cache
def overview_pdf(request: TownRequest, town: str) -> HttpResponse:
    """The same on one page, to take along."""
    found = queries.overview(request.user, request.authority, at=now())
    made = exports.memo(found, request.authority)
    return pdf_response(made, f"lagevermerk-{town}-{found.on.isoformat()}.pdf")


def _money(stand: queries.MoneyStand) -> Table:
    return Table(
        caption=_("Geld nach Herkunft"),
        columns=(
            Column(_("Herkunft")),
            *(Column(label, numeric=True) for label in exports.money_heads()),
        ),
        rows=tuple(Row(exports.money_cells(row)) for row in stand.rows),
        foot=exports.money_cells(stand.total),
        caption_visible=False,
    )
