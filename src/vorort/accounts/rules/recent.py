"""How recently somebody has shown who they are, and with what."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

# Keys of the session; seconds since 1970.
CONFIRMED_AT = "confirmed_at"
SEEN_AT = "seen_at"
# What was sent when the session was too old for it: path and fields.
PENDING = "pending_request"
# Kept by the sign-in library: what was shown in this session.
SHOWN = "account_authentication_methods"


class ConfirmationNeeded(Exception):
    """The session is too old for this; the middleware asks for password or factor."""


def mark_confirmed(request: HttpRequest, *, at: float | None = None) -> None:
    """Note in the session that password or factor have just been shown."""
    request.session[CONFIRMED_AT] = request.session[SEEN_AT] = at or time.time()


def has_confirmed_recently(request: HttpRequest, *, at: float | None = None) -> bool:
    """Return whether password or factor were shown within ``VORORT_CONFIRM_MINUTES``."""
    age = (at or time.time()) - float(request.session.get(CONFIRMED_AT, 0))
    return 0 <= age < settings.CONFIRM_MINUTES * 60


def is_idle(request: HttpRequest, *, at: float | None = None) -> bool:
    """Return whether nobody has used the session for ``VORORT_IDLE_MINUTES`` (0: never)."""
    seen = request.session.get(SEEN_AT)
    if seen is None or not settings.IDLE_MINUTES:
        return False
    return (at or time.time()) - float(seen) > settings.IDLE_MINUTES * 60


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Return whether this session began with a second factor, ours or the administration's."""
    shown = request.session.get(SHOWN, [])
    return any(entry.get("method") == "mfa" or entry.get("second_factor") for entry in shown)


def require_recent_sign_in(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let a view be entered only shortly after password or factor were shown.

    For whatever could hurt somebody else's trust: members and roles, factors, addresses,
    exports, deletion. Who comes later is asked again and goes on where they were; what was sent
    is kept and sent again by a button.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
        if not has_confirmed_recently(request):
            raise ConfirmationNeeded
        return view(request, *args, **kwargs)

    return guarded
