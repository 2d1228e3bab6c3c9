"""Signing in and resetting cost and answer the same, whether there is such a person or not.

Counted is the work (hashing and statements), not the time: a busy machine proves nothing.
"""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_person
from tests.people import People

KNOWN, UNKNOWN, CLOSED = "polizei@example.org", "niemand@example.org", "zugang@example.org"


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every time a password is hashed."""
    calls: list[str] = []
    usual = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        calls.append("hash")
        return usual(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return calls


def _asked(address: str, fields: dict[str, str], hashing: list[str]) -> tuple[object, ...]:
    """Send a form; return hashes, statements by table, status and page without what differs."""
    client = Client()
    client.get(address)
    hashing.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.post(address, fields)
    page = response.content.decode()
    for value in fields.values():
        page = page.replace(value, "?")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return len(hashing), len(captured), response.status_code, response.get("Location"), page


@pytest.mark.parametrize("email", [UNKNOWN, CLOSED])
def test_a_failed_sign_in_tells_nothing(people: People, hashing: list[str], email: str) -> None:
    closed = make_person("Zoe Zugang", email=CLOSED)
    closed.is_active = False
    closed.save()
    given = {"password": "ganz-und-gar-falsch"}
    known = _asked("/konto/anmelden/", {"login": KNOWN, **given}, hashing)
    other = _asked("/konto/anmelden/", {"login": email, **given}, hashing)
    assert known[0] >= 1
    assert other == known


def test_asking_for_a_new_password_tells_nothing(people: People, hashing: list[str]) -> None:
    known = _asked("/konto/passwort/vergessen/", {"email": KNOWN}, hashing)
    other = _asked("/konto/passwort/vergessen/", {"email": UNKNOWN}, hashing)
    assert (known[0], known[2:]) == (other[0], other[2:])
