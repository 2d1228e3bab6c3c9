"""Reads of the chain from finding to goal."""

from vorort.findings.queries.chain import FindingChain, chain_of_goal, chains_of_finding, get_chain
from vorort.findings.queries.common import lock_town
from vorort.findings.queries.duties import list_duties
from vorort.findings.queries.goals import (
    GoalLine,
    get_goal,
    goal_tree,
    list_below,
    list_goals,
    list_open_goals,
    measured_words,
    need_of,
)
from vorort.findings.queries.indicators import (
    Baseline,
    list_areas,
    list_choices,
    read_baseline,
    read_latest,
)
from vorort.findings.queries.matching import OfferLine, match_lines
from vorort.findings.queries.ranking import Ranked, Ranking, ranking
from vorort.findings.queries.reading import (
    FindingFilter,
    FindingLine,
    get_finding,
    get_hypothesis,
    get_need,
    list_causes,
    list_findings,
    list_needs,
    list_years,
    newest_rating,
    summarise_findings,
)
from vorort.findings.queries.sources import SourceNow, source_now

__all__ = [
    "Baseline",
    "FindingChain",
    "FindingFilter",
    "FindingLine",
    "GoalLine",
    "OfferLine",
    "Ranked",
    "Ranking",
    "SourceNow",
    "chain_of_goal",
    "chains_of_finding",
    "get_chain",
    "get_finding",
    "get_goal",
    "get_hypothesis",
    "get_need",
    "goal_tree",
    "list_areas",
    "list_below",
    "list_causes",
    "list_choices",
    "list_duties",
    "list_findings",
    "list_goals",
    "list_needs",
    "list_open_goals",
    "list_years",
    "lock_town",
    "match_lines",
    "measured_words",
    "need_of",
    "newest_rating",
    "ranking",
    "read_baseline",
    "read_latest",
    "source_now",
    "summarise_findings",
]
