"""Who may do what at the addresses of ``minutes``."""

import datetime as dt
from typing import Any

from tests.factories.councils import make_council, seat_of
from tests.factories.minutes import make_held, make_minutes
from tests.factories.sittings import make_invited
from tests.house.access import (
    CORE_SECRET,
    COUNCIL_WORK,
    IN_COUNCIL,
    MEMBERS_SECRET,
    NOBODY,
    PUBLIC,
    Access,
)
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.councils.actions import make_link
from vorort.councils.choices import Confidentiality, LinkPurpose
from vorort.meetings.choices import ItemKind
from vorort.minutes.actions import approve, save_summary, send_for_review

_RUNS = frozenset({"coordinator"})
# Approved long ago, so that everybody at every level has something to read.
_START = dt.datetime(2026, 3, 5, 16, 0, tzinfo=dt.UTC)
_AFTER = _START + dt.timedelta(days=7)
_AGENDA = (
    ("Eröffnung", ItemKind.INFORMATION, Confidentiality.PUBLIC),
    ("Licht Am Hang", ItemKind.DECISION, Confidentiality.PUBLIC),
    (f"Personalsache {MEMBERS_SECRET}", ItemKind.DISCUSSION, Confidentiality.MEMBERS),
    (f"Fallsache {CORE_SECRET}", ItemKind.DISCUSSION, Confidentiality.CORE),
)

ACCESS: dict[str, Access] = {
    "minutes:minutes": Access(COUNCIL_WORK),
    "minutes:draft": Access(NOBODY, _RUNS),
    # The core group writes at its own items; the planted passage is one of all members.
    "minutes:passage": Access(NOBODY, _RUNS),
    "minutes:extract": Access(IN_COUNCIL),
    "minutes:plain": Access(COUNCIL_WORK, _RUNS),
    "minutes:approval": Access(IN_COUNCIL),
    "minutes:sitting": Access(NOBODY, _RUNS),
    "minutes:send": Access(NOBODY, _RUNS),
    # Who writes the minutes does not look through them as well.
    "minutes:answer": Access(NOBODY, IN_COUNCIL - {"coordinator"}),
    "minutes:settle": Access(NOBODY, _RUNS),
    "minutes:paper": Access(NOBODY, _RUNS),
    "minutes:approve": Access(NOBODY, _RUNS),
    "minutes:reopen": Access(NOBODY, _RUNS),
    "minutes:publish": Access(NOBODY, _RUNS),
    "minutes:withdraw": Access(NOBODY, _RUNS),
    # No scan: nobody has one to load.
    "minutes:scan": Access(NOBODY),
    "minutes:file": Access(IN_COUNCIL),
    "minutes-personal:review": PUBLIC,
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    body = make_council(people)
    notes = {
        2: f"Herr [[{MEMBERS_SECRET}]] fragt.",
        3: f"Beraten: {MEMBERS_SECRET}",
        4: f"Besprochen: {CORE_SECRET}",
    }
    meeting = make_held(
        people,
        make_invited(people, body=body, starts_at=_START, agenda=_AGENDA, number=1),
        notes=notes,
    )
    minutes = make_minutes(people, meeting)
    with authority_scope(people.town):
        save_summary(
            minutes=minutes, text="Die Stadt baut Lampen.", revision=0, by=people.coordinator,
            at=_AFTER,
        )  # fmt: skip
        passage = minutes.passages.get(item__position=3).public_id
        approve(minutes=minutes, by=people.coordinator, at=_AFTER, note="bestätigt")
    address = [people.town.slug, meeting.public_id]
    args: dict[str, list[Any]] = dict.fromkeys(ACCESS, address)
    args["minutes:passage"] = [*address, passage]
    args["minutes:file"] = [*address, "niederschrift", "docx"]
    args["minutes-personal:review"] = [_link(people)]
    return args


def _link(people: People) -> str:
    """Send another draft; the link of a core member shows everybody who has it no core item.

    Of a body of its own: whoever has the link reads the names of those present.
    """
    body = make_council(people, name="Lenkungsgruppe")
    agenda = (*_AGENDA[:2], ("Stand", ItemKind.DISCUSSION, Confidentiality.MEMBERS), _AGENDA[3])
    starts_at = _START + dt.timedelta(days=40)
    meeting = make_invited(people, body=body, starts_at=starts_at, agenda=agenda, number=2)
    minutes = make_minutes(people, make_held(people, meeting, notes={4: CORE_SECRET}))
    at = starts_at + dt.timedelta(days=7)
    with authority_scope(people.town):
        send_for_review(minutes=minutes, by=people.coordinator, at=at)
        return make_link(
            seat=seat_of(body, "Leitung Revier"),
            purpose=LinkPurpose.MINUTES_REVIEW,
            subject=minutes.public_id,
            expires_at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC),
            by=people.coordinator,
            at=at,
        )
