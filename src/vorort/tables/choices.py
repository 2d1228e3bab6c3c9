"""Where the rows of a table stand beside what is known, and how much of it the pages keep."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

FORMAT = "table"


class Known(models.TextChoices):
    """A row of the preview beside what is already stored for its place."""

    NEW = "new", _("neu")
    SAME = "same", _("unverändert")
    CHANGED = "changed", _("geändert")


@dataclass(frozen=True)
class Limit:
    """How much of a table is kept for its pages; the rest is counted."""

    preview_rows: int = 1_000
    problems: int = 500
    words: int = 200
    sample_rows: int = 12


LIMIT = Limit()
