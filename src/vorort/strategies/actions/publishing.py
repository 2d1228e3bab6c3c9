"""An adopted strategy becomes public, is corrected, is taken back."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.publications import actions as publications
from vorort.publications.choices import Correction, PublicationKind, PublicationStatus
from vorort.strategies import rules
from vorort.strategies.actions._common import locked, log
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Strategy
from vorort.strategies.queries.edition import build_edition
from vorort.strategies.queries.reading import SUBJECT, published_period

if TYPE_CHECKING:
    from vorort.publications.models import Publication


class NotPublic(DomainError):
    """Nothing can be made public now, or nothing is."""


@transaction.atomic
def publish_strategy(
    *, strategy: Strategy, by: Person, at: dt.datetime, correction: str = ""
) -> "Publication":
    """Make page and files of the strategy that holds public; earlier versions stay readable.

    ``correction``: why the same version is published again, a sentence for everybody.
    """
    own = locked(strategy)
    if own.state != StrategyState.ADOPTED:
        raise NotPublic(_("Öffentlich wird nur die Strategie, die beschlossen ist und gilt."))
    before = own.publication
    again = before is not None and before.status == PublicationStatus.LIVE
    if again and not correction.strip():
        raise NotPublic(
            _("Diese Fassung ist schon öffentlich. Bitte schreiben Sie, was Sie berichtigen."),
            field="correction",
        )
    made = build_edition(own, at=at, correction=correction.strip() if again else "")
    own.publication = publications.publish(
        authority=own.authority,
        kind=PublicationKind.STRATEGY,
        area_key=own.authority.area_key,
        period=published_period(own.authority) or own.first_year,
        subject=SUBJECT,
        title=made.title[:200],
        summary=made.summary,
        payload=made.payload,
        representations=made.representations,
        sources=[{"delivery": one.delivery, "label": one.label} for one in made.rests_on],
        rests_on=made.rests_on,
        gate={"passed": True, "hidden": list(made.held_back)},
        origin_kind=rules.KIND,
        origin_id=own.public_id,
        correction=Correction(reason=correction.strip()) if again else None,
        by=by,
        at=at,
    )
    own.save()
    log("strategy_published", own, by, at, version=own.publication.version)
    return own.publication


@transaction.atomic
def withdraw_publication(
    *, strategy: Strategy, reason: str, by: Person, at: dt.datetime
) -> "Publication":
    """Take the public page back, with a reason that everybody reads; earlier versions go too."""
    own = locked(strategy)
    live = own.publication
    if live is None or live.status != PublicationStatus.LIVE:
        raise NotPublic(_("Diese Strategie ist nicht öffentlich."))
    taken = publications.withdraw(publication=live, reason=reason, by=by, at=at)
    log("publication_withdrawn", own, by, at, version=taken.version)
    return taken
