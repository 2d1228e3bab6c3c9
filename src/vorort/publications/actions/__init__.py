"""Writes of publications: publish, supersede, withdraw, announce a correction."""

from vorort.publications.actions.publishing import (
    GateNotPassed,
    NotReleased,
    WrongAddress,
    publication_changed,
    publish,
)
from vorort.publications.actions.withdrawal import (
    NotLive,
    ReasonMissing,
    mark_resting_on,
    withdraw,
    withdraw_resting_on,
)

__all__ = [
    "GateNotPassed",
    "NotLive",
    "NotReleased",
    "ReasonMissing",
    "WrongAddress",
    "mark_resting_on",
    "publication_changed",
    "publish",
    "withdraw",
    "withdraw_resting_on",
]
