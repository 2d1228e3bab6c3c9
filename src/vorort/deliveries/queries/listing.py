"""Reads of deliveries: what is usable for whom, lists, duties."""

import datetime as dt
from collections.abc import Iterable

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


def ids_of(public_ids: Iterable[str]) -> dict[str, int]:
    """Return the primary keys of deliveries by their public ids; unknown ones are missing."""
    rows = Delivery.objects.filter(public_id__in=set(public_ids)).order_by()
    return dict(rows.values_list("public_id", "pk"))


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
