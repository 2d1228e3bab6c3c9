"""Who asks for a signature, who gives it."""

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.leadership.choices import SIGN_OFF_STEPS, SignOffState
from vorort.leadership.models import SignOff

KIND = "leadership.signoff"


def can_ask(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.EDIT_MEASURES, authority)


def can_sign(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.SIGN_OFF, authority)


def may_become(sign_off: SignOff, state: SignOffState) -> bool:
    """Whether the sign-off may take this state now."""
    return state in SIGN_OFF_STEPS[SignOffState(sign_off.state)]
