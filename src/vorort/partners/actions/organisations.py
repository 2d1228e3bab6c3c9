"""Writes of organisations and the people there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.partners.models import ContactPerson, Organisation
from vorort.partners.queries import known_names

FIELDS = ("name", "kind", "topics", "target_groups", "responsibility", "address", "phone", "email",
          "website", "is_active")  # fmt: skip
PERSON_FIELDS = ("name", "function", "phone", "email")


class NameTaken(DomainError):
    """There is an organisation of this name."""


@dataclass(frozen=True)
class PartnerRow:
    """An organisation as read from a list, and perhaps one person there."""

    values: Mapping[str, Any]
    person: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_organisation(
    *,
    authority: Authority,
    values: Mapping[str, Any],
    by: Person,
    organisation: Organisation | None = None,
) -> Organisation:
    """Add an organisation, or change the given one.

    Raises
    ------
    NameTaken
        When another organisation of the town has the name.
    """
    name = str(values["name"]).strip()
    known = known_names(authority).get(name.casefold())
    if known is not None and known.pk != (organisation.pk if organisation else None):
        raise NameTaken(
            _("„%(name)s“ steht schon in der Liste.") % {"name": known.name}, field="name"
        )
    made = organisation is None
    kept = organisation or Organisation(authority=authority)
    for key in FIELDS:
        if key in values:
            setattr(kept, key, values[key])
    kept.name = name
    kept.save()
    _note(kept, "organisation_added" if made else "organisation_changed", by=by)
    return kept


@transaction.atomic
def save_person(
    *,
    organisation: Organisation,
    values: Mapping[str, str],
    by: Person,
    person: ContactPerson | None = None,
) -> ContactPerson:
    """Add somebody to ask at an organisation, or change the given one."""
    kept = person or ContactPerson(authority=organisation.authority, organisation=organisation)
    for key in PERSON_FIELDS:
        if key in values:
            setattr(kept, key, values[key])
    kept.save()
    _note(organisation, "person_saved", by=by)
    return kept


@transaction.atomic
def remove_person(*, person: ContactPerson, by: Person) -> None:
    """Remove somebody from an organisation."""
    _note(person.organisation, "person_removed", by=by)
    person.delete()


@transaction.atomic
def take_over(*, authority: Authority, rows: Sequence[PartnerRow], by: Person) -> tuple[int, int]:
    """Add or complete organisations from a list; return how many are new and how many changed.

    What is known and not in the list stays; an empty cell never empties a field.
    """
    known = known_names(authority)
    added = changed = 0
    for row in rows:
        name = str(row.values["name"]).strip()
        there = known.get(name.casefold())
        filled = {key: value for key, value in row.values.items() if value}
        kept = save_organisation(authority=authority, values=filled, by=by, organisation=there)
        known[name.casefold()] = kept
        added += there is None
        changed += there is not None
        if row.person.get("name"):
            same = kept.people.filter(name__iexact=row.person["name"]).first()
            save_person(organisation=kept, values=row.person, person=same, by=by)
    return added, changed


def _note(organisation: Organisation, verb: str, *, by: Person) -> None:
    record(
        verb=f"partners.{verb}",
        by=by,
        authority_id=organisation.authority_id,
        kind="partners.organisation",
        object_id=organisation.public_id,
        label=organisation.name,
        after={"kind": organisation.kind},
    )
