"""What is stored about me: to see, to take along, to have corrected or erased."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.accounts.rules import require_recent_sign_in
from vorort.core.clock import now, today
from vorort.core.requests import StaffRequest
from vorort.core.scopes import authority_scope
from vorort.rights.actions import packages, requests
from vorort.rights.choices import RequestKind
from vorort.rights.forms import OwnRequestForm
from vorort.rights.queries import requests as reads
from vorort.rights.queries import towns


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def overview(request: StaffRequest) -> HttpResponse:
    """My data, table by table; POST orders the package."""
    if request.method == "POST":
        return _order(request)
    return render(request, "rights/own.html", _context(request))


@require_recent_sign_in
def _order(request: StaffRequest) -> HttpResponse:
    package = packages.order_own_package(person=request.user, at=now())
    return redirect("ui:job", package.job)


def _context(request: StaffRequest, form: OwnRequestForm | None = None) -> dict[str, object]:
    person = request.user
    stored = reads.stored_about_account(person)
    asked = list(reads.towns_to_ask(person))
    return {
        "lines": reads.table_lines(stored.own),
        "rows": stored.rows,
        "packages": list(towns.list_own_packages(person)[:5]),
        "requests": reads.list_own_requests(person),
        "form": form or OwnRequestForm(towns=asked),
        "has_towns": bool(asked),
        "now": now(),
    }


@require_POST
@never_cache
def ask(request: StaffRequest) -> HttpResponse:
    """Ask a town to correct or to erase."""
    form = OwnRequestForm(request.POST, towns=list(reads.towns_to_ask(request.user)))
    if not form.is_valid():
        return render(request, "rights/own.html", _context(request, form), status=422)
    given = form.cleaned_data
    town = form.towns[given["town"]]
    with authority_scope(town):
        requests.receive_request(
            authority=town,
            kind=RequestKind(given["kind"]),
            name=request.user.name,
            email=request.user.email,
            person=request.user,
            received_on=today(),
            text=given["text"],
            by=request.user,
        )
    messages.success(
        request, _("Ihre Anfrage ist eingegangen. Die Antwort kommt binnen eines Monats.")
    )
    return redirect("rights:own")


@require_safe
@never_cache
@require_recent_sign_in
def fetch(request: StaffRequest, public_id: str) -> FileResponse:
    """Fetch my package; nobody else can."""
    package = towns.get_package(towns.list_own_packages(request.user), public_id, at=now())
    packages.note_fetched(package=package, by=request.user)
    return FileResponse(
        towns.path_of(package).open("rb"), as_attachment=True, filename=package.filename
    )
