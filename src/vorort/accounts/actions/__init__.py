"""Writes of people, their ways in and their sessions."""

from vorort.accounts.actions.addresses import (
    AddressLinkStale,
    ask_for_address,
    change_address,
    read_address_link,
)
from vorort.accounts.actions.factors import (
    FactorRefused,
    add_app,
    add_key,
    note_factor_used,
    remove_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from vorort.accounts.actions.identities import (
    Claims,
    IdentityRefused,
    link_identity,
    office_asks,
    office_signed_in,
    read_claims,
)
from vorort.accounts.actions.links import (
    InvitationLinks,
    InvitedTooOften,
    PasswordLinks,
    invite,
    request_new_password,
)
from vorort.accounts.actions.notices import tell
from vorort.accounts.actions.people import (
    AddressTaken,
    AddressUnreadable,
    create_person,
    ensure_system_person,
    note,
    note_sign_in,
)
from vorort.accounts.actions.sessions import (
    begin_session,
    end_all_sessions,
    end_other_sessions,
    end_session,
    move_session,
    note_password_change,
)

__all__ = [
    "AddressLinkStale",
    "AddressTaken",
    "AddressUnreadable",
    "Claims",
    "FactorRefused",
    "IdentityRefused",
    "InvitationLinks",
    "InvitedTooOften",
    "PasswordLinks",
    "add_app",
    "add_key",
    "ask_for_address",
    "begin_session",
    "change_address",
    "create_person",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "ensure_system_person",
    "invite",
    "link_identity",
    "move_session",
    "note",
    "note_factor_used",
    "note_password_change",
    "note_sign_in",
    "office_asks",
    "office_signed_in",
    "read_address_link",
    "read_claims",
    "remove_factor",
    "renew_recovery_codes",
    "request_new_password",
    "reset_second_factor",
    "tell",
]
