"""Draft the minutes from what the sitting recorded; write on them, nobody over anybody."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.meetings.actions import advance_meeting
from vorort.meetings.choices import MeetingState, StandingKind
from vorort.meetings.queries import rules_for
from vorort.meetings.rules import notice_shortfall
from vorort.minutes.actions.common import WrongState, locked, locked_open, log
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes, Passage
from vorort.minutes.rules.words import as_prose
from vorort.sittings.queries import Protocol, get_protocol

if TYPE_CHECKING:
    from vorort.meetings.models import Meeting

LONGEST_TEXT = 60_000
# Who goes on writing within this time is one deed in the log.
ONE_DEED = dt.timedelta(minutes=15)


class PassageChanged(DomainError):
    """Somebody else has saved the passage; ``theirs`` is what stands there now."""

    def __init__(self, theirs: Passage, mine: str) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            _(
                "Jemand anderes hat diesen Abschnitt inzwischen gespeichert. Ihr Text ist nicht "
                "verloren: Bitte vergleichen Sie beide Fassungen und speichern Sie noch einmal."
            ),
            field="text",
        )


class SummaryChanged(DomainError):
    """Somebody else has saved the summary; ``theirs`` is what stands there now."""

    def __init__(self, theirs: str, revision: int) -> None:
        self.theirs, self.revision = theirs, revision
        super().__init__(
            _(
                "Jemand anderes hat die Zusammenfassung inzwischen gespeichert. Ihr Text ist nicht "
                "verloren: Bitte vergleichen Sie beide Fassungen und speichern Sie noch einmal."
            ),
            field="text",
        )


class TextTooLong(DomainError):
    """More than a passage takes."""


@transaction.atomic
def draft_minutes(*, meeting: "Meeting", by: Person, at: dt.datetime) -> Minutes:
    """Draft the minutes of a held meeting: a passage for the head and for each item.

    Called again after corrections in the sitting, it renews what nobody has touched since and
    keeps what was written.
    """
    meeting = advance_meeting(meeting=meeting, to=MeetingState.DRAFTED, by=by, at=at)
    minutes, _made = Minutes.objects.get_or_create(
        meeting=meeting, defaults={"authority": meeting.authority}
    )
    minutes.meeting = meeting
    protocol = get_protocol(meeting, level=Confidentiality.CORE)
    known = {row.item_id: row for row in minutes.passages.all()}
    texts: dict[int | None, str] = {None: ""}
    texts |= {one.item.pk: as_prose(one.notes) for one in protocol.items}
    opening = _opening(meeting, protocol)
    first = next((one for one in protocol.items if one.item.standing == StandingKind.OPENING), None)
    place = first.item.pk if first else None
    texts[place] = "\n\n".join(part for part in (opening, texts[place]) if part)
    for item_id, text in texts.items():
        row = known.get(item_id)
        if row is None:
            Passage.objects.create(
                authority=meeting.authority, minutes=minutes, item_id=item_id, text=text
            )
        elif not row.revision and row.text != text:
            row.text = text
            row.save(update_fields=["text", "updated_at"])
    log("drafted", minutes, by, at)
    return minutes


def _opening(meeting: "Meeting", protocol: Protocol) -> str:
    """Return the first sentences; they state only what the platform knows to be so."""
    if protocol.opened_at is None:
        return ""
    chair = protocol.chaired_by.function if protocol.chaired_by else _("Die Sitzungsleitung")
    clock = f"{timezone.localtime(protocol.opened_at):%H:%M}"
    lines = [_("%(chair)s eröffnet die Sitzung um %(time)s Uhr.") % {"chair": chair, "time": clock}]
    rules = rules_for(meeting.body, on=timezone.localdate(meeting.starts_at))
    in_time = (
        rules is not None
        and meeting.invited_at is not None
        and not notice_shortfall(meeting, rules, meeting.invited_at)
    )
    if in_time:
        lines.append(_("Form- und fristgerecht wurde eingeladen."))
    if protocol.quorum_at_opening.needed and protocol.quorum_at_opening.reached:
        lines.append(_("Das Gremium ist beschlussfähig."))
    return " ".join(lines)


@transaction.atomic
def return_to_sitting(*, minutes: Minutes, by: Person, at: dt.datetime) -> Minutes:
    """Open the record of the sitting again, to put right who was there or how a vote went."""
    held = locked_open(minutes)
    if held.state != MinutesState.DRAFT:
        raise WrongState(
            _("Die Niederschrift ist schon versandt. Bitte berichtigen Sie ihren Text.")
        )
    held.meeting = advance_meeting(meeting=held.meeting, to=MeetingState.HELD, by=by, at=at)
    log("returned", held, by, at)
    return held


@transaction.atomic
def save_passage(
    *, passage: Passage, text: str, revision: int, by: Person, at: dt.datetime
) -> Passage:
    """Save a passage, if nobody else has saved it since it was read.

    Raises
    ------
    PassageChanged
        With both texts; nothing is overwritten.
    MinutesFrozen, TextTooLong
    """
    minutes = locked_open(passage.minutes)
    current = Passage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    text = _tidy(text)
    if current.text == text:
        return current
    if current.revision != revision:
        raise PassageChanged(current, text)
    goes_on = (
        current.edited_by_id == by.pk
        and current.edited_at is not None
        and at - current.edited_at < ONE_DEED
    )
    current.text, current.edited_at, current.edited_by = text, at, by
    current.revision += 1
    current.save()
    if not goes_on:
        log("passage_edited", minutes, by, at)
    return current


@transaction.atomic
def save_summary(
    *, minutes: Minutes, text: str, revision: int, by: Person, at: dt.datetime
) -> Minutes:
    """Save the summary in plain language; it may still be written after the approval."""
    held = locked(minutes)
    text = _tidy(text)
    if held.plain_summary == text:
        return held
    if held.revision != revision:
        raise SummaryChanged(held.plain_summary, held.revision)
    is_first = not held.plain_summary
    held.plain_summary = text
    held.revision += 1
    held.save(update_fields=["plain_summary", "revision", "updated_at"])
    if is_first or held.state == MinutesState.APPROVED:
        log("summary_written", held, by, at)
    return held


def _tidy(text: str) -> str:
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip()
    if len(tidy) > LONGEST_TEXT:
        raise TextTooLong(
            _("Der Text ist länger als %(limit)s Zeichen. Bitte kürzen Sie ihn.")
            % {"limit": "60.000"},
            field="text",
        )
    return tidy
