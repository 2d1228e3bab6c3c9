"""The entry mask: what was typed, and the form around it."""

from vorort.records.forms.entry import EntryForm
from vorort.records.forms.mask import Mask, MaskProblem

__all__ = ["EntryForm", "Mask", "MaskProblem"]
