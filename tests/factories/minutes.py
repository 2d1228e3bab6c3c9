"""A held meeting with notes, votes, tasks and a recusal; its minutes in any state."""

import datetime as dt

from tests.factories.councils import seat_of
from tests.factories.sittings import START, item_of, make_invited, make_sitting
from tests.people import People

from vorort.core.scopes import authority_scope
from vorort.councils.choices import MinutesApproval
from vorort.councils.models import Body, BodyRules
from vorort.meetings.models import Meeting
from vorort.minutes.actions import approve, draft_minutes, publish_minutes
from vorort.minutes.models import Minutes, Passage
from vorort.resolutions.choices import Counts, ResolutionKind, VoteMode
from vorort.sittings.actions import (
    close_sitting,
    note_task,
    record_attendance,
    record_vote,
    recuse,
    save_notes,
)
from vorort.sittings.rules import TaskLine

CLOSED = START + dt.timedelta(minutes=100)
DRAFTED = START + dt.timedelta(days=4)
APPROVED = START + dt.timedelta(days=30)


def make_held(
    people: People, meeting: Meeting | None = None, *, notes: dict[int, str] | None = None
) -> Meeting:
    """Hold a meeting: notes at every item, a vote with a task and a recusal at the second."""
    meeting = meeting or make_invited(people)
    sitting = make_sitting(people, meeting)
    at = meeting.starts_at + dt.timedelta(minutes=5)
    by = people.coordinator
    with authority_scope(meeting.authority):
        record_attendance(
            sitting=sitting, by=by, at=at, guest="Greta Gast", guest_function="Quartiersarbeit"
        )
        texts = {
            2: "Bauamt stellt drei Varianten vor.\nHerr Muster aus der Hangstraße wünscht Bänke.",
            3: "Die Jugendhilfe berichtet.",
            4: "Ein Einzelfall wird besprochen.",
        } | (notes or {})
        for position, text in texts.items():
            save_notes(item=item_of(meeting, position), text=text, revision=0, by=by, at=at)
        item = item_of(meeting, 2)
        recuse(item=item, seat=seat_of(meeting.body, "Jugendhilfe"), by=by, at=at)
        record_vote(
            item=item,
            kind=ResolutionKind.DECISION,
            title="Leuchten am Fußweg Am Hang",
            text="Der Präventionsrat empfiehlt, sieben Leuchten zu ersetzen.",
            mode=VoteMode.COUNTS,
            counts=Counts(3, 0, 1),
            by=by,
            at=at,
        )
        note_task(
            item=item,
            line=TaskLine("Angebote einholen", owner_text="Bauamt", due_on=dt.date(2027, 1, 15)),
            by=by,
            at=at,
        )
        close_sitting(sitting=sitting, by=by, at=meeting.starts_at + (CLOSED - START))
        meeting.refresh_from_db()
    return meeting


def make_minutes(
    people: People, meeting: Meeting | None = None, *, texts: dict[int, str] | None = None
) -> Minutes:
    """Draft the minutes of a held meeting; ``texts`` by position of the item, 0 for the head."""
    meeting = meeting or make_held(people)
    at = meeting.starts_at + (DRAFTED - START)
    with authority_scope(meeting.authority):
        minutes = draft_minutes(meeting=meeting, by=people.coordinator, at=at)
        for position, text in (texts or {}).items():
            rows = Passage.objects.filter(minutes=minutes)
            rows.filter(item__position=position).update(text=text) if position else rows.filter(
                item=None
            ).update(text=text)
    return minutes


def make_approved(people: People, minutes: Minutes | None = None) -> Minutes:
    """Approve minutes as in the next meeting."""
    minutes = minutes or make_minutes(people)
    at = minutes.meeting.starts_at + (APPROVED - START)
    with authority_scope(minutes.authority):
        return approve(
            minutes=minutes, by=people.coordinator, at=at, note="bestätigt in der Probesitzung"
        )


def make_published(people: People, minutes: Minutes | None = None) -> Minutes:
    """Publish the extract of approved minutes."""
    minutes = make_approved(people, minutes)
    with authority_scope(minutes.authority):
        publish_minutes(minutes=minutes, by=people.coordinator, at=APPROVED)
        minutes.refresh_from_db()
    return minutes


def set_approval(body: Body, approval: MinutesApproval, **given: object) -> None:
    """Let the rules of a body ask for another way of approval."""
    with authority_scope(body.authority):
        BodyRules.objects.filter(body=body).update(minutes_approval=approval, **given)


def passage_at(minutes: Minutes, position: int) -> Passage:
    """Return the passage of an item, 0 for the head."""
    with authority_scope(minutes.authority):
        rows = Passage.objects.select_related("minutes__meeting__body", "item")
        if position:
            return rows.get(minutes=minutes, item__position=position)
        return rows.get(minutes=minutes, item=None)
