"""What the reads share: the way in, and the lock under which numbers are given."""

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.findings import rules


def lock_town(authority: Authority) -> None:
    """Let one number after the other be given in a town; inside a transaction."""
    Authority.objects.select_for_update().get(pk=authority.pk)


def need_to_see(actor: Person, authority: Authority) -> None:
    """Raise ``NotVisible`` for whoever does not read the findings of a town."""
    if not rules.can_view(actor, authority):
        raise NotVisible(_("Diese Seite gibt es hier nicht."))
