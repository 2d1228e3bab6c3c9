"""What there is already: the offers of a town beside a need, with what speaks for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.findings.models import Finding, Hypothesis, Need, OfferMatch
from vorort.partners.choices import ProtectiveFactor, RiskFactor, TargetGroup
from vorort.partners.models import Offer
from vorort.partners.queries import labels, listed_offers


@dataclass(frozen=True)
class OfferLine:
    """An offer beside a need: what they share in words, and what somebody noted."""

    offer: Offer
    provider: str
    reasons: list[str]
    weight: int
    match: OfferMatch | None


def match_lines(need: Need) -> list[OfferLine]:
    """Return what is offered to the town: noted ones first, then those that share most."""
    noted = {match.offer_id: match for match in OfferMatch.objects.filter(need=need)}
    # Without a cause of its own the need rests on all causes of its finding.
    causes = [need.hypothesis] if need.hypothesis else list(need.finding.hypotheses.all())
    lines = []
    for offer in listed_offers(need.authority):
        reasons, weight = _shared(need.finding, causes, offer)
        provider = offer.organisation.name if offer.organisation else offer.authority.name
        lines.append(OfferLine(offer, provider, reasons, weight, noted.get(offer.pk)))
    return sorted(
        lines, key=lambda line: (line.match is None, -line.weight, line.offer.title.casefold())
    )


def _shared(finding: Finding, causes: Sequence[Hypothesis], offer: Offer) -> tuple[list[str], int]:
    reasons, weight = [], 0
    if finding.topic in offer.topics:
        reasons.append(_("gleiches Thema: %(topic)s") % {"topic": finding.get_topic_display()})
        weight += 2
    groups = _both(finding.target_groups, offer.target_groups)
    if groups:
        reasons.append(_("gleiche Zielgruppe: %(what)s") % {"what": _words(groups, TargetGroup)})
        weight += 2
    risks = [code for cause in causes for code in cause.risk_factors]
    strengths = [code for cause in causes for code in cause.protective_factors]
    for mine, theirs, kind, words in (
        (risks, offer.risk_factors, RiskFactor, _("wirkt gegen: %(what)s")),
        (strengths, offer.protective_factors, ProtectiveFactor, _("stärkt: %(what)s")),
    ):
        both = _both(mine, theirs)
        if both:
            reasons.append(words % {"what": _words(both, kind)})
            weight += 3 * len(both)
    return reasons, weight


def _both(mine: list[str], theirs: list[str]) -> list[str]:
    return [code for code in dict.fromkeys(mine) if code in theirs]


def _words(codes: list[str], kind: type[RiskFactor | ProtectiveFactor | TargetGroup]) -> str:
    return ", ".join(labels(kind, codes))
