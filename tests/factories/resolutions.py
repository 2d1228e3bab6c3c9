"""Resolutions and tasks of a body, by the real actions or straight into the table."""

import datetime as dt
import itertools

from vorort.accounts.models import Person
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body
from vorort.resolutions.actions import add_task, adopt_resolution, start_circular
from vorort.resolutions.choices import Counts, Outcome, VoteMode
from vorort.resolutions.models import Circular, Resolution, Task

AT = dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC)
_votes = itertools.count(1)


def make_resolution(body: Body, by: Person, **given: object) -> Resolution:
    """Adopt a resolution of a vote that nobody else knows."""
    values: dict[str, object] = {
        "title": "Beleuchtung am Bahnhof",
        "text": "Die Stadt stellt drei Leuchten auf.",
        "outcome": Outcome.ADOPTED,
        "decided_on": AT.date(),
        "vote_mode": VoteMode.COUNTS,
        "counts": Counts(yes=4, no=1),
        "origin": ("sittings.vote", f"probe{next(_votes)}"),
    }
    with authority_scope(body.authority):
        return adopt_resolution(body=body, by=by, at=AT, **{**values, **given})  # type: ignore[arg-type]


def make_task(body: Body, by: Person, **given: object) -> Task:
    """Note a task of nobody in particular."""
    values: dict[str, object] = {"title": "Angebot einholen", "owner_text": "Bauamt"}
    with authority_scope(body.authority):
        return add_task(body=body, by=by, at=AT, **{**values, **given})  # type: ignore[arg-type]


def make_circular(body: Body, by: Person, **given: object) -> Circular:
    """Start a circular that runs for a week from now."""
    values: dict[str, object] = {
        "title": "Neues Schild",
        "text": "Das Schild wird angeschafft.",
        "reason": "Die nächste Sitzung ist erst im Herbst.",
        "at": now(),
    }
    start = given.get("at", values["at"])
    assert isinstance(start, dt.datetime)
    values["deadline_at"] = start + dt.timedelta(days=7)
    with authority_scope(body.authority):
        return start_circular(body=body, by=by, **{**values, **given})  # type: ignore[arg-type]
