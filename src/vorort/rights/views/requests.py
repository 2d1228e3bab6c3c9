"""The register of requests and the way of one request to its answer."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.accounts.rules import require_recent_sign_in
from vorort.audit.actions import record_read
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.rights.actions import packages
from vorort.rights.actions import requests as actions
from vorort.rights.choices import OPEN_STATES, RequestKind, RequestState
from vorort.rights.forms import AnswerForm, IdentityForm, RefuseForm, RequestForm
from vorort.rights.models import SubjectRequest
from vorort.rights.queries import requests as queries
from vorort.rights.queries import towns
from vorort.rights.rules import can_handle_requests


def _allow(request: TownRequest) -> None:
    if not can_handle_requests(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))


def _load(request: TownRequest, public_id: str) -> SubjectRequest:
    return queries.get_request(request.user, request.authority, public_id)


@require_safe
@never_cache
def register(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """All requests, the most urgent first."""
    _allow(request)
    ended = request.GET.get("ansicht") == "erledigt"
    rows = queries.list_requests(request.user, request.authority).filter(ended_on__isnull=not ended)
    page = paginate(request, rows)
    context = {"page": page, "ended": ended, "today": today()}
    return render(request, "rights/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:
    """Enter a request that came from outside."""
    _allow(request)
    form = RequestForm(request.POST or None, initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.receive_request(
            authority=request.authority,
            by=request.user,
            kind=RequestKind(given["kind"]),
            name=given["name"],
            email=given["email"],
            received_on=given["received_on"],
            text=given["text"],
        )
        return redirect("rights:request", town, made.public_id)
    status = 422 if form.errors else 200
    return render(request, "rights/request_new.html", {"form": form}, status=status)


@require_safe
@never_cache
def detail(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One request: what is stored, what is next."""
    return _page(request, _load(request, public_id))


def _page(
    request: TownRequest,
    asked: SubjectRequest,
    *,
    status: int = 200,
    **forms: object,
) -> HttpResponse:
    record_read(
        by=request.user,
        authority_id=request.authority.pk,
        kind="rights.subjectrequest",
        object_id=asked.public_id,
        label=_("Anfrage einer Person mit Fundstellen"),
    )
    stored = queries.stored_about(asked)
    is_open = asked.state in OPEN_STATES
    context = {
        "asked": asked,
        "is_open": is_open,
        "identified": asked.state == RequestState.IDENTIFIED,
        "is_erasure": asked.kind == RequestKind.ERASURE,
        "is_correction": asked.kind == RequestKind.CORRECTION,
        "stored": stored,
        "lines": queries.table_lines(stored.own),
        "mentions": queries.mention_lines(stored),
        "packages": list(towns.packages_of_request(asked.public_id, request.authority)),
        "erased": queries.counts_in_words(asked.erased),
        "days_left": queries.days_left(asked, on=today()),
        "now": now(),
        "identity_form": IdentityForm(),
        "answer_form": AnswerForm(),
        "refuse_form": RefuseForm(),
        **forms,
    }
    return render(request, "rights/request.html", context, status=status)


@require_POST
@never_cache
def identity(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Record how the identity was checked."""
    asked = _load(request, public_id)
    form = IdentityForm(request.POST)
    if form.is_valid():
        try:
            actions.check_identity(
                request=asked, note=form.cleaned_data["note"], on=today(), by=request.user
            )
        except actions.RequestEnded as error:
            messages.error(request, error.message)
            return redirect("rights:request", town, public_id)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("rights:request", town, public_id)
    return _page(request, asked, status=422, identity_form=form)


@require_POST
@never_cache
@require_recent_sign_in
def package(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Order the package that answers the request."""
    asked = _load(request, public_id)
    try:
        made = packages.order_answer(request=asked, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("rights:request", town, public_id)
    return redirect("ui:job", made.job)


@require_safe
@never_cache
@require_recent_sign_in
def fetch(
    request: TownRequest,
    town: str,  # noqa: ARG001
    public_id: str,
    package_id: str,
) -> FileResponse:
    """Fetch the package."""
    asked = _load(request, public_id)
    made = towns.get_package(
        towns.packages_of_request(asked.public_id, request.authority), package_id, at=now()
    )
    packages.note_fetched(package=made, by=request.user)
    return FileResponse(towns.path_of(made).open("rb"), as_attachment=True, filename=made.filename)


@require_POST
@never_cache
def reviewed(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say that the texts with other people were looked through."""
    asked = _load(request, public_id)
    try:
        actions.mark_reviewed(request=asked, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("rights:request", town, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def erase(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Dry run of an erasure; POST carries it out."""
    asked = _load(request, public_id)
    if asked.state != RequestState.IDENTIFIED:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    if request.method == "POST":
        try:
            job = actions.order_erasure(request=asked, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("rights:request", town, public_id)
        return redirect("ui:job", job)
    stored = queries.stored_about(asked)
    lines = queries.plan_lines(stored)
    context = {
        "asked": asked,
        "stored": stored,
        "lines": lines,
        "changes": any(line.changes for line in lines),
        "mentions": queries.mention_lines(stored),
    }
    return render(request, "rights/request_erase.html", context)


@require_POST
@never_cache
def answer(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Close a request as answered."""
    asked = _load(request, public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_request(
                request=asked, answer=form.cleaned_data["answer"], on=today(), by=request.user
            )
        except actions.RequestEnded as error:
            messages.error(request, error.message)
            return redirect("rights:request", town, public_id)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die Anfrage ist beantwortet."))
            return redirect("rights:requests", town)
    return _page(request, asked, status=422, answer_form=form)


@require_POST
@never_cache
def refuse(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Close a request as refused, with the reason."""
    asked = _load(request, public_id)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse_request(
                request=asked, reason=form.cleaned_data["reason"], on=today(), by=request.user
            )
        except actions.RequestEnded as error:
            messages.error(request, error.message)
            return redirect("rights:request", town, public_id)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Die Anfrage ist abgelehnt. Teilen Sie der Person den Grund mit.")
            )
            return redirect("rights:requests", town)
    return _page(request, asked, status=422, refuse_form=form)
