"""Reads: what a table may mean for a town, what is stored already, what is remembered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vorort.authorities.models import Authority
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import usable_ids
from vorort.evidence.models import OffenceKey
from vorort.evidence.queries import effective_rows
from vorort.evidence.queries.counts import UsableDeliveries
from vorort.evidence.rules import normalise_area_key
from vorort.evidence.rules.labels import short_label
from vorort.figures.choices import OFFENCE_GROUPS
from vorort.places.choices import AreaKind
from vorort.places.models import Area
from vorort.places.queries import populations
from vorort.places.rules import main_key
from vorort.records.choices import Measure, RecordGroup, RecordIndicator
from vorort.records.models import Observation
from vorort.records.queries import list_indicators
from vorort.sheets.choices import (
    FEMALE_WORDS,
    MALE_WORDS,
    OFFENCE_WORDS,
    POPULATION_BEFORE_WORDS,
    POPULATION_WORDS,
    Kind,
)
from vorort.sheets.rules.known import (
    PKS,
    POPULATION,
    POPULATION_BEFORE,
    POPULATION_FEMALE,
    POPULATION_MALE,
    RECORDS,
    Known,
    KnownArea,
    KnownIndicator,
)
from vorort.sheets.rules.population_day import population_day
from vorort.sheets.rules.words import is_total, plain
from vorort.tables.models import Correction, SavedMapping, TableImport

# Words that one group of records knows and that mean something else elsewhere.
_VAGUE = frozenset({"kinder", "sachschaden", "tote", "alkohol", "personenschaden", "sv", "lv"})


def read_known(authority: Authority, numbers: Iterable[str] = ()) -> Known:
    """Return the areas and indicators a table of a town may name.

    ``numbers``: digits found in the table that may be keys of areas elsewhere.
    """
    own = main_key(authority)
    return Known(
        own=own,
        own_name=authority.name,
        areas=tuple(_areas(authority, own, numbers)),
        indicators=tuple(_indicators()),
    )


def _areas(authority: Authority, own: str, numbers: Iterable[str]) -> list[KnownArea]:
    keys = {key for number in numbers if (key := normalise_area_key(number))}
    ars = {number for number in numbers if len(number) == 12}
    wanted = (
        Q(key__startswith=own[:5])
        | Q(kind__in=(AreaKind.NATION, AreaKind.STATE, AreaKind.COUNTY))
        | Q(key__in=keys)
        | Q(ars__in=ars)
    )
    rows = Area.objects.filter(wanted, valid_until__isnull=True)
    found = {
        key: KnownArea(key, name, _rank(key, own), ars_, tuple(filter(None, [other])))
        for key, name, ars_, other in rows.values_list("key", "name", "ars", "other_name")
    }
    known = found.get(own)
    also = tuple(
        filter(None, {authority.name, authority.short_name, *(known.also if known else ())})
    )
    found[own] = KnownArea(own, known.name if known else authority.name, 0, also=also)
    return list(found.values())


def _rank(key: str, own: str) -> int:
    if key == own:
        return 0
    if key.startswith(f"{own}-"):
        return 1
    return 2 if key.startswith(own[:5]) and "-" not in key else 3


def _indicators() -> list[KnownIndicator]:
    labels: dict[str, str] = {}
    names: dict[str, list[str]] = defaultdict(list)
    rows = OffenceKey.objects.order_by("year").values_list("key", "label")
    for key, label in rows:
        labels[key] = short_label(label)
        names[key] += [label, short_label(label)]
    for group in OFFENCE_GROUPS:
        for code in group.codes:
            labels.setdefault(code, str(group.label))
            names[code] += [str(group.label), str(group.short_label)]
    for code, words in OFFENCE_WORDS.items():
        labels.setdefault(code, words[0])
        names[code] += words
    usual = {code for group in OFFENCE_GROUPS for code in group.codes} | OFFENCE_WORDS.keys()
    found = [
        KnownIndicator(
            f"{PKS}{code}", label, "pks", tuple(dict.fromkeys(names[code])), common=code in usual
        )
        for code, label in labels.items()
    ]
    return [*found, *record_indicators(), *population_indicators()]


def record_indicators() -> list[KnownIndicator]:
    """Return the catalogue of the records as a table may name it."""
    return [_record(one) for one in list_indicators()]


def population_indicators() -> list[KnownIndicator]:
    """Return the population and its parts as a table may name them in a row."""
    return [
        KnownIndicator(POPULATION, POPULATION_WORDS[0], "population", POPULATION_WORDS),
        KnownIndicator(
            POPULATION_MALE, MALE_WORDS[0], "residents", MALE_WORDS, ("männlich",), common=False
        ),
        KnownIndicator(
            POPULATION_FEMALE, FEMALE_WORDS[0], "residents", FEMALE_WORDS, ("weiblich",),
            common=False,
        ),
        KnownIndicator(
            POPULATION_BEFORE, POPULATION_BEFORE_WORDS[0], "population", POPULATION_BEFORE_WORDS
        ),
    ]  # fmt: skip


def _record(one: RecordIndicator) -> KnownIndicator:
    apart = one.group == RecordGroup.INCIDENTS
    clear = [
        word
        for word in one.aliases
        if not apart and plain(word) not in _VAGUE and not is_total(word)
    ]
    return KnownIndicator(
        f"{RECORDS}{one.code}",
        str(one.label),
        one.group,
        (one.code, *clear),
        tuple(word for word in one.aliases if apart or plain(word) in _VAGUE),
        common=one.group != RecordGroup.RESIDENTS,
        share=one.measure is Measure.SHARE,
    )


@dataclass(frozen=True)
class Stored:
    """What is stored for a place: its figures, and whether an official table says so."""

    figures: dict[str, float | None]
    official: bool = False
    status: str = ""


Identity = tuple[str, str, int, int]


def stored_values(
    authority: Authority, identities: Iterable[tuple[str, Identity]]
) -> dict[Identity, Stored]:
    """Return what counts now for each place of new rows, in a constant number of queries.

    ``identities``: kind and (area key, code, year, month or 0).
    """
    by_kind: dict[str, set[Identity]] = defaultdict(set)
    for kind, identity in identities:
        by_kind[kind].add(identity)
    found: dict[Identity, Stored] = {}
    if by_kind[Kind.POLICE]:
        found.update(_stored_police(authority, by_kind[Kind.POLICE]))
    if by_kind[Kind.POPULATION]:
        found.update(_stored_population(authority, by_kind[Kind.POPULATION]))
    if by_kind[Kind.RECORDS]:
        found.update(_stored_records(authority, by_kind[Kind.RECORDS]))
    return found


_FIGURES = (
    "cases", "attempts", "cleared", "clearance", "rate", "attempts_share", "suspects",
    "suspects_male", "suspects_female", "suspects_foreign",
)  # fmt: skip


def _stored_police(authority: Authority, wanted: set[Identity]) -> dict[Identity, Stored]:
    deliveries = UsableDeliveries.read(authority)
    rows = effective_rows(
        area_keys={area for area, _code, _year, _month in wanted},
        codes={code.removeprefix(PKS) for _area, code, _year, _month in wanted},
        years={year for _area, _code, year, _month in wanted},
        deliveries=deliveries,
    )
    return {
        (area, f"{PKS}{code}", year, 0): Stored(
            {name: getattr(row, name) for name in _FIGURES},
            official=deliveries.by_id[row.delivery_id].for_authority_id is None,
        )
        for (area, code, year), row in rows.items()
    }


def _stored_population(authority: Authority, wanted: set[Identity]) -> dict[Identity, Stored]:
    areas = {area for area, _code, _year, _month in wanted}
    days = {population_day(year) for _area, _code, year, _month in wanted}
    return {
        (area, POPULATION, day.year, 0): Stored(
            {"population": value.total, "male": value.male, "female": value.female},
            official=value.is_official,
        )
        for (area, day), value in populations(areas, days, viewer=authority).items()
    }


def _stored_records(authority: Authority, wanted: set[Identity]) -> dict[Identity, Stored]:
    rows = (
        Observation.objects.filter(
            area__key__in={area for area, _code, _year, _month in wanted},
            indicator__in={code.removeprefix(RECORDS) for _area, code, _year, _month in wanted},
            year__in={year for _area, _code, year, _month in wanted},
            delivery__in=usable_ids(authority),
        )
        .order_by("delivery__precedence", "delivery__received_at", "delivery_id")
        .values_list("area__key", "indicator", "year", "month", "value", "status")
    )
    return {
        (area, f"{RECORDS}{code}", year, month): Stored(
            {"value": None if value is None else float(value)}, status=status
        )
        for area, code, year, month, value, status in rows
    }


def get_import(authority: Authority, delivery: Delivery) -> TableImport | None:
    """Return how a delivered table of a town is read."""
    rows = TableImport.objects.select_related("delivery", "delivery__file", "mapping")
    found: TableImport | None = rows.filter(authority=authority, delivery=delivery).first()
    return found


def list_mappings(authority: Authority) -> QuerySet[SavedMapping]:
    """Return what is remembered of the senders of a town, the last used first."""
    rows: QuerySet[SavedMapping] = SavedMapping.objects.filter(authority=authority)
    return rows.order_by("-used_at", "-id")


def get_mapping(authority: Authority, public_id: str) -> SavedMapping | None:
    """Return a remembered mapping of a town, or None."""
    return list_mappings(authority).filter(public_id=public_id).first()


def list_senders(authority: Authority) -> list[str]:
    """Return the names of known senders, in their order."""
    rows = list_mappings(authority).exclude(sender="").order_by("sender")
    return list(rows.values_list("sender", flat=True).distinct())


def find_mapping(authority: Authority, *, sender: str, fingerprint: str) -> SavedMapping | None:
    """Return the mapping for a table of this shape.

    With a sender: his for this shape, else the last one of his. Without: the one of this shape,
    if there is only one.
    """
    rows = list_mappings(authority)
    if sender:
        mine = rows.filter(sender__iexact=sender)
        return mine.filter(fingerprint=fingerprint).first() or mine.first()
    same = list(rows.filter(fingerprint=fingerprint)[:2])
    return same[0] if len(same) == 1 else None


def list_corrections(table_import: TableImport) -> QuerySet[Correction]:
    """Return what was corrected in a table, in the order of the file."""
    rows: QuerySet[Correction] = Correction.objects.filter(table_import=table_import)
    return rows.select_related("by").order_by("sheet", "line", "column")
