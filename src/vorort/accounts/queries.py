"""Reads of people."""

from vorort.accounts.choices import SYSTEM_EMAIL, PersonKind
from vorort.accounts.models import Person


def get_system_person() -> Person:
    """Return the person the platform itself acts as; it exists after ``migrate``."""
    return Person.objects.get(kind=PersonKind.SYSTEM, email=SYSTEM_EMAIL)


def find_person(email: str) -> Person | None:
    """Return the human with an e-mail address, in any spelling of case, or None."""
    return Person.objects.filter(email=email.strip().lower(), kind=PersonKind.HUMAN).first()
