"""The data of a town as a whole: overview, terms, full export, the end."""

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.accounts.rules import require_recent_sign_in
from vorort.core import jobs
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.rights import rules
from vorort.rights.actions import packages, removals
from vorort.rights.actions import retention as retention_actions
from vorort.rights.choices import ArchiveAnswer, PackageKind, RemovalState
from vorort.rights.forms import ArchiveAnswerForm, DaysForm, OfferForm, RemovalForm
from vorort.rights.models import Removal
from vorort.rights.queries import requests as request_reads
from vorort.rights.queries import towns as queries
from vorort.ui.parts import Step


def _hidden() -> NotVisible:
    return NotVisible(_("Diese Seite gibt es nicht."))


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """What there is to do and to look up about data protection and security."""
    actor, authority = request.user, request.authority
    handles = rules.can_handle_requests(actor, authority)
    context = {
        "handles": handles,
        "sets_retention": rules.can_set_retention(actor, authority),
        "exports": rules.can_export_town(actor, authority),
        "sees_removal": rules.can_see_removal(actor, authority),
        "open_requests": request_reads.list_requests(actor, authority)
        .filter(ended_on__isnull=True)
        .count(),
    }
    return render(request, "rights/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def retention(request: TownRequest, town: str) -> HttpResponse:
    """The terms of all tables with what is due; POST sets a town's own term."""
    if not rules.can_set_retention(request.user, request.authority):
        raise _hidden()
    form = DaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retention_actions.choose_days(
                authority=request.authority, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die Frist ist gespeichert."))
            return redirect("rights:retention", town)
    lines = queries.retention_lines(request.authority, at=now())
    context = {
        "form": form,
        "lines": lines,
        "open_lines": [
            (line, DaysForm(initial={"table": line.label, "days": line.days}, auto_id=f"f{n}-%s"))
            for n, line in enumerate(lines)
            if line.own
        ],
        "runs": [
            (run.run_at, request_reads.counts_in_words(run.counts)) for run in queries.list_runs()
        ],
    }
    return render(request, "rights/retention.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def export(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The full export: what is in it; POST orders it."""
    if not rules.can_export_town(request.user, request.authority):
        raise _hidden()
    if request.method == "POST":
        package = packages.order_town_package(
            authority=request.authority, by=request.user, at=now()
        )
        return redirect("ui:job", package.job)
    rows = queries.list_town_packages(request.user, request.authority)
    context = {"packages": list(rows.filter(kind=PackageKind.TOWN)[:10]), "now": now()}
    return render(request, "rights/export.html", context)


@require_safe
@never_cache
@require_recent_sign_in
def fetch(request: TownRequest, town: str, public_id: str) -> FileResponse:  # noqa: ARG001
    """Fetch a full export or an offer to the archive."""
    rows = queries.list_town_packages(request.user, request.authority)
    package = queries.get_package(rows, public_id, at=now())
    packages.note_fetched(package=package, by=request.user)
    return FileResponse(
        queries.path_of(package).open("rb"), as_attachment=True, filename=package.filename
    )


# ── the end ──────────────────────────────────────────────

_ORDER = (
    RemovalState.REQUESTED,
    RemovalState.CONFIRMED,
    RemovalState.OFFERED,
    RemovalState.WAITING,
    RemovalState.REMOVED,
)


def _steps(removal: Removal | None) -> list[Step]:
    names = (
        _("Antrag"),
        _("Bestätigung durch eine zweite Person"),
        _("Angebot an das Archiv"),
        _("Antwort des Archivs"),
        _("Wartezeit und Löschung"),
    )
    place = _ORDER.index(RemovalState(removal.state)) + 1 if removal else 0
    states = ["done" if n < place else "current" if n == place else "open" for n in range(5)]
    return [Step(name, state=state) for name, state in zip(names, states, strict=True)]  # type: ignore[arg-type]


def _removal_page(request: TownRequest, *, status: int = 200, **forms: object) -> HttpResponse:
    authority = request.authority
    removal = queries.get_removal(authority)
    rows = queries.list_town_packages(request.user, authority)
    offers = [each for each in rows.filter(kind=PackageKind.ARCHIVE) if each.ready_at]
    context = {
        "removal": removal,
        "last": queries.get_last_removal(authority),
        "steps": _steps(removal),
        "may_request": rules.can_request_removal(request.user, authority),
        "may_confirm": removal is not None
        and rules.can_confirm_removal(request.user, authority, removal),
        "may_offer": rules.can_export_town(request.user, authority),
        "offers": offers[:3],
        "over": removal is not None
        and removal.not_before is not None
        and removal.not_before <= today(),
        "form": RemovalForm(expected=authority.name),
        "offer_form": OfferForm(initial={"on": today()}),
        "answer_form": ArchiveAnswerForm(initial={"on": today()}),
        **forms,
    }
    return render(request, "rights/removal.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def removal(request: TownRequest, town: str) -> HttpResponse:
    """How far the end of the town is; POST asks for it."""
    if not rules.can_see_removal(request.user, request.authority):
        raise _hidden()
    if request.method != "POST":
        return _removal_page(request)
    if not rules.can_request_removal(request.user, request.authority):
        raise _hidden()
    form = RemovalForm(request.POST, expected=request.authority.name)
    if form.is_valid():
        try:
            removals.request_removal(
                authority=request.authority,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("rights:removal", town)
    return _removal_page(request, status=422, form=form)


@require_POST
@never_cache
@require_recent_sign_in
def step(request: TownRequest, town: str, step: str) -> HttpResponse:
    """One step of the end: confirm, offer, answer, stop, delete."""
    if not rules.can_see_removal(request.user, request.authority):
        raise _hidden()
    running = queries.get_removal(request.authority)
    found = _STEPS.get(step)
    if running is None or found is None:
        raise Http404
    try:
        response = found(request, running)
    except DomainError as error:
        messages.error(request, error.message)
        response = None
    return response or redirect("rights:removal", town)


def _confirm(request: TownRequest, removal: Removal) -> HttpResponse | None:
    removals.confirm_removal(
        authority=request.authority, removal=removal, by=request.user, at=now()
    )
    return None


def _make_offer(request: TownRequest, removal: Removal) -> HttpResponse | None:  # noqa: ARG001
    _need_export(request)
    package = packages.order_offer(authority=request.authority, by=request.user, at=now())
    return redirect("ui:job", package.job)


def _hand_over(request: TownRequest, removal: Removal) -> HttpResponse | None:
    _need_export(request)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _removal_page(request, status=422, offer_form=form)
    rows = queries.list_town_packages(request.user, request.authority)
    newest = rows.filter(kind=PackageKind.ARCHIVE, ready_at__isnull=False).first()
    if newest is None:
        raise removals.NotNow(_("Bitte stellen Sie zuerst das Angebot zusammen."))
    removals.mark_offered(removal=removal, package=newest, by=request.user, **form.cleaned_data)
    return None


def _answer(request: TownRequest, removal: Removal) -> HttpResponse | None:
    _need_export(request)
    form = ArchiveAnswerForm(request.POST)
    if not form.is_valid():
        return _removal_page(request, status=422, answer_form=form)
    given = form.cleaned_data
    removals.record_answer(
        removal=removal,
        answer=ArchiveAnswer(given["answer"]),
        on=given["on"],
        note=given["note"],
        by=request.user,
    )
    return None


def _cancel(request: TownRequest, removal: Removal) -> HttpResponse | None:
    removals.cancel_removal(removal=removal, by=request.user, at=now())
    messages.success(request, _("Die Auflösung ist abgebrochen. Alles bleibt, wie es ist."))
    return None


def _delete(request: TownRequest, removal: Removal) -> HttpResponse | None:
    if not rules.can_request_removal(request.user, request.authority):
        raise _hidden()
    if removal.state != RemovalState.WAITING:
        raise removals.NotNow(_("Dieser Schritt ist noch nicht möglich."))
    job = jobs.enqueue(
        "rights.jobs.remove_town",
        args={"removal": removal.public_id},
        label=_("%(name)s löschen") % {"name": removal.name},
        by=request.user,
        max_attempts=1,
    )
    return redirect("ui:job", job)


def _need_export(request: TownRequest) -> None:
    if not rules.can_export_town(request.user, request.authority):
        raise _hidden()


_STEPS: dict[str, Callable[[TownRequest, Removal], HttpResponse | None]] = {
    "bestaetigen": _confirm,
    "angebot": _make_offer,
    "uebergeben": _hand_over,
    "antwort": _answer,
    "abbrechen": _cancel,
    "loeschen": _delete,
}
