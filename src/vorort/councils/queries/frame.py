"""What stands around every page of a body: its head, its views, how far the reader may read."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.councils import registry
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.models import Body
from vorort.councils.queries.bodies import BodyNotVisible
from vorort.councils.registry import Panel
from vorort.councils.rules import can_run, level_of
from vorort.ui.parts import Link

_STATE_KINDS = {BodyState.ACTIVE: "on", BodyState.PLANNED: "due"}


@dataclass(frozen=True)
class Frame:
    """The frame of a body's page; ``councils/base_body.html`` draws it."""

    body: Body
    level: Confidentiality
    can_run: bool
    tabs: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    state_kind: str

    def trail(self, *more: Link) -> list[Link]:
        """Return the way to a page below this body."""
        return [*self.crumbs, *more]


def get_frame(actor: Person, body: Body, *, current: str) -> Frame:
    """Return the frame of a page of a body; ``current`` is the key of its tab.

    Raises ``Body.DoesNotExist`` (a 404) for who has no level there.
    """
    level = level_of(actor, body)
    if level is None:
        raise BodyNotVisible(_("Dieses Gremium gibt es nicht."))
    tabs = []
    for tab in registry.tabs():
        url = registry.address_of(tab.view_name, body)
        if url:
            tabs.append(Link(str(tab.label), url, current=tab.key == current))
    start = Link(_("Gremien"), reverse("councils:list", args=[body.authority.slug]))
    here = Link(body.name, registry.address_of("councils:body", body))
    return Frame(
        body=body,
        level=level,
        can_run=can_run(actor, body),
        tabs=tuple(tabs),
        crumbs=(start, here),
        state_kind=_STATE_KINDS.get(BodyState(body.state), ""),
    )


def list_panels(actor: Person, body: Body, level: Confidentiality) -> list[Panel]:
    """Return the sections that the apps above show on a body's first page."""
    found = (load(actor, body, level) for load in registry.panels())
    return [panel for panel in found if panel is not None]
