"""The invitation as a document, what it told the members, what has changed since."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vorort.councils.choices import Confidentiality
from vorort.meetings.choices import Change, MeetingMode, MeetingState
from vorort.meetings.models import AgendaItem, Meeting
from vorort.meetings.queries.agenda import list_items, list_returned
from vorort.meetings.rules import numbered, rows_of
from vorort.meetings.rules.calendar import place_words
from vorort.notices.exports import (
    Block,
    Document,
    Facts,
    Heading,
    NoteBox,
    Paragraph,
    Table,
    letterhead,
)
from vorort.resolutions.models import Task
from vorort.ui import format as show

# Ends of the words in ``Meeting.told`` and their names.
_TOLD = ("when", "place", "mode", "online", "note")


def when_words(meeting: Meeting) -> str:
    """Return day and time: "Mittwoch, 25.11.2026, 17:00 bis 19:00 Uhr"."""
    start = timezone.localtime(meeting.starts_at)
    day = date_format(start, "l, d.m.Y")
    if meeting.ends_at is None:
        return _("%(day)s, %(from)s Uhr") % {"day": day, "from": f"{start:%H:%M}"}
    end = timezone.localtime(meeting.ends_at)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%d.%m.%Y, %H:%M}"
    return _("%(day)s, %(from)s bis %(until)s Uhr") % {
        "day": day, "from": f"{start:%H:%M}", "until": until,
    }  # fmt: skip


def invitation_document(
    meeting: Meeting, *, at: dt.datetime, items: Sequence[AgendaItem], level: Confidentiality
) -> Document:
    """Return the invitation with the agenda as somebody of a level may read it.

    Never made with items of the core group: it travels.
    """
    if any(item.confidentiality == Confidentiality.CORE for item in items):
        raise ValueError("an invitation never holds items of the core group")
    tasks = list_returned(meeting, min_level(level), items)
    name = meeting.public_name if level == Confidentiality.PUBLIC else meeting.label
    blocks: list[Block] = [Facts(_facts(meeting, level))]
    if meeting.note and level != Confidentiality.PUBLIC:
        blocks.append(Paragraph(meeting.note))
    blocks += [Heading(1, _("Tagesordnung")), _agenda(meeting, items)]
    blocks += [
        Paragraph(f"**{number} {item.title}:** {item.note}")
        for number, item in numbered(items)
        # What explains a point is for those at the table.
        if item.note and level != Confidentiality.PUBLIC
    ]
    open_rows = [task for item in items for task in tasks.get(item.pk, [])]
    if open_rows:
        blocks += [Heading(1, _("Offene Aufgaben")), _tasks(open_rows)]
    if meeting.state == MeetingState.CANCELLED:
        blocks.insert(0, NoteBox(meeting.cancel_reason, title=_("Die Sitzung ist abgesagt")))
    return Document(
        title=_("Einladung: %(label)s") % {"label": name},
        subtitle=meeting.body.name,
        subject=_("Einladung und Tagesordnung"),
        author=meeting.authority.name,
        date=timezone.localdate(at),
        letterhead=letterhead(meeting.authority),
        blocks=blocks,
        footer=f"{meeting.body.name}, {name}",
    )


def min_level(level: Confidentiality) -> Confidentiality:
    """Return the level, capped below the core group: what travels holds nothing of it."""
    return Confidentiality.MEMBERS if level == Confidentiality.CORE else level


def _facts(meeting: Meeting, level: Confidentiality) -> list[tuple[str, str]]:
    facts = [(_("Termin"), when_words(meeting)), (_("Ort"), place_words(meeting))]
    if meeting.online_url and level != Confidentiality.PUBLIC:
        facts.append((_("Einwahl"), meeting.online_url))
    words = _("öffentlich") if meeting.is_public else _("nicht öffentlich")
    facts.append((_("Sitzung"), words))
    return [(name, value) for name, value in facts if value]


def _agenda(meeting: Meeting, items: Sequence[AgendaItem]) -> Table:
    rows = []
    for row in rows_of(items, meeting.starts_at):
        item = row.item
        clock = f"{timezone.localtime(row.starts_at):%H:%M}" if row.starts_at else ""
        papers = ", ".join(one.paper.reference for one in item.consultations.all())
        title = f"{item.title} ({_('Vorlage')} {papers})" if papers else item.title
        by = reporter(item)
        rows.append([row.number, title, str(item.get_kind_display()), by, clock])
    return Table(
        _("Tagesordnung"),
        [pgettext("column", "Nr."), _("Punkt"), _("Art"), _("berichtet"), _("gegen")],
        rows,
    )


def reporter(item: AgendaItem) -> str:
    """Return who reports on an item, by function."""
    return item.rapporteur.function if item.rapporteur else item.rapporteur_text


def _tasks(tasks: Sequence[Task]) -> Table:
    rows = [
        [
            task.title,
            task.owner.function if task.owner else task.owner_text,
            show.date(task.due_on) if task.due_on else "–",
        ]
        for task in tasks
    ]
    return Table(_("Offene Aufgaben"), [_("Aufgabe"), _("zuständig"), _("bis")], rows)


def told_now(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> dict[str, Any]:
    """Return what the invited are told, to compare later; never of the core group.

    ``items``: the agenda as members read it, where it is at hand (``agenda.agendas_of``).
    """
    if items is None:
        items = list_items(meeting, Confidentiality.MEMBERS)
    return {
        "when": when_words(meeting),
        "starts_at": meeting.starts_at.isoformat(),
        "place": place_words(meeting),
        "mode": str(MeetingMode(meeting.mode).label),
        "online": meeting.online_url,
        "note": meeting.note,
        "agenda": [f"{number} {item.title}" for number, item in numbered(items)],
    }


def list_changes(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> list[Change]:
    """Return what has changed since the invited were told last."""
    if meeting.state != MeetingState.INVITED or not meeting.told:
        return []
    labels = {
        "when": _("Termin"), "place": _("Ort"), "mode": _("Form"), "online": _("Einwahl"),
        "note": _("Hinweis"),
    }  # fmt: skip
    current, told = told_now(meeting, items), meeting.told
    found = [
        Change(labels[key], told.get(key, "") or "–", current[key] or "–")
        for key in _TOLD
        if told.get(key, "") != current[key]
    ]
    before, after = told.get("agenda", []), current["agenda"]
    if before != after:
        gone = [line for line in before if line not in after]
        new = [line for line in after if line not in before]
        found.append(
            Change(_("Tagesordnung"), "; ".join(gone) or "–", "; ".join(new) or _("Reihenfolge"))
        )
    return found
