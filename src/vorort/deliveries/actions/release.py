"""What may be done with a delivery: release, and its revocation with all that follows."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.deliveries.actions.intake import WrongState, fill_release, move, note
from vorort.deliveries.choices import (
    PERMANENT,
    DeliveryStatus,
    PermittedUse,
    Release,
    ReleaseLevel,
    RevocationKind,
)
from vorort.deliveries.models import Delivery
from vorort.files import actions as files
from vorort.publications import actions as publications

# Apps above mark what was made from the delivery; sent inside the transaction of the revocation.
delivery_revoked = Signal()


class ReasonMissing(DomainError):
    """Whoever revokes says why."""


@dataclass(frozen=True)
class Attachment:
    """A file that comes with a release: the letter, the agreement."""

    stream: files.Readable
    name: str


def _facts(delivery: Delivery) -> dict[str, object]:
    return {
        "release_level": str(delivery.release_level),
        "embargo_until": delivery.embargo_until.isoformat() if delivery.embargo_until else None,
        "permitted_use": str(delivery.permitted_use),
        "agreement": delivery.agreement,
    }


@transaction.atomic
def set_release(
    *,
    delivery: Delivery,
    level: ReleaseLevel | str,
    by: Person,
    at: dt.datetime,
    embargo_until: dt.datetime | None = None,
    permitted_use: PermittedUse | str = PermittedUse.ANY,
    use_note: str = "",
    agreement: str = "",
    attachment: Attachment | None = None,
) -> Delivery:
    """Say what may be done with a delivery from now on; what is public already stays so.

    Parameters
    ----------
    embargo_until : datetime, optional
        Aware. Before it the figures stay in the core group even if the level is public.
    agreement, attachment : str, Attachment
        What the release rests on, in words and as a file; without a new file the old one stays.

    Raises
    ------
    WrongRelease
        An official table cannot be internal.
    WrongState
        The delivery is revoked, taken back, rejected or discarded.
    """
    current = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if current.status in _OVER:
        raise WrongState(
            _("Die Lieferung ist „%(standing)s“. Ihre Freigabe lässt sich nicht mehr ändern.")
            % {"standing": DeliveryStatus(current.status).label}
        )
    before = _facts(current)
    release = Release(
        level=level,
        embargo_until=embargo_until,
        permitted_use=permitted_use,
        use_note=use_note,
        agreement=agreement,
    )
    fill_release(current, release, by=by, at=at)
    if attachment is not None:
        current.agreement_file = files.store(
            stream=attachment.stream,
            name=attachment.name,
            purpose="attachment",
            by=by,
            authority_id=current.for_authority_id,
        )
    current.save()
    note("delivery_release_set", current, by, at=at, before=before, **_facts(current))
    delivery.refresh_from_db()
    return delivery


_OVER = frozenset(
    {
        DeliveryStatus.REJECTED,
        DeliveryStatus.CANCELLED,
        DeliveryStatus.UNDONE,
        DeliveryStatus.REVOKED,
    }
)


@transaction.atomic
def revoke(
    *, delivery: Delivery, kind: RevocationKind | str, reason: str, by: Person, at: dt.datetime
) -> Delivery:
    """Revoke a delivery: nobody computes with it any more, and what was made from it is found.

    With ``at_once`` every publication that rests on it is withdrawn in the same transaction; with
    ``corrected`` it stays and says that its figures are being corrected. Nothing is deleted.

    Raises
    ------
    ReasonMissing, WrongState
    """
    reason, kind = reason.strip(), RevocationKind(kind)
    if not reason:
        raise ReasonMissing(_("Bitte nennen Sie den Grund des Widerrufs."), field="reason")
    if delivery.format in PERMANENT:
        raise WrongState(
            _("Gebiete lassen sich nicht widerrufen, weil andere Zahlen auf ihnen beruhen.")
        )
    move(delivery, DeliveryStatus.REVOKED)
    delivery.revocation, delivery.reason = kind, reason
    delivery.revoked_by, delivery.revoked_at = by, at
    delivery.save()
    if kind == RevocationKind.AT_ONCE:
        touched = publications.withdraw_resting_on(
            delivery=delivery.public_id,
            reason=_(
                "Die liefernde Stelle hat Zahlen zurückgerufen, auf denen diese Veröffentlichung "
                "beruht."
            ),
            by=by,
            at=at,
        )
    else:
        touched = publications.mark_resting_on(
            delivery=delivery.public_id,
            notice=_(
                "Die liefernde Stelle berichtigt Zahlen, auf denen diese Veröffentlichung beruht. "
                "Eine berichtigte Fassung folgt."
            ),
            by=by,
            at=at,
        )
    note(
        "delivery_revoked",
        delivery,
        by,
        at=at,
        kind=kind.value,
        reason=reason,
        publications=[one.public_id for one in touched],
    )
    delivery_revoked.send(sender=Delivery, delivery=delivery, by=by, at=at)
    return delivery
