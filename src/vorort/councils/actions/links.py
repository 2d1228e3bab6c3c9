"""Personal links: one member, one purpose, one thing, until a moment. Only a hash is kept."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.core.scopes import platform_scope
from vorort.councils.choices import LinkPurpose
from vorort.councils.models import PersonalLink, Seat

_BYTES = 32


class LinkNotValid(DomainError):
    """A personal link has expired, was revoked, or is none of ours."""


@transaction.atomic
def make_link(
    *,
    seat: Seat,
    purpose: LinkPurpose,
    subject: str,
    expires_at: dt.datetime,
    by: Person,
    at: dt.datetime,
) -> str:
    """Make a personal link and return its token: the only moment anybody can read it.

    ``subject`` is the public id of the meeting, circular or minutes it is for.
    """
    if expires_at <= at:
        raise LinkNotValid(
            _("Der Link wäre schon abgelaufen. Bitte wählen Sie eine spätere Frist.")
        )
    token = secrets.token_urlsafe(_BYTES)
    PersonalLink.objects.create(
        authority_id=seat.authority_id,
        seat=seat,
        purpose=LinkPurpose(purpose),
        subject=subject,
        token_hash=_hashed(token),
        expires_at=expires_at,
    )
    _note(seat, "link_made", by=by, at=at, purpose=purpose, subject=subject)
    return token


@transaction.atomic
def revoke_links(
    *,
    purpose: LinkPurpose,
    subject: str,
    by: Person,
    at: dt.datetime,
    seat: Seat | None = None,
) -> int:
    """Revoke the links to one thing, of everybody or of one seat; return how many still held."""
    rows = PersonalLink.objects.filter(
        purpose=LinkPurpose(purpose), subject=subject, revoked_at__isnull=True, expires_at__gt=at
    )
    if seat is not None:
        rows = rows.filter(seat=seat)
    held = list(rows.select_for_update(of=("self",)).select_related("seat__body"))
    for link in held:
        link.revoked_at = at
        link.save(update_fields=["revoked_at", "updated_at"])
    for one in {link.seat_id: link.seat for link in held}.values():
        _note(one, "link_revoked", by=by, at=at, purpose=purpose, subject=subject)
    return len(held)


def open_link(*, token: str, purpose: LinkPurpose, at: dt.datetime) -> PersonalLink:
    """Return the link of a token, with seat, body and town; writes nothing, so a GET may ask.

    Raises
    ------
    LinkNotValid
        When it is unknown, for something else, revoked, expired, or its member has left.
    """
    with platform_scope("a token is all that a reader without account brings"):
        link = (
            PersonalLink.objects.filter(token_hash=_hashed(token), purpose=LinkPurpose(purpose))
            .select_related("seat__body__authority", "seat__organisation", "authority")
            .first()
        )
        if link is None:
            raise LinkNotValid(
                _("Diesen Link gibt es nicht. Bitte öffnen Sie ihn vollständig aus der E-Mail.")
            )
    left_on, why = link.seat.until_on, ""
    if link.revoked_at is not None and link.revoked_at <= at:
        why = _("Dieser Link ist widerrufen. Bitte nehmen Sie den aus der neuesten E-Mail.")
    elif link.expires_at <= at:
        why = _("Dieser Link ist abgelaufen. Bitte wenden Sie sich an die Koordination.")
    elif left_on is not None and left_on < timezone.localtime(at).date():
        why = _("Dieser Link gilt nicht mehr: Der Sitz im Gremium ist nicht mehr besetzt.")
    if why:
        raise LinkNotValid(why)
    return link


@transaction.atomic
def note_link_use(*, link: PersonalLink, at: dt.datetime) -> None:
    """Keep when a link was last used for a deed."""
    PersonalLink.objects.filter(pk=link.pk).update(last_used_at=at)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _note(
    seat: Seat, verb: str, *, by: Person, at: dt.datetime, purpose: LinkPurpose, subject: str
) -> None:
    record(
        verb=f"councils.{verb}",
        by=by,
        authority_id=seat.authority_id,
        kind="councils.seat",
        object_id=seat.public_id,
        label=seat.function,
        after={"purpose": str(LinkPurpose(purpose).value), "subject": subject},
        at=at,
    )
