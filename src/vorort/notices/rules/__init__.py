"""Rules of texts that leave the house: what is blacked out, what is easy to read."""

from vorort.notices.rules.plain import GUIDE, PlainReport, check_plain
from vorort.notices.rules.redaction import (
    BAR,
    PROBLEMS,
    Marked,
    Problem,
    public_text,
    read_marks,
    repeated,
    whole_text,
)

__all__ = [
    "BAR",
    "GUIDE",
    "PROBLEMS",
    "Marked",
    "PlainReport",
    "Problem",
    "check_plain",
    "public_text",
    "read_marks",
    "repeated",
    "whole_text",
]
