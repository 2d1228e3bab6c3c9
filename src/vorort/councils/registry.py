"""Tabs and panels that apps above add to a body's pages, and what this app tells the search."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.councils import rules
from vorort.councils.models import Body, Seat

if TYPE_CHECKING:
    import datetime as dt

    from vorort.councils.choices import Confidentiality
    from vorort.ui.parts import Task

KIND = "councils.body"


@dataclass(frozen=True)
class Tab:
    """A view of a body: ``view_name`` is reversed with the town's slug and the body's id."""

    key: str
    label: str | Promise
    view_name: str
    order: int


@dataclass(frozen=True)
class Panel:
    """A section of a body's first page; ``template`` is drawn with ``context``."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    # In the narrow column, beside the work.
    side: bool = False


# ``load(actor, body, level)``: the panel as this reader may see it, or None for nothing.
LoadPanel = Callable[[Person, Body, "Confidentiality"], Panel | None]

# ``load(actor, bodies)``: a few words by the key of the body, in constant queries.
LoadWords = Callable[[Person, "Sequence[Body]"], dict[int, str]]

# ``load(body, on=day)``: what an app above waits for, for who runs the body, or None.
LoadStep = Callable[..., "Task | None"]

_tabs: dict[str, Tab] = {}
_panels: list[tuple[int, LoadPanel]] = []
_ways: dict[str, str] = {}
_words: list[LoadWords] = []
_steps: list[LoadStep] = []


def register_tab(key: str, label: str | Promise, view_name: str, order: int) -> None:
    """Add a view to every body; the same key again replaces it."""
    _tabs[key] = Tab(key, label, view_name, order)


def register_panel(order: int, load: LoadPanel) -> None:
    """Add a section to the first page of every body; twice counts once, smaller order first."""
    if all(known is not load for _order, known in _panels):
        _panels.append((order, load))
        _panels.sort(key=lambda entry: entry[0])


def register_step(load: LoadStep) -> None:
    """Add something that may be next for a body; twice counts once."""
    if load not in _steps:
        _steps.append(load)


def steps_above(body: Body, *, on: "dt.date") -> list["Task"]:
    """Return what is next for a body in the apps above."""
    return [step for load in _steps if (step := load(body, on=on)) is not None]


def register_way(key: str, view_name: str) -> None:
    """Name the page where something is begun for a body: ``new_meeting``, ``founding``."""
    _ways[key] = view_name


def register_words(load: LoadWords) -> None:
    """Add a few words to each line of the list of bodies: when one meets next."""
    if all(known is not load for known in _words):
        _words.append(load)


def line_words(actor: Person, bodies: Sequence[Body]) -> dict[int, list[str]]:
    """Return what the apps above say about each body, by its key."""
    found: dict[int, list[str]] = {}
    for load in _words:
        for key, words in load(actor, bodies).items():
            found.setdefault(key, []).append(words)
    return found


def tabs() -> tuple[Tab, ...]:
    """Return the views of a body in their order."""
    return tuple(sorted(_tabs.values(), key=lambda tab: tab.order))


def panels() -> tuple[LoadPanel, ...]:
    """Return what fills the first page of a body, in its order."""
    return tuple(load for _order, load in _panels)


def address_of(view_name: str, body: Body) -> str:
    """Return the address of a view of a body, or nothing where there is no such view."""
    try:
        return reverse(view_name, args=[body.authority.slug, body.public_id])
    except NoReverseMatch:
        return ""


def way_to(key: str, body: Body) -> str:
    """Return where something is begun for a body, or nothing where no app does it."""
    return address_of(_ways[key], body) if key in _ways else ""


def register() -> None:
    """Register this app's own tabs and kinds; called when the app is ready."""
    register_tab("overview", _("Überblick"), "councils:body", 10)
    register_tab("members", _("Mitglieder"), "councils:members", 60)
    register_tab("rules", _("Regeln"), "councils:rules", 70)
    source = search.Source(
        KIND, _("Gremium"), _load, _list_ids, follows={"councils.seat": _body_of_seat}
    )
    search.register(source, _link)


def _load(public_id: str) -> search.Document | None:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        body = Body.objects.filter(public_id=public_id).first()
        if body is None:
            return None
        # Offices, no people: behind this door stands whoever sees the town's work.
        seats = list(body.seats.values_list("function", "organisation__name"))
    words = [body.get_kind_display(), body.short_name, body.purpose]
    words += dict.fromkeys(word for row in seats for word in row if word)
    return search.Document(
        title=body.name,
        text="\n".join(word for word in words if word),
        updated_at=body.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=body.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Body.objects.values_list("public_id", flat=True))


def _body_of_seat(public_id: str) -> str | None:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        seat = Seat.objects.filter(public_id=public_id).select_related("body").first()
    return seat.body.public_id if seat else None


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the body's own id; the rule says who sees it"):
        body = Body.objects.filter(public_id=public_id).select_related("authority").first()
        if body is None or rules.level_of(actor, body) is None:
            return None
    return links.Link(body.name, address_of("councils:body", body))
