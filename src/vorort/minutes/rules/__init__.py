"""Redaction, plain language, the record in words, who reads how far."""

from vorort.minutes.rules.access import Reader, may_take_away, reader_of, sees
from vorort.minutes.rules.plain import GUIDE, PlainReport, check_plain
from vorort.minutes.rules.reading import (
    HEAD,
    Reading,
    ReadItem,
    ReadTask,
    ReadVote,
    member_reading,
    public_reading,
)
from vorort.minutes.rules.record import (
    AttendeeLine,
    ItemLine,
    Record,
    TaskLine,
    VoteLine,
    numbers,
    record_from,
    seen_by,
    text_hash,
)
from vorort.minutes.rules.redaction import (
    BAR,
    PROBLEMS,
    Marked,
    Problem,
    public_text,
    read_marks,
    repeated,
    whole_text,
)
from vorort.minutes.rules.words import as_prose, quorum_in_words, votes_in_words

__all__ = [
    "BAR",
    "GUIDE",
    "HEAD",
    "PROBLEMS",
    "AttendeeLine",
    "ItemLine",
    "Marked",
    "PlainReport",
    "Problem",
    "ReadItem",
    "ReadTask",
    "ReadVote",
    "Reader",
    "Reading",
    "Record",
    "TaskLine",
    "VoteLine",
    "as_prose",
    "check_plain",
    "may_take_away",
    "member_reading",
    "numbers",
    "public_reading",
    "public_text",
    "quorum_in_words",
    "read_marks",
    "reader_of",
    "record_from",
    "repeated",
    "seen_by",
    "sees",
    "text_hash",
    "votes_in_words",
    "whole_text",
]
