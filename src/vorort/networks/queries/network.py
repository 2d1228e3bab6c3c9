"""Who works with whom: partners, measures and bodies, as a table and in sentences."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.councils.models import Seat
from vorort.councils.queries import list_bodies
from vorort.councils.rules import current_seats
from vorort.measures.choices import ENDED, PartRole
from vorort.measures.models import Measure, Part
from vorort.measures.queries import list_measures
from vorort.measures.registry import address_of
from vorort.networks.choices import PartnerOrder
from vorort.partners.models import Organisation
from vorort.partners.queries import list_organisations
from vorort.ui import format as german

# Who is responsible or does the work holds a measure; the others help.
_HOLDS = frozenset({PartRole.LEADS, PartRole.RUNS})
# So many names stand in a sentence, the table has the rest.
_NAMES = 8


@dataclass(frozen=True)
class Node:
    """A partner or a measure. ``key`` is its public id."""

    key: str
    is_partner: bool
    title: str
    url: str
    degree: int


@dataclass(frozen=True)
class Edge:
    """A partner takes part in a measure; ``holds``: it is responsible or does the work."""

    partner: str
    measure: str
    roles: tuple[str, ...]
    holds: bool


@dataclass(frozen=True)
class PartnerRow:
    """A partner with all it takes part in."""

    organisation: Organisation
    # Title, address and roles of each measure.
    measures: tuple[tuple[str, str, str], ...]
    roles: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """Partners, running and planned measures, and what joins them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rows: tuple[PartnerRow, ...]

    @property
    def partners(self) -> list[Node]:
        return [node for node in self.nodes if node.is_partner]

    @property
    def measures(self) -> list[Node]:
        return [node for node in self.nodes if not node.is_partner]


def network(
    actor: Person, authority: Authority, *, order: str = "", on: dt.date | None = None
) -> Network:
    """Return the network of a town: its active partners and measures that have not ended."""
    measures = list(
        list_measures(actor, authority).exclude(state__in=sorted(ENDED)).select_related("owner")
    )
    organisations = list(list_organisations(authority).prefetch_related(None))
    edges = _edges(measures)
    by_partner: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_partner[edge.partner].append(edge)
    known = {one.public_id for one in organisations}
    # Somebody who is not active any more and still holds a measure belongs in the picture.
    organisations += list(
        Organisation.objects.filter(
            authority=authority, public_id__in=sorted(by_partner.keys() - known)
        )
    )
    bodies = _bodies(actor, authority, on or today())
    titles = {one.public_id: one for one in measures}
    rows = [_row(one, by_partner[one.public_id], titles, bodies) for one in organisations]
    return Network(
        nodes=(*_partner_nodes(rows), *_measure_nodes(measures, edges)),
        edges=tuple(edges),
        rows=tuple(_sorted(rows, order)),
    )


def describe(found: Network) -> list[str]:
    """Return what stands out, in sentences: who stands alone, what hangs on one, who joins most."""
    alone = [row.organisation.name for row in found.rows if not row.measures]
    by_measure: dict[str, set[str]] = defaultdict(set)
    for edge in found.edges:
        by_measure[edge.measure].add(edge.partner)
    single = [node.title for node in found.measures if len(by_measure[node.key]) == 1]
    sentences = []
    strongest = max(found.rows, key=lambda row: len(row.measures), default=None)
    if strongest and len(strongest.measures) > 1:
        sentences.append(
            _("Am meisten verbindet %(name)s: %(n)s Maßnahmen.")
            % {"name": strongest.organisation.name, "n": german.number(len(strongest.measures))}
        )
    if alone:
        sentences.append(
            ngettext(
                "Ein Partner ist an keiner Maßnahme beteiligt: %(names)s.",
                "%(n)s Partner sind an keiner Maßnahme beteiligt: %(names)s.",
                len(alone),
            )
            % {"n": german.number(len(alone)), "names": _names(alone)}
        )
    if single:
        sentences.append(
            ngettext(
                "Eine Maßnahme hängt an einem einzigen Partner: %(names)s.",
                "%(n)s Maßnahmen hängen an einem einzigen Partner: %(names)s.",
                len(single),
            )
            % {"n": german.number(len(single)), "names": _names(single)}
        )
    no_seat = [row.organisation.name for row in found.rows if row.measures and not row.bodies]
    if no_seat:
        sentences.append(
            ngettext(
                "Beteiligt, aber in keinem Gremium: %(names)s.",
                "%(n)s Partner sind beteiligt, sitzen aber in keinem Gremium: %(names)s.",
                len(no_seat),
            )
            % {"n": german.number(len(no_seat)), "names": _names(no_seat)}
        )
    return sentences


