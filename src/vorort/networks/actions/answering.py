"""What somebody says to a suggestion, so that it is not made again."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.findings.actions import match_offer
from vorort.findings.choices import Fit
from vorort.networks.choices import Reaction, SuggestionKind
from vorort.networks.models import SuggestionAnswer
from vorort.partners.queries import get_listed_offer

if TYPE_CHECKING:
    from vorort.findings.models import Need

KIND_NEED = "findings.need"


class AlreadyAnswered(DomainError):
    """Somebody has answered this suggestion before."""


@transaction.atomic
def answer_suggestion(
    *,
    need: "Need",
    kind: str,
    subject: str,
    reaction: str,
    by: Person,
    at: dt.datetime,
    reason: str = "",
    fit: str = Fit.PARTLY,
) -> SuggestionAnswer:
    """Keep what was said; an offer that is taken is matched with the need at once.

    ``subject`` is the public id of the offer, or of the measure of another town.

    Raises
    ------
    AlreadyAnswered
        When somebody was faster.
    """
    kept, made = SuggestionAnswer.objects.get_or_create(
        need=need,
        kind=SuggestionKind(kind),
        subject=subject,
        defaults={
            "authority_id": need.authority_id,
            "reaction": Reaction(reaction),
            "reason": reason.strip()[:200],
            "by": by,
        },
    )
    if not made:
        raise AlreadyAnswered(_("Dieser Vorschlag ist schon beantwortet. Laden Sie die Seite neu."))
    if kind == SuggestionKind.OFFER and reaction == Reaction.TAKEN:
        offer = get_listed_offer(need.authority, subject)
        match_offer(need=need, offer=offer, fit=fit, by=by, at=at, note=kept.reason)
    _note("suggestion_answered", need, by, at, kind=kind, subject=subject, reaction=reaction)
    return kept


@transaction.atomic
def ask_again(*, answer: SuggestionAnswer, by: Person, at: dt.datetime) -> None:
    """Forget an answer: the suggestion may be made again."""
    need = answer.need
    _note("suggestion_reopened", need, by, at, kind=answer.kind, subject=answer.subject)
    answer.delete()


def _note(verb: str, need: "Need", by: Person, at: dt.datetime, **after: object) -> None:
    record(
        verb=f"networks.{verb}",
        by=by,
        authority_id=need.authority_id,
        kind=KIND_NEED,
        object_id=need.public_id,
        label=need.title,
        after=after,
        at=at,
    )
