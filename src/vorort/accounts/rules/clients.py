"""Who is knocking: the address and the name a sign-in is counted under."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

logger = logging.getLogger("vorort.security")

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


# In this order: many browsers also carry the names of others.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Return browser and system in words ("Firefox unter Windows"), no version, no address."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s unter %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("unbekanntes Gerät")


def log_refusal(what: str, name: str) -> None:
    """Write a refused sign-in to the log: no address, only what tells equal from different."""
    mark = salted_hmac("vorort.accounts.log", name.strip().lower()).hexdigest()[:12]
    logger.warning("refused: %s, name %s", what, mark)
