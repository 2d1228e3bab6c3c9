"""Who may see, write, publish a strategy, and which steps it may take."""

from zlib import crc32

from vorort.accounts.models import Person
from vorort.authorities.choices import AuthorityKind, Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may, state_of
from vorort.councils.choices import Confidentiality
from vorort.resolutions.choices import Outcome, ResolutionKind
from vorort.resolutions.models import Resolution

KIND = "strategies.strategy"
# Longer than that nobody plans; it is rather a slip of the keys.
MOST_YEARS = 20
FIRST_YEAR, LAST_YEAR = 1990, 2100


def stamp(*words: object) -> int:
    """Return a number for the words somebody has read: it is another one for other words."""
    return crc32("\n".join(map(str, words)).encode())


def can_view(actor: Person, authority: Authority) -> bool:
    """Whether somebody reads the strategy and its drafts: who sees the town's work."""
    return may(actor, Permission.VIEW_WORK, authority)


def can_edit(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.EDIT_MEASURES, authority)


def can_publish(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.PUBLISH, authority)


def can_withdraw(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.WITHDRAW, authority)


def carries(resolution: Resolution, authority: Authority) -> bool:
    """Whether it can adopt a strategy: adopted here, not the core group's, more than an advice."""
    return (
        resolution.authority_id == authority.pk
        and resolution.outcome == Outcome.ADOPTED
        and resolution.confidentiality != Confidentiality.CORE
        and resolution.kind != ResolutionKind.RECOMMENDATION
    )


def is_state(authority: Authority) -> bool:
    return authority.kind == AuthorityKind.STATE


def is_state_of(state: Authority, town: Authority) -> bool:
    """Whether a town lies in this state."""
    return is_state(state) and not is_state(town) and state.area_key == state_of(town)
