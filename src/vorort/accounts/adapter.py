"""Our word with the sign-in library: nobody signs up alone, and the words are ours."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from vorort.accounts import actions
from vorort.accounts.choices import SignInMethod
from vorort.accounts.models import Person
from vorort.accounts.rules import client_address, device_name, has_shown_second_factor
from vorort.accounts.rules.recent import SHOWN
from vorort.core.clock import now

# By this cookie a device is known again; it opens nothing and is sent only to /konto/.
DEVICE_COOKIE = "vorort_device"
DEVICE_DAYS = 365
FACTOR_METHODS = {
    "totp": SignInMethod.APP,
    "webauthn": SignInMethod.KEY,
    "recovery_codes": SignInMethod.RECOVERY,
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen."),
        "enter_current_password": _("Das bisherige Passwort stimmt nicht."),
        "too_many_login_attempts": _(
            "Zu viele falsche Codes. Bitte warten Sie fünf Minuten und versuchen Sie es dann noch "
            "einmal."
        ),
        "rate_limited": _(
            "Zu viele falsche Codes. Bitte warten Sie fünf Minuten und versuchen Sie es dann noch "
            "einmal."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are counted by axes; the library's own counter is for codes."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Return who signs in; a closed account is told the same as a wrong password."""
        person: Person | None = super().authenticate(request, **credentials)
        return person if person is not None and person.is_active else None

    def get_login_stages(self) -> list[str]:
        return ["vorort.accounts.adapter.SecondFactorStage"]

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:  # noqa: ARG002
        """Our own decorator asks, also for what is not the library's."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Write the session down and give the device a mark by which it is known again."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        mark, fresh = request.COOKIES.get(DEVICE_COOKIE, ""), secrets.token_urlsafe(24)
        actions.begin_session(
            person=user,
            session_key=str(request.session.session_key),
            device=device_name(request.headers.get("User-Agent", "")),
            mark=mark,
            new_mark=fresh,
            method=_method(request),
            at=now(),
        )
        response.set_cookie(
            DEVICE_COOKIE,
            fresh,
            max_age=DEVICE_DAYS * 86_400,
            path="/konto/",
            secure=settings.BEHIND_TLS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return "/konto/"

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Our views say themselves what has happened."""

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Our actions order the notices."""


def _method(request: HttpRequest) -> SignInMethod:
    """Return what was shown in this session, the strongest of it."""
    for entry in reversed(request.session.get(SHOWN, [])):
        if entry.get("method") == "office":
            return SignInMethod.OFFICE
        if entry.get("method") == "mfa":
            return FACTOR_METHODS[entry["type"]]
    return SignInMethod.PASSWORD


class SecondFactorStage(AuthenticateStage):
    """Asks for app, key or recovery code, unless the administration's service has done so."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not has_shown_second_factor(request) and bool(super()._should_handle(request))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of factors are kept encrypted; the key is not in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Das hat nicht gestimmt. Bitte versuchen Sie es noch einmal."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": "VorOrt"}


def _box() -> MultiFernet:
    """Return the box of the site's secret key; earlier keys still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hashlib.scrypt(
                        force_bytes(key),
                        salt=b"vorort.accounts.factors",
                        n=2**10,
                        r=8,
                        p=1,
                        dklen=32,
                    )
                )
            )
            for key in keys
        ]
    )
