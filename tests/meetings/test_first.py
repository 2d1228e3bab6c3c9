import datetime as dt

from tests.factories.councils import make_council
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.meetings import actions, queries, rules
from vorort.meetings.models import Invitation

AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def test_path(people: People) -> None:
    body = make_council(people)
    with authority_scope(people.town):
        meeting = actions.create_meeting(
            body=body,
            starts_at=AT + dt.timedelta(days=20),
            by=people.coordinator,
            at=AT,
            place="Rathaus",
        )
        actions.add_item(
            meeting=meeting,
            title="Nachtbus",
            by=people.coordinator,
            at=AT,
            confidentiality="public",
        )
        actions.invite(meeting=meeting, by=people.coordinator, at=AT)
        meeting.refresh_from_db()
        one = Invitation.objects.get(seat__function="Jugendhilfe")
        actions.reply(invitation=one, reply="yes", at=AT)
        print([(n, i.title) for n, i in rules.numbered(queries.list_items(meeting, "members"))])
        actions.advance_meeting(meeting=meeting, to="held", by=people.coordinator, at=AT)
        meeting.refresh_from_db()
        made = actions.publish_meeting(meeting=meeting, by=people.coordinator, at=AT)
        print(made.payload)
