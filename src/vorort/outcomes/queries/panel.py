"""What the first page of a measure shows of its public page."""

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.measures.models import Measure
from vorort.measures.registry import Panel, address_of
from vorort.outcomes.queries.changes import stale_of
from vorort.outcomes.queries.material import measure_path, measure_publication
from vorort.outcomes.rules import can_publish, is_ready


def measure_panel(actor: Person, measure: Measure) -> Panel | None:
    """Return the box that says whether everybody sees a measure, with the way to make it so."""
    live = measure_publication(measure)
    may_publish = can_publish(actor, measure.authority)
    stale = stale_of(measure) if live is not None and may_publish else None
    context = {
        "publication": live,
        "public_path": measure_path(measure),
        "public_stale": stale,
        "publish_url": address_of("outcomes:measure", measure)
        if may_publish and (live is not None or is_ready(measure))
        else "",
    }
    return Panel(_("Öffentlich"), "outcomes/measure_panel.html", context, side=True)
