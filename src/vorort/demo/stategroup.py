"""The state's working group AG ASSKomm: what public sources say of it, and nothing else.

Three days of meeting and the organisations that took part, as told by the strategy paper and the
pages of the Landespräventionsrat. Hours, places, agendas and people are not handed down.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.councils import actions as councils
from vorort.councils.choices import BodyKind, BodyState, LegalBasis
from vorort.councils.models import Body
from vorort.meetings import actions as meetings
from vorort.meetings.choices import MeetingState
from vorort.partners import actions as partners

NAME = "AG ASSKomm"
MEETINGS = (dt.date(2018, 11, 19), dt.date(2018, 12, 13), dt.date(2019, 1, 17))
START = dt.date(2019, 2, 6)
PURPOSE = (
    "Arbeitsgruppe zur Strategie „Allianz Sichere Sächsische Kommunen“. Eingetragen ist, was "
    "öffentliche Quellen des Landespräventionsrates Sachsen über sie sagen: drei Sitzungen und die "
    "beteiligten Organisationen. Die Regeln sind Vorgaben der Plattform; eine Geschäftsordnung ist "
    "nicht überliefert."
)
UNKNOWN = "Uhrzeit, Ort und Tagesordnung sind nicht überliefert."
MEMBERS = (
    ("Sächsischer Landkreistag (SLKT)", "administration"),
    ("Sächsischer Städte- und Gemeindetag (SSG)", "administration"),
    ("Landesamt für Schule und Bildung (LaSuB)", "school"),
    ("Staatsministerium der Justiz", "administration"),
    ("Institut B3", "other"),
    ("Aktion Zivilcourage", "club"),
    ("Der Paritätische Sachsen", "club"),
    ("Polizei Sachsen", "police"),
)


@transaction.atomic
def build_state_group(authority: Authority, *, by: Person, at: dt.datetime) -> None:
    """Make the group with its three meetings; a group that is there is left."""
    with authority_scope(authority):
        if Body.objects.filter(authority=authority).exists():
            return
        first = _day(MEETINGS[0])
        body = councils.create_body(
            authority=authority,
            kind=BodyKind.STATE_GROUP,
            name=NAME,
            short_name="AG",
            purpose=PURPOSE,
            legal_basis=LegalBasis.AGREEMENT,
            founded_on=MEETINGS[0],
            state=BodyState.ACTIVE,
            by=by,
            at=first,
        )
        for name, kind in MEMBERS:
            organisation = partners.save_organisation(
                authority=authority, values={"name": name, "kind": kind, "topics": []}, by=by
            )
            councils.seat_member(
                body=body, function="Mitglied", organisation=organisation,
                from_on=MEETINGS[0], by=by, at=first,
            )  # fmt: skip
        for day in MEETINGS:
            _meet(body, day, by=by)
        councils.change_state(
            body=body,
            to=BodyState.DORMANT,
            on=START,
            reason=(
                "Am 06.02.2019 begann die Strategie landesweit. Spätere Sitzungen der "
                "Arbeitsgruppe sind nicht überliefert."
            ),
            by=by,
            at=at,
        )


def _meet(body: Body, day: dt.date, *, by: Person) -> None:
    starts = _day(day)
    called = starts - dt.timedelta(days=14)
    meeting = meetings.create_meeting(
        body=body, starts_at=starts, place="nicht überliefert", note=UNKNOWN, by=by, at=called
    )
    # The usual items stand for nothing here.
    for item in meeting.items.all():
        meetings.remove_item(item=item, by=by, at=called)
    meeting = meetings.invite(meeting=meeting, by=by, at=called)
    meetings.advance_meeting(meeting=meeting, to=MeetingState.HELD, by=by, at=starts)


def _day(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
