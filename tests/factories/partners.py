"""Makers of organisations and offers for tests."""

import datetime as dt
import itertools

from vorort.accounts.models import Person
from vorort.authorities.choices import AuthorityKind
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.partners.choices import OfferKind, OfferState
from vorort.partners.models import Offer, Organisation

# When the offers of the tests were checked.
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def make_organisation(authority: Authority, **fields) -> Organisation:
    defaults = {"name": f"Partner {next(_numbers)}"}
    with authority_scope(authority):
        return Organisation.objects.create(authority=authority, **{**defaults, **fields})


def make_offer(authority: Authority, *, by: Person | None = None, **fields) -> Offer:
    """An offer; listed and checked on ``AT`` unless said otherwise, the state's without a partner."""
    title = f"Angebot {next(_numbers)}"
    defaults = {
        "kind": OfferKind.LOCAL,
        "title": title,
        "summary": "Worum es geht.",
        "topics": ["violence"],
        "target_groups": ["youth"],
        "state": OfferState.LISTED,
        "submitted_by": by,
    }
    given = {**defaults, **fields}
    if given["state"] == OfferState.LISTED:
        given = {"checked_at": AT, "checked_by": by, **given}
    if given["state"] == OfferState.REFUSED:
        given = {"check_note": "Es fehlt das Ziel.", **given}
    if "organisation" not in given and authority.kind != AuthorityKind.STATE:
        given["organisation"] = make_organisation(authority)
    with authority_scope(authority):
        return Offer.objects.create(authority=authority, **given)
