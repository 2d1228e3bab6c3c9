"""What the pages of a concept share: the measure in its frame, for who works in the town."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.concepts.rules import can_write
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.measures.models import Measure
from vorort.measures.queries import Frame, get_frame, get_measure


@dataclass(frozen=True)
class Place:
    """A measure as this reader may work on its concept."""

    measure: Measure
    frame: Frame
    can_write: bool


def place(request: TownRequest, public_id: str, *, tab: str, write: bool = False) -> Place:
    """Return a measure; a 404 for who may not see its concept, or not write where ``write``."""
    measure = get_measure(request.user, request.authority, public_id)
    frame = get_frame(request.user, measure, current=tab)
    may = can_write(request.user, measure)
    if not frame.sees_work or (write and not may):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return Place(measure, frame, may)
