"""Who is knocking: the address and the name a sign-in is counted under."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# Longer names are no e-mail addresses and would only fill the table of failed sign-ins.
LONGEST_NAME = 254


def client_address(request: HttpRequest) -> str:
    """Return the address of the client.

    Behind the operator's proxy it is the last entry the proxy itself has added; earlier entries
    are whatever the client has claimed.
    """
    if settings.BEHIND_TLS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))


def sign_in_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the name failed attempts are counted under, the same in any spelling of case."""
    given = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(given).strip().lower()[:LONGEST_NAME]
