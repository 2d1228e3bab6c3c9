"""Passwords that were stolen elsewhere: looked up in a file of the operator, never on the net."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = 40


class BreachedPasswordValidator:
    """Refuses a password whose SHA-1 stands in the list ``VORORT_BREACHED_PASSWORDS``.

    Two forms of list are read: one file of sorted lines ``HASH`` or ``HASH:COUNT``, searched by
    halves, or a folder with a file per first five digits, each with the other 35. Without the
    setting nothing is asked.
    """

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002
        place = settings.BREACHED_PASSWORDS
        if place and is_breached(password, Path(place)):
            raise ValidationError(
                _(
                    "Dieses Passwort steht in Listen gestohlener Passwörter. "
                    "Bitte wählen Sie ein anderes."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return str(_("Das Passwort darf nicht in Listen gestohlener Passwörter stehen."))


def is_breached(password: str, place: Path) -> bool:
    """Return whether the list at ``place`` (a sorted file or a folder of ranges) has it.

    Raises
    ------
    OSError
        When the list cannot be read: the operator wanted it asked.
    """
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    if place.is_dir():
        part = place / digest[:5]
        part = part if part.exists() else part.with_suffix(".txt")
        if not part.exists():
            return False
        with part.open() as lines:
            return any(line[:35].upper() == digest[5:] for line in lines)
    with place.open("rb") as stream:
        return _stands_in(stream, digest.encode())


def _stands_in(stream: BinaryIO, digest: bytes) -> bool:
    """Search sorted lines by halves: some thirty reads in forty gigabytes."""
    low, high = 0, stream.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        stream.seek(middle)
        if middle:
            # The line that begins before the middle is found by the lower half.
            stream.seek(middle - 1)
            stream.readline()
        line = stream.readline()[:DIGITS].upper()
        if not line or line > digest:
            high = middle
        elif line < digest:
            low = middle + 1
        else:
            return True
    return False
