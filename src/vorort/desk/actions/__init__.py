"""Writes that need several apps at once; each part is done by the app that owns the table."""

from vorort.desk.actions.notifications import (
    NotUnsubscribed,
    make_calendar_address,
    read_unsubscribe_token,
    revoke_calendar_address,
    save_digest,
    send_digest,
    unsubscribe,
    unsubscribe_token,
)
from vorort.desk.actions.setup import NoPicture, keep_legal_page, save_look, save_officers
from vorort.desk.actions.towns import found, open_town

__all__ = [
    "NoPicture",
    "NotUnsubscribed",
    "found",
    "keep_legal_page",
    "make_calendar_address",
    "open_town",
    "read_unsubscribe_token",
    "revoke_calendar_address",
    "save_digest",
    "save_look",
    "save_officers",
    "send_digest",
    "unsubscribe",
    "unsubscribe_token",
]
