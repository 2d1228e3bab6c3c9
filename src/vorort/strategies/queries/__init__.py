"""What a strategy says, how far it is, what changed, what the state's says."""

from vorort.strategies.queries.completeness import completeness
from vorort.strategies.queries.content import build_content, content_of
from vorort.strategies.queries.difference import difference
from vorort.strategies.queries.document import adopted_words, build_document
from vorort.strategies.queries.duties import list_duties
from vorort.strategies.queries.edition import build_edition, public_path
from vorort.strategies.queries.reading import current, get_focus, get_strategy, in_work, paper_of
from vorort.strategies.queries.state import list_cited, list_citing, state_strategy
from vorort.strategies.queries.tree import overview

__all__ = [
    "adopted_words",
    "build_content",
    "build_document",
    "build_edition",
    "completeness",
    "content_of",
    "current",
    "difference",
    "get_focus",
    "get_strategy",
    "in_work",
    "list_cited",
    "list_citing",
    "list_duties",
    "overview",
    "paper_of",
    "public_path",
    "state_strategy",
]
