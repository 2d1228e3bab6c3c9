"""What is missing: a need, the offers it was matched with, its state."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.findings.actions._common import (
    HasFollowers,
    log,
    one_of,
    opened,
    said,
    title_of,
)
from vorort.findings.choices import Fit, NeedState
from vorort.findings.models import Finding, Hypothesis, Need, OfferMatch
from vorort.partners.queries import listed_offers

if TYPE_CHECKING:
    from vorort.partners.models import Offer


class OfferGone(DomainError):
    """The offer is not listed for this town."""


@transaction.atomic
def add_need(
    *,
    finding: Finding,
    title: str,
    by: Person,
    at: dt.datetime,
    hypothesis: Hypothesis | None = None,
    gap: str = "",
) -> Need:
    """Write down what is missing because of a finding."""
    found = opened(finding)
    need = Need(
        authority_id=found.authority_id,
        finding=found,
        title=title_of(title, _("was fehlt")),
        gap=gap.strip(),
        hypothesis=_cause_of(found, hypothesis),
    )
    need.save()
    log("findings.need_added", need, by, at, finding=found.reference)
    return need


@transaction.atomic
def edit_need(
    *,
    need: Need,
    title: str,
    by: Person,
    at: dt.datetime,
    hypothesis: Hypothesis | None = None,
    gap: str = "",
) -> Need:
    """Change the words of a need, and the cause it rests on."""
    own = _locked(need)
    own.title = title_of(title, _("was fehlt"))
    own.gap = gap.strip()
    own.hypothesis = _cause_of(own.finding, hypothesis)
    own.save()
    log("findings.need_changed", own, by, at, title=own.title)
    return own


@transaction.atomic
def remove_need(*, need: Need, by: Person, at: dt.datetime) -> None:
    """Take back a need that nothing hangs on: no rating, no goal."""
    own = _locked(need)
    if own.goals.exists() or own.priorities.exists():
        raise HasFollowers(
            _("An diesem Bedarf hängt schon eine Bewertung oder ein Ziel, darum bleibt er stehen. "
              "Stellen Sie ihn mit Begründung zurück.")
        )  # fmt: skip
    log("findings.need_removed", own, by, at)
    own.delete()


@transaction.atomic
def match_offer(
    *, need: Need, offer: "Offer", fit: str, by: Person, at: dt.datetime, note: str = ""
) -> OfferMatch:
    """Note what an offer that is there already does for the need; again replaces the answer."""
    own = _locked(need)
    one_of(fit, Fit, "fit")
    if all(each.pk != offer.pk for each in listed_offers(own.authority)):
        raise OfferGone(
            _("Dieses Angebot steht nicht im Verzeichnis. Bitte wählen Sie ein gelistetes."),
            field="offer",
        )
    match, _made = OfferMatch.objects.update_or_create(
        need=own,
        offer=offer,
        defaults={
            "authority_id": own.authority_id,
            "offer_title": offer.title,
            "fit": fit,
            "note": note.strip()[:300],
        },
    )
    _looked(own, by, at)
    log("findings.offer_matched", own, by, at, offer=offer.title, fit=fit)
    return match


@transaction.atomic
def unmatch_offer(*, match: OfferMatch, by: Person, at: dt.datetime) -> None:
    """Take back what was noted of an offer."""
    own = _locked(match.need)
    log("findings.offer_unmatched", own, by, at, offer=match.offer_title)
    match.delete()


@transaction.atomic
def finish_matching(*, need: Need, by: Person, at: dt.datetime) -> Need:
    """Note that somebody has looked at what there is, even where nothing fits."""
    own = _locked(need)
    _looked(own, by, at)
    log("findings.need_matched", own, by, at, offers=own.matches.count())
    return own


@transaction.atomic
def set_need_state(*, need: Need, state: str, reason: str, by: Person, at: dt.datetime) -> Need:
    """Say that a need is covered or put aside, and why, or take it up again."""
    own = _locked(need)
    one_of(state, NeedState, "state")
    words = reason.strip()
    if state == NeedState.SET_ASIDE:
        said(words, _("Bitte schreiben Sie, warum der Bedarf zurückgestellt wird."), "reason")
    if state == NeedState.COVERED:
        said(words, _("Bitte schreiben Sie, wodurch der Bedarf gedeckt ist."), "reason")
        if own.matched_on is None:
            raise DomainError(
                _("Bitte gleichen Sie den Bedarf erst mit den Angeboten ab. "
                  "Dann steht auch da, was ihn deckt."),
                field="state",
            )  # fmt: skip
    before = {"state": str(own.state)}
    own.state, own.state_reason = state, words if state != NeedState.OPEN else ""
    own.save()
    log("findings.need_state_set", own, by, at, before, state=state)
    return own


def _locked(need: Need) -> Need:
    found: Need = (
        Need.objects.select_for_update(of=("self",))
        .select_related("finding", "authority")
        .get(pk=need.pk)
    )
    return found


def _cause_of(finding: Finding, hypothesis: Hypothesis | None) -> Hypothesis | None:
    if hypothesis is not None and hypothesis.finding_id != finding.pk:
        raise DomainError(_("Diese Ursache gehört zu einer anderen Feststellung."),
                          field="hypothesis")  # fmt: skip
    return hypothesis


def _looked(need: Need, by: Person, at: dt.datetime) -> None:
    need.matched_on, need.matched_by = timezone.localdate(at), by
    need.save(update_fields=["matched_on", "matched_by", "updated_at"])
