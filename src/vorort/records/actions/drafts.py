"""Drafts of masks. Not in the log: what counts is recorded when it is saved."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.records.models import EntryDraft


@transaction.atomic
def save_draft(
    *, authority: Authority, kind: str, content: Mapping[str, Any], by: Person
) -> EntryDraft:
    """Keep what a person has typed into a mask, in place of what was kept before."""
    with authority_scope(authority):
        draft, _made = EntryDraft.objects.update_or_create(
            authority=authority, person=by, kind=kind, defaults={"content": dict(content)}
        )
    kept: EntryDraft = draft
    return kept


@transaction.atomic
def discard_draft(*, authority: Authority, kind: str, by: Person) -> None:
    """Forget what a person has typed into a mask."""
    with authority_scope(authority):
        EntryDraft.objects.filter(authority=authority, person=by, kind=kind).delete()
