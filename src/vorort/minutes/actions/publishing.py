"""Publish the extract with its meeting; take it back."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.accounts.models import Person
from vorort.announcements.actions import publish_meeting, withdraw_meeting
from vorort.core.errors import DomainError
from vorort.meetings.actions import advance_meeting
from vorort.meetings.choices import MeetingState
from vorort.minutes.actions.common import WrongState, locked, log
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.minutes.queries import hash_of, public_minutes, published
from vorort.notices.rules import BAR

if TYPE_CHECKING:
    from vorort.publications.models import Publication


class NothingPublic(DomainError):
    """No item of the meeting is for everybody."""


class TextTampered(DomainError):
    """The text is not the approved one."""


@transaction.atomic
def publish_minutes(*, minutes: Minutes, by: Person, at: dt.datetime) -> "Publication":
    """Publish the extract of approved minutes; again replaces the version before."""
    held = locked(minutes)
    if held.state != MinutesState.APPROVED:
        raise WrongState(_("Veröffentlicht wird erst nach der Genehmigung."))
    if hash_of(held) != held.text_hash:
        raise TextTampered(
            _(
                "Der Text ist nicht der genehmigte: Die Prüfsumme stimmt nicht. Bitte verständigen "
                "Sie Ihre Systembetreuung. Es wurde nichts veröffentlicht."
            )
        )
    with override("de"):
        reading, extra = public_minutes(held, at=at)
    if not reading.items:
        raise NothingPublic(
            _("Kein Tagesordnungspunkt dieser Sitzung ist öffentlich. Es gibt nichts zu zeigen.")
        )
    if any(BAR in item.title for item in reading.items):
        # The agenda shows its titles as they are.
        raise WrongState(_("Der Titel eines öffentlichen Punktes enthält [[ ]] und wäre lesbar."))
    publication = publish_meeting(meeting=held.meeting, by=by, at=at, extra=extra)
    if held.meeting.state == MeetingState.APPROVED:
        held.meeting = advance_meeting(
            meeting=held.meeting, to=MeetingState.PUBLISHED, by=by, at=at
        )
    log("published", held, by, at, after={"version": publication.version})
    return publication


@transaction.atomic
def withdraw_minutes(*, minutes: Minutes, reason: str, by: Person, at: dt.datetime) -> Minutes:
    """Take the public page with the extract back; its addresses say so and why."""
    held = locked(minutes)
    if published(held) is None:
        raise WrongState(_("Diese Niederschrift ist nicht veröffentlicht."))
    withdraw_meeting(meeting=held.meeting, reason=reason, by=by, at=at)
    if held.meeting.state == MeetingState.PUBLISHED:
        held.meeting = advance_meeting(meeting=held.meeting, to=MeetingState.APPROVED, by=by, at=at)
    log("withdrawn", held, by, at, after={"reason": reason.strip()})
    return held
