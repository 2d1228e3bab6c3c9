"""Pages of one's own account."""

from typing import Any

from allauth.account import views as library
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.accounts import actions
from vorort.accounts.forms import (
    ForgotPasswordForm,
    NewPasswordForm,
    PasswordForm,
    SignInForm,
)
from vorort.core.requests import StaffRequest


@require_safe
@never_cache
def overview(request: StaffRequest) -> HttpResponse:
    """My account: who I am here; upper apps add what I belong to."""
    return render(request, "accounts/overview.html", {"person": request.user})


class SignIn(library.LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        actions.note_sign_in(person=form.user)
        return response


class SignOut(library.LogoutView):
    template_name = "accounts/sign_out.html"


class ChangePassword(library.PasswordChangeView):
    template_name = "accounts/change_password.html"

    def get_form_class(self) -> type[PasswordForm]:
        return PasswordForm

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        actions.note_password_change(person=form.user)
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
        response: HttpResponse = super().form_valid(form)
        actions.note_password_change(person=form.user, reset=True)
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
sign_out = SignOut.as_view()
change_password = ChangePassword.as_view()
forgot_password = ForgotPassword.as_view()
forgot_password_done = ForgotPasswordDone.as_view()
new_password = NewPassword.as_view()
new_password_done = NewPasswordDone.as_view()
