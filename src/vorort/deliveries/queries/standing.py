"""What may be done with a delivery now, and with what was made from several of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.deliveries.choices import (
    LEVELS,
    Audience,
    DeliveryStatus,
    PermittedUse,
    ReleaseLevel,
)
from vorort.deliveries.models import Delivery
from vorort.ui.format import datetime as german_time


@dataclass(frozen=True)
class Standing:
    """What may be done with a delivery at a moment."""

    public_id: str
    name: str
    level: ReleaseLevel
    embargo_until: dt.datetime | None
    revoked: bool
    # Why it may not be seen by everybody, in one sentence; empty where it may.
    why_not_public: str
    # Nothing but the embargo holds it back.
    only_embargo: bool = False

    @property
    def is_public(self) -> bool:
        return not self.why_not_public

    def reaches(self, audience: Audience) -> bool:
        """Whether this audience may see its figures now."""
        return self.is_public or (
            audience is not Audience.PUBLIC and self.level in LEVELS[audience]
        )


def read_standings(public_ids: Iterable[str], *, at: dt.datetime) -> dict[str, Standing]:
    """Return what may be done with each of these deliveries now, in one query.

    An id that is not known is missing: whoever asks must take it for closed.
    """
    rows = Delivery.objects.filter(public_id__in=set(public_ids)).order_by()
    return {row.public_id: standing_of(row, at=at) for row in rows}


def standing_of(delivery: Delivery, *, at: dt.datetime) -> Standing:
    """Return what may be done with a delivery at a moment."""
    return Standing(
        public_id=delivery.public_id,
        name=delivery.source_label or delivery.name,
        level=ReleaseLevel(delivery.release_level),
        embargo_until=delivery.embargo_until,
        revoked=delivery.status == DeliveryStatus.REVOKED,
        why_not_public=_why_not_public(delivery, at=at),
        only_embargo=(
            delivery.status == DeliveryStatus.STORED
            and delivery.release_level == ReleaseLevel.PUBLIC
            and delivery.permitted_use != PermittedUse.ADVICE
            and delivery.embargo_until is not None
            and delivery.embargo_until > at
        ),
    )


def _why_not_public(delivery: Delivery, *, at: dt.datetime) -> str:
    named = {"name": delivery.source_label or delivery.name}
    if delivery.status == DeliveryStatus.REVOKED:
        return _("„%(name)s“ wurde von der liefernden Stelle widerrufen.") % named
    if delivery.status != DeliveryStatus.STORED:
        return _("„%(name)s“ gilt nicht mehr.") % named
    if delivery.release_level == ReleaseLevel.INTERNAL:
        return _("„%(name)s“ ist nur intern freigegeben.") % named
    if delivery.release_level == ReleaseLevel.CORE:
        return _("„%(name)s“ ist nur für die Kerngruppe freigegeben.") % named
    if delivery.permitted_use == PermittedUse.ADVICE:
        return _("„%(name)s“ darf nur zur Beratung dienen, nicht für Berichte.") % named
    if delivery.embargo_until is not None and delivery.embargo_until > at:
        until = german_time(delivery.embargo_until)
        return _("„%(name)s“ ist gesperrt bis %(until)s.") % {**named, "until": until}
    return ""


@dataclass(frozen=True)
class Release:
    """How far something made from deliveries may go: a figure, a number in a text.

    Attributes
    ----------
    reasons : tuple of str
        Why not everybody may see it, one sentence a delivery; empty: everybody may.
    audiences : frozenset of Audience
        Who may see it now.
    until : datetime, optional
        When an embargo ends, where nothing else holds it back.
    revoked : bool
        One of the deliveries was revoked: it has to be computed again.
    """

    reasons: tuple[str, ...]
    audiences: frozenset[Audience]
    until: dt.datetime | None = None
    revoked: bool = False

    @property
    def is_public(self) -> bool:
        return not self.reasons


def release_of(
    public_ids: Iterable[str], standings: Mapping[str, Standing], *, known: bool
) -> Release:
    """Return how far something made from these deliveries may go.

    ``standings`` as ``read_standings`` gives them; a delivery that is missing there closes it.
    ``known``: it was public already, so having no delivery behind it is no reason to close it.
    """
    listed = list(public_ids)
    missing = any(one not in standings for one in listed) or not (listed or known)
    found = [standings[one] for one in listed if one in standings]
    reasons = [one.why_not_public for one in found if not one.is_public]
    if missing:
        reasons.append(_("Die Herkunft der Zahlen ist nicht erfasst. Bitte neu berechnen."))
    audiences = {Audience.EDITOR}
    for audience in (Audience.CORE, Audience.PUBLIC):
        if not missing and all(one.reaches(audience) for one in found):
            audiences.add(audience)
    closed = [one for one in found if not one.is_public]
    only_embargo = closed and not missing and all(one.only_embargo for one in closed)
    return Release(
        reasons=tuple(dict.fromkeys(reasons)),
        audiences=frozenset(audiences),
        until=max((o.embargo_until for o in closed if o.embargo_until), default=None)
        if only_embargo
        else None,
        revoked=any(one.revoked for one in found),
    )
