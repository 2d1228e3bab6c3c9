"""What the check of a file found, kept with the delivery."""

from dataclasses import dataclass, field
from typing import Any

from vorort.deliveries.models import Delivery


@dataclass(frozen=True)
class PreviewColumn:
    """A column of the file and what it was taken for; ``meaning`` empty: not taken over."""

    name: str
    meaning: str
    example: str
    recognised: bool = True


@dataclass(frozen=True)
class Preview:
    """What the check of a file found, ready to be shown."""

    shape: str = ""
    sums: tuple[tuple[str, str], ...] = ()
    columns: tuple[PreviewColumn, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the plain form kept in ``Delivery.preview``."""
        return {
            "shape": self.shape,
            "sums": [list(pair) for pair in self.sums],
            "columns": [
                {
                    "name": column.name,
                    "meaning": column.meaning,
                    "example": column.example,
                    "recognised": column.recognised,
                }
                for column in self.columns
            ],
            "origin": [list(pair) for pair in self.origin],
            "hints": list(self.hints),
        }


def read_preview(delivery: Delivery) -> Preview:
    """Return what the check of a delivery found; empty before the check."""
    kept = delivery.preview or {}
    return Preview(
        shape=kept.get("shape", ""),
        sums=tuple((label, value) for label, value in kept.get("sums", ())),
        columns=tuple(PreviewColumn(**column) for column in kept.get("columns", ())),
        origin=tuple((label, value) for label, value in kept.get("origin", ())),
        hints=tuple(kept.get("hints", ())),
    )
