"""The one place that looks at the clock; everything else takes ``at=`` or ``today=``."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    """Return today's date in Europe/Berlin."""
    return timezone.localdate()
