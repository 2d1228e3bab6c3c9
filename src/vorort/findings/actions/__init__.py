"""What is done with findings, causes, needs, ratings and goals."""

from vorort.findings.actions._common import FindingClosed, HasFollowers, StaleFinding
from vorort.findings.actions.findings import (
    SourceUnreadable,
    add_hypothesis,
    close_finding,
    create_finding,
    edit_finding,
    edit_hypothesis,
    remove_hypothesis,
    reopen_finding,
)
from vorort.findings.actions.goals import (
    BadIndicator,
    BadTarget,
    edit_goal,
    judge_goal,
    set_goal,
)
from vorort.findings.actions.needs import (
    OfferGone,
    add_need,
    edit_need,
    finish_matching,
    match_offer,
    remove_need,
    set_need_state,
    unmatch_offer,
)
from vorort.findings.actions.ratings import (
    OutOfRange,
    VotesWrong,
    rate_need,
    record_votes,
)

__all__ = [
    "BadIndicator",
    "BadTarget",
    "FindingClosed",
    "HasFollowers",
    "OfferGone",
    "OutOfRange",
    "SourceUnreadable",
    "StaleFinding",
    "VotesWrong",
    "add_hypothesis",
    "add_need",
    "close_finding",
    "create_finding",
    "edit_finding",
    "edit_goal",
    "edit_hypothesis",
    "edit_need",
    "finish_matching",
    "judge_goal",
    "match_offer",
    "rate_need",
    "record_votes",
    "remove_hypothesis",
    "remove_need",
    "reopen_finding",
    "set_goal",
    "set_need_state",
    "unmatch_offer",
]
