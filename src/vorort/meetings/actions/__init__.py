"""Writes of meetings: prepare, invite, change, cancel, answer."""

from vorort.meetings.actions.agenda import (
    ItemChanged,
    add_item,
    edit_item,
    move_item,
    remove_item,
    save_template,
)
from vorort.meetings.actions.files import FileRefused, add_file, remove_file
from vorort.meetings.actions.invitations import (
    NoticeTooShort,
    cancel_meeting,
    invite,
    remind,
    reply,
    revoke_replies,
    send_update,
)
from vorort.meetings.actions.lifecycle import (
    MeetingChanged,
    NotPossible,
    advance_meeting,
    create_meeting,
    edit_meeting,
    meeting_changed,
    meeting_created,
)

__all__ = [
    "FileRefused", "ItemChanged", "MeetingChanged", "NotPossible", "NoticeTooShort", "add_file",
    "add_item", "advance_meeting", "cancel_meeting", "create_meeting", "edit_item",
    "edit_meeting", "invite", "meeting_changed", "meeting_created", "move_item", "remind",
    "remove_file", "remove_item", "reply", "revoke_replies", "save_template", "send_update",
]  # fmt: skip
