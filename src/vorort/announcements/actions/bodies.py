"""A body becomes public as a frozen page, is taken back, loses a name at once."""

import datetime as dt
from collections.abc import Container
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.announcements.queries.bodies import ORIGIN, body_page, body_publication, locked_body
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.publications import actions as publications
from vorort.publications.choices import Format, NewRepresentation, PublicationKind
from vorort.publications.queries import get_of_origin

if TYPE_CHECKING:
    from vorort.councils.models import Body, Seat
    from vorort.publications.models import Publication


class NotPublic(DomainError):
    """There is no public page, or none can be made now."""


@transaction.atomic
def publish_body(*, body: "Body", by: Person, at: dt.datetime) -> "Publication":
    """Make or renew the public page of a body: names only with consent, else functions.

    An earlier version does not stay readable: it may hold a name that must go.
    """
    kept = locked_body(body)
    page = body_page(kept, on=timezone.localtime(at).date())
    earlier = get_of_origin(origin_kind=ORIGIN, origin_id=kept.public_id)
    made = publications.publish(
        authority=kept.authority,
        kind=PublicationKind.BODY,
        area_key=kept.authority.area_key,
        # One series of versions for the whole life of a body, whatever year it is renewed in.
        period=earlier.period if earlier else timezone.localtime(at).year,
        subject=kept.public_id,
        title=page.title,
        summary=page.summary,
        payload=page.payload,
        representations=[NewRepresentation(Format.HTML, page.path, page.html)],
        sources=(),
        gate={"passed": True, "hidden": [name for name, _why in page.held_back] and ["names"]},
        origin_kind=ORIGIN,
        origin_id=kept.public_id,
        by=by,
        at=at,
        keep_previous=False,
    )
    _note(kept, "body_published", by=by, at=at, version=made.version)
    return made


@transaction.atomic
def withdraw_body(*, body: "Body", reason: str, by: Person, at: dt.datetime) -> "Publication":
    """Take the public page of a body back, with a reason that everybody reads."""
    kept = locked_body(body)
    live = body_publication(kept)
    if live is None:
        raise NotPublic(_("Dieses Gremium hat keine öffentliche Seite."))
    taken = publications.withdraw(publication=live, reason=reason, by=by, at=at)
    _note(kept, "body_withdrawn", by=by, at=at, version=taken.version)
    return taken


def forget_name(
    *, seat: "Seat", changed: Container[str], by: Person, at: dt.datetime, **_signal: Any
) -> None:
    """Renew the public page at once where it says a name whose consent is taken back."""
    if "name_consent_on" not in changed or seat.name_consent_on is not None:
        return
    live = body_publication(seat.body)
    shown = live.payload.get("public", {}).get("members", []) if live else []
    if any(one["id"] == seat.public_id and one["name"] != one.get("function") for one in shown):
        publish_body(body=seat.body, by=by, at=at)


def _note(body: "Body", verb: str, *, by: Person, at: dt.datetime, version: int) -> None:
    record(
        verb=f"councils.{verb}",
        by=by,
        authority_id=body.authority_id,
        kind=ORIGIN,
        object_id=body.public_id,
        label=body.name,
        after={"version": version},
        at=at,
    )
