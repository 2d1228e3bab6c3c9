"""Days on which nobody should be invited, as far as they can be computed.

Saxony's public holidays (SächsSFG) and the weeks of school holidays that are the same each year:
turn of the year, the week after Easter, the middle of summer. Autumn and winter holidays are set
by decree and are not known here; whoever picks a date is told so.
"""

import datetime as dt


def easter_sunday(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[dt.date]:
    """Return Saxony's public holidays of a year."""
    easter = easter_sunday(year)
    moving = [easter + dt.timedelta(days=days) for days in (-2, 1, 39, 50)]
    # The Wednesday before 23 November.
    repentance = dt.date(year, 11, 22)
    while repentance.weekday() != 2:
        repentance -= dt.timedelta(days=1)
    fixed = [(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)]
    return frozenset([*moving, repentance, *(dt.date(year, m, d) for m, d in fixed)])


def is_free(day: dt.date) -> bool:
    """Whether no known holiday lies on a day; the weekend is free for who meets then."""
    if day in public_holidays(day.year):
        return False
    easter = easter_sunday(day.year)
    if easter <= day < easter + dt.timedelta(days=7):
        return False
    turn_of_year = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3)
    summer = (7, 10) <= (day.month, day.day) <= (8, 20)
    return not (turn_of_year or summer)
