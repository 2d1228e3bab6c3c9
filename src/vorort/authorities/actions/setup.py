"""What a town tells about itself: letterhead, arms, contacts, way of working, put-off steps."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.choices import EDITS_AND_APPROVES, ContactKind, StepChoice
from vorort.authorities.models import Authority, Contact, Membership, SetupDecision
from vorort.authorities.rules import contrast_with_white, current
from vorort.core.clock import today
from vorort.core.errors import DomainError

# The town's key and the bar over the header carry white text: WCAG 2.2, 1.4.3.
LEAST_CONTRAST = 4.5
COLOUR = re.compile(r"#[0-9a-f]{6}")
LETTERHEAD = ("name", "short_name", "department", "address", "email", "phone", "website",
              "opening_hours")  # fmt: skip
CONTACT_FIELDS = ("kind", "name", "person_name", "place", "hours", "phone", "email", "website",
                  "note")  # fmt: skip


class ColourTooLight(DomainError):
    """White text could not be read on it."""


class StillOneHand(DomainError):
    """Somebody holds both roles that would have to be held by two people."""


@transaction.atomic
def change_letterhead(*, authority: Authority, values: Mapping[str, Any], by: Person) -> Authority:
    """Write address, contacts of the office and opening hours; unknown names raise ``KeyError``."""
    unknown = set(values) - set(LETTERHEAD)
    if unknown:
        raise KeyError(*sorted(unknown))
    return _change(authority, values, "authorities.letterhead_changed", by=by)


@transaction.atomic
def change_arms(*, authority: Authority, arms_file: str, licence: str, by: Person) -> Authority:
    """Name the stored picture of the arms (its public id; empty: none) and where it comes from."""
    values = {"arms_file": arms_file, "arms_licence": licence}
    return _change(authority, values, "authorities.arms_changed", by=by)


@transaction.atomic
def change_colour(*, authority: Authority, colour: str, by: Person) -> Authority:
    """Set the town's colour, ``#rrggbb`` or nothing.

    Raises
    ------
    ColourTooLight
        When it is no colour, or white text on it has less than 4.5:1.
    """
    plain = colour.strip().lower()
    if plain and not COLOUR.fullmatch(plain):
        raise ColourTooLight(
            _("Bitte geben Sie die Farbe als # mit sechs Ziffern an, zum Beispiel #00577d."),
            field="colour",
        )
    if plain and (contrast := contrast_with_white(plain)) < LEAST_CONTRAST:
        raise ColourTooLight(
            _(
                "Weiße Schrift ist auf dieser Farbe schlecht zu lesen (Kontrast %(found)s : 1, "
                "nötig sind 4,5 : 1). Bitte wählen Sie einen dunkleren Ton."
            )
            % {"found": f"{contrast:.1f}".replace(".", ",")},
            field="colour",
        )
    return _change(authority, {"colour": plain}, "authorities.colour_changed", by=by)


@transaction.atomic
def change_way_of_working(
    *, authority: Authority, small_town: bool, one_hand: bool, by: Person
) -> Authority:
    """Set small-town mode, and whether one person may both edit and approve.

    Raises
    ------
    StillOneHand
        When the permission is taken back while somebody holds both roles.
    """
    if authority.one_hand and not one_hand and _holds_both(authority):
        raise StillOneHand(
            _(
                "Eine Person bearbeitet und gibt frei. Bitte nehmen Sie zuerst eine zweite Person "
                "auf und beenden Sie eine der beiden Rollen."
            ),
            field="one_hand",
        )
    values = {"small_town": small_town, "one_hand": one_hand}
    return _change(authority, values, "authorities.way_of_working_changed", by=by)


def _holds_both(authority: Authority) -> bool:
    held = current(Membership.objects.filter(authority=authority), on=today())
    editors, approvers = (
        set(held.filter(role=role).values_list("person", flat=True))
        for role in sorted(EDITS_AND_APPROVES)
    )
    return bool(editors & approvers)


def _change(authority: Authority, values: Mapping[str, Any], verb: str, *, by: Person) -> Authority:
    locked = Authority.objects.select_for_update().get(pk=authority.pk)
    before = {name: getattr(locked, name) for name in values}
    if before == dict(values):
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*values, "updated_at"])
    record(
        verb=verb,
        by=by,
        authority_id=locked.pk,
        kind="authorities.authority",
        object_id=locked.public_id,
        label=locked.name,
        before=before,
        after=dict(values),
    )
    return locked


@transaction.atomic
def save_contact(
    *, authority: Authority, values: Mapping[str, Any], by: Person, contact: Contact | None = None
) -> Contact:
    """Add a contact, or change the given one."""
    made = contact is None
    kept = contact or Contact(authority=authority, position=_next_position(authority))
    for name in CONTACT_FIELDS:
        if name in values:
            setattr(kept, name, values[name])
    kept.save()
    _note_contact(kept, "contact_added" if made else "contact_changed", by=by)
    return kept


@transaction.atomic
def save_officer(
    *, authority: Authority, kind: ContactKind, values: Mapping[str, Any], by: Person
) -> Contact | None:
    """Keep the one contact of a kind (data protection, security); without a name it goes."""
    known = Contact.objects.filter(authority=authority, kind=kind).first()
    if not str(values.get("name", "")).strip():
        if known is not None:
            remove_contact(contact=known, by=by)
        return None
    given = {**values, "kind": kind}
    if known is not None and all(getattr(known, name) == given[name] for name in given):
        return known
    return save_contact(authority=authority, values=given, by=by, contact=known)


@transaction.atomic
def remove_contact(*, contact: Contact, by: Person) -> None:
    """Remove a contact."""
    _note_contact(contact, "contact_removed", by=by)
    contact.delete()


def _next_position(authority: Authority) -> int:
    last = Contact.objects.filter(authority=authority).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1


def _note_contact(contact: Contact, verb: str, *, by: Person) -> None:
    record(
        verb=f"authorities.{verb}",
        by=by,
        authority_id=contact.authority_id,
        kind="authorities.contact",
        object_id=contact.public_id,
        # The office, not the person: the log is kept for ever.
        label=contact.name,
        after={"kind": contact.kind},
    )


@transaction.atomic
def decide_step(*, authority: Authority, key: str, choice: StepChoice | None, by: Person) -> None:
    """Put a step of the set-up off, say that it is not needed, or (None) take it up again."""
    if choice is None:
        SetupDecision.objects.filter(authority=authority, key=key).delete()
    else:
        SetupDecision.objects.update_or_create(
            authority=authority, key=key, defaults={"choice": choice, "decided_by": by}
        )
    record(
        verb="authorities.step_decided",
        by=by,
        authority_id=authority.pk,
        kind="authorities.authority",
        object_id=authority.public_id,
        label=authority.name,
        after={"step": key, "choice": choice.value if choice else None},
    )
