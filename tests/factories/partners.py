"""Makers of organisations for tests."""

import itertools

from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.partners.models import Organisation

_numbers = itertools.count(1)


def make_organisation(authority: Authority, **fields) -> Organisation:
    defaults = {"name": f"Partner {next(_numbers)}"}
    with authority_scope(authority):
        return Organisation.objects.create(authority=authority, **{**defaults, **fields})
