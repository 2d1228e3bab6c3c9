"""What a strategy says, how far it is, what changed, what the state's says."""

from vorort.strategies.queries.completeness import Completeness, Gap, completeness
from vorort.strategies.queries.content import build_content, content_of
from vorort.strategies.queries.difference import Difference, difference
from vorort.strategies.queries.document import adopted_words, build_document
from vorort.strategies.queries.duties import list_duties
from vorort.strategies.queries.edition import Edition, build_edition, public_path
from vorort.strategies.queries.reading import (
    SUBJECT,
    current,
    get_focus,
    get_strategy,
    in_work,
    list_councils,
    list_decided,
    list_findings_to_link,
    list_goals_to_add,
    list_measures_to_add,
    list_resolutions,
    list_versions,
    live_publication,
    paper_of,
    published_period,
)
from vorort.strategies.queries.state import (
    Cited,
    CitedBy,
    StateStrategy,
    describe_publication,
    get_citable,
    list_cited,
    list_citing,
    state_authority,
    state_strategy,
)
from vorort.strategies.queries.tree import FocusNode, GoalNode, MeasureLine, Overview, overview

__all__ = [
    "SUBJECT",
    "Cited",
    "CitedBy",
    "Completeness",
    "Difference",
    "Edition",
    "FocusNode",
    "Gap",
    "GoalNode",
    "MeasureLine",
    "Overview",
    "StateStrategy",
    "adopted_words",
    "build_content",
    "build_document",
    "build_edition",
    "completeness",
    "content_of",
    "current",
    "describe_publication",
    "difference",
    "get_citable",
    "get_focus",
    "get_strategy",
    "in_work",
    "list_cited",
    "list_citing",
    "list_councils",
    "list_decided",
    "list_duties",
    "list_findings_to_link",
    "list_goals_to_add",
    "list_measures_to_add",
    "list_resolutions",
    "list_versions",
    "live_publication",
    "overview",
    "paper_of",
    "public_path",
    "published_period",
    "state_authority",
    "state_strategy",
]
