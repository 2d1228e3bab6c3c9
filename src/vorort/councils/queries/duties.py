"""What waits for those who run bodies, over all their towns."""

from vorort.accounts.models import Person
from vorort.core.duties import Duty


def list_duties(actor: Person) -> list[Duty]:
    """Return what somebody owes to the bodies they run."""
    del actor
    return []
