"""Reads of deliveries: what is usable for whom, lists, preview, duties."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.core.clock import now
from vorort.core.duties import Duty
from vorort.deliveries.choices import (
    LEVELS,
    Audience,
    DeliveryFormat,
    DeliveryStatus,
    PermittedUse,
    ReleaseLevel,
)
from vorort.deliveries.models import Delivery, QuarantinedRow
from vorort.ui.format import datetime as german_time


@dataclass(frozen=True)
class PreviewColumn:
    """A column of the file and what it was taken for; ``meaning`` empty: not taken over."""

    name: str
    meaning: str
    example: str
    recognised: bool = True


@dataclass(frozen=True)
class Preview:
    """What the check of a file found, ready to be shown."""

    shape: str = ""
    sums: tuple[tuple[str, str], ...] = ()
    columns: tuple[PreviewColumn, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the plain form kept in ``Delivery.preview``."""
        return {
            "shape": self.shape,
            "sums": [list(pair) for pair in self.sums],
            "columns": [
                {
                    "name": column.name,
                    "meaning": column.meaning,
                    "example": column.example,
                    "recognised": column.recognised,
                }
                for column in self.columns
            ],
            "origin": [list(pair) for pair in self.origin],
            "hints": list(self.hints),
        }


def read_preview(delivery: Delivery) -> Preview:
    """Return what the check of a delivery found; empty before the check."""
    kept = delivery.preview or {}
    return Preview(
        shape=kept.get("shape", ""),
        sums=tuple((label, value) for label, value in kept.get("sums", ())),
        columns=tuple(PreviewColumn(**column) for column in kept.get("columns", ())),
        origin=tuple((label, value) for label, value in kept.get("origin", ())),
        hints=tuple(kept.get("hints", ())),
    )


def _visible_to(authority: Authority | None) -> Q:
    """Official deliveries, and those of this authority."""
    official = Q(for_authority__isnull=True)
    return official if authority is None else official | Q(for_authority=authority)


def reaches(audience: Audience | str, *, at: dt.datetime) -> Q:
    """Return the condition "the figures of this delivery may be shown to this audience now"."""
    audience = Audience(audience)
    if audience is Audience.EDITOR:
        return Q()
    found = Q(release_level__in=LEVELS[audience])
    if audience is Audience.PUBLIC:
        found &= Q(embargo_until__isnull=True) | Q(embargo_until__lte=at)
        found &= ~Q(permitted_use=PermittedUse.ADVICE)
    return found


def usable(
    authority: Authority | None,
    *,
    audience: Audience | str = Audience.EDITOR,
    at: dt.datetime | None = None,
) -> QuerySet[Delivery]:
    """Return the stored deliveries whose rows this authority's pages may use.

    Parameters
    ----------
    authority : Authority, optional
        ``None`` means official ones only.
    audience : Audience
        Who is to see what is made of them. ``public``: released for everybody, no embargo at
        ``at`` (default: now). ``core``: the core group's too. ``editor``: all.
    """
    return Delivery.objects.filter(
        _visible_to(authority), reaches(audience, at=at or now()), status=DeliveryStatus.STORED
    )


def usable_ids(
    authority: Authority | None,
    *,
    audience: Audience | str = Audience.EDITOR,
    at: dt.datetime | None = None,
) -> QuerySet[Delivery, int]:
    """Return the ids of the usable deliveries as a subquery (no query of its own)."""
    found = usable(authority, audience=audience, at=at)
    return found.order_by().values_list("pk", flat=True)


def find_stored(*, sha256: str, format: str, authority: Authority | None) -> Delivery | None:  # noqa: A002
    """Return the stored delivery with the same bytes that this authority may use already."""
    return usable(authority).filter(sha256=sha256, format=format).order_by("pk").first()


_KNOWN = (DeliveryStatus.STORED, DeliveryStatus.UNDONE, DeliveryStatus.REVOKED)


