"""Writes of public pages: bodies and meetings are published, kept true, taken back."""

from vorort.announcements.actions.bodies import (
    NotPublic,
    forget_name,
    publish_body,
    withdraw_body,
)
from vorort.announcements.actions.meetings import (
    announce,
    publish_meeting,
    renew,
    withdraw_meeting,
)

__all__ = [
    "NotPublic",
    "announce",
    "forget_name",
    "publish_body",
    "publish_meeting",
    "renew",
    "withdraw_body",
    "withdraw_meeting",
]
