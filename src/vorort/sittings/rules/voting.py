"""What a count of votes means under the rules of the body."""

from vorort.councils.choices import Majority, TieRule
from vorort.resolutions.choices import Counts, Outcome, ResolutionKind
from vorort.sittings.choices import Ballot


def is_tie(counts: Counts, *, majority: str, kind: str = ResolutionKind.DECISION) -> bool:
    """Whether the chair's word may be asked: only where a plain majority decides."""
    return (
        majority == Majority.SIMPLE
        and kind != ResolutionKind.ELECTION
        and counts.yes == counts.no
        and counts.yes > 0
    )


def decide(
    counts: Counts,
    *,
    majority: str,
    tie_rule: str,
    present: int,
    seats: int,
    kind: str = ResolutionKind.DECISION,
    runoff: bool = False,
    casting: Ballot | None = None,
) -> Outcome:
    """Return whether a motion is carried.

    Abstentions do not count for a plain majority (§ 39 (6) SächsGemO). An election takes the
    majority of those present and entitled; its second ballot the plain majority (§ 39 (7)).

    Parameters
    ----------
    present : int
        Those entitled at the table: base of two thirds and of an election.
    seats : int
        All seats with a vote: base of the absolute majority.
    casting : Ballot, optional
        What the chair says to a tie, where the rules give the chair that word.
    """
    yes, no = counts.yes, counts.no
    if kind == ResolutionKind.ELECTION and not runoff and majority == Majority.SIMPLE:
        carried = 2 * yes > present
    elif majority == Majority.ABSOLUTE:
        carried = 2 * yes > seats
    elif majority == Majority.TWO_THIRDS:
        carried = present > 0 and 3 * yes >= 2 * present
    elif is_tie(counts, majority=majority, kind=kind) and tie_rule == TieRule.CHAIR:
        carried = casting == Ballot.YES
    else:
        carried = yes > no
    return Outcome.ADOPTED if carried else Outcome.REJECTED
