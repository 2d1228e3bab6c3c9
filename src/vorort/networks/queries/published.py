"""Measures that other towns have made public: read from publications, and from nothing else."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.measures.choices import MeasureState
from vorort.networks import rules
from vorort.networks.choices import NO_RESULT, SizeFilter
from vorort.partners.choices import TargetGroup
from vorort.places.queries import nearest_populations
from vorort.publications.choices import (
    PublicationKind,
    PublicationStatus,
    PublicEffect,
    PublicMeasure,
)
from vorort.publications.models import Publication


@dataclass(frozen=True)
class PublicLine:
    """A public measure of another town, as lists and suggestions need it."""

    # The id of this version; ``subject`` is the measure's own and stays.
    publication: str
    subject: str
    measure: PublicMeasure
    # Other towns that have published a measure made after it.
    takers: tuple[str, ...]
    is_like_us: bool
    # Those of about the own size that use it: the town itself and its takers.
    users_like_us: tuple[str, ...]

    @property
    def used_by(self) -> int:
        return len(self.takers)

    @property
    def plan(self) -> list[tuple[str, dt.date | None]]:
        """Its milestones with the day they were planned for, without what was dropped."""
        steps = (each for each in self.measure["milestones"] if not each.get("dropped"))
        return [(each["title"], day_of(each["due_on"])) for each in steps]

    @property
    def effect(self) -> PublicEffect | None:
        """The latest public result."""
        return max(self.measure["effects"], key=lambda each: each["as_of"], default=None)

    @property
    def groups(self) -> list[str]:
        return [each["label"] for each in self.measure["target_groups"]]

    def takes(self, text: str) -> bool:
        """Return whether all words stand somewhere in what the page says."""
        measure = self.measure
        said = " ".join(
            [
                measure["title"],
                measure.get("summary", ""),
                measure["town"],
                measure["topic_label"],
                measure.get("lessons", ""),
                measure["why"].get("need", ""),
                *self.groups,
            ]
        ).casefold()
        return all(word in said for word in text.casefold().split())


def population_of(authority: Authority, *, on: dt.date | None = None) -> int | None:
    """Return about how many people live in a town, for telling its size; None where not known."""
    found = nearest_populations([authority.area_key], on or today(), authority)
    value = found.get(authority.area_key)
    return value.total if value is not None else None


def list_public_measures(
    actor: Person,
    authority: Authority,
    *,
    text: str = "",
    topic: str = "",
    target_group: str = "",
    factor: str = "",
    size: str = "",
    result: str = "",
) -> list[PublicLine]:
    """Return what other towns have published, by title; narrowed to what is given.

    ``result`` is a grade of effects, or ``NO_RESULT``. Constant queries, whatever is found.
    """
    if not rules.can_view(actor, authority):
        return []
    rows = _live()
    own = population_of(authority)
    lines = _lines(rows, authority, own)
    return sorted(
        (
            line
            for line in lines
            if (not topic or line.measure["topic"] == topic)
            and (not target_group or _is_for(line.measure, target_group))
            and (not factor or factor in _factors(line.measure))
            and (not size or _has_size(line.measure, size, own))
            and (not result or _has_result(line, result))
            and line.takes(text)
        ),
        key=lambda line: (line.measure["title"].casefold(), line.measure["town"]),
    )


def get_public_measure(actor: Person, authority: Authority, publication: str) -> PublicLine:
    """Return one public measure of another town; ``NotVisible`` when it is not public any more."""
    if rules.can_view(actor, authority):
        for line in _lines(_live(), authority, population_of(authority)):
            if line.publication == publication:
                return line
    raise NotVisible(_("Diese Maßnahme ist nicht oder nicht mehr veröffentlicht."))


def get_live_publication(publication: str) -> Publication | None:
    """Return the publication of a measure while it is public."""
    rows = Publication.objects.filter(
        public_id=publication, kind=PublicationKind.MEASURE, status=PublicationStatus.LIVE
    )
    return rows.select_related("authority").first()


def find_live(subject: str) -> str:
    """Return the id of the publication that shows a measure now, or nothing."""
    found = _live().filter(subject=subject).values_list("public_id", flat=True).first()
    return found or ""


def count_takers(subject: str) -> int:
    """Return how many other towns have published a measure made after this one."""
    if not _live().filter(subject=subject).exists():
        return 0
    # The last part of the address of a public measure is its own id.
    named = _live().filter(payload__public__copied_from__url__endswith=f"/{subject}/")
    return named.order_by().values("authority").distinct().count()


def users_by_title(lines: Iterable[PublicLine]) -> dict[str, set[str]]:
    """Return the towns of about the own size by the programmes their public measures name."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.is_like_us:
            measure = line.measure
            if not is_in_use(measure):
                continue
            named = [
                measure.get("evidence_title", ""),
                *(one["title"] for one in measure["citations"]),
            ]
            for title in named:
                if title:
                    found[title.casefold()].add(measure["town"])
    return found


