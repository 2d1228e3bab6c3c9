"""Minutes as a reader may see them: passages, readings, reviews, files."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.announcements.queries import meeting_publication
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality, MinutesApproval, SeatRole
from vorort.councils.models import BodyRules, PersonalLink, Seat
from vorort.councils.queries import rules_on
from vorort.councils.rules import current_seats, readable
from vorort.meetings.choices import TOOK_PLACE, MeetingState
from vorort.meetings.models import Meeting
from vorort.minutes.choices import MinutesState, Review
from vorort.minutes.models import Minutes, MinutesReview, Passage
from vorort.minutes.queries.records import record_of
from vorort.minutes.rules import (
    HEAD,
    Reader,
    Reading,
    member_reading,
    numbers,
    public_reading,
    reader_of,
    seen_by,
    sees,
    text_hash,
)
from vorort.minutes.rules.record import ItemLine
from vorort.notices.rules import PROBLEMS, Problem, read_marks, repeated
from vorort.publications.models import Publication
from vorort.sittings.choices import Presence
from vorort.sittings.models import Attendance

# Who writes the minutes, and who only stands in, is not asked.
REVIEWERS = (SeatRole.VOTING, SeatRole.ADVISORY)


def get_minutes(actor: Person, meeting: Meeting, *, at: dt.datetime | None = None) -> Minutes:
    """Return the minutes of a meeting; ``NotVisible`` where there are none for this person."""
    found = find_minutes(meeting)
    if found is None or not sees(reader_of(actor, meeting, at=at or now()), found):
        raise NotVisible(_("Zu dieser Sitzung gibt es noch keine Niederschrift."))
    return found


def fresh_meeting(minutes: Minutes) -> Meeting:
    """Return the meeting of minutes as it stands now."""
    rows = Meeting.objects.select_related("body", "authority")
    found: Meeting = rows.get(pk=minutes.meeting_id)
    return found


def seats_that_sat(minutes: Minutes) -> set[int]:
    """Return the keys of the seats that were present."""
    rows = Attendance.objects.filter(meeting=minutes.meeting_id, presence=Presence.PRESENT)
    return set(rows.exclude(seat=None).values_list("seat_id", flat=True))


def find_minutes(meeting: Meeting) -> Minutes | None:
    """Return the minutes of a meeting, whoever asks."""
    rows = Minutes.objects.select_related("meeting__body", "authority", "signed_scan")
    return rows.filter(meeting=meeting).first()


def rules_of(minutes: Minutes) -> BodyRules:
    """Return the rules of procedure on the day of the meeting: they say how minutes are approved."""
    meeting = minutes.meeting
    return rules_on(meeting.body, on=meeting.starts_at.date())


def needs_signatures(rules: BodyRules) -> bool:
    return rules.paper_required or rules.minutes_approval == MinutesApproval.SIGNATURES


def texts_of(minutes: Minutes) -> dict[str, str]:
    """Return the texts of all passages by the item's public id; the head under ``HEAD``."""
    rows = minutes.passages.values_list("item__public_id", "text")
    return {item or HEAD: text for item, text in rows}


def read_inside(minutes: Minutes, classes: Iterable[Confidentiality]) -> Reading:
    """Return the whole text for readers of these classes."""
    return member_reading(record_of(minutes), texts_of(minutes), tuple(classes))


def read_public(minutes: Minutes) -> Reading:
    """Return the public extract."""
    # Nothing public calls a meeting by its number.
    record = replace(record_of(minutes), meeting=minutes.meeting.public_name)
    return public_reading(record, texts_of(minutes))


def read_as(minutes: Minutes, reader: Reader) -> Reading:
    """Return the minutes as this reader may have them."""
    if reader.is_inside:
        return read_inside(minutes, reader.classes)
    return read_public(minutes)


def hash_of(minutes: Minutes) -> str:
    """Return the checksum of all that is approved, as it stands now."""
    return text_hash(record_of(minutes), list(texts_of(minutes).items()))


# ── passages ─────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    """A passage to edit, with what stands around it and how it reads in public."""

    passage: Passage
    number: str
    title: str
    item: ItemLine | None
    editable: bool
    public: str
    is_public: bool
    problems: tuple[str, ...]

    @property
    def confidentiality(self) -> str:
        """The class of its item; the head is for all members."""
        return self.item.confidentiality if self.item else Confidentiality.MEMBERS


def list_lines(minutes: Minutes, reader: Reader) -> list[Line]:
    """Return the passages a reader may see in the order of the agenda, numbered for them."""
    record = seen_by(record_of(minutes), reader.classes)
    shown = {item.id: (number, item) for number, item in numbers(record.items)}
    is_open = minutes.state != MinutesState.APPROVED
    public = {item.id for item in seen_by(record, {Confidentiality.PUBLIC.value}).items}
    rows = {
        row.item.public_id if row.item else HEAD: row
        for row in minutes.passages.select_related("item", "edited_by")
    }
    found = []
    for key in (HEAD, *shown):
        row = rows.get(key)
        if row is None:
            continue
        number, item = shown.get(key, ("", None))
        marked = read_marks(row.text)
        found.append(
            Line(
                passage=row,
                number=number,
                title=item.title if item else _("Vorbemerkung"),
                item=item,
                editable=is_open and reader.edits(item.confidentiality if item else "members"),
                public=marked.public,
                is_public=key == HEAD or key in public,
                problems=tuple(str(PROBLEMS[one]) for one in marked.problems),
            )
        )
    return found


