"""On which day a population of a year was counted where the table names only the year."""

import datetime as dt


def population_day(year: int) -> dt.date:
    """Return the last day of the year, as the statistical offices count."""
    return dt.date(year, 12, 31)
