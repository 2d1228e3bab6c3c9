"""Makers of people for tests."""

import itertools

from vorort.accounts.models import Person

_numbers = itertools.count(1)

# Long enough for our own validator, so that pages can be tested with it.
PASSWORD = "Weide-Lampe-Ufer-37"


def make_person(name: str = "", *, email: str = "", password: str = PASSWORD, **fields) -> Person:
    number = next(_numbers)
    return Person.objects.create_user(
        email=email or f"person{number}@example.org",
        password=password,
        name=name or f"Person {number}",
        **fields,
    )
