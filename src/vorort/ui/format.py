"""Numbers, shares and dates as readers expect them; ``–`` is "not known", ``0`` is zero.

German and Upper Sorbian share one way of writing; English has its own signs and months in words.
"""

import datetime as dt
import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsFloat
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language

BERLIN = ZoneInfo("Europe/Berlin")
NBSP = "\u00a0"
THIN = "\u2009"
MINUS = "−"
missing = "–"
_SWAP = str.maketrans(",.", ".,")

Number = int | float | Decimal | SupportsFloat | None


def is_missing(value: object) -> bool:
    """Return whether there is no number: None, an empty text, NaN or infinite."""
    if value is None or value == "":
        return True
    if isinstance(value, Decimal):
        return not value.is_finite()
    if isinstance(value, SupportsFloat):
        return not math.isfinite(float(value))
    return False


def _is_english() -> bool:
    return get_language() == "en"


def _decimal(value: Number, digits: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(repr(_plain(value)))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _plain(value: Number) -> int | float:
    # numpy's own numbers print as "np.float64(…)"; Python's print their shortest exact form.
    return value if type(value) is int else float(value)  # type: ignore[arg-type]


def number(value: Number, digits: int = 0) -> str:
    """Return ``1.204``, ``421,7``, ``−33`` or ``–``; rounded half up, as in office tables."""
    if is_missing(value):
        return missing
    rounded = _decimal(value, digits)
    text = f"{abs(rounded):,.{digits}f}"
    if not _is_english():
        text = text.translate(_SWAP)
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: Number, digits: int = 0) -> str:
    """Return a change with its sign: ``+12``, ``−33``, ``±0`` or ``–``."""
    if is_missing(value):
        return missing
    text = number(value, digits)
    rounded = _decimal(value, digits)
    if rounded == 0:
        return f"±{text}"
    return text if rounded < 0 else f"+{text}"


def percent(value: Number, digits: int = 0) -> str:
    """Return a value that is given **in percent**: ``38 %`` with a no-break space."""
    return missing if is_missing(value) else f"{number(value, digits)}{NBSP}%"


def signed_percent(value: Number, digits: int = 0) -> str:
    """Return a change given in percent, with its sign: ``+12 %``, ``−33 %``."""
    return missing if is_missing(value) else f"{signed(value, digits)}{NBSP}%"


def share(value: Number, digits: int = 0) -> str:
    """Return a value that is given **as a fraction** of one: 0.38 is ``38 %``."""
    return missing if is_missing(value) else percent(_decimal(value, digits + 4) * 100, digits)


def span(lo: Number, hi: Number, digits: int = 0) -> str:
    """Return a range: ``298 – 579``; ``–`` where a limit is missing."""
    if is_missing(lo) or is_missing(hi):
        return missing
    # A line may break after a dash; then no space must stand at the start of the next one.
    return f"{number(lo, digits)}{NBSP}– {number(hi, digits)}"


def measure(value: Number, unit: str = "") -> str:
    """Return a number with its unit: ``5,3 %``, ``142 Personen``."""
    if is_missing(value):
        return missing
    text = number(value, measure_digits([value]))
    return f"{text}{NBSP}{unit}" if unit else text


def measure_digits(values: Iterable[Number]) -> int:
    """Return the digits of a column of measures: none for whole numbers and large ones."""
    known = [float(value) for value in values if value is not None]
    return 0 if all(one.is_integer() for one in known) or max(known, default=0) >= 1000 else 1


def euro(value: Number) -> str:
    """Return an amount of money: ``412,60 €``."""
    return missing if is_missing(value) else f"{number(value, 2)}{NBSP}€"


def size(octets: int | None) -> str:
    """Return the size of a file: ``412 kB``, ``1,4 MB``."""
    if octets is None:
        return missing
    if octets < 1000:
        return f"{octets}{NBSP}Byte"
    if octets < 1_000_000:
        return f"{number(octets / 1000)}{NBSP}kB"
    return f"{number(octets / 1_000_000, 1)}{NBSP}MB"


def date(value: dt.date | dt.datetime | None) -> str:
    """Return ``23.11.2026`` (a moment is read in Berlin time)."""
    if value is None:
        return missing
    if isinstance(value, dt.datetime):
        value = _local(value)
    return date_format(value, "j F Y") if _is_english() else f"{value:%d.%m.%Y}"


def time(value: dt.datetime | dt.time | None) -> str:
    """Return ``17:02 Uhr``."""
    if value is None:
        return missing
    if isinstance(value, dt.datetime):
        value = _local(value)
    return f"{value:%H:%M}" if _is_english() else f"{value:%H:%M}{NBSP}Uhr"


def datetime(value: dt.datetime | None) -> str:
    """Return ``23.11.2026, 17:02 Uhr``."""
    return missing if value is None else f"{date(value)}, {time(value)}"


def _local(value: dt.datetime) -> dt.datetime:
    return value.astimezone(BERLIN) if value.tzinfo else value


def is_ambiguous(moment: dt.datetime) -> bool:
    """Whether this local hour comes twice that day (end of summer time)."""
    local = moment.astimezone(BERLIN)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
