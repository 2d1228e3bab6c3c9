"""The second factor: what is set up, and setting up more."""

import json

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.accounts import actions, queries
from vorort.accounts.forms import AppForm, NewKeyForm
from vorort.accounts.rules import require_recent_sign_in
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import StaffRequest


@require_safe
@never_cache
def factors(request: StaffRequest) -> HttpResponse:
    """What I have set up, and what I could."""
    found = queries.get_factors(request.user)
    return render(request, "accounts/factors.html", {"factors": found})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def add_app(request: StaffRequest) -> HttpResponse:
    """Scan or type the secret, prove it by a code."""
    if queries.get_factors(request.user).app is not None:
        messages.info(request, _("Eine App ist schon eingerichtet."))
        return redirect("account_factors")
    form = AppForm(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_app(person=request.user, secret=form.secret)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            clear_totp_secret(request)
            return _set_up(request, "totp")
    adapter = get_adapter()
    address = adapter.build_totp_url(request.user, form.secret)
    groups = [form.secret[i : i + 4] for i in range(0, len(form.secret), 4)]
    context = {"form": form, "picture": _picture(adapter.build_totp_svg(address)),
               "secret": " ".join(groups), "address": address}  # fmt: skip
    return render(request, "accounts/factor_app.html", context)


def _picture(svg: str) -> str:
    """Return the square as part of the page: without the XML head, with a name."""
    start = svg.index("<svg")
    name = _("QR-Code zum Einrichten der App")
    return mark_safe(svg[start:].replace("<svg", f'<svg role="img" aria-label="{name}"', 1))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def add_key(request: StaffRequest) -> HttpResponse:
    """Touch the key; the browser speaks with it."""
    form = NewKeyForm(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_key(
                person=request.user,
                name=form.cleaned_data["name"] if request.POST.get("name") else "",
                credential=form.cleaned_data["credential"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return _set_up(request, "webauthn")
    options = json.dumps(webauthn.begin_registration(request.user, passwordless=False))
    return render(request, "accounts/factor_key.html", {"form": form, "options": options})


def _set_up(request: StaffRequest, kind: str) -> HttpResponse:
    """Setting a factor up is showing it; other sessions began without it and end."""
    record_authentication(request, request.user, "mfa", type=kind)
    key = str(request.session.session_key)
    actions.end_other_sessions(person=request.user, keep=key, at=now())
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Der zweite Faktor ist eingerichtet."))
    return redirect("account_recovery_codes")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def remove_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove an app or a key, after saying what follows."""
    factor = queries.get_factor(request.user, pk)
    if request.method == "POST":
        actions.remove_factor(person=request.user, factor=factor)
        messages.success(request, _("Der zweite Faktor ist entfernt."))
        return redirect("account_factors")
    found = queries.get_factors(request.user)
    mine = next(f for f in (found.app, *found.keys) if f is not None and f.pk == pk)
    last = len(found.keys) + (found.app is not None) == 1
    return render(request, "accounts/factor_remove.html", {"factor": mine, "last": last})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Show the codes that are left; a button makes new ones."""
    if request.method == "POST":
        try:
            actions.renew_recovery_codes(person=request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("account_factors")
        messages.success(
            request, _("Das sind Ihre neuen Ersatzcodes. Die alten gelten nicht mehr.")
        )
        return redirect("account_recovery_codes")
    codes = queries.list_recovery_codes(request.user)
    if not codes and not queries.get_factors(request.user).any:
        return redirect("account_factors")
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@require_safe
@never_cache
@require_recent_sign_in
def recovery_codes_file(request: StaffRequest) -> HttpResponse:
    """The codes as a text to keep or print."""
    codes = queries.list_recovery_codes(request.user)
    context = {"codes": codes, "person": request.user}
    response = render(
        request, "accounts/recovery_codes.txt", context, content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="vorort-ersatzcodes.txt"'
    return response
