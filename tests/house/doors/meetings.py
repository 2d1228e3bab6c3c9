"""Who may do what at the addresses of ``meetings``."""

import datetime as dt
import io
from typing import Any

from tests.factories.councils import make_body, make_council, make_seat, seat_of
from tests.factories.meetings import make_coming_meeting, make_item
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
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.actions import make_link
from vorort.councils.choices import Confidentiality, LinkPurpose
from vorort.meetings import actions
from vorort.meetings.models import Meeting

_RUN = frozenset({"coordinator"})
# The officer keeps the items of the core group.
_WRITE = frozenset({"coordinator", "police"})
ACCESS: dict[str, Access] = {
    "meetings:list": Access(COUNCIL_WORK),
    "meetings:new": Access(_RUN, _RUN),
    "meetings:meeting": Access(COUNCIL_WORK),
    "meetings:edit": Access(_RUN, _RUN),
    "meetings:cancel": Access(_RUN, _RUN),
    "meetings:invitation": Access(COUNCIL_WORK),
    "meetings:calendar": Access(COUNCIL_WORK),
    "meetings:items": Access(NOBODY, _WRITE),
    "meetings:item": Access(_RUN, _RUN),
    "meetings:item_move": Access(NOBODY, _RUN),
    "meetings:item_remove": Access(NOBODY, _RUN),
    "meetings:template": Access(NOBODY, _RUN),
    "meetings:invite": Access(_RUN, _RUN),
    "meetings:update": Access(NOBODY, _RUN),
    "meetings:remind": Access(NOBODY, _RUN),
    "meetings:revoke": Access(NOBODY, _RUN),
    # Whose seat it is, and who notes what members say.
    "meetings:reply": Access(NOBODY, _RUN | {"council_member"}),
    "meetings:files": Access(NOBODY, _WRITE),
    "meetings:file": Access(IN_COUNCIL),
    "meetings:file_remove": Access(NOBODY, _RUN),
    # A secret address: whoever has it is the one invited.
    "meetings-personal:reply": PUBLIC,
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, body, at = people.town.slug, make_council(people), now()
    by, police = people.coordinator, people.police
    meeting = make_coming_meeting(
        body, by, note=MEMBERS_SECRET, online_url="https://ein.example/wahl"
    )
    make_coming_meeting(body, by, invited=False, title=MEMBERS_SECRET)
    item = make_item(meeting, by, MEMBERS_SECRET, note=MEMBERS_SECRET)
    make_item(meeting, police, CORE_SECRET, Confidentiality.CORE, note=CORE_SECRET)
    with authority_scope(people.town):
        # Other parts of the table put meetings with numbers of their own into this council.
        Meeting.objects.filter(pk=meeting.pk).update(number=90)
        files = [
            actions.add_file(
                meeting=meeting, stream=io.BytesIO(words.encode()), name=f"{words}.txt",
                title=words, confidentiality=level, by=police, at=at,
            )
            for level, words in (
                (Confidentiality.MEMBERS, MEMBERS_SECRET),
                (Confidentiality.CORE, CORE_SECRET),
            )
        ]  # fmt: skip
        token = _personal(people, at)
    seat = seat_of(body, "Mitglied des Stadtrates")
    own = [name for name in ACCESS if name.startswith("meetings:")]
    return {
        **{name: [slug, meeting.public_id] for name in own},
        **{f"meetings:{name}": [slug, body.public_id] for name in ("list", "new")},
        **{
            f"meetings:{name}": [slug, meeting.public_id, item.public_id]
            for name in ("item", "item_move", "item_remove")
        },
        "meetings:reply": [slug, meeting.public_id, seat.public_id],
        "meetings:file": [slug, meeting.public_id, files[0].public_id],
        "meetings:file_remove": [slug, meeting.public_id, files[0].public_id],
        "meetings-personal:reply": [token],
    }


def _personal(people: People, at: dt.datetime) -> str:
    """Return the token of a link to a meeting without anything for members."""
    body = make_body(people.town)
    seat = make_seat(body, function="Vereine", name="Vera Verein")
    meeting = make_coming_meeting(body, people.coordinator)
    return make_link(
        seat=seat, purpose=LinkPurpose.MEETING_REPLY, subject=meeting.public_id,
        expires_at=at + dt.timedelta(days=7), by=people.coordinator, at=at,
    )  # fmt: skip
