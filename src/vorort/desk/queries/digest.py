"""What the weekly overview says, and to whom it is due."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from vorort.accounts.choices import PersonKind
from vorort.accounts.models import Person
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Seat
from vorort.desk.models import DeskSetting
from vorort.desk.queries.appointments import Appointment, list_appointments
from vorort.desk.queries.duties import list_duties
from vorort.desk.queries.news import News, list_news
from vorort.desk.rules import digest_is_due

WEEK = dt.timedelta(days=7)
AHEAD = dt.timedelta(days=14)
# A letter, not a register: the rest stands on the page.
LINES = 15


@dataclass(frozen=True)
class Digest:
    """The overview of one person: what is late, due within a week, waiting, coming, new."""

    person: Person
    today: dt.date
    until: dt.date
    since: dt.date
    late: tuple[Duty, ...]
    due: tuple[Duty, ...]
    waiting: tuple[Duty, ...]
    more: int
    # Duties whose titles a mail must not say: that there are some, no more.
    confidential: int
    meetings: tuple[Appointment, ...]
    news: tuple[News, ...]

    @property
    def is_empty(self) -> bool:
        owed = self.late or self.due or self.waiting or self.confidential
        return not (owed or self.meetings or self.news)


def get_setting(person: Person) -> DeskSetting:
    """Return what the person has set, or what holds until they do."""
    return DeskSetting.objects.filter(person=person).first() or DeskSetting(person=person)


def list_due_people(*, at: dt.datetime) -> list[Person]:
    """Return the people whose overview is to be sent now, in a constant number of queries."""
    local = timezone.localtime(at)
    settings = {setting.person_id: setting for setting in DeskSetting.objects.order_by("person_id")}
    people = Person.objects.filter(is_active=True, kind=PersonKind.HUMAN).order_by("pk")
    with platform_scope("who sits in a body of any town"):
        seated = set(Seat.objects.filter(person__isnull=False).values_list("person_id", flat=True))
    # Whoever belongs to nothing owes nothing.
    belongs = Q(memberships__isnull=False) | Q(pk__in=seated | set(settings))
    due = []
    for person in people.filter(belongs).distinct():
        held = settings.get(person.pk) or DeskSetting(person=person)
        if held.digest and digest_is_due(
            weekday=held.digest_weekday, last_on=held.last_digest_on, local=local
        ):
            due.append(person)
    return due


def get_digest(person: Person, *, at: dt.datetime) -> Digest:
    """Return what a person's overview says."""
    today = timezone.localdate(at)
    until = today + WEEK
    last = get_setting(person).last_digest_on
    since = at - WEEK
    if last is not None:
        # What came on the day of the last one may have come after it.
        since = max(
            timezone.make_aware(dt.datetime.combine(last, dt.time())), at - dt.timedelta(days=30)
        )
    every = list_duties(person)
    owed = [duty for duty in every if not duty.confidential]
    late = [duty for duty in owed if duty.due_on and duty.due_on < today]
    due = [duty for duty in owed if duty.due_on and today <= duty.due_on <= until]
    waiting = [duty for duty in owed if duty.due_on is None or duty.due_on > until]
    return Digest(
        person=person,
        today=today,
        until=until,
        since=timezone.localdate(since),
        late=tuple(late[:LINES]),
        due=tuple(due[:LINES]),
        waiting=tuple(waiting[:LINES]),
        more=sum(max(len(part) - LINES, 0) for part in (late, due, waiting)),
        confidential=len(every) - len(owed),
        meetings=tuple(
            one for one in list_appointments(person, at=at) if one.starts_at <= at + AHEAD
        ),
        news=list_news(person, since=since, at=at, at_most=Confidentiality.MEMBERS),
    )
