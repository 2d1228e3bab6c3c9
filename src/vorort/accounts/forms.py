"""Forms of one's own account: those of the sign-in library, in our words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.core import context, ratelimit
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
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


class CodeForm(AuthenticateForm):
    """A code of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _(
            "Sechs Ziffern aus Ihrer App. Ohne App: einer Ihrer Ersatzcodes."
        )
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        _tidy(self)

    def clean_code(self) -> str:
        """Check the code; the library forgets used ones before the tolerance has run out."""
        code = str(super().clean_code())
        holds = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        plain = "".join(code.split())
        if not cache.add(f"accounts.code.{self.user.pk}.{plain}", 1, timeout=holds):
            raise get_adapter().validation_error("incorrect_code")
        return code

    @property
    def factor(self) -> Authenticator:
        return self.authenticator


class KeyForm(AuthenticateWebAuthnForm):
    """The answer of a security key; a script puts it in."""

    @property
    def factor(self) -> Authenticator:
        return self.cleaned_data["credential"]


class AppForm(ActivateTOTPForm):
    """The first code of a new app proves that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code aus der App")
        self.fields["code"].help_text = _("Die App zeigt sechs Ziffern, alle 30 Sekunden neue.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        _tidy(self)


class NewKeyForm(AddWebAuthnForm):
    """A name for a new key, and its answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("Woran Sie ihn erkennen, zum Beispiel „Schlüsselbund“.")
        self.fields["name"].initial = self.initial["name"] = ""
        self.fields["name"].max_length = 60


class ConfirmForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=_("Passwort"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Check the password; five wrong ones in five minutes and the right one waits too."""
        counter = {"action": "reauthenticate", "user": self.person}
        if not ratelimit.consume(context.request, **counter, dry_run=True):
            raise forms.ValidationError(
                _("Zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es erneut.")
            )
        password = str(self.cleaned_data["password"])
        if not self.person.check_password(password):
            ratelimit.consume(context.request, **counter)
            raise forms.ValidationError(_("Das Passwort stimmt nicht."))
        return password


class AddressForm(forms.Form):
    """The new e-mail address."""

    email = forms.EmailField(
        label=_("Neue E-Mail-Adresse"),
        help_text=_("Dorthin senden wir einen Link. Erst wenn Sie ihn öffnen, gilt sie."),
    )
