"""What somebody owes: each app tells it by ``queries.list_duties(actor)``, the desk shows it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Duty:
    """One thing a person has to do.

    Attributes
    ----------
    town_key, town : str
        The two letters and the name of the town it is for.
    title : str
        Verb and object, the words of the link: "Lagebild 2025 freigeben".
    url : str
        Where it is done.
    reason : str
        Why it waits for this person, one short sentence.
    due_on : date, optional
        The day it is due; None where nobody has set one.
    kind : str
        ``app.what``, such as ``situation.approve``; for counting and tests.
    confidential : bool
        The title is only for the page of the person: a mail says that something waits and no
        more, a calendar leaves it out.
    """

    town_key: str
    town: str
    title: str
    url: str
    reason: str = ""
    due_on: dt.date | None = None
    kind: str = ""
    confidential: bool = False


# Doors beside the desk cannot be asked by it; they say here that they have duties.
_sources: list[Callable[[Any], list[Duty]]] = []


def register(source: Callable[[Any], list[Duty]]) -> None:
    """Add ``list_duties(actor)`` of an app on the floor of the desk; twice counts once."""
    if source not in _sources:
        _sources.append(source)


def sources() -> tuple[Callable[[Any], list[Duty]], ...]:
    """Return what was registered."""
    return tuple(_sources)
