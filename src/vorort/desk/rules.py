"""How urgent a duty is, in words."""

import datetime as dt
from enum import StrEnum

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Group(StrEnum):
    """The groups of the desk, in their order."""

    SOON = "soon"
    WEEK = "week"
    LATER = "later"
    OPEN = "open"


GROUP_LABELS = {
    Group.SOON: gettext_lazy("Bis morgen"),
    Group.WEEK: gettext_lazy("Diese Woche"),
    Group.LATER: gettext_lazy("Später"),
    Group.OPEN: gettext_lazy("Ohne Frist"),
}


def group_of(due_on: dt.date | None, *, today: dt.date) -> Group:
    """Return the group of a duty; a week ends on Sunday."""
    if due_on is None:
        return Group.OPEN
    if due_on <= today + dt.timedelta(days=1):
        return Group.SOON
    sunday = today + dt.timedelta(days=6 - today.weekday())
    return Group.WEEK if due_on <= sunday else Group.LATER


def due_words(due_on: dt.date | None, *, today: dt.date) -> tuple[str, str]:
    """Return the words for a date and the kind of its state: due, bad (overdue) or plain."""
    if due_on is None:
        return "", ""
    if due_on < today:
        return _("überfällig seit %(day)s") % {"day": _short(due_on, today)}, "bad"
    if due_on == today:
        return _("heute"), "due"
    if due_on == today + dt.timedelta(days=1):
        return _("morgen"), "due"
    if group_of(due_on, today=today) == Group.WEEK:
        weekday = formats.date_format(due_on, "D")
        return _("bis %(weekday)s %(day)s") % {"weekday": weekday, "day": _short(due_on, today)}, ""
    return _short(due_on, today), ""


def _short(day: dt.date, today: dt.date) -> str:
    return day.strftime("%d.%m." if day.year == today.year else "%d.%m.%Y")
