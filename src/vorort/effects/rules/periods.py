"""Months and years as places in a series."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.effects.choices import MONTHS_A_YEAR, Frequency

MONTH_NAMES = (
    gettext_lazy("Januar"), gettext_lazy("Februar"), gettext_lazy("März"), gettext_lazy("April"),
    gettext_lazy("Mai"), gettext_lazy("Juni"), gettext_lazy("Juli"), gettext_lazy("August"),
    gettext_lazy("September"), gettext_lazy("Oktober"), gettext_lazy("November"),
    gettext_lazy("Dezember"),
)  # fmt: skip


def first_of(day: dt.date, frequency: str) -> dt.date:
    """Return the first day of the period a day lies in."""
    return day.replace(day=1) if frequency == Frequency.MONTH else day.replace(month=1, day=1)


def months_between(first: dt.date, last: dt.date) -> int:
    """Return how many months after ``first`` the month of ``last`` is."""
    return (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month


def place_of(first: dt.date, day: dt.date, frequency: str) -> int:
    """Return the place of a period in a series that begins with ``first``."""
    if frequency == Frequency.MONTH:
        return months_between(first, day)
    return day.year - first.year


def nth(first: dt.date, place: int, frequency: str) -> dt.date:
    """Return the first day of the period at a place."""
    if frequency == Frequency.YEAR:
        return first.replace(year=first.year + place)
    months = first.year * MONTHS_A_YEAR + first.month - 1 + place
    return dt.date(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)


def label_of(day: dt.date, frequency: str) -> str:
    """Return a period in words: ``Mai 2026`` or ``2026``."""
    if frequency == Frequency.YEAR:
        return str(day.year)
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def span_label(first: dt.date, last: dt.date, frequency: str) -> str:
    """Return a span in words: ``von Mai 2025 bis Oktober 2026``, ``2024 bis 2025``, ``2025``."""
    if first == last:
        return label_of(first, frequency)
    words = {"first": label_of(first, frequency), "last": label_of(last, frequency)}
    if frequency == Frequency.YEAR:
        return _("%(first)s bis %(last)s") % words
    return _("von %(first)s bis %(last)s") % words
