"""Who may see and keep the list of partners."""

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may


def can_view_partners(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_WORK, authority)


def can_edit_partners(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.SET_UP, authority)
