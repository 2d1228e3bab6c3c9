"""The Niederschrift as a document: the same sheet for members, the public and the signatures."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vorort.minutes.choices import MinutesState, SignerRole
from vorort.minutes.models import Minutes
from vorort.minutes.rules import Reading
from vorort.minutes.rules.reading import ReadItem, ReadVote
from vorort.notices.exports import (
    Block,
    Document,
    Facts,
    Heading,
    NoteBox,
    Paragraph,
    Signatures,
    Table,
    letterhead,
)
from vorort.notices.rules import public_text
from vorort.ui import format as show


def minutes_document(
    minutes: Minutes, reading: Reading, *, at: dt.datetime, to_sign: bool = False
) -> Document:
    """Return the minutes as one kind of reader may have them.

    ``reading`` says what stands in it: nothing else of the minutes is looked at but the state of
    their approval.
    """
    approved = minutes.approved_at if minutes.state == MinutesState.APPROVED else None
    title = _("Niederschrift")
    if reading.is_public:
        title = _("Niederschrift, öffentlicher Auszug")
    blocks: list[Block] = [*_head(reading, is_draft=approved is None and not to_sign)]
    for item in reading.items:
        blocks += _item(item)
    if reading.closed:
        blocks.append(Paragraph(_("Die Sitzung endet um %(time)s Uhr.") % {"time": reading.closed}))
    blocks += _tasks(reading)
    blocks += _end(minutes)
    if to_sign:
        blocks += _signatures(minutes, reading)
    return Document(
        title=title,
        subtitle=f"{reading.body}, {reading.meeting}",
        subject=_("Niederschrift einer Sitzung"),
        author=minutes.authority.name,
        date=timezone.localdate(approved or at),
        letterhead=letterhead(minutes.authority),
        blocks=blocks,
        footer=f"{reading.body}, {reading.meeting}",
    )


def summary_document(minutes: Minutes, *, at: dt.datetime) -> Document:
    """Return the summary in plain language as a sheet of its own, one sentence a line."""
    meeting = minutes.meeting
    text = public_text(minutes.plain_summary)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Document(
        title=_("Das war in der Sitzung wichtig"),
        subtitle=f"{meeting.body.name}, {meeting.public_name}",
        subject=_("Zusammenfassung in Leichter Sprache"),
        author=minutes.authority.name,
        date=timezone.localdate(at),
        letterhead=letterhead(minutes.authority),
        blocks=[Paragraph(line, lead=True) for line in lines],
        footer=_("Zusammenfassung in Leichter Sprache"),
    )


def file_name(minutes: Minutes, what: str, ending: str) -> str:
    """Return the name of a file: kind and day, nothing of what stands in it."""
    return f"{what}-{timezone.localtime(minutes.meeting.starts_at):%Y-%m-%d}.{ending}"


def _head(reading: Reading, *, is_draft: bool) -> list[Block]:
    blocks: list[Block] = []
    if is_draft:
        blocks.append(NoteBox(_("Diese Niederschrift ist noch nicht genehmigt."), _("Entwurf")))
    # Body and meeting stand in the title.
    blocks.append(Facts(reading.facts[2:]))
    blocks.append(Heading(1, _("Anwesenheit und Beschlussfähigkeit")))
    if reading.attendance:
        blocks.append(_attendance(reading))
    blocks += [Paragraph(words) for words in reading.attendance_words]
    if reading.is_public:
        words = _("Dieser Auszug enthält, was öffentlich ist.")
        if reading.has_bars:
            words += " " + _("Stellen, die nicht öffentlich sein dürfen, sind geschwärzt.")
        blocks.append(Paragraph(words))
    if reading.head:
        blocks += [Heading(1, _("Vorbemerkung")), Paragraph(reading.head)]
    return blocks


def _attendance(reading: Reading) -> Table:
    columns = [_("Mitglied"), _("Organisation"), _("Stimme"), _("Anwesenheit")]
    # A column without a word is none.
    kept = [place for place in range(4) if any(row[place] for row in reading.attendance)]
    return Table(
        _("Anwesenheitsliste"),
        [columns[place] for place in kept],
        [[row[place] or "–" for place in kept] for row in reading.attendance],
    )


def _item(item: ReadItem) -> list[Block]:
    blocks: list[Block] = [Heading(1, f"{item.number}  {item.title}")]
    if item.text.strip():
        blocks.append(Paragraph(item.text))
    if item.recusal:
        blocks.append(Paragraph(item.recusal))
    for vote in item.votes:
        blocks.append(NoteBox(_vote_text(vote), title=_vote_title(vote)))
        if vote.ballots:
            rows = [list(line.rsplit(": ", 1)) for line in vote.ballots]
            blocks.append(Table(_("Namentliche Abstimmung"), [_("Mitglied"), _("Stimme")], rows))
    if item.adjourned:
        blocks.append(Paragraph(_("Der Tagesordnungspunkt wird vertagt.")))
    if len(blocks) == 1:
        blocks.append(Paragraph(_("Hierzu ist nichts vermerkt.")))
    return blocks


def _vote_title(vote: ReadVote) -> str:
    return f"{vote.heading}: {vote.title}" if vote.title else vote.heading


def _vote_text(vote: ReadVote) -> str:
    return "\n\n".join(part for part in (vote.text, f"**{vote.result}**") if part.strip("*. "))


def _tasks(reading: Reading) -> list[Block]:
    if not reading.tasks:
        return []
    columns = [pgettext("agenda item", "zu TOP"), _("Aufgabe"), _("zuständig"), _("bis")]
    rows = [[one.number, one.title, one.owner or "–", one.due or "–"] for one in reading.tasks]
    return [Heading(1, _("Aufgaben")), Table(_("Aufgaben aus der Sitzung"), columns, rows)]


def _end(minutes: Minutes) -> list[Block]:
    if minutes.state != MinutesState.APPROVED or minutes.approved_at is None:
        return []
    words = _("Genehmigt am %(day)s: %(note)s.") % {
        "day": show.date(minutes.approved_at),
        "note": minutes.approval_note.rstrip("."),
    }
    return [Heading(1, _("Genehmigung")), Paragraph(words)]


def _signatures(minutes: Minutes, reading: Reading) -> list[Block]:
    """Return the lines § 40 (2) SächsGemO asks for."""
    known = {row.role: row.seat for row in minutes.signatures.select_related("seat")}
    lead = {SignerRole.CHAIR: reading.chair, SignerRole.MINUTE_TAKER: reading.writer}
    lines = []
    for role in SignerRole:
        seat = known.get(role)
        lines.append((str(role.label), seat.function if seat else lead.get(role, "")))
    return [Heading(1, _("Unterschriften (§ 40 Abs. 2 SächsGemO)")), Signatures(lines)]
