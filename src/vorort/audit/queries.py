"""Reads of the log, and the proof that it is whole."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from vorort.audit.choices import verb_label
from vorort.audit.models import ChainHead, Event
from vorort.audit.rules import commit, seal

PLATFORM = 0


@dataclass(frozen=True)
class ChainReport:
    """What the check of one chain found: ``faults`` are German sentences."""

    chain: int
    name: str
    position: int
    hash: str
    unsealed: int
    faults: tuple[str, ...]


def list_events(
    authority_id: int | None,
    *,
    verb: str = "",
    actor_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Event]:
    """Return the events of an authority, newest first.

    Whether somebody may read them is decided by the caller: the log lies below the towns.
    """
    events: QuerySet[Event] = with_names(Event.objects.filter(authority_id=authority_id))
    if verb:
        events = events.filter(verb=verb)
    if actor_id is not None:
        events = events.filter(actor_id=actor_id)
    if since is not None:
        events = events.filter(occurred_at__date__gte=since)
    if until is not None:
        events = events.filter(occurred_at__date__lte=until)
    return events.order_by("-id")


def with_names(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add ``actor_label``: the name the person has today; empty where there is none any more."""
    return events.annotate(actor_label=Coalesce(Subquery(_name_of("actor_id")), Value("")))


def _name_of(field: str) -> QuerySet[Any, Any]:
    people = get_user_model()._base_manager.filter(pk=OuterRef(field))  # noqa: SLF001
    return people.values("name")[:1]


def list_verbs(authority_id: int | None) -> list[str]:
    """Return the verbs that occur in the log of an authority."""
    events = Event.objects.filter(authority_id=authority_id).order_by()
    return sorted(events.values_list("verb", flat=True).distinct())


def list_actors(authority_id: int | None) -> list[tuple[int, str]]:
    """Return (id, name) of whoever occurs in the log of an authority, by name."""
    events = Event.objects.filter(authority_id=authority_id, actor_id__isnull=False)
    keys = events.order_by().values_list("actor_id", flat=True).distinct()
    people = get_user_model()._base_manager.filter(pk__in=keys)  # noqa: SLF001
    names = dict(people.values_list("pk", "name"))
    found = [(key, str(names.get(key, ""))) for key in keys if key is not None]
    return sorted(found, key=lambda row: (row[1], row[0]))


def list_chains() -> list[int | None]:
    """Return the towns that have a log, None for the platform."""
    return [chain or None for chain in ChainHead.objects.values_list("chain", flat=True)]


def end_of_chain(authority_id: int | None) -> tuple[int, str]:
    """Return position and seal of the last sealed entry of a log; (0, "") for an empty one."""
    head = ChainHead.objects.filter(chain=authority_id or PLATFORM).first()
    return (head.position, head.hash) if head is not None else (0, "")


def verify_chains(*, anchors: Mapping[str, Any] | None = None) -> Iterator[ChainReport]:
    """Check every chain from its first entry.

    Parameters
    ----------
    anchors : Mapping, optional
        Positions and hashes written down earlier, outside the database, by chain
        (``{"3": {"position": 17, "hash": "…"}}``); they prove that nothing was cut off or
        recomputed since.
    """
    given = {int(chain): anchor for chain, anchor in (anchors or {}).items()}
    heads = {head.chain: head for head in ChainHead.objects.all()}
    counts: dict[int, int] = {
        row["authority_id"] or PLATFORM: row["unsealed"]
        for row in Event.objects.filter(chain_position__isnull=True)
        .order_by()
        .values("authority_id")
        .annotate(unsealed=Count("pk"))
    }
    with_entries = Event.objects.order_by().values_list("authority_id", flat=True).distinct()
    chains = {chain or PLATFORM for chain in with_entries} | set(heads) | set(given)
    for chain in sorted(chains):
        yield _verify(chain, heads.get(chain), counts.get(chain, 0), given.get(chain))


