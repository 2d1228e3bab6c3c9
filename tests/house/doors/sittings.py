"""Who may do what at the addresses of ``sittings``."""

import datetime as dt
from typing import Any

from tests.factories.councils import make_council
from tests.factories.sittings import START, item_of, make_invited, make_sitting
from tests.house.access import CORE_SECRET, IN_COUNCIL, MEMBERS_SECRET, Access
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.meetings.choices import ItemKind
from vorort.resolutions.choices import Counts, ResolutionKind, VoteMode
from vorort.sittings import actions

_RUNS = frozenset({"coordinator"})
ACCESS: dict[str, Access] = {
    "sittings:sitting": Access(IN_COUNCIL),
    "sittings:open": Access(frozenset(), _RUNS),
    "sittings:close": Access(_RUNS, _RUNS),
    "sittings:attendance": Access(_RUNS, _RUNS),
    "sittings:item": Access(frozenset(), _RUNS),
    "sittings:vote": Access(_RUNS, _RUNS),
    "sittings:correct": Access(_RUNS, _RUNS),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()
# Only members come in here; what the town's offices may read stands on the meeting's own page.
AGENDA = (
    ("Eröffnung", ItemKind.INFORMATION, Confidentiality.PUBLIC),
    (f"Beschluss {MEMBERS_SECRET}", ItemKind.DECISION, Confidentiality.MEMBERS),
    (f"Fall {CORE_SECRET}", ItemKind.DISCUSSION, Confidentiality.CORE),
)


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    with authority_scope(people.town):
        meeting = make_invited(
            people, body=make_council(people), agenda=AGENDA, number=47,
            starts_at=START + dt.timedelta(days=700),
        )  # fmt: skip
        make_sitting(people, meeting)
        members, core = item_of(meeting, 2), item_of(meeting, 3)
        at = meeting.starts_at + dt.timedelta(minutes=5)
        for item, secret, by in (
            (members, MEMBERS_SECRET, people.coordinator),
            (core, CORE_SECRET, people.police),
        ):
            actions.save_notes(item=item, text=f"Verlauf {secret}", revision=0, by=by, at=at)
        votes = [
            actions.record_vote(
                item=item, kind=ResolutionKind.DECISION, title=f"Titel {secret}",
                text=f"Wortlaut {secret}", mode=VoteMode.COUNTS, counts=Counts(3, 0), by=by, at=at,
            )
            for item, secret, by in (
                (members, MEMBERS_SECRET, people.coordinator),
                (core, CORE_SECRET, people.police),
            )
        ]  # fmt: skip
    town, key = people.town.slug, meeting.public_id
    return {
        "sittings:sitting": [town, key],
        "sittings:open": [town, key],
        "sittings:close": [town, key],
        "sittings:attendance": [town, key],
        "sittings:item": [town, key, members.public_id],
        "sittings:vote": [town, key, members.public_id],
        "sittings:correct": [town, key, votes[0].public_id],
    }
