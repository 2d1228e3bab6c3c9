"""Links to things of other apps by (kind, public id), without importing the app."""

from collections.abc import Callable
from dataclasses import dataclass

KINDS: dict[str, "Resolver"] = {}


@dataclass(frozen=True)
class Link:
    title: str
    url: str


Resolver = Callable[[object, str], Link | None]


def register(kind: str, resolver: Resolver) -> None:
    """Register ``resolver(actor, public_id)`` for a kind such as ``situation.report``."""
    if kind in KINDS:
        raise ValueError(f"kind registered twice: {kind}")
    KINDS[kind] = resolver


def resolve(actor: object, kind: str, public_id: str) -> Link | None:
    """Return title and address, or None where the actor may not see it or it is gone."""
    resolver = KINDS.get(kind)
    return resolver(actor, public_id) if resolver else None