def _edges(measures: Sequence[Measure]) -> list[Edge]:
    roles: dict[tuple[str, str], list[str]] = defaultdict(list)
    holds: set[tuple[str, str]] = set()
    for measure in measures:
        pair = (measure.owner.public_id, measure.public_id)
        roles[pair].append(_("zuständig"))
        holds.add(pair)
    parts = Part.objects.filter(measure__in=[one.pk for one in measures])
    for part in parts.select_related("organisation", "measure").order_by("pk"):
        pair = (part.organisation.public_id, part.measure.public_id)
        roles[pair].append(str(part.get_role_display()))
        if PartRole(part.role) in _HOLDS:
            holds.add(pair)
    return [Edge(*pair, tuple(words), pair in holds) for pair, words in roles.items()]


def _bodies(actor: Person, authority: Authority, on: dt.date) -> Mapping[int, list[str]]:
    """Return the names of the bodies each organisation has a seat in."""
    seen = {body.pk: body.name for body in list_bodies(actor, authority)}
    seats = current_seats(
        Seat.objects.filter(body__in=seen, organisation__isnull=False), on=on
    ).values_list("organisation_id", "body_id")
    found: dict[int, list[str]] = defaultdict(list)
    for organisation, body in sorted({(one or 0, body) for one, body in seats}):
        found[organisation].append(seen[body])
    return found


def _row(
    one: Organisation,
    edges: Iterable[Edge],
    measures: Mapping[str, Measure],
    bodies: Mapping[int, list[str]],
) -> PartnerRow:
    listed = [
        (
            str(measures[edge.measure]),
            address_of("measures:measure", measures[edge.measure]),
            ", ".join(edge.roles),
        )
        for edge in edges
    ]
    roles = {role for edge in edges for role in edge.roles}
    return PartnerRow(
        organisation=one,
        measures=tuple(sorted(listed)),
        roles=tuple(sorted(roles)),
        bodies=tuple(sorted(bodies.get(one.pk, []))),
    )


def _sorted(rows: list[PartnerRow], order: str) -> list[PartnerRow]:
    by_name = sorted(rows, key=lambda row: row.organisation.name.casefold())
    if order == PartnerOrder.MEASURES:
        return sorted(by_name, key=lambda row: -len(row.measures))
    if order == PartnerOrder.BODIES:
        return sorted(by_name, key=lambda row: -len(row.bodies))
    return by_name


def _partner_nodes(rows: Iterable[PartnerRow]) -> list[Node]:
    return [
        Node(row.organisation.public_id, True, row.organisation.name, "", len(row.measures))
        for row in sorted(rows, key=lambda row: row.organisation.name.casefold())
    ]


def _measure_nodes(measures: Iterable[Measure], edges: Iterable[Edge]) -> list[Node]:
    degree: dict[str, int] = defaultdict(int)
    for edge in edges:
        degree[edge.measure] += 1
    return [
        Node(
            one.public_id,
            False,
            str(one),
            address_of("measures:measure", one),
            degree[one.public_id],
        )
        for one in measures
    ]


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES])
    return _("%(names)s und weitere") % {"names": shown} if len(names) > _NAMES else shown
