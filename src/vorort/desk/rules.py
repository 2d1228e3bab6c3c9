"""How urgent a duty is, in words; when a weekly overview is due; what is kept of a secret."""

import datetime as dt
import hashlib
from enum import StrEnum

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.choices import Permission


class Group(StrEnum):
    """The groups of the desk, in their order."""

    DECIDE = "decide"
    SOON = "soon"
    WEEK = "week"
    LATER = "later"
    OPEN = "open"


GROUP_LABELS = {
    Group.DECIDE: gettext_lazy("Ihre Unterschrift oder Entscheidung"),
    Group.SOON: gettext_lazy("Bis morgen"),
    Group.WEEK: gettext_lazy("Diese Woche"),
    Group.LATER: gettext_lazy("Später"),
    Group.OPEN: gettext_lazy("Ohne Frist"),
}


# What takes a word of somebody in office, whatever app it comes from: stands first for them.
_DECISIONS = frozenset(
    {
        "situation.approve",
        "situation.release",
        "deliveries.release",
        "papers.sign",
        "leadership.sign",
        # A vote in a circular.
        "resolutions.answer",
    }
)
DECIDERS = frozenset({Permission.APPROVE_REPORT, Permission.RELEASE_FIGURES, Permission.SIGN_OFF})


def is_decision(kind: str) -> bool:
    """Whether a duty of this kind (``app.what``) is a signature or a decision."""
    return kind in _DECISIONS


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


# ── the weekly overview ──────────────────────────────────

# Not in the night: who works early finds it, and nobody's telephone rings at one o'clock.
DIGEST_FROM_HOUR = 6
# A platform that was away on the day catches up; later than that the next one says it all.
CATCH_UP = dt.timedelta(days=2)


def digest_is_due(*, weekday: int, last_on: dt.date | None, local: dt.datetime) -> bool:
    """Whether somebody's weekly overview is to be sent now; ``local`` is Europe/Berlin.

    The day is a day of the calendar, so the change of clocks moves nothing.
    """
    if local.hour < DIGEST_FROM_HOUR:
        return False
    day = local.date()
    planned = day - dt.timedelta(days=(day.weekday() - weekday) % 7)
    if last_on is None:
        # Whoever is new waits for the day they would expect.
        return planned == day
    return last_on < planned and day - planned <= CATCH_UP


# ── the private calendar ─────────────────────────────────


def token_hash(token: str) -> str:
    """Return what is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


# Where the session keeps the numbers of the rail.
COUNTS_KEY = "desk_counts"