def is_in_use(measure: PublicMeasure) -> bool:
    """Return whether a town has begun: what is only decided nobody has used yet."""
    return measure["state"] != MeasureState.DECIDED


def profile_of(line: PublicLine) -> rules.Profile:
    """Return what a public measure brings, for the score."""
    measure = line.measure
    effect = line.effect
    return rules.Profile(
        topics=frozenset({measure["topic"]}),
        target_groups=frozenset(each["group"] for each in measure["target_groups"]),
        risk_factors=frozenset(measure["risk_factors"]),
        protective_factors=frozenset(measure["protective_factors"]),
        evidence_level=measure["evidence_level"] or "none",
        grade=effect["grade"] if effect else "",
        result=effect["badge"] if effect else "",
        used_by=line.users_like_us,
    )


def day_of(text: str | None) -> dt.date | None:
    """Return a day of a payload, or None."""
    return parse_date(text[:10]) if text else None


def _live() -> QuerySet[Publication]:
    return Publication.objects.filter(
        kind=PublicationKind.MEASURE, status=PublicationStatus.LIVE
    ).order_by("pk")


def _lines(rows: QuerySet[Publication], authority: Authority, own: int | None) -> list[PublicLine]:
    found = [
        (public_id, subject, town, cast("PublicMeasure", payload["public"]))
        for public_id, subject, town, payload in rows.values_list(
            "public_id", "subject", "authority_id", "payload"
        )
        if payload.get("public")
    ]
    takers = _takers([(subject, town, measure) for _id, subject, town, measure in found])

    def like_us(measure: PublicMeasure) -> bool:
        return rules.is_of_same_size(own, measure.get("population"))

    return [
        PublicLine(
            publication=public_id,
            subject=subject,
            measure=measure,
            takers=tuple(sorted(each["town"] for each in takers[subject].values())),
            is_like_us=like_us(measure),
            users_like_us=tuple(
                each["town"]
                for each in (measure, *takers[subject].values())
                if like_us(each) and is_in_use(each) and each["town"] != authority.name
            ),
        )
        for public_id, subject, town, measure in found
        if town != authority.pk
    ]


def _takers(
    measures: Iterable[tuple[str, int, PublicMeasure]],
) -> Mapping[str, dict[int, PublicMeasure]]:
    """Return what towns say they made after a measure, by the id of that one: one for each town."""
    found: dict[str, dict[int, PublicMeasure]] = defaultdict(dict)
    for _subject, town, measure in measures:
        model = measure.get("copied_from")
        if model and model.get("url"):
            # The last part of the address of a public measure is its own id.
            found[model["url"].rstrip("/").rsplit("/", 1)[-1]][town] = measure
    return found


def _is_for(measure: PublicMeasure, group: str) -> bool:
    groups = {each["group"] for each in measure["target_groups"]} or {TargetGroup.ALL.value}
    return bool(groups & {group, TargetGroup.ALL.value})


def _factors(measure: PublicMeasure) -> set[str]:
    return {*measure["risk_factors"], *measure["protective_factors"]}


def _has_size(measure: PublicMeasure, size: str, own: int | None) -> bool:
    other = measure.get("population")
    if not own or not other:
        return False
    if size == SizeFilter.LIKE_US:
        return rules.is_of_same_size(own, other)
    return other < own if size == SizeFilter.SMALLER else other > own


def _has_result(line: PublicLine, result: str) -> bool:
    effect = line.effect
    return (
        effect is None if result == NO_RESULT else effect is not None and effect["grade"] == result
    )
