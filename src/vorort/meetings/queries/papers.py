"""What meetings know of papers: where they were consulted on, who else may read them for it."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import now
from vorort.councils.rules import readable
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Consultation
from vorort.meetings.rules import level_in
from vorort.papers.models import Paper
from vorort.papers.registry import Station


def stations(actor: Person, paper: Paper) -> list[Station]:
    """Return the meetings on whose agenda a paper stands, as far as this person reads each."""
    at = now()
    found = []
    for one in _consultations(paper).exclude(item__meeting__state=MeetingState.CANCELLED):
        meeting = one.item.meeting
        if one.item.confidentiality not in readable(level_in(actor, meeting, at=at)):
            continue
        found.append(
            Station(
                on=timezone.localdate(meeting.starts_at),
                title=_("Sitzung, %(body)s") % {"body": meeting.body.name},
                url=reverse("meetings:meeting", args=[meeting.authority.slug, meeting.public_id]),
                result=one.item.title if one.item.title != paper.title else "",
            )
        )
    return found


def reads_for_meeting(actor: Person, paper: Paper) -> bool:
    """Whether somebody called to a coming meeting reads the paper for it: a deputy as the member
    they stand in for. It ends when the meeting has been held.
    """
    at = now()
    for one in _consultations(paper).filter(item__meeting__state=MeetingState.INVITED):
        classes = readable(level_in(actor, one.item.meeting, at=at))
        if one.item.confidentiality in classes and paper.confidentiality in classes:
            return True
    return False


def _consultations(paper: Paper) -> QuerySet[Consultation]:
    rows = Consultation.objects.filter(paper=paper)
    return rows.select_related("item__meeting__body__authority", "item__meeting__authority")
