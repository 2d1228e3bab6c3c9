"""Suggestions for a need: what there is already that shares a topic or a factor with it, and why."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.findings.choices import NeedState
from vorort.findings.models import Hypothesis, Need, OfferMatch
from vorort.networks import rules
from vorort.networks.choices import MOST_SUGGESTIONS, Reaction, SuggestionKind
from vorort.networks.models import SuggestionAnswer
from vorort.networks.queries.published import (
    PublicLine,
    list_public_measures,
    profile_of,
    users_by_title,
)
from vorort.partners.choices import ProtectiveFactor, RiskFactor, TargetGroup, Topic
from vorort.partners.models import Offer
from vorort.partners.queries import labels, listed_offers

# The overview names so many needs; the findings have them all.
MOST_NEEDS = 12


@dataclass(frozen=True)
class Suggestion:
    """Something that may fit, with each part of its score in words."""

    kind: SuggestionKind
    # Public id of the offer, or of the publication's measure.
    subject: str
    title: str
    url: str
    reasons: list[str]
    score: int
    points: list[int]
    note: str = ""

    @property
    def parts(self) -> list[tuple[int, str]]:
        """Points and words of each reason."""
        return list(zip(self.points, self.reasons, strict=True))


@dataclass(frozen=True)
class _Candidate:
    """Something that may be suggested, before it is put in words; ``key`` stands in its address."""

    kind: SuggestionKind
    subject: str
    key: str
    title: str
    note: str
    reasons: list[rules.Reason]

    @property
    def score(self) -> int:
        return rules.score_of(self.reasons)


@dataclass(frozen=True)
class Answered:
    """A suggestion somebody has answered."""

    answer: SuggestionAnswer
    title: str

    @property
    def key(self) -> str:
        return f"{self.answer.kind}-{self.answer.subject}"


@dataclass(frozen=True)
class Suggestions:
    """What may fit a need; where nothing does, why; what has been answered."""

    items: list[Suggestion]
    why_nothing: list[str]
    answered: list[Answered]


def suggest(actor: Person, need: Need, *, on: dt.date | None = None) -> list[Suggestion]:
    """Return what may fit a need, the best first; what was declined or taken does not return."""
    return get_suggestions(actor, need, on=on).items


def get_suggestions(actor: Person, need: Need, *, on: dt.date | None = None) -> Suggestions:
    """Return the suggestions for a need with what was answered and why there may be none."""
    authority = need.authority
    if not rules.can_view(actor, authority):
        return Suggestions([], [], [])
    offers = listed_offers(authority, on=on or today())
    lines = list_public_measures(actor, authority)
    wanted = profile_of_need(need)
    answers = list(SuggestionAnswer.objects.filter(need=need).order_by("pk"))
    matched = set(OfferMatch.objects.filter(need=need).values_list("offer__public_id", flat=True))
    seen = {(each.kind, each.subject) for each in answers}
    seen |= {(SuggestionKind.OFFER.value, subject) for subject in matched}
    fitting = [
        *_offers(wanted, offers, lines),
        *_measures(wanted, lines),
    ]
    items = [each for each in fitting if (each.kind.value, each.subject) not in seen]
    items.sort(key=lambda each: (-each.score, each.title, each.subject))
    # Whoever takes a model over from here has the goal of the need chosen already.
    goal = need.goals.values_list("public_id", flat=True).first()
    asked = f"?ziel={goal}" if goal else ""
    return Suggestions(
        items=[_said(each, authority.slug, asked) for each in items[:MOST_SUGGESTIONS]],
        why_nothing=[] if items else _why_nothing(wanted, offers, lines, len(fitting)),
        answered=_answered(answers, offers, lines),
    )


def list_open_needs(authority: Authority) -> list[Need]:
    """Return the needs that still wait for an answer, the newest finding first; scoped."""
    rows = Need.objects.filter(authority=authority, state=NeedState.OPEN)
    return list(rows.select_related("finding").order_by("-finding__found_on", "id")[:MOST_NEEDS])


def get_answer(need: Need, key: str) -> SuggestionAnswer:
    """Return an answer that was given for a need; ``NotVisible`` for others."""
    rows = SuggestionAnswer.objects.filter(need=need, reaction=Reaction.DECLINED)
    found = next((each for each in rows if f"{each.kind}-{each.subject}" == key), None)
    if found is None:
        raise NotVisible(_("Diese Antwort gibt es nicht."))
    return found


def wanted_words(need: Need) -> list[tuple[str, list[str]]]:
    """Return what a need asks for, in words; what is not known is left out."""
    wanted = profile_of_need(need)
    lists = [
        (_("Thema"), labels(Topic, wanted.topics)),
        (_("Zielgruppen"), labels(TargetGroup, wanted.target_groups)),
        (_("Risikofaktoren"), labels(RiskFactor, wanted.risk_factors)),
        (_("Schutzfaktoren"), labels(ProtectiveFactor, wanted.protective_factors)),
    ]
    return [(label, words) for label, words in lists if words]


def profile_of_need(need: Need) -> rules.Profile:
    """Return what a need asks for: factors of its cause, or of all causes of its finding."""
    causes: Iterable[Hypothesis] = (
        [need.hypothesis] if need.hypothesis else need.finding.hypotheses.all()
    )
    risks: set[str] = set()
    strengths: set[str] = set()
    for cause in causes:
        risks.update(cause.risk_factors)
        strengths.update(cause.protective_factors)
    return rules.Profile(
        topics=frozenset({need.finding.topic}),
        target_groups=frozenset(need.finding.target_groups),
        risk_factors=frozenset(risks),
        protective_factors=frozenset(strengths),
    )


def _offers(
    wanted: rules.Profile, offers: Iterable[Offer], lines: Iterable[PublicLine]
) -> list[_Candidate]:
    users = users_by_title(lines)
    found = []
    for offer in offers:
        brings = rules.Profile(
            topics=frozenset(offer.topics),
            target_groups=frozenset(offer.target_groups),
            risk_factors=frozenset(offer.risk_factors),
            protective_factors=frozenset(offer.protective_factors),
            evidence_level=offer.evidence_level,
            evidence_on=offer.evidence_on,
            used_by=tuple(sorted(users.get(offer.title.casefold(), ()))),
        )
        provider = offer.organisation.name if offer.organisation else offer.authority.name
        key, reasons = offer.public_id, rules.reasons_for(wanted, brings)
        found.append(_Candidate(SuggestionKind.OFFER, key, key, offer.title, provider, reasons))
    return [each for each in found if each.reasons]


def _measures(wanted: rules.Profile, lines: Iterable[PublicLine]) -> list[_Candidate]:
    found = [
        _Candidate(
            SuggestionKind.MEASURE,
            line.subject,
            line.publication,
            line.measure["title"],
            line.measure["town"],
            rules.reasons_for(wanted, profile_of(line)),
        )
        for line in lines
    ]
    return [each for each in found if each.reasons]


def _said(found: _Candidate, slug: str, asked: str) -> Suggestion:
    """Put a candidate in words, with the way to it."""
    if found.kind == SuggestionKind.OFFER:
        url = reverse("partners:offer", args=[slug, found.key])
    else:
        url = reverse("networks:model", args=[slug, found.key]) + asked
    return Suggestion(
        kind=found.kind,
        subject=found.subject,
        title=found.title,
        url=url,
        reasons=[each.text for each in found.reasons],
        score=found.score,
        points=[each.points for each in found.reasons],
        note=found.note,
    )


def _why_nothing(
    wanted: rules.Profile, offers: list[Offer], lines: list[PublicLine], fitting: int
) -> list[str]:
    """Return sentences that say why there is no suggestion and what would help."""
    if fitting:
        return [_("Was passt, haben Sie schon beantwortet.")]
    found = []
    if not offers and not lines:
        found.append(
            _("Im Verzeichnis steht noch kein gelistetes Angebot, und kein anderer Ort hat eine "
              "Maßnahme veröffentlicht.")
        )  # fmt: skip
    else:
        looked = [
            ngettext("ein gelistetes Angebot", "%(n)d gelistete Angebote", len(offers))
            % {"n": len(offers)},
            ngettext("eine veröffentlichte Maßnahme", "%(n)d veröffentlichte Maßnahmen", len(lines))
            % {"n": len(lines)},
        ]
        found.append(
            _("Durchgesehen: %(offers)s und %(measures)s. Nichts davon hat Thema oder Faktor "
              "gemeinsam und ist für dieselben Menschen.")
            % {"offers": looked[0], "measures": looked[1]}
        )  # fmt: skip
    if not wanted.risk_factors and not wanted.protective_factors:
        found.append(
            _("Bei der Ursache stehen keine Risiko- oder Schutzfaktoren. Tragen Sie dort ein, "
              "woran es liegt: Danach wird gesucht.")
        )  # fmt: skip
    found.append(_("Dann braucht es vielleicht etwas Eigenes. Auch das ist ein Ergebnis."))
    return found


def _answered(
    answers: Iterable[SuggestionAnswer], offers: Iterable[Offer], lines: Iterable[PublicLine]
) -> list[Answered]:
    """Return what was declined, with its title as far as it still can be read."""
    titles: Mapping[str, str] = {
        **{offer.public_id: offer.title for offer in offers},
        **{line.subject: f"{line.measure['title']} ({line.measure['town']})" for line in lines},
    }
    return [
        Answered(each, titles.get(each.subject, _("nicht mehr gelistet")))
        for each in answers
        if each.reaction == Reaction.DECLINED
    ]
