"""Who sits in a body: taken, changed, given up; matched with an account by its address."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.councils.actions.states import changed_fields, locked
from vorort.councils.choices import BodyState, SeatRole
from vorort.councils.models import Body, Seat
from vorort.ui import format as show

if TYPE_CHECKING:
    from vorort.partners.models import Organisation

FIELDS = ("organisation", "person", "name", "function", "email", "role", "deputy_for", "is_chair",
          "is_vice_chair", "in_core_group", "name_consent_on", "from_on", "until_on")  # fmt: skip
_WITHOUT_STANDING = frozenset({SeatRole.DEPUTY, SeatRole.GUEST})

# Sent with ``seat``, the names of the fields ``changed``, ``by`` and ``at``, in the same
# transaction: a name whose consent is taken back leaves the public page at once.
seat_changed = Signal()


class SeatNotAllowed(DomainError):
    """A seat does not fit the body or the other seats."""


@transaction.atomic
def seat_member(
    *,
    body: Body,
    by: Person,
    at: dt.datetime,
    function: str,
    from_on: dt.date,
    organisation: "Organisation | None" = None,
    person: Person | None = None,
    name: str = "",
    email: str = "",
    role: SeatRole | str = SeatRole.VOTING,
    deputy_for: Seat | None = None,
    is_chair: bool = False,
    is_vice_chair: bool = False,
    in_core_group: bool = False,
    name_consent_on: dt.date | None = None,
    until_on: dt.date | None = None,
) -> Seat:
    """Let somebody sit in a body; an account with the same address is tied to the seat."""
    seat = Seat(
        authority_id=body.authority_id,
        body=body,
        person=person,
        organisation=organisation,
        name=name.strip(),
        function=function.strip(),
        email=email.strip(),
        role=SeatRole(role),
        deputy_for=deputy_for,
        is_chair=is_chair,
        is_vice_chair=is_vice_chair,
        in_core_group=in_core_group,
        name_consent_on=name_consent_on,
        from_on=from_on,
        until_on=until_on,
    )
    if body.state == BodyState.DISSOLVED:
        raise SeatNotAllowed(_("Das Gremium ist aufgelöst. Beleben Sie es zuerst wieder."))
    _tie_account(seat)
    _check(seat)
    seat.save()
    _note(seat, "seat_taken", by=by, at=at, after={"role": seat.role, "from_on": from_on})
    if in_core_group:
        _note(seat, "core_group_changed", by=by, at=at, after={"in_core_group": True})
    return seat


@transaction.atomic
def seat_members(
    *, body: Body, rows: Sequence[Mapping[str, Any]], by: Person, at: dt.datetime
) -> int:
    """Let several people sit in a body, all or none; return how many.

    ``deputy_function`` of a row names the function of the seat it stands in for, of the body or
    of an earlier row.
    """
    for row in rows:
        values = dict(row)
        stands_for = str(values.pop("deputy_function", ""))
        if stands_for:
            main = body.seats.exclude(role=SeatRole.DEPUTY).filter(function__iexact=stands_for)
            values["deputy_for"] = main.order_by("-from_on", "-id").first()
        seat_member(body=body, by=by, at=at, **values)
    return len(rows)


@transaction.atomic
def edit_seat(
    *, seat: Seat, by: Person, at: dt.datetime, seen: dt.datetime | None = None, **values: Any
) -> Seat:
    """Change a seat; ``seen`` is its ``updated_at`` on the page.

    Another address ties another account, or none.
    """
    kept = locked(seat, seen=seen)
    plain = {
        key: value.strip() if isinstance(value, str) else value
        for key, value in values.items()
        if key in FIELDS
    }
    before = changed_fields(kept, plain)
    if "email" in before and "person" not in values:
        kept.person = None
    _tie_account(kept)
    _check(kept)
    kept.save()
    if before:
        _note(
            kept, "seat_changed", by=by, at=at, before=before, after={k: plain[k] for k in before}
        )
    if "in_core_group" in before:
        after = {"in_core_group": kept.in_core_group}
        _note(kept, "core_group_changed", by=by, at=at, after=after)
    if before:
        seat_changed.send(sender=Seat, seat=kept, changed=frozenset(before), by=by, at=at)
    return kept


@transaction.atomic
def end_seat(*, seat: Seat, on: dt.date, by: Person, at: dt.datetime) -> Seat:
    """Let a seat be taken until a day, not longer; deputies of the seat end with it."""
    kept = locked(seat)
    if on < kept.from_on:
        words = _("Die Mitgliedschaft begann erst am %(day)s. Bitte nennen Sie einen späteren Tag.")
        raise SeatNotAllowed(words % {"day": show.date(kept.from_on)}, field="on")
    deputies = kept.deputies.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    for one in [kept, *deputies.select_for_update(of=("self",))]:
        one.until_on = max(on, one.from_on)
        one.save()
        _note(one, "seat_ended", by=by, at=at, after={"until_on": one.until_on})
    return kept


@transaction.atomic
def match_accounts(*, body: Body, by: Person, at: dt.datetime) -> int:
    """Tie seats to accounts that have come into being since, by address; return how many."""
    found = 0
    for seat in body.seats.select_for_update(of=("self",)).filter(person=None).exclude(email=""):
        _tie_account(seat)
        if seat.person is not None:
            seat.save()
            _note(seat, "seat_matched", by=by, at=at, after={"person": seat.person})
            found += 1
    return found


def _tie_account(seat: Seat) -> None:
    if seat.person is None and seat.email:
        person = find_person(seat.email)
        seat.person = person if person is not None and person.is_active else None


def _check(seat: Seat) -> None:
    wrong = _wrong(seat)
    if wrong is not None:
        field, words = wrong
        raise SeatNotAllowed(words, field=field)
    _check_once(seat)


def _wrong(seat: Seat) -> tuple[str, str] | None:
    """Return the field of a seat that does not fit, and why."""
    is_deputy = seat.role == SeatRole.DEPUTY
    if not seat.function:
        return "function", _("Bitte nennen Sie die Funktion.")
    if seat.until_on and seat.until_on < seat.from_on:
        return "until_on", _("Der Sitz endet vor seinem Anfang. Bitte prüfen Sie beide Tage.")
    if seat.organisation and seat.organisation.authority_id != seat.authority_id:
        return "organisation", _("Diese Organisation gehört zu einem anderen Ort.")
    if seat.deputy_for and not is_deputy:
        return "deputy_for", _("Nur eine Stellvertretung vertritt jemanden. Bitte leeren Sie das.")
    if is_deputy and not _is_main(seat.deputy_for, seat):
        return "deputy_for", _("Bitte wählen Sie, welches Mitglied vertreten wird.")
    if seat.role in _WITHOUT_STANDING and (seat.is_chair or seat.is_vice_chair):
        return "is_chair", _("Den Vorsitz hat ein Mitglied, keine Stellvertretung und kein Gast.")
    return None


def _is_main(main: Seat | None, seat: Seat) -> bool:
    fits = main is not None and main.body_id == seat.body_id and main.pk != seat.pk
    return fits and main is not None and main.role != SeatRole.DEPUTY


def _check_once(seat: Seat) -> None:
    """Nobody has two seats of their own at once: one person, one vote."""
    if seat.role in _WITHOUT_STANDING:
        return
    known = Q(person=seat.person) if seat.person else Q(pk__in=())
    if seat.email:
        known |= Q(email__iexact=seat.email)
    others = (
        Seat.objects.filter(known, body=seat.body)
        .exclude(pk=seat.pk)
        .exclude(role__in=_WITHOUT_STANDING)
        .exclude(until_on__lt=seat.from_on)
    )
    if seat.until_on:
        others = others.exclude(from_on__gt=seat.until_on)
    if others.exists():
        words = _("Wer diese E-Mail-Adresse hat, sitzt in dieser Zeit schon in diesem Gremium.")
        raise SeatNotAllowed(words, field="email")


def _note(seat: Seat, verb: str, *, by: Person, at: dt.datetime, **more: Any) -> None:
    record(
        verb=f"councils.{verb}",
        by=by,
        authority_id=seat.authority_id,
        kind="councils.seat",
        object_id=seat.public_id,
        label=f"{seat.body.name}: {seat.function}",
        at=at,
        **more,
    )
