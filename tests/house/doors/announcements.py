"""Who may do what at the addresses of ``announcements``."""

from typing import Any

from tests.factories.councils import make_council, seat_of
from tests.factories.meetings import make_coming_meeting
from tests.house.access import COORDINATOR, MEMBERS_SECRET, NOBODY, Access
from tests.people import People
from vorort.announcements import actions
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.actions import edit_seat
from vorort.meetings.models import Meeting

_RUNS = Access(COORDINATOR, COORDINATOR)
ACCESS: dict[str, Access] = {
    "announcements:body": _RUNS,
    "announcements:preview": Access(COORDINATOR),
    "announcements:withdraw": _RUNS,
    "announcements:meeting": Access(NOBODY, COORDINATOR),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, body, at = people.town.slug, make_council(people), now()
    by = people.coordinator
    with authority_scope(people.town):
        edit_seat(seat=seat_of(body, "Schulleitung"), name=MEMBERS_SECRET, by=by, at=at)
        actions.publish_body(body=body, by=by, at=at)
    meeting = make_coming_meeting(body, by, note=MEMBERS_SECRET)
    with authority_scope(people.town):
        # Other parts of the table put meetings with numbers of their own into this council.
        Meeting.objects.filter(pk=meeting.pk).update(number=91)
    made = {name: [slug, body.public_id] for name in ACCESS}
    return made | {"announcements:meeting": [slug, meeting.public_id]}
