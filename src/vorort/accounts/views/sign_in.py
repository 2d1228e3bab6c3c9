"""Signing in and out, passwords."""

import json
from typing import Any

from allauth.account import views as library
from allauth.core import ratelimit
from allauth.mfa.base import views as library_factor
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vorort.accounts import actions
from vorort.accounts.forms import (
    CodeForm,
    ForgotPasswordForm,
    KeyForm,
    NewPasswordForm,
    PasswordForm,
    SignInForm,
)
from vorort.accounts.queries import get_factors
from vorort.accounts.rules import log_refusal
from vorort.core.clock import now


class SignIn(library.LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.OIDC_ONLY:
            raise PermissionDenied
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        log_refusal("password", str(form.data.get("login", "")))
        response: HttpResponse = super().form_invalid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "office": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
            "office_only": settings.OIDC_ONLY,
            "factor_required": settings.SECOND_FACTOR_REQUIRED,
        }


class SecondFactor(library_factor.AuthenticateView):
    """The second step of signing in: a code of the app, a recovery code or a security key."""

    template_name = "accounts/second_factor.html"

    def get_form_class(self) -> type[CodeForm]:
        return CodeForm

    def get_webauthn_form_class(self) -> type[KeyForm]:
        return KeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        factor = form.factor
        response: HttpResponse = super().form_valid(form)
        actions.note_factor_used(person=factor.user, factor=factor)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        log_refusal("second factor", self.stage.login.user.email)
        response: HttpResponse = super().form_invalid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        factors = get_factors(self.stage.login.user)
        options = context.pop("js_data", {}).get("request_options", {})
        return {**context, "factors": factors, "options": json.dumps(options)}


class SignOut(library.LogoutView):
    template_name = "accounts/sign_out.html"


class ChangePassword(library.PasswordChangeView):
    template_name = "accounts/change_password.html"

    def get_form_class(self) -> type[PasswordForm]:
        return PasswordForm

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        before = str(self.request.session.session_key)
        response: HttpResponse = super().form_valid(form)
        key = str(self.request.session.session_key)
        actions.move_session(old_key=before, new_key=key)
        actions.note_password_change(person=form.user, at=now(), keep=key)
        messages.success(self.request, _("Ihr Passwort ist geändert."))
        return response


class ForgotPassword(library.PasswordResetView):
    template_name = "accounts/forgot_password.html"

    def get_form_class(self) -> type[ForgotPasswordForm]:
        return ForgotPasswordForm

    def form_valid(self, form: ForgotPasswordForm) -> HttpResponse:
        address = form.cleaned_data["email"]
        limited: HttpResponse | None = ratelimit.consume_or_429(
            self.request, action="reset_password", key=address
        )
        if limited is not None:
            return limited
        actions.request_new_password(person=form.person)
        return redirect(self.get_success_url())


class ForgotPasswordDone(library.PasswordResetDoneView):
    template_name = "accounts/forgot_password_done.html"


class NewPassword(library.PasswordResetFromKeyView):
    template_name = "accounts/new_password.html"

    def get_form_class(self) -> type[NewPasswordForm]:
        return NewPasswordForm

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        first = not self.reset_user.has_usable_password()
        response: HttpResponse = super().form_valid(form)
        actions.note_password_change(person=form.user, at=now(), reset=True, first=first)
        return response


class NewPasswordDone(library.PasswordResetFromKeyDoneView):
    template_name = "accounts/new_password_done.html"


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: Any = None
) -> HttpResponse:
    """Too many failed attempts; the same page whether the address is known or not."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


sign_in = SignIn.as_view()
second_factor = SecondFactor.as_view()
sign_out = SignOut.as_view()
# Whoever was away for long may leave without being asked who they are.
sign_out.keeps_idle = True
change_password = ChangePassword.as_view()
forgot_password = ForgotPassword.as_view()
forgot_password_done = ForgotPasswordDone.as_view()
new_password = NewPassword.as_view()
new_password_done = NewPasswordDone.as_view()
