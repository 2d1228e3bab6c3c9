"""The chain on one page, both ways: why we do this, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.findings import rules
from vorort.findings.choices import ChainStep, FindingState, GoalState, NeedState
from vorort.findings.models import Finding, Goal, Hypothesis, Need, OfferMatch, Priority
from vorort.findings.queries.goals import (
    GoalLine,
    baseline_words,
    goal_tree,
    need_of,
    with_below,
)
from vorort.findings.registry import ChainLink, ends_of

_GOAL_TONES = {
    GoalState.REACHED: "good",
    GoalState.MISSED: "bad",
    GoalState.UNCLEAR: "plain",
    GoalState.DROPPED: "plain",
}


@dataclass(frozen=True)
class NeedChain:
    """A need with what it was matched with, how it was rated, and its goals."""

    need: Need
    matches: list[OfferMatch]
    rating: Priority | None
    vote: Priority | None
    ratings: list[Priority]
    goals: list[GoalLine]


@dataclass(frozen=True)
class FindingChain:
    """A finding with everything that hangs on it."""

    finding: Finding
    causes: list[Hypothesis]
    needs: list[NeedChain]
    chains: list[list[ChainLink]]

    @property
    def measures(self) -> list[ChainLink]:
        """Return each measure once, for the sentence at the end of a finding."""
        found = {
            link.url: link
            for chain in self.chains
            for link in chain
            if link.step == ChainStep.MEASURE and link.title
        }
        return list(found.values())


def get_chain(actor: Person, finding: Finding, *, only: Need | None = None) -> FindingChain:
    """Return the whole chain of a finding, or of one of its needs, in constant queries."""
    rows = Need.objects.filter(finding=finding).select_related("hypothesis", "authority")
    needs = list(rows.filter(pk=only.pk) if only else rows)
    for need in needs:
        need.finding = finding
    goals = with_below(
        Goal.objects.filter(need__in=needs).select_related("authority", "parent").order_by("id")
    )
    serves = {goal.pk: top.need_id for goal, top in goals}
    lines = goal_tree(actor, [goal for goal, _top in goals])
    chains: list[NeedChain] = []
    matches = list(OfferMatch.objects.filter(need__in=needs))
    ratings = list(Priority.objects.filter(need__in=needs).select_related("rated_by", "body"))
    for need in needs:
        own = [rating for rating in ratings if rating.need_id == need.pk]
        voted = [rating for rating in own if rating.voted_on is not None]
        chains.append(
            NeedChain(
                need=need,
                matches=[match for match in matches if match.need_id == need.pk],
                rating=own[0] if own else None,
                vote=max(voted, key=lambda one: (one.voted_on, one.pk), default=None),
                ratings=own,
                goals=[line for line in lines if serves[line.goal.pk] == need.pk],
            )
        )
    return FindingChain(
        finding=finding,
        causes=list(Hypothesis.objects.filter(finding=finding)),
        needs=chains,
        chains=_chains(actor, finding, chains),
    )


def chains_of_finding(actor: Person, finding: Finding) -> list[list[ChainLink]]:
    """Return every way from a finding to an effect, each with its five links."""
    return get_chain(actor, finding).chains


def chain_of_goal(actor: Person, goal: Goal) -> list[ChainLink]:
    """Return the five links around a goal; of several measures the first, with their number."""
    links = ends_of(actor, [goal])[goal.pk]
    measures = [link for link in links if link.step == ChainStep.MEASURE]
    measure, effect = _ends(links)[0]
    if len(measures) > 1:
        more = ngettext("und eine weitere", "und %(n)d weitere", len(measures) - 1)
        words = [measure.note, more % {"n": len(measures) - 1}]
        measure = replace(measure, note=" · ".join(word for word in words if word))
    need = need_of(goal)
    if need is None:
        nothing = [ChainLink(ChainStep.FINDING), ChainLink(ChainStep.NEED)]
        return [*nothing, goal_link(goal), measure, effect]
    rating = Priority.objects.filter(need=need).first()
    return [
        finding_link(need.finding),
        need_link(need, rating),
        goal_link(goal),
        measure,
        effect,
    ]


def finding_link(finding: Finding) -> ChainLink:
    """Return a finding as a link of the chain."""
    closed = finding.state == FindingState.CLOSED
    return ChainLink(
        ChainStep.FINDING,
        finding.title,
        note=finding.source_title or _("von Menschen beobachtet"),
        url=_address("finding", finding),
        badge=str(finding.get_state_display()) if closed else "",
    )


def need_link(need: Need, rating: Priority | None) -> ChainLink:
    """Return a need as a link of the chain."""
    note = _("Dringlichkeit %(n)d von 125") % {"n": rating.score} if rating else ""
    stated = need.state != NeedState.OPEN
    return ChainLink(
        ChainStep.NEED,
        need.title,
        note=note or _("noch nicht bewertet"),
        url=_address("need", need),
        badge=str(need.get_state_display()) if stated else "",
        tone="good" if need.state == NeedState.COVERED else "plain",
    )


def goal_link(goal: Goal) -> ChainLink:
    """Return a goal as a link of the chain."""
    judged = goal.state != GoalState.OPEN
    return ChainLink(
        ChainStep.GOAL,
        goal.title,
        note=baseline_words(goal),
        url=_address("goal", goal),
        badge=str(goal.get_state_display()) if judged else "",
        tone=_GOAL_TONES.get(GoalState(goal.state), "plain"),
    )


def _address(view: str, thing: Finding | Need | Goal) -> str:
    return reverse(f"findings:{view}", args=[thing.authority.slug, thing.public_id])


def _chains(actor: Person, finding: Finding, needs: Sequence[NeedChain]) -> list[list[ChainLink]]:
    first, may_edit = finding_link(finding), rules.can_edit(actor, finding.authority)
    may_edit = may_edit and finding.state == FindingState.OPEN
    chains: list[list[ChainLink]] = []
    for each in needs:
        head = [first, need_link(each.need, each.rating)]
        for line in each.goals:
            for measure, effect in _ends(line.ends):
                chains.append([*head, goal_link(line.goal), measure, effect])
        if not each.goals:
            way = _new_goal(each.need) if may_edit and each.need.state == NeedState.OPEN else None
            chains.append([*head, way or ChainLink(ChainStep.GOAL), *_nothing()])
    if not needs:
        open_need = ChainLink(ChainStep.NEED)
        if may_edit:
            url = reverse("findings:new_need", args=[finding.authority.slug, finding.public_id])
            open_need = replace(open_need, note=_("Bedarf festhalten"), url=url)
        chains.append([first, open_need, ChainLink(ChainStep.GOAL), *_nothing()])
    return chains


def _new_goal(need: Need) -> ChainLink:
    url = reverse("findings:new_goal", args=[need.authority.slug])
    return ChainLink(ChainStep.GOAL, note=_("Ziel setzen"), url=f"{url}?bedarf={need.public_id}")


def _nothing() -> tuple[ChainLink, ChainLink]:
    return ChainLink(ChainStep.MEASURE), ChainLink(ChainStep.EFFECT)


def _ends(links: Sequence[ChainLink]) -> list[tuple[ChainLink, ChainLink]]:
    """Return each measure with its effect: the pages of an effect name their measure by its id."""
    measures = [link for link in links if link.step == ChainStep.MEASURE]
    effects = [link for link in links if link.step == ChainStep.EFFECT]
    if not measures:
        return [_nothing()]
    pairs = []
    for measure in measures:
        key = measure.url.rstrip("/").rpartition("/")[2]
        own = [link for link in effects if key and f"/{key}/" in link.url]
        pairs.append((measure, own[0] if own else ChainLink(ChainStep.EFFECT)))
    return pairs