@dataclass(frozen=True)
class Check:
    """What stands against the public extract: ``blocks`` must go, ``hints`` are to be looked at."""

    blocks: tuple[str, ...]
    hints: tuple[str, ...]


def check_extract(minutes: Minutes, reading: Reading, reader: Reader) -> Check:
    """Look through the extract: brackets that do not fit, blacked out words that stand elsewhere.

    Of items the reader may not see, nothing is told; they are not in the extract either.
    """
    record = seen_by(record_of(minutes), reader.classes)
    places = {item.id: f"{number} {item.title}" for number, item in numbers(record.items)}
    places[HEAD] = _("Vorbemerkung")
    blocks: list[str] = []
    hints: list[str] = []
    public = _all_words(reading)
    shown = {item.id for item in reading.items} | {HEAD}
    for key, text in texts_of(minutes).items():
        if key not in shown or key not in places:
            continue
        marked = read_marks(text)
        for problem in marked.problems:
            line = f"{places[key]}: {PROBLEMS[problem]}"
            (hints if problem is Problem.NESTED else blocks).append(line)
        hints += [
            _("%(place)s: „%(word)s“ ist geschwärzt, steht aber noch an anderer Stelle.")
            % {"place": places[key], "word": word}
            for word in repeated(marked.hidden, public)
        ]
    return Check(tuple(blocks), tuple(hints))


def _all_words(reading: Reading) -> str:
    items = [
        " ".join((item.title, item.text, *(f"{vote.title} {vote.text}" for vote in item.votes)))
        for item in reading.items
    ]
    tasks = [task.title for task in reading.tasks]
    return "\n".join([reading.head, *items, *tasks, *reading.attendance_words])


# ── review and approval ──────────────────────────────────


def reviewers(minutes: Minutes, *, on: dt.date) -> QuerySet[Seat]:
    """Return who is asked to look through a draft: members of their own right, not deputies."""
    seats = Seat.objects.filter(body=minutes.meeting.body_id, role__in=REVIEWERS)
    return current_seats(seats, on=on).select_related("person", "organisation")


def list_reviews(minutes: Minutes) -> QuerySet[MinutesReview]:
    """Return what the members said, objections first."""
    rows = minutes.reviews.select_related("seat__organisation", "seat__person")
    return rows.order_by("-review", "answered_at")


def open_objections(minutes: Minutes) -> QuerySet[MinutesReview]:
    """Return objections nobody has dealt with."""
    return minutes.reviews.filter(review=Review.OBJECTED, settled_at__isnull=True)


def later_meetings(minutes: Minutes, *, at: dt.datetime) -> list[Meeting]:
    """Return the meetings in which the minutes may have been approved, the next one first."""
    meeting = minutes.meeting
    rows = Meeting.objects.filter(
        Q(state__in=TOOK_PLACE) | Q(state=MeetingState.INVITED, starts_at__lte=at),
        body=meeting.body_id,
        starts_at__gt=meeting.starts_at,
    )
    return list(rows.select_related("body").order_by("starts_at")[:6])


def get_for_link(link: PersonalLink) -> Minutes | None:
    """Return the minutes a personal link is for; the scope of its town is open."""
    rows = Minutes.objects.select_related("meeting__body", "authority")
    found = rows.filter(public_id=link.subject, authority=link.authority_id).first()
    # A link is good for the body it was made in, whatever it names.
    return found if found and found.meeting.body_id == link.seat.body_id else None


def read_by_link(minutes: Minutes) -> Reading:
    """Return what a personal link shows: never more than the members, and where nothing may be
    handed out no more than everybody may read.
    """
    rules = rules_of(minutes)
    if not rules.hand_out_minutes and not minutes.meeting.is_public:
        return read_public(minutes)
    return read_inside(minutes, readable(Confidentiality.MEMBERS))


def published(minutes: Minutes) -> Publication | None:
    """Return the live publication that shows these minutes."""
    found = meeting_publication(minutes.meeting)
    if found is None or found.payload.get("public", {}).get("state") != "minutes":
        return None
    return found


def list_silent(*, at: dt.datetime) -> list[Minutes]:
    """Return the minutes of all towns whose time to object is over and whose rules take silence."""
    with platform_scope("a job of the platform looks through all towns"):
        rows = list(
            Minutes.objects.filter(state=MinutesState.SENT, objections_until__lt=at)
            .select_related("meeting__body", "authority")
            .order_by("objections_until")
        )
        silent = MinutesApproval.SILENCE
        return [one for one in rows if rules_of(one).minutes_approval == silent]