def list_deliveries(
    authority: Authority,
    *,
    official_too: bool = False,
    audience: Audience = Audience.EDITOR,
    at: dt.datetime | None = None,
) -> QuerySet[Delivery]:
    """Return the authority's own deliveries and the official ones that were stored.

    ``official_too``: also official ones in every other state, for those who deliver them.
    ``audience``: how far the reader sees (``rules.audience_of``).
    """
    seen = reaches(audience, at=at or now())
    shown = Q(for_authority=authority) & seen
    if official_too:
        shown |= Q(for_authority__isnull=True)
    else:
        shown |= Q(for_authority__isnull=True, status__in=_KNOWN) & seen
    return Delivery.objects.filter(shown).select_related("handed_in_by", "file")


def list_of_towns(authorities: Iterable[Authority]) -> QuerySet[Delivery]:
    """Return the own deliveries of several towns, the latest first.

    For people who see all levels in each of these towns.
    """
    return Delivery.objects.filter(for_authority__in=list(authorities)).select_related(
        "for_authority", "handed_in_by"
    )


def get_delivery(
    authority: Authority,
    public_id: str,
    *,
    official_too: bool,
    audience: Audience = Audience.EDITOR,
    at: dt.datetime | None = None,
) -> Delivery | None:
    """Return a delivery this authority may see: what ``list_deliveries`` holds, or None."""
    return (
        list_deliveries(authority, official_too=official_too, audience=audience, at=at)
        .select_related("for_authority", "released_by", "revoked_by", "agreement_file")
        .filter(public_id=public_id)
        .first()
    )


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


def ids_of(public_ids: Iterable[str]) -> dict[str, int]:
    """Return the primary keys of deliveries by their public ids; unknown ones are missing."""
    rows = Delivery.objects.filter(public_id__in=set(public_ids)).order_by()
    return dict(rows.values_list("public_id", "pk"))


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


def get_by_id(public_id: str) -> Delivery:
    """Return a delivery for a job; raises ``Delivery.DoesNotExist``."""
    return Delivery.objects.select_related("file", "handed_in_by", "for_authority").get(
        public_id=public_id
    )


def list_quarantined(delivery: Delivery) -> QuerySet[QuarantinedRow]:
    """Return the rows of a delivery that were put aside, in the order of the file."""
    return delivery.quarantine.all()


def format_label(format: str) -> str:  # noqa: A002
    """Return the German name of a format."""
    return str(DeliveryFormat(format).label)


def list_duties(actor: Person) -> list[Duty]:
    """Return what the person handed in and has not decided about yet, in two queries.

    Also what waits for a word of the sender's office: who may see it.
    """
    mine = list_my_authorities(actor)
    as_sender = Q()
    for one in mine:
        for role in one.roles:
            if Permission.RELEASE_FIGURES in ROLE_PERMISSIONS[role]:
                as_sender |= Q(for_authority=one.authority, sent_as=role)
    unsaid = Q(status=DeliveryStatus.STORED, released_by__isnull=True) & ~Q(
        release_level=ReleaseLevel.PUBLIC
    )
    waiting = Q(handed_in_by=actor, status=DeliveryStatus.CHECKED)
    shown = waiting | (unsaid & as_sender if as_sender else Q(pk__in=()))
    rows = Delivery.objects.filter(shown, for_authority__isnull=False)
    return [
        _duty(delivery, delivery.for_authority)
        for delivery in rows.select_related("for_authority").order_by("received_at", "pk")
        if delivery.for_authority is not None
    ]


def _duty(delivery: Delivery, town: Authority) -> Duty:
    to_accept = delivery.status == DeliveryStatus.CHECKED
    title = (
        _("%(name)s übernehmen oder verwerfen")
        if to_accept
        else _("%(name)s: sagen, wer die Zahlen sehen darf")
    )
    reason = (
        _("Die Prüfung ist fertig, die Zahlen sind noch nicht übernommen.")
        if to_accept
        else _("Bis dahin sind sie intern und kommen in kein öffentliches Lagebild.")
    )
    page = "deliveries:detail" if to_accept else "deliveries:release"
    return Duty(
        town_key=town.town_key,
        town=town.name,
        title=title % {"name": delivery.name},
        url=reverse(page, args=[town.slug, delivery.public_id]),
        reason=reason,
        kind="deliveries.accept" if to_accept else "deliveries.release",
    )
