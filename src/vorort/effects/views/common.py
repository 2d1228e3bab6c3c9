"""What the pages share: the measure, its frame, refusals."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.effects import rules
from vorort.measures import queries as measures
from vorort.measures.models import Measure
from vorort.measures.registry import address_of
from vorort.ui.parts import Link


def load(request: TownRequest, public_id: str) -> Measure:
    """Return the measure for who works in the town; for others there is no such page."""
    own = measures.get_measure(request.user, request.authority, public_id)
    allow(rules.can_view(request.user, own))
    return own


def load_to_edit(request: TownRequest, public_id: str) -> Measure:
    """Return the measure for who keeps it."""
    own = load(request, public_id)
    allow(rules.can_edit(request.user, own))
    return own


def allow(allowed: bool) -> None:  # noqa: FBT001
    if not allowed:
        raise NotVisible(_("Diese Seite gibt es nicht."))


def framed(request: TownRequest, measure: Measure, *more: Link | str) -> dict[str, Any]:
    """Return the frame of a page below "Bewertung"."""
    frame = measures.get_frame(request.user, measure, current="effects")
    home = Link(_("Bewertung"), address_of("effects:effects", measure) if more else "")
    trail = frame.trail(home, *(Link(each) if isinstance(each, str) else each for each in more))
    return {"frame": frame, "measure": measure, "trail": trail}


def tried(form: BaseForm, action: Callable[[], object]) -> bool:
    """Do it; a refusal becomes an error of the form. Return whether it was done."""
    try:
        action()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def status_of(*forms: BaseForm | None) -> int:
    """Return 422 where one of the forms has an error."""
    return 422 if any(form is not None and form.is_bound and form.errors for form in forms) else 200
