"""On the page of a measure: where it came from, and who took it over."""

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.measures.models import Measure
from vorort.measures.registry import Panel
from vorort.measures.rules import can_view_work
from vorort.networks.queries.published import count_takers, find_live


def load_origin(actor: Person, measure: Measure) -> Panel | None:
    """Return the model of a measure and the number of its takers; nothing where there is neither.

    Read from publications alone: a town that took it over and shows nothing is not counted.
    """
    if not can_view_work(actor, measure.authority):
        return None
    takers = count_takers(measure.public_id)
    if not takers and not measure.copied_label:
        return None
    model = find_live(measure.copied_from) if measure.copied_from else None
    url = reverse("networks:model", args=[measure.authority.slug, model]) if model else ""
    context = {"label": measure.copied_label, "url": url, "takers": takers}
    return Panel(_("Andere Orte"), "networks/origin.html", context, side=True)
