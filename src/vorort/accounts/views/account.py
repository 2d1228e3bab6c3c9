"""My account: who I am here, my sessions, my address; and the question who is there."""

import json
from collections.abc import Callable

from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.accounts import actions, queries
from vorort.accounts.forms import AddressForm, CodeForm, ConfirmForm, KeyForm
from vorort.accounts.rules import log_refusal, mark_confirmed, require_recent_sign_in
from vorort.accounts.rules.recent import PENDING
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import StaffRequest


@require_safe
@never_cache
def overview(request: StaffRequest) -> HttpResponse:
    """My account: who I am here; upper apps add what I belong to."""
    context = {"person": request.user, "factors": queries.get_factors(request.user)}
    return render(request, "accounts/overview.html", context)


# ── who is there? ────────────────────────────────────────


def _keeps_idle(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be opened in a session that has been idle for long."""
    view.keeps_idle = True  # type: ignore[attr-defined]
    return view


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if fine else settings.LOGIN_REDIRECT_URL


@_keeps_idle
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: StaffRequest) -> HttpResponse:
    """Ask for password, code or key; then go on where the person was."""
    person, factors = request.user, queries.get_factors(request.user)
    sent = request.POST if request.method == "POST" else None
    with_password = person.has_usable_password()
    password = ConfirmForm(sent if sent and "password" in sent else None, person=person)
    code = CodeForm(data=sent if sent and "code" in sent else None, user=person)
    key = KeyForm(data=sent if sent and "credential" in sent else None, user=person)
    if with_password and password.is_bound and password.is_valid():
        return _confirmed(request)
    for form in (code, key):
        if factors.any and form.is_bound and form.is_valid():
            form.save()
            actions.note_factor_used(person=person, factor=form.factor)
            return _confirmed(request)
    if sent is not None:
        log_refusal("confirmation", person.email)
    options = json.dumps(webauthn.begin_authentication(person)) if factors.keys else ""
    context = {
        "password": password if with_password else None,
        "code": code if factors.any else None,
        "key": key if factors.keys else None,
        "office": settings.OIDC_NAME if factors.has_identity and settings.OIDC_ISSUER else "",
        "options": options,
        "next": _back(request),
        "pending": PENDING in request.session,
    }
    return render(request, "accounts/confirm.html", context)


def _confirmed(request: StaffRequest) -> HttpResponse:
    mark_confirmed(request)
    request.session.cycle_key()
    if PENDING in request.session:
        return redirect("account_go_on")
    return redirect(_back(request))


@require_safe
@never_cache
def go_on(request: StaffRequest) -> HttpResponse:
    """What was sent when the session was too old: one button sends it again."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    fields = [
        (name, value)
        for name, values in QueryDict(pending["data"]).lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"path": pending["path"], "fields": fields}
    return render(request, "accounts/go_on.html", context)


# ── sessions ─────────────────────────────────────────────


@require_safe
@never_cache
def sessions(request: StaffRequest) -> HttpResponse:
    """Where I am signed in, on which device, since when."""
    key = str(request.session.session_key)
    found = queries.list_open_sessions(request.user, this_key=key)
    return render(request, "accounts/sessions.html", {"sessions": found})


@require_POST
@never_cache
def end_session(request: StaffRequest, public_id: str) -> HttpResponse:
    """End one session of mine; ending this one is signing out."""
    sign_in = queries.get_own_session(request.user, public_id)
    actions.end_session(sign_in=sign_in, by=request.user, at=now())
    messages.success(request, _("Die Sitzung ist beendet."))
    return redirect("account_sessions")


@require_POST
@never_cache
def end_others(request: StaffRequest) -> HttpResponse:
    """End all sessions but this one."""
    key = str(request.session.session_key)
    ended = actions.end_other_sessions(person=request.user, keep=key, at=now())
    update_session_auth_hash(request, request.user)
    words = _("Alle anderen Sitzungen sind beendet: %(count)s.") % {"count": ended}
    messages.success(request, words)
    return redirect("account_sessions")


# ── address ──────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def address(request: StaffRequest) -> HttpResponse:
    """Ask for a new e-mail address."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_address(person=request.user, email=form.cleaned_data["email"])
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Wir haben Ihnen einen Link an die neue Adresse gesandt."))
            return redirect("account_overview")
    return render(request, "accounts/address.html", {"form": form, "person": request.user})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    """The link in the mail: opening it changes nothing, its button does."""
    try:
        person, new = actions.read_address_link(key)
        if request.method == "POST":
            actions.change_address(key=key)
    except DomainError as error:
        return render(request, "accounts/address_confirm.html", {"error": error.message})
    context = {"person": person, "new": new, "done": request.method == "POST"}
    return render(request, "accounts/address_confirm.html", context)
