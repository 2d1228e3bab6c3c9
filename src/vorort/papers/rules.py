"""Who may read and work on papers, how they are counted."""

from collections.abc import Callable

from django.db.models import Q

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.rules import may
from vorort.councils.choices import LEVELS, Confidentiality
from vorort.councils.models import Body
from vorort.councils.rules import can_edit_public, can_run, level_of, readable
from vorort.papers.choices import PaperState, SignatureState
from vorort.papers.models import CoSignature, Paper

KIND = "papers.paper"
# What has gone out; the rest is a draft of those who write and sign it.
OUT = (PaperState.RELEASED, PaperState.DECIDED)
CHANGEABLE = frozenset({PaperState.DRAFT, PaperState.SIGNING, PaperState.RELEASED})


def search_audience(body_id: int, confidentiality: str) -> str:
    """Return the door in the search behind which a body's things of this class stand.

    Each body has a door for what its members read and one for what the town's people read too.
    What the core group keeps has none: it is not in the index at all.
    """
    kind = "open" if confidentiality == Confidentiality.PUBLIC else "members"
    return f"body_{kind}_{body_id}"


def search_audiences(body_id: int, level: Confidentiality) -> tuple[str, ...]:
    """Return the doors of a body that somebody of this level may open."""
    return tuple(
        search_audience(body_id, each) for each in readable(level) if each != Confidentiality.CORE
    )


def shown_to(actor: Person, body: Body, level: Confidentiality) -> Q:
    """Return which papers of a body somebody of this level finds in its lists."""
    shown = Q(confidentiality__in=readable(level))
    if can_run(actor, body):
        return shown
    own_table = Q(confidentiality=Confidentiality.CORE)
    return shown & (Q(state__in=OUT) | own_table | Q(author=actor.pk))


# ``rule(actor, paper)`` of an upper app: who has been called to a meeting reads what lies before it.
ReadingRule = Callable[[Person, Paper], bool]
_more_readers: list[ReadingRule] = []


def add_reading_rule(rule: ReadingRule) -> None:
    """Let an upper app say who else reads a paper that has gone out; twice counts once.

    Never what the core group keeps: that takes a seat of one's own there.
    """
    if rule not in _more_readers:
        _more_readers.append(rule)


def can_read(actor: Person, paper: Paper) -> bool:
    """Whether the person may open the paper: what has gone out, by class; drafts only who works
    on them. Who is asked to sign reads what is asked.
    """
    level = level_of(actor, paper.body)
    if level is None:
        return False
    if paper.confidentiality == Confidentiality.CORE:
        return level == Confidentiality.CORE
    if is_signer(actor, paper) or can_run(actor, paper.body):
        return True
    if paper.state in OUT:
        in_class = paper.confidentiality in readable(level)
        return in_class or any(rule(actor, paper) for rule in _more_readers)
    return paper.author_id == actor.pk and paper.confidentiality in readable(level)


def can_write(actor: Person, body: Body, confidentiality: str) -> bool:
    """Whether the person makes and changes papers of this class.

    Who runs the body; what the core group keeps is written by the core group alone.
    """
    if confidentiality == Confidentiality.CORE:
        return level_of(actor, body) == Confidentiality.CORE
    return can_run(actor, body)


def can_edit(actor: Person, paper: Paper) -> bool:
    """Whether the person may work on this paper."""
    return can_write(actor, paper.body, paper.confidentiality)


def writable_classes(actor: Person, body: Body) -> list[Confidentiality]:
    """Return the classes in which somebody may make papers or add files, the lowest first."""
    return [each for each in LEVELS if can_write(actor, body, each)]


def can_publish(actor: Person, paper: Paper) -> bool:
    """Whether the person may make the paper's public page."""
    return (
        paper.confidentiality == Confidentiality.PUBLIC
        and paper.state in OUT
        and can_edit_public(actor, paper.body)
    )


def can_take_back(actor: Person, paper: Paper) -> bool:
    """Whether the person may withdraw the public page."""
    return can_run(actor, paper.body) and may(actor, Permission.WITHDRAW, paper.authority)


def is_signer(actor: Person, paper: Paper) -> bool:
    """Whether the person is asked to sign, or was."""
    return any(each.person_id == actor.pk for each in paper.signatures.all())


def turn_of(paper: Paper) -> CoSignature | None:
    """Return whose turn it is, or None where nobody is waited for."""
    if paper.state != PaperState.SIGNING:
        return None
    waiting = [each for each in paper.signatures.all() if each.state == SignatureState.OPEN]
    return min(waiting, key=lambda each: each.position, default=None)


def may_sign(person: Person, body: Body, confidentiality: str) -> bool:
    """Whether somebody can be asked to sign: who sees the body; in the core group who sits there."""
    level = level_of(person, body)
    if confidentiality == Confidentiality.CORE:
        return level == Confidentiality.CORE
    return level is not None


def higher(one: str, other: str) -> Confidentiality:
    """Return the stricter of two classes."""
    return LEVELS[max(LEVELS.index(Confidentiality(one)), LEVELS.index(Confidentiality(other)))]


def in_index(paper: Paper) -> bool:
    """Whether the search may know the paper: gone out, and not of the core group."""
    return paper.state in OUT and paper.confidentiality != Confidentiality.CORE
