"""Signing in with the account of one's administration."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.accounts import actions
from vorort.accounts.actions import oidc
from vorort.accounts.models import Person
from vorort.accounts.rules import mark_confirmed
from vorort.accounts.rules.recent import PENDING as KEPT_REQUEST
from vorort.core.errors import DomainError, NotVisible

logger = logging.getLogger("vorort.security")
PENDING = "office_pending"


def _provider() -> oidc.Provider:
    if not settings.OIDC_ISSUER:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return oidc.Provider(
        issuer=settings.OIDC_ISSUER,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        redirect_uri=f"{settings.PUBLIC_URL}{reverse('account_office_callback')}",
    )


def _next(request: HttpRequest) -> str:
    address = request.GET.get("next", "")
    fine = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if fine else settings.LOGIN_REDIRECT_URL


def _refused(request: HttpRequest, error: DomainError, status: int = 403) -> HttpResponse:
    logger.warning("refused: office, %s", error.details.get("why", type(error).__name__))
    context = {"error": error.message, "office": settings.OIDC_NAME}
    return render(request, "accounts/office_refused.html", context, status=status)


@login_not_required
@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the administration's service; the session remembers what for."""
    provider = _provider()
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="login", limit_get=True)
    if limited is not None:
        return limited
    try:
        address, pending = oidc.begin(provider, again=request.user.is_authenticated)
    except DomainError as error:
        return _refused(request, error, 503)
    request.session[PENDING] = {**pending.as_dict(), "next": _next(request)}
    return redirect(address)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the service: check its word, know or link the person, sign in.

    The service comes back with a GET, and a GET writes nothing here: the page that answers it
    sends itself on by a script, or by its button.
    """
    provider = _provider()
    if "error" in request.GET or PENDING not in request.session:
        words = _("Die Anmeldung wurde abgebrochen. Bitte beginnen Sie noch einmal.")
        return _refused(request, oidc.OidcError(words, details={"why": "cancelled"}), 400)
    if request.method != "POST":
        context = {name: request.GET.get(name, "") for name in ("code", "state")}
        return render(request, "accounts/office_callback.html", context)
    kept = request.session.pop(PENDING)
    back = kept.pop("next")
    try:
        word = oidc.complete(
            provider,
            oidc.Pending(**kept),
            code=request.POST.get("code", ""),
            state=request.POST.get("state", ""),
        )
        claims = actions.read_claims(word)
        person = actions.link_identity(claims=claims)
    except DomainError as error:
        return _refused(request, error)
    return _enter(request, person, second_factor=claims.second_factor, back=back)


def _enter(request: HttpRequest, person: Person, *, second_factor: bool, back: str) -> HttpResponse:
    """Sign in, or confirm the session that runs already."""
    if request.user.is_authenticated and request.user.pk != person.pk:
        words = _("Beim Anmeldedienst ist jemand anderes angemeldet als hier.")
        return _refused(request, oidc.OidcError(words, details={"why": "other person"}))
    record_authentication(request, person, "office", second_factor=second_factor)
    if request.user.is_authenticated:
        mark_confirmed(request)
        return redirect("account_go_on" if KEPT_REQUEST in request.session else back)
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=back))
    return response
