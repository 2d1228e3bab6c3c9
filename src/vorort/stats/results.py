"""What every result has in common, and the one error for bad input."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import polars as pl

RESULT_VERSION = 1


NoteCode = Literal[
    "SMALL_COUNT",
    "NOT_TESTABLE",
    "RTM_RISK",
    "MASK_RADIUS",
    "OFFENCE_KEY_CHANGED",
    "SHORT_SERIES",
    "OVERDISPERSED",
    "FALLBACK",
    "ISLANDS",
    "NOT_CONVERGED",
    "AUTOCORRELATED",
    "MULTIPLE_TESTING",
    "UNPROTECTED",
]


class StatsInputError(ValueError):
    """Raised at a public function when its input cannot be used.

    Parameters
    ----------
    code : str
        Stable upper-case code, e.g. ``NEGATIVE_COUNT``; texts for people live in the interface.
    field : str
        Name of the argument that is wrong.
    """

    def __init__(self, code: str, field: str, detail: str = "") -> None:
        self.code = code
        self.field = field
        self.detail = detail
        super().__init__(f"{field}: {code}" + (f" ({detail})" if detail else ""))


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that belongs to a result: a stable code and the numbers its text needs."""

    code: NoteCode
    values: tuple[tuple[str, float | int | str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Result:
    """Base of all results.

    Attributes
    ----------
    method : str
        Short name of the method that was really used (after a fallback: of the fallback).
    params : Mapping
        The arguments that shaped the result, JSON-safe.
    n : int
        Number of observations (areas, periods, points …) that entered.
    seed : int or None
        Seed of the draws; None where nothing was drawn.
    assumptions : tuple of str
        What must hold for the result to mean what it says, as stable codes.
    notes : tuple of Note
        Remarks such as SMALL_COUNT or NOT_TESTABLE.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ()

    method: str
    params: Mapping[str, Any]
    n: int
    seed: int | None = None
    assumptions: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def has_note(self, code: NoteCode) -> bool:
        """Return whether a note with this code is attached."""
        return any(note.code == code for note in self.notes)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe, versioned dictionary; NaN becomes None, infinity ``"inf"``."""
        fields = {f.name: json_safe(getattr(self, f.name)) for f in dataclasses.fields(self)}
        return {"type": type(self).__name__, "version": RESULT_VERSION, **fields}

    def to_frame(self) -> pl.DataFrame:
        """Return the per-observation fields as a polars frame, one row an observation.

        Fields of several dimensions are read row by row (the last axis fastest).
        """
        columns = {name: np.asarray(getattr(self, name)).ravel() for name in self.frame_fields}
        length = max((len(column) for column in columns.values()), default=0)
        return pl.DataFrame(
            {
                name: np.broadcast_to(column, (length,)) if len(column) == 1 else column
                for name, column in columns.items()
            }
        )


def json_safe(value: Any) -> Any:
    """Return ``value`` with arrays, mappings and dataclasses turned into plain JSON types."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Result):
            return value.to_dict()
        return {f.name: json_safe(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): json_safe(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return json_safe(value.tolist())
    if isinstance(value, np.generic):
        return json_safe(value.item())
    if isinstance(value, (list, tuple)):
        return [json_safe(item) for item in value]
    if isinstance(value, float):
        if np.isnan(value):
            return None
        if np.isinf(value):
            return "inf" if value > 0 else "-inf"
        return value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"not JSON-safe: {value!r}")
