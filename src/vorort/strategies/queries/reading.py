"""A strategy and its versions as somebody may read them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.models import Body
from vorort.councils.queries import list_bodies
from vorort.findings.choices import FindingState, GoalState
from vorort.findings.models import Finding, Goal
from vorort.measures.choices import ENDED
from vorort.measures.models import Measure
from vorort.papers.models import Paper
from vorort.papers.rules import can_write
from vorort.publications.choices import PublicationKind, PublicationStatus
from vorort.publications.models import Publication
from vorort.resolutions.models import Resolution
from vorort.resolutions.queries import list_register
from vorort.strategies import rules
from vorort.strategies.choices import DECIDED, IN_WORK, StrategyState
from vorort.strategies.models import Focus, FocusGoal, Strategy

# So many resolutions are offered to choose from: older ones adopt nothing any more.
MOST_RESOLUTIONS = 60
# One series of public versions for the whole life of an authority.
SUBJECT = "strategie"


def _rows(authority: Authority) -> QuerySet[Strategy]:
    return Strategy.objects.filter(authority=authority).select_related(
        "authority", "previous", "resolution__body", "publication"
    )


def get_strategy(actor: Person, authority: Authority, public_id: str) -> Strategy:
    """Return one version; ``NotVisible`` (a 404) for who may not see it."""
    found = _rows(authority).filter(public_id=public_id).first()
    if found is None or not rules.can_view(actor, authority):
        raise NotVisible(_("Diese Strategie gibt es nicht."))
    return found


def get_focus(strategy: Strategy, public_id: str) -> Focus:
    """Return a priority of a strategy; ``NotVisible`` where it has none of this id."""
    rows = strategy.focuses.select_related("strategy__authority", "need")
    found: Focus | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotVisible(_("Diesen Schwerpunkt gibt es nicht."))
    return found


def current(actor: Person, authority: Authority) -> Strategy | None:
    """Return the strategy that holds, or None."""
    return list_versions(actor, authority).filter(state=StrategyState.ADOPTED).first()


def in_work(actor: Person, authority: Authority) -> Strategy | None:
    """Return the version that is written or lies before a body, or None."""
    return list_versions(actor, authority).filter(state__in=IN_WORK).first()


def list_versions(actor: Person, authority: Authority) -> QuerySet[Strategy]:
    """Return every version, the newest first."""
    rows = _rows(authority) if rules.can_view(actor, authority) else Strategy.objects.none()
    return rows.order_by("-version")


def list_decided(strategy: Strategy) -> list[Strategy]:
    """Return the other versions a version can be compared with, the newest first."""
    rows = _rows(strategy.authority).filter(state__in=DECIDED)
    return list(rows.exclude(pk=strategy.pk).order_by("-version"))


def live_publication(authority: Authority) -> Publication | None:
    """Return what everybody reads as the strategy of an authority now."""
    return _published(authority).filter(status=PublicationStatus.LIVE).last()


def published_period(authority: Authority) -> int | None:
    """Return the year under which the public strategies of an authority are counted."""
    return _published(authority).values_list("period", flat=True).first()


def _published(authority: Authority) -> QuerySet[Publication]:
    rows = Publication.objects.filter(authority=authority, kind=PublicationKind.STRATEGY)
    return rows.filter(subject=SUBJECT).select_related("authority").order_by("id")


def paper_of(strategy: Strategy) -> Paper | None:
    """Return the newest paper by which a strategy went before a body."""
    made = Paper.objects.filter(origin_kind=rules.KIND, origin_id=strategy.public_id)
    return made.select_related("body").order_by("-id").first()


def list_councils(actor: Person, authority: Authority) -> list[Body]:
    """Return the bodies before which this person may bring a strategy."""
    lead = [each for each in list_bodies(actor, authority) if each.authority_id == authority.pk]
    alive = [each for each in lead if each.state != BodyState.DISSOLVED]
    return [each for each in alive if can_write(actor, each, Confidentiality.MEMBERS)]


def list_resolutions(actor: Person, authority: Authority) -> list[Resolution]:
    """Return the resolutions that can adopt a strategy, the newest first."""
    rows = list_register(actor, authority).order_by("-decided_on", "-id")[:MOST_RESOLUTIONS]
    return [each for each in rows if rules.carries(each, authority)]


def list_findings_to_link(strategy: Strategy) -> list[Finding]:
    """Return the open findings, and those that are linked already."""
    linked = set(strategy.findings.values_list("finding_id", flat=True))
    rows = Finding.objects.filter(authority=strategy.authority)
    return [each for each in rows if each.state == FindingState.OPEN or each.pk in linked]


def list_goals_to_add(focus: Focus) -> list[Goal]:
    """Return the open goals that no priority of this strategy holds, those of its need first."""
    held = FocusGoal.objects.filter(focus__strategy=focus.strategy_id).values("goal_id")
    rows = Goal.objects.filter(authority=focus.authority_id, state=GoalState.OPEN, parent=None)
    free = rows.exclude(pk__in=held)
    return sorted(free, key=lambda goal: (goal.need_id != focus.need_id, goal.title))


def list_measures_to_add(focus: Focus) -> list[Measure]:
    """Return the measures that run or will run and that the priority does not name itself."""
    named = focus.measures.values("measure_id")
    rows = Measure.objects.filter(authority=focus.authority_id).exclude(state__in=ENDED)
    return list(rows.exclude(pk__in=named).select_related("owner"))
