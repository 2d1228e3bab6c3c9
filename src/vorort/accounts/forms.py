"""Forms of one's own account: those of the sign-in library, in our words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django.utils.translation import gettext_lazy as _

from vorort.accounts.queries import find_person

_NEW_HINT = _("Mindestens 12 Zeichen. Gut sind mehrere Wörter, die nicht zusammengehören.")


def _tidy(form: Any) -> None:
    """Placeholders repeat the label and vanish while typing: labels and hints are enough."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-Mail-Adresse")
        self.fields["password"].label = _("Passwort")
        self.fields["password"].help_text = ""
        _tidy(self)


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Neues Passwort")
        self.fields["password1"].help_text = _NEW_HINT
        self.fields["password2"].label = _("Neues Passwort wiederholen")
        _tidy(self)


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Bisheriges Passwort")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("Neues Passwort")
        self.fields["password1"].help_text = _NEW_HINT
        self.fields["password2"].label = _("Neues Passwort wiederholen")
        _tidy(self)


class ForgotPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-Mail-Adresse")
        _tidy(self)

    def clean_email(self) -> str:
        """Take any address: whether we know it shows neither here nor in the time it takes."""
        email = str(self.cleaned_data["email"]).strip().lower()
        self.person = find_person(email)
        return email
