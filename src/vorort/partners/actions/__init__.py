"""Writes of organisations, the people there and what they offer."""

from vorort.partners.actions.offers import (
    OfferIncomplete,
    OfferRefused,
    OfferStale,
    WrongOfferState,
    end_offer,
    list_offer,
    refuse_offer,
    reopen_offer,
    save_offer,
    submit_offer,
    take_in_starters,
)
from vorort.partners.actions.organisations import (
    NameTaken,
    PartnerRow,
    remove_person,
    save_organisation,
    save_person,
    take_over,
)

__all__ = [
    "NameTaken",
    "OfferIncomplete",
    "OfferRefused",
    "OfferStale",
    "PartnerRow",
    "WrongOfferState",
    "end_offer",
    "list_offer",
    "refuse_offer",
    "remove_person",
    "reopen_offer",
    "save_offer",
    "save_organisation",
    "save_person",
    "submit_offer",
    "take_in_starters",
    "take_over",
]
