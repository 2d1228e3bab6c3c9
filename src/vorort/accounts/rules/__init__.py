"""Rules of sign-in: who is knocking, with what, how recently."""

from vorort.accounts.rules.clients import (
    LONGEST_NAME,
    client_address,
    device_name,
    log_refusal,
    sign_in_name,
)
from vorort.accounts.rules.passwords import BreachedPasswordValidator
from vorort.accounts.rules.recent import (
    CONFIRMED_AT,
    SEEN_AT,
    ConfirmationNeeded,
    has_confirmed_recently,
    has_shown_second_factor,
    is_idle,
    mark_confirmed,
    require_recent_sign_in,
)

__all__ = [
    "CONFIRMED_AT",
    "LONGEST_NAME",
    "SEEN_AT",
    "BreachedPasswordValidator",
    "ConfirmationNeeded",
    "client_address",
    "device_name",
    "has_confirmed_recently",
    "has_shown_second_factor",
    "is_idle",
    "log_refusal",
    "mark_confirmed",
    "require_recent_sign_in",
    "sign_in_name",
]
