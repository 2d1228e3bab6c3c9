"""Who reads how far; what was recorded, in words; the same text for members and for everybody."""

from vorort.minutes.rules.access import Reader, may_take_away, reader_of, sees
from vorort.minutes.rules.reading import HEAD, Reading, member_reading, public_reading
from vorort.minutes.rules.record import Record, numbers, record_from, seen_by, text_hash

__all__ = [
    "HEAD",
    "Reader",
    "Reading",
    "Record",
    "may_take_away",
    "member_reading",
    "numbers",
    "public_reading",
    "reader_of",
    "record_from",
    "seen_by",
    "sees",
    "text_hash",
]
