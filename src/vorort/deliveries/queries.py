"""Reads of deliveries: what is usable for whom, lists, preview, duties."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.duties import Duty
from vorort.deliveries.choices import DeliveryFormat, DeliveryStatus
from vorort.deliveries.models import Delivery, QuarantinedRow


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


def usable(authority: Authority | None) -> QuerySet[Delivery]:
    """Return the stored deliveries whose rows this authority's pages may use.

    ``None`` means official ones only.
    """
    return Delivery.objects.filter(_visible_to(authority), status=DeliveryStatus.STORED)


def usable_ids(authority: Authority | None) -> QuerySet[Delivery, int]:
    """Return the ids of the usable deliveries as a subquery (no query of its own)."""
    return usable(authority).order_by().values_list("pk", flat=True)


def find_stored(*, sha256: str, format: str, authority: Authority | None) -> Delivery | None:  # noqa: A002
    """Return the stored delivery with the same bytes that this authority may use already."""
    return usable(authority).filter(sha256=sha256, format=format).order_by("pk").first()


def list_deliveries(authority: Authority, *, official_too: bool = False) -> QuerySet[Delivery]:
    """Return the authority's own deliveries and the official ones that were stored.

    ``official_too``: also official ones in every other state, for those who deliver them.
    """
    shown = Q(for_authority=authority)
    if official_too:
        shown |= Q(for_authority__isnull=True)
    else:
        shown |= Q(
            for_authority__isnull=True,
            status__in=(DeliveryStatus.STORED, DeliveryStatus.UNDONE),
        )
    return Delivery.objects.filter(shown).select_related("handed_in_by", "file")


def get_delivery(authority: Authority, public_id: str, *, official_too: bool) -> Delivery | None:
    """Return a delivery this authority may see.

    Its own ones in every state; official ones once stored, or in every state where the person
    may deliver official tables (``official_too``).
    """
    found = (
        Delivery.objects.select_related("handed_in_by", "file", "for_authority")
        .filter(_visible_to(authority), public_id=public_id)
        .first()
    )
    if found is None or found.for_authority_id is not None or official_too:
        return found
    return found if found.status in {DeliveryStatus.STORED, DeliveryStatus.UNDONE} else None


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
    """Return what the person handed in and has not decided about yet, in one query."""
    waiting = Delivery.objects.filter(
        handed_in_by=actor, status=DeliveryStatus.CHECKED, for_authority__isnull=False
    ).select_related("for_authority")
    found = []
    for delivery in waiting.order_by("received_at", "pk"):
        town = delivery.for_authority
        if town is None:
            continue
        found.append(
            Duty(
                town_key=town.town_key,
                town=town.name,
                title=_("%(name)s übernehmen oder verwerfen") % {"name": delivery.name},
                url=reverse("deliveries:detail", args=[town.slug, delivery.public_id]),
                reason=_("Die Prüfung ist fertig, die Zahlen sind noch nicht übernommen."),
                kind="deliveries.accept",
            )
        )
    return found
