"""Writes of bodies: founding, life, rules, seats, participants, links, files, what is public."""

from vorort.councils.actions.bodies import (
    NameTaken,
    ParticipantNotAllowed,
    StepNotAllowed,
    TermNotInOrder,
    WrongParent,
    add_participant,
    change_state,
    create_body,
    edit_body,
    end_participant,
)
from vorort.councils.actions.documents import WrongFile, add_file, remove_file
from vorort.councils.actions.founding import (
    FoundingOver,
    StepInFuture,
    finish_step,
    plan_step,
    reopen_step,
    start_founding,
)
from vorort.councils.actions.links import (
    LinkNotValid,
    make_link,
    note_link_use,
    open_link,
    revoke_links,
)
from vorort.councils.actions.publishing import NotPublic, publish_body, withdraw_body
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
    seat_member,
    seat_members,
)
from vorort.councils.actions.states import BodyChangedMeanwhile

__all__ = [
    "AgainstTheLaw", "BodyChangedMeanwhile", "FixedNumberMissing", "FoundingOver", "LinkNotValid",
    "NameTaken", "NotPublic", "ParticipantNotAllowed", "SeatNotAllowed", "StepInFuture",
    "StepNotAllowed", "TermNotInOrder", "WrongDate", "WrongFile", "WrongParent", "add_file",
    "add_participant", "change_state", "create_body", "edit_body", "edit_seat", "end_participant",
    "end_seat", "finish_step", "make_link", "match_accounts", "note_link_use", "open_link",
    "plan_step", "publish_body", "remove_file", "reopen_step", "revoke_links", "seat_member",
    "seat_members", "set_rules", "start_founding", "withdraw_body",
]  # fmt: skip
