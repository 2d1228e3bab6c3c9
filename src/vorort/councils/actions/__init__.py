"""Writes of bodies: life, rules, seats, participants, links, files."""

from vorort.councils.actions.bodies import (
    NameTaken,
    ParticipantNotAllowed,
    StepNotAllowed,
    TermNotInOrder,
    WrongParent,
    add_participant,
    body_created,
    change_state,
    create_body,
    edit_body,
    end_participant,
)
from vorort.councils.actions.documents import WrongFile, add_file, remove_file
from vorort.councils.actions.links import (
    LinkNotValid,
    make_link,
    note_link_use,
    open_link,
    revoke_links,
)
from vorort.councils.actions.regulations import (
    AgainstTheLaw,
    FixedNumberMissing,
    WrongDate,
    set_rules,
)
from vorort.councils.actions.seats import (
    SeatNotAllowed,
    edit_seat,
    end_seat,
    match_accounts,
    seat_changed,
    seat_member,
    seat_members,
)
from vorort.councils.actions.states import BodyChangedMeanwhile

__all__ = [
    "AgainstTheLaw", "BodyChangedMeanwhile", "FixedNumberMissing", "LinkNotValid",
    "NameTaken", "ParticipantNotAllowed", "SeatNotAllowed",
    "StepNotAllowed", "TermNotInOrder", "WrongDate", "WrongFile", "WrongParent", "add_file",
    "add_participant", "body_created", "change_state", "create_body", "edit_body", "edit_seat", "end_participant",
    "end_seat", "make_link", "match_accounts", "note_link_use", "open_link",
    "remove_file", "revoke_links", "seat_changed", "seat_member",
    "seat_members", "set_rules",
]  # fmt: skip
