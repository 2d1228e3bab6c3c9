"""Addresses of the interface: from the setting, never from a request; ids that name nobody."""

import hashlib
import re
from collections.abc import Mapping

from vorort.api.choices import OParlType
from vorort.core.ids import ALPHABET, LENGTH
from vorort.publications.rules import public_base

ROOT = "/oparl/v1.1/"
BY_SEGMENT = {kind.value.lower(): kind for kind in OParlType}
_OWN = re.compile(r"[0-9a-z-]{1,60}")


def system_url() -> str:
    return f"{public_base()}{ROOT}"


def object_url(kind: str, public_id: str) -> str:
    return f"{system_url()}{kind.lower()}/{public_id}/"


def list_url(*segments: str, given: Mapping[str, str] | None = None) -> str:
    """Return the one address of a page of a list; ``given`` are encoded values in order."""
    query = "&".join(f"{name}={value}" for name, value in (given or {}).items())
    path = "/".join(segments)
    return f"{system_url()}{path}/" + (f"?{query}" if query else "")


def absolute(path: str) -> str:
    """Return a full address; what is one already stays."""
    return path if path.startswith(("https://", "http://")) else f"{public_base()}{path}"


def own_id(subject: str, public_id: str) -> str:
    """Return an id that no other publication can claim: parts of a thing carry its id."""
    return public_id if public_id.startswith(subject) else f"{subject}-{public_id}"


def hidden_id(town: str, *parts: str) -> str:
    """Return a lasting id from which nothing can be read and no other town's id follows."""
    digest = hashlib.sha256("\x00".join((town, *parts)).encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def is_own_id(text: str) -> bool:
    return _OWN.fullmatch(text) is not None
