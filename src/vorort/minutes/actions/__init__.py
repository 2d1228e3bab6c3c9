"""Writes of minutes: draft, edit, review, approve, publish."""

from vorort.minutes.actions.approving import (
    AlreadyApproved,
    ApprovalUnproven,
    BracketsOpen,
    ObjectionsOpen,
    ScanNotUsable,
    WrongSigner,
    approve,
    reopen,
    sign,
    store_scan,
)
from vorort.minutes.actions.common import MinutesFrozen, WrongState
from vorort.minutes.actions.publishing import (
    NothingPublic,
    TextTampered,
    publish_minutes,
    withdraw_minutes,
)
from vorort.minutes.actions.reviewing import (
    NobodyToAsk,
    ReviewNotPossible,
    review,
    send_for_review,
    settle_review,
)
from vorort.minutes.actions.writing import (
    PassageChanged,
    SummaryChanged,
    draft_minutes,
    return_to_sitting,
    save_passage,
    save_summary,
)

__all__ = [
    "AlreadyApproved",
    "ApprovalUnproven",
    "BracketsOpen",
    "MinutesFrozen",
    "NobodyToAsk",
    "NothingPublic",
    "ObjectionsOpen",
    "PassageChanged",
    "ReviewNotPossible",
    "ScanNotUsable",
    "SummaryChanged",
    "TextTampered",
    "WrongSigner",
    "WrongState",
    "approve",
    "draft_minutes",
    "publish_minutes",
    "reopen",
    "return_to_sitting",
    "review",
    "save_passage",
    "save_summary",
    "send_for_review",
    "settle_review",
    "sign",
    "store_scan",
    "withdraw_minutes",
]
