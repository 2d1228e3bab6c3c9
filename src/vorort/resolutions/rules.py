"""Who may read and work on resolutions, tasks and circulars; how they count and are counted."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.councils.choices import (
    LEVELS,
    CircularRule,
    Confidentiality,
    Majority,
    QuorumKind,
    TieRule,
)
from vorort.councils.models import Body, BodyRules
from vorort.councils.rules import can_run, level_of, readable
from vorort.resolutions.choices import CircularAnswer, CircularState, Counts
from vorort.resolutions.models import Circular, Resolution, Task

Thing = Resolution | Task | Circular
RESOLUTION, TASK, CIRCULAR = (
    "resolutions.resolution",
    "resolutions.task",
    "resolutions.circular",
)
# A circular needs time to be read.
SHORTEST_TERM = dt.timedelta(hours=24)


def can_read(actor: Person, thing: Thing) -> bool:
    """Whether the person may open it."""
    return thing.confidentiality in readable(level_of(actor, thing.body))


def can_write(actor: Person, body: Body, confidentiality: str) -> bool:
    """Whether the person keeps what this body has in this class.

    Who runs the body; what the core group keeps is written by the core group alone.
    """
    if confidentiality == Confidentiality.CORE:
        return level_of(actor, body) == Confidentiality.CORE
    return can_run(actor, body)


def can_edit(actor: Person, thing: Thing) -> bool:
    """Whether the person may work on this resolution, task or circular."""
    return can_write(actor, thing.body, thing.confidentiality)


def can_close(actor: Person, task: Task) -> bool:
    """Whether the person may close the task: who keeps it, and whose task it is."""
    mine = task.owner is not None and task.owner.person_id == actor.pk
    return can_edit(actor, task) or (mine and can_read(actor, task))


def writable_classes(actor: Person, body: Body) -> list[Confidentiality]:
    """Return the classes in which somebody may note tasks or start circulars, the lowest first."""
    return [each for each in LEVELS if can_write(actor, body, each)]


@dataclass(frozen=True)
class Tally:
    """The answers to a circular, and what they come to.

    ``missing`` are the members who have not answered; ``needed`` answers make a quorum (0: none).
    """

    counts: Counts
    objections: int
    entitled: int
    needed: int

    @property
    def answered(self) -> int:
        return self.counts.yes + self.counts.no + self.counts.abstain + self.objections

    @property
    def missing(self) -> int:
        return max(0, self.entitled - self.answered)


def tally(answers: list[str], *, entitled: int, rules: BodyRules) -> Tally:
    """Count the answers of those entitled to vote."""
    return Tally(
        counts=Counts(
            yes=answers.count(CircularAnswer.YES),
            no=answers.count(CircularAnswer.NO),
            abstain=answers.count(CircularAnswer.ABSTAIN),
        ),
        objections=answers.count(CircularAnswer.OBJECTION),
        entitled=entitled,
        needed=quorum(entitled, rules),
    )


def quorum(entitled: int, rules: BodyRules) -> int:
    """Return how many must answer: the rules of the meeting, answers in place of presence."""
    return {
        QuorumKind.NONE: 0,
        QuorumKind.HALF: -(-entitled // 2),
        QuorumKind.MORE_THAN_HALF: entitled // 2 + 1,
        QuorumKind.FIXED: rules.quorum_number or 0,
    }[QuorumKind(rules.quorum_kind)]


def result_of(votes: Tally, rules: BodyRules, *, chair: str = "") -> CircularState:
    """Return what the answers come to.

    Where one objection ends it, it ends it; else an objection counts as an answer and no more.
    ``chair`` is the chair's answer: it decides a tie where the rules say so.
    """
    if rules.circular_rule == CircularRule.NO_OBJECTION and votes.objections:
        return CircularState.OBJECTED
    if votes.answered < votes.needed or not votes.answered:
        return CircularState.NO_QUORUM
    yes, no = votes.counts.yes, votes.counts.no
    if yes == no and yes and rules.tie_rule == TieRule.CHAIR:
        return CircularState.ADOPTED if chair == CircularAnswer.YES else CircularState.REJECTED
    enough = {
        Majority.SIMPLE: yes > no,
        Majority.TWO_THIRDS: 3 * yes >= 2 * votes.answered,
        Majority.ABSOLUTE: 2 * yes > votes.entitled,
    }[Majority(rules.majority)]
    return CircularState.ADOPTED if enough else CircularState.REJECTED


def ends_early(votes: Tally, rules: BodyRules) -> bool:
    """Whether a circular may end before its deadline: all have answered, or an objection ends it."""
    return not votes.missing or result_of(votes, rules) == CircularState.OBJECTED


def is_open(circular: Circular, *, at: dt.datetime) -> bool:
    """Whether members may still answer."""
    return circular.state == CircularState.RUNNING and at < circular.deadline_at


def votes_words(resolution: Resolution) -> str:
    """Return how a vote went: "einstimmig", "8 Ja, 1 Nein, 0 Enthaltungen", "im Konsens"."""
    if resolution.yes is None or resolution.no is None or resolution.abstain is None:
        return str(resolution.get_vote_mode_display())
    if resolution.yes and not resolution.no and not resolution.abstain:
        return _("einstimmig, %(yes)d Ja") % {"yes": resolution.yes}
    return _("%(yes)d Ja, %(no)d Nein, %(abstain)d Enthaltungen") % {
        "yes": resolution.yes,
        "no": resolution.no,
        "abstain": resolution.abstain,
    }
