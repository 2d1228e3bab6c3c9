"""Who may see and run a body, how far somebody may read, what the law and the rules say."""

from vorort.councils.rules.access import (
    OWN_SEATS,
    can_edit_public,
    can_run,
    can_see_body,
    current_seats,
    is_working,
    level_of,
    readable,
)
from vorort.councils.rules.files import FILE_ENDINGS, ending_of, wrong_file
from vorort.councils.rules.presets import (
    BY_LAW,
    EDITABLE,
    LEGAL_REFERENCES,
    PRESETS,
    Bound,
    broken_bounds,
    label_of,
    preset,
)
from vorort.councils.rules.words import Difference, Sentence, differences, sentences

__all__ = [
    "BY_LAW", "EDITABLE", "FILE_ENDINGS", "LEGAL_REFERENCES", "OWN_SEATS", "PRESETS", "Bound",
    "Difference", "Sentence", "broken_bounds", "can_edit_public", "can_run", "can_see_body",
    "current_seats", "differences", "ending_of", "is_working", "label_of", "level_of", "preset",
    "readable", "sentences", "wrong_file",
]  # fmt: skip