def _verify(
    chain: int, head: ChainHead | None, unsealed: int, anchor: Mapping[str, Any] | None
) -> ChainReport:
    faults: list[str] = []
    position, previous = (head.start_position, head.start_hash) if head is not None else (0, "")
    start = position
    anchored = previous
    erasures = _erased_by_record(chain)
    sealed = Event.objects.filter(
        authority_id=chain or None, chain_position__isnull=False
    ).order_by("chain_position")
    for event in sealed.iterator(chunk_size=1000):
        number = event.chain_position or 0
        what = _describe(event)
        if number != position + 1:
            faults.append(_gap(position + 1, number - 1))
        elif event.previous_hash != previous:
            faults.append(
                _("Eintrag %(number)s schließt nicht an den vorigen an: %(what)s.")
                % {"number": number, "what": what}
            )
        if event.hash != seal(event.previous_hash, number, event.content()):
            faults.append(
                _("Eintrag %(number)s wurde nach dem Versiegeln verändert: %(what)s.")
                % {"number": number, "what": what}
            )
        faults += _faults_of_details(event, number, erasures)
        position, previous = number, event.hash
        if anchor is not None and number == anchor["position"]:
            anchored = event.hash
    faults += _faults_of_end(head, position, previous)
    # What was cut off at the end of its time can no longer be compared.
    if anchor is not None and anchor["position"] >= start and anchored != anchor["hash"]:
        faults.append(
            _("Das früher notierte Siegel zu Eintrag %(number)s gibt es nicht mehr.")
            % {"number": anchor["position"]}
        )
    return ChainReport(
        chain=chain,
        name=_name(chain),
        position=position,
        hash=previous,
        unsealed=unsealed,
        faults=tuple(faults),
    )


def _faults_of_end(head: ChainHead | None, position: int, previous: str) -> list[str]:
    """Return what is wrong between the last entry and the noted end of a chain."""
    end = head.position if head is not None else 0
    if end > position:
        return [_gap(position + 1, end)]
    if end < position:
        words = _("Nach dem letzten versiegelten Eintrag %(end)s folgen fremde Einträge.")
        return [words % {"end": end}]
    if head is not None and head.hash != previous:
        return [_("Das letzte Siegel stimmt nicht mit dem letzten Eintrag überein.")]
    return []


def _erased_by_record(chain: int) -> frozenset[int]:
    """Return the entries whose details were erased by an entry that says so."""
    records = Event.objects.filter(authority_id=chain or None, verb="audit.details_erased")
    return frozenset(
        pk for after in records.values_list("after", flat=True) for pk in (after or {})["entries"]
    )


def _faults_of_details(event: Event, number: int, erasures: frozenset[int]) -> list[str]:
    if event.erased_at is not None:
        if event.pk in erasures:
            return []
        return [
            _("Die Einzelheiten von Eintrag %(number)s wurden ohne Nachweis geleert.")
            % {"number": number}
        ]
    if event.commitment == commit(event.salt, event.details()):
        return []
    return [
        _("Eintrag %(number)s wurde nach dem Versiegeln verändert: %(what)s.")
        % {"number": number, "what": _describe(event)}
    ]


def _gap(first: int, last: int) -> str:
    if first == last:
        return _("Eintrag %(number)s fehlt.") % {"number": first}
    return _("Die Einträge %(first)s bis %(last)s fehlen.") % {"first": first, "last": last}


def _describe(event: Event) -> str:
    day = event.occurred_at.strftime("%d.%m.%Y")
    return f"{verb_label(event.verb)}, {event.object_label}, {day}"


def _name(chain: int) -> str:
    """Return a chain's name from the log itself, which knows the town that was set up."""
    if chain == PLATFORM:
        return _("Plattform")
    setup = Event.objects.filter(authority_id=chain, verb="authorities.authority_created")
    label = setup.order_by("id").values_list("object_label", flat=True).first()
    return label or _("Gebietskörperschaft %(id)s") % {"id": chain}
