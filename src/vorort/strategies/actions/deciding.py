"""A strategy goes before a body, is adopted by its resolution, replaces the one before."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.notices.rules import public_text
from vorort.papers import actions as papers
from vorort.papers.choices import PAPER_STEPS, PaperState
from vorort.resolutions.choices import Outcome
from vorort.strategies import rules
from vorort.strategies.actions._common import StrategyFixed, locked, locked_draft, log, step
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Strategy
from vorort.strategies.queries import build_content, completeness, paper_of
from vorort.strategies.queries.content import said
from vorort.strategies.queries.document import as_markdown, proposal_words

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.papers.models import Paper
    from vorort.resolutions.models import Resolution


class EmptyStrategy(DomainError):
    """Something is missing without which nothing can be adopted."""


class NotCarried(DomainError):
    """The resolution adopts no strategy."""


@transaction.atomic
def submit_strategy(*, strategy: Strategy, body: "Body", by: Person, at: dt.datetime) -> "Paper":
    """Bring a strategy before a body: a paper with its whole text; from now on its words are kept.

    When the body adopts the paper the strategy is adopted, in exactly these words.
    """
    own = locked_draft(strategy)
    if body.authority_id != own.authority_id:
        raise DomainError(_("Dieses Gremium gehört zu einem anderen Ort."), field="body")
    _keep_words(own)
    step(own, StrategyState.SUBMITTED)
    own.save()
    paper = papers.submit_paper(
        body=body,
        title=public_text(own.title)[:200],
        # A paper may become public: what is blacked out never stands in it.
        text=as_markdown(said(own.content, public_text)),
        proposal=proposal_words(own),
        origin=(rules.KIND, own.public_id),
        by=by,
        at=at,
    )
    log("strategy_submitted", own, by, at, body=body.name)
    return paper


@transaction.atomic
def recall_strategy(*, strategy: Strategy, by: Person, at: dt.datetime) -> Strategy:
    """Take a strategy back to work on it; its paper is withdrawn."""
    own = locked(strategy)
    if own.state != StrategyState.SUBMITTED:
        raise StrategyFixed(_("Diese Strategie liegt keinem Gremium vor."))
    paper = paper_of(own)
    if paper is not None and PaperState.WITHDRAWN in PAPER_STEPS[PaperState(paper.state)]:
        papers.withdraw_paper(paper=paper, by=by, at=at)
    _back_to_work(own)
    log("strategy_recalled", own, by, at)
    return own


@transaction.atomic
def adopt_strategy(
    *, strategy: Strategy, resolution: "Resolution", on: dt.date, by: Person, at: dt.datetime
) -> Strategy:
    """Note that a resolution has adopted the strategy; the version before is replaced.

    What was laid before a body is adopted in those words, a draft in the words it has now.
    """
    own = locked(strategy)
    if not rules.carries(resolution, own.authority):
        words = _("Bitte wählen Sie einen angenommenen Beschluss eines Gremiums Ihres Ortes.")
        raise NotCarried(words, field="resolution")
    if on > timezone.localtime(at).date():
        raise DomainError(_("Dieser Tag liegt in der Zukunft."), field="on")
    if on < resolution.decided_on:
        raise DomainError(_("Der Beschluss ist erst an einem späteren Tag gefasst."), field="on")
    if own.state == StrategyState.DRAFT:
        _keep_words(own)
    step(own, StrategyState.ADOPTED)
    held = Strategy.objects.filter(authority=own.authority_id, state=StrategyState.ADOPTED)
    for earlier in held.select_for_update():
        step(earlier, StrategyState.REPLACED)
        earlier.save()
        log("strategy_replaced", earlier, by, at, by_version=own.version)
    own.resolution, own.adopted_on = resolution, on
    own.save()
    log("strategy_adopted", own, by, at, resolution=resolution.reference)
    return own


@transaction.atomic
def decided(*, resolution: "Resolution", at: dt.datetime, **_signal: Any) -> None:
    """Adopt the strategy whose paper was adopted; a rejected one is a draft again.

    A body that was only consulted decides nothing: the paper must be its own.
    """
    paper = resolution.paper
    if paper is None or paper.origin_kind != rules.KIND or paper.body_id != resolution.body_id:
        return
    with authority_scope(resolution.authority):
        waiting = Strategy.objects.filter(state=StrategyState.SUBMITTED)
        strategy = waiting.filter(public_id=paper.origin_id).first()
        if strategy is None:
            return
        by = get_system_person()
        if resolution.outcome == Outcome.REJECTED:
            own = locked(strategy)
            _back_to_work(own)
            log("strategy_rejected", own, by, at, resolution=resolution.reference)
        elif rules.carries(resolution, strategy.authority):
            given: dict[str, Any] = {"resolution": resolution, "on": resolution.decided_on}
            adopt_strategy(strategy=strategy, by=by, at=at, **given)


def _keep_words(strategy: Strategy) -> None:
    """Freeze what the strategy says, or say what it lacks."""
    content = build_content(strategy)
    missing = completeness(content).missing
    if missing:
        words = _("So kann die Strategie nicht beschlossen werden.")
        raise EmptyStrategy(" ".join((words, *(gap.words for gap in missing))))
    strategy.content = content


def _back_to_work(strategy: Strategy) -> None:
    step(strategy, StrategyState.DRAFT)
    strategy.content = {}
    strategy.save()
