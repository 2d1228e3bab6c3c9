"""Who works with whom: partners, measures and bodies, as a table and in sentences."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
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
from vorort.networks.choices import PartnerOrder
from vorort.partners.models import Organisation
from vorort.ui import format as german

# Who is responsible or does the work holds a measure; the others help.
_HOLDS = frozenset({PartRole.LEADS.value, PartRole.RUNS.value})
# So many names stand in a sentence, so many measures in a row.
_NAMES = 8
_LISTED = 6
# What a node needs of a measure.
_MEASURE = ("public_id", "number", "year", "title", "owner")


@dataclass(frozen=True)
class Node:
    """A partner or a measure. ``key`` is its public id."""

    key: str
    is_partner: bool
    title: str
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
    # Title, public id and roles of each measure.
    measures: tuple[tuple[str, str, str], ...]
    roles: tuple[str, ...]
    bodies: tuple[str, ...]

    @property
    def shown(self) -> tuple[tuple[str, str, str], ...]:
        """What stands in the table; the list of measures has the rest."""
        return self.measures[:_LISTED]

    @property
    def more(self) -> int:
        return len(self.measures) - len(self.shown)


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
    rows = list_measures(actor, authority).exclude(state__in=sorted(ENDED))
    measures = {one.pk: one for one in rows.select_related(None).only(*_MEASURE)}
    roles, holds = _roles(measures)
    taking_part = {partner for partner, _measure in roles}
    # Somebody who is not active any more and still holds a measure belongs in the picture.
    partners = {
        one.pk: one
        for one in Organisation.objects.filter(
            Q(is_active=True) | Q(pk__in=taking_part), authority=authority
        ).only("public_id", "name")
    }
    edges = [
        Edge(partners[pair[0]].public_id, measures[pair[1]].public_id, tuple(words), pair in holds)
        for pair, words in roles.items()
    ]
    by_partner: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_partner[edge.partner].append(edge)
    titles = {one.public_id: str(one) for one in measures.values()}
    bodies = _bodies(actor, authority, on or today())
    lines = [
        _row(one, by_partner[one.public_id], titles, bodies.get(one.pk, ()))
        for one in partners.values()
    ]
    return Network(
        nodes=(*_partner_nodes(lines), *_measure_nodes(titles, edges)),
        edges=tuple(edges),
        rows=tuple(_sorted(lines, order)),
    )


def describe(found: Network) -> list[str]:
    """Return what stands out, in sentences: who stands alone, what hangs on one, who joins most."""
    alone = [row.organisation.name for row in found.rows if not row.measures]
    by_measure: dict[str, set[str]] = defaultdict(set)
    for edge in found.edges:
        by_measure[edge.measure].add(edge.partner)
    single = [node.title for node in found.measures if len(by_measure[node.key]) == 1]
    sentences = []
    most = max((len(row.measures) for row in found.rows), default=0)
    strongest = [row.organisation.name for row in found.rows if len(row.measures) == most]
    if most > 1:
        sentences.append(
            ngettext(
                "Am meisten verbindet %(names)s: %(n)s Maßnahmen.",
                "Am meisten verbinden %(names)s: je %(n)s Maßnahmen.",
                len(strongest),
            )
            % {"names": _names(strongest), "n": german.number(most)}
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


def _roles(
    measures: Mapping[int, Measure],
) -> tuple[dict[tuple[int, int], list[str]], set[tuple[int, int]]]:
    """Return the roles of each partner in each measure, and the pairs where it holds it."""
    roles: dict[tuple[int, int], list[str]] = defaultdict(list)
    holds: set[tuple[int, int]] = set()
    for measure in measures.values():
        pair = (measure.owner_id, measure.pk)
        roles[pair].append(_("zuständig"))
        holds.add(pair)
    words = {role.value: str(role.label) for role in PartRole}
    parts = Part.objects.filter(measure__in=list(measures)).order_by("pk")
    for partner, one, role in parts.values_list("organisation_id", "measure_id", "role"):
        roles[partner, one].append(words[role])
        if role in _HOLDS:
            holds.add((partner, one))
    return roles, holds


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
    one: Organisation, edges: Iterable[Edge], titles: Mapping[str, str], bodies: Iterable[str]
) -> PartnerRow:
    listed = [(titles[edge.measure], edge.measure, ", ".join(edge.roles)) for edge in edges]
    return PartnerRow(
        organisation=one,
        measures=tuple(sorted(listed)),
        roles=tuple(sorted({role for edge in edges for role in edge.roles})),
        bodies=tuple(sorted(bodies)),
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
        Node(row.organisation.public_id, True, row.organisation.name, len(row.measures))
        for row in sorted(rows, key=lambda row: row.organisation.name.casefold())
    ]


def _measure_nodes(titles: Mapping[str, str], edges: Iterable[Edge]) -> list[Node]:
    degree = Counter(edge.measure for edge in edges)
    return [Node(key, False, title, degree[key]) for key, title in titles.items()]


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES])
    return _("%(names)s und weitere") % {"names": shown} if len(names) > _NAMES else shown
