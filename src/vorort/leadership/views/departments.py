"""What each department owes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import today
from vorort.core.requests import TownRequest
from vorort.leadership import exports, queries
from vorort.leadership.views.common import pdf_response
from vorort.ui.parts import Link


@require_safe
@never_cache
def departments(request: TownRequest, town: str) -> HttpResponse:
    """Every department with the numbers of what it owes."""
    context = {
        "lines": queries.list_departments(request.user, request.authority, on=today()),
        "crumbs": [_leadership(town), Link(_("Ämter"))],
    }
    return render(request, "leadership/departments.html", context)


@require_safe
@never_cache
def department(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """What one department owes, by day."""
    found = queries.get_department(request.user, request.authority, public_id, on=today())
    context = {
        "department": found,
        "crumbs": [
            _leadership(town),
            Link(_("Ämter"), reverse("leadership:departments", args=[town])),
            Link(found.organisation.name),
        ],
    }
    return render(request, "leadership/department.html", context)


@require_safe
@never_cache
def department_pdf(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The same on paper."""
    found = queries.get_department(request.user, request.authority, public_id, on=today())
    made = exports.department_sheet(found, request.authority)
    return pdf_response(made, f"offen-{public_id}-{found.on.isoformat()}.pdf")


def _leadership(town: str) -> Link:
    return Link(_("Leitung"), reverse("leadership:overview", args=[town]))
