"""What a town has published of its measures, and what became of them. From publications only."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.authorities.models import Authority
from vorort.effects.choices import EffectGrade
from vorort.measures.choices import BEFORE_START, ENDED, MeasureState
from vorort.partners.choices import Topic
from vorort.portal.queries.councils import Meeting, Resolution, list_meetings, local_path
from vorort.portal.queries.towns import matches
from vorort.publications.choices import (
    Format,
    PublicationKind,
    PublicEffect,
    PublicMeasure,
    Serving,
)
from vorort.publications.models import Publication, Representation
from vorort.publications.queries import list_live
from vorort.ui.templatetags.vo import VERDICTS

_PUBLIC = "payload__public"
# So many measures stand under each result.
SHOWN = 25


class Outcome(StrEnum):
    """What a reader learns first of a measure; what turned out badly is never behind the rest."""

    GOOD = "gewirkt"
    BAD = "schlechter"
    DISPLACED = "verlagert"
    UNCLEAR = "zufall"
    OPEN_CAUSE = "ursache-offen"
    NOT_EVALUABLE = "nicht-bewertbar"
    RUNNING = "offen"
    UNJUDGED = "ohne-bewertung"


OUTCOME_LABELS: dict[Outcome, tuple[Promise | str, Promise | str]] = {
    Outcome.GOOD: (
        _("Hat wahrscheinlich gewirkt"),
        _("Der Unterschied ist größer, als es Zufall erklärt."),
    ),
    Outcome.BAD: (
        _("Wahrscheinlich schlechter geworden"),
        _("Es wurde nicht besser. Auch das steht hier, damit alle daraus lernen."),
    ),
    Outcome.DISPLACED: (
        _("Hat sich verlagert"),
        _("Am Ort wurde es besser, in der Nachbarschaft schlechter."),
    ),
    Outcome.UNCLEAR: (
        _("Nicht von Zufall zu unterscheiden"),
        _("Es kann eine Wirkung geben. Die Zahlen zeigen sie nicht."),
    ),
    Outcome.OPEN_CAUSE: (
        _("Geändert, Ursache offen"),
        _("Es hat sich etwas geändert. Ob es an der Maßnahme liegt, lässt sich nicht sagen."),
    ),
    Outcome.NOT_EVALUABLE: (
        _("Nicht bewertbar"),
        _("Es gibt zu wenige oder keine passenden Zahlen. Das ist kein Urteil über die Arbeit."),
    ),
    Outcome.RUNNING: (
        _("Noch kein Ergebnis"),
        _("Diese Maßnahmen laufen noch oder beginnen erst."),
    ),
    Outcome.UNJUDGED: (
        _("Beendet ohne Bewertung"),
        _("Diese Maßnahmen sind vorbei. Eine Bewertung ihrer Wirkung gibt es nicht."),
    ),
}
_BY_GRADE = {
    EffectGrade.LIKELY_BAD: Outcome.BAD,
    EffectGrade.DISPLACED: Outcome.DISPLACED,
    EffectGrade.LIKELY_GOOD: Outcome.GOOD,
    EffectGrade.UNCLEAR: Outcome.UNCLEAR,
    EffectGrade.NOT_EVALUABLE: Outcome.NOT_EVALUABLE,
}
# Which result names a measure with several: what people should know first.
_FIRST = (
    Outcome.BAD,
    Outcome.DISPLACED,
    Outcome.GOOD,
    Outcome.OPEN_CAUSE,
    Outcome.UNCLEAR,
    Outcome.NOT_EVALUABLE,
    Outcome.RUNNING,
)


def outcome_of(effect: PublicEffect) -> Outcome:
    """Return what one result says, no more than it does."""
    if effect.get("is_early"):
        return Outcome.RUNNING
    if effect["grade"] == EffectGrade.UNCLEAR and effect["verdict"] != "chance":
        return Outcome.OPEN_CAUSE
    known = {str(grade): outcome for grade, outcome in _BY_GRADE.items()}
    return known.get(effect["grade"], Outcome.NOT_EVALUABLE)


@dataclass(frozen=True)
class Measure:
    """A published measure as lists show it."""

    public: PublicMeasure
    published_at: dt.datetime

    @property
    def path(self) -> str:
        return local_path(self.public["web"])

    @property
    def topic_label(self) -> str:
        """The topic in the language of the reader, where it is still known."""
        known = {str(code): label for code, label in Topic.choices}
        return str(known.get(self.public["topic"], self.public["topic_label"]))

    @property
    def state_label(self) -> str:
        known = {str(code): label for code, label in MeasureState.choices}
        return str(known.get(self.public["state"], self.public["state_label"]))

    @property
    def state_on(self) -> dt.date:
        return dt.date.fromisoformat(self.public["state_on"])

    @property
    def is_running(self) -> bool:
        return self.public["state"] in {MeasureState.RUNNING, MeasureState.EVALUATED}

    @property
    def is_ahead(self) -> bool:
        return self.public["state"] in BEFORE_START

    @cached_property
    def results(self) -> list[PublicEffect]:
        """The results, the newest first."""
        return sorted(self.public["effects"], key=lambda one: one["as_of"], reverse=True)

    @property
    def result_lines(self) -> list[tuple[str, str]]:
        """Each result as its verdict, and the words beside it; no word twice."""
        return [(one["verdict"], _beside(one)) for one in self.results]

    @property
    def result_on(self) -> dt.date | None:
        return dt.date.fromisoformat(self.results[0]["as_of"]) if self.results else None

    @cached_property
    def outcome(self) -> Outcome:
        said = {outcome_of(one) for one in self.results}
        if said:
            return next(outcome for outcome in _FIRST if outcome in said)
        return Outcome.UNJUDGED if self.public["state"] in ENDED else Outcome.RUNNING


def _beside(effect: PublicEffect) -> str:
    """Return what a result says beside its verdict."""
    subject = effect["label"] if effect["headline"] == effect["badge"] else effect["headline"]
    # The result was published in German, whatever the language of the page.
    with translation.override("de"):
        says_itself = effect["badge"] == str(VERDICTS.get(effect["verdict"], ""))
    return subject if says_itself else f"{effect['badge']}: {subject}"


@dataclass(frozen=True)
class OutcomeGroup:
    """Measures of which the same can be said."""

    outcome: Outcome
    title: str
    note: str
    measures: tuple[Measure, ...]

    @property
    def shown(self) -> tuple[Measure, ...]:
        """The newest of them; the list of measures has them all."""
        return self.measures[:SHOWN]


@dataclass(frozen=True)
class Harvest:
    """Everything public of what became of a town's plans."""

    groups: tuple[OutcomeGroup, ...]
    resolutions: tuple[Resolution, ...]
    # Resolutions by the words of what became of them.
    carried_out: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        return sum(len(group.measures) for group in self.groups)


def list_measures(authority: Authority) -> list[Measure]:
    """Return all published measures of a town, the latest change of state first."""
    found = _measures(_live(authority).order_by())
    return sorted(found, key=lambda one: (one.public["state_on"], one.path), reverse=True)


def _live(authority: Authority) -> QuerySet[Publication]:
    return list_live(authority=authority, kind=PublicationKind.MEASURE)


def _measures(rows: QuerySet[Publication]) -> list[Measure]:
    pairs = rows.values_list(_PUBLIC, "published_at")
    return [Measure(cast("PublicMeasure", public), at) for public, at in pairs if public]


def narrow_measures(
    measures: Iterable[Measure], *, topic: str = "", state: str = "", query: str = ""
) -> list[Measure]:
    """Return the measures of a topic and a state with these words; an empty text means all."""
    return [
        one
        for one in measures
        if topic in {"", one.public["topic"]}
        and state in {"", one.public["state"]}
        and (not query or matches(query, _words(one.public)))
    ]


def _words(public: PublicMeasure) -> str:
    why = public["why"]
    parts = (public["title"], public.get("summary", ""), public.get("place", ""), public["owner"],
             why.get("finding", ""), why.get("need", ""))  # fmt: skip
    return " ".join(parts)


def measure_choices(
    measures: Sequence[Measure],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return the topics and the states a list of measures can be narrowed to."""
    topics = {one.public["topic"]: one.topic_label for one in measures}
    states = {one.public["state"] for one in measures}
    return (
        tuple(sorted(topics.items(), key=lambda entry: entry[1])),
        tuple((str(code), str(label)) for code, label in MeasureState.choices if code in states),
    )


def harvest(authority: Authority) -> Harvest:
    """Return what became of a town's measures and resolutions, as far as it is public."""
    measures = list_measures(authority)
    return Harvest(
        groups=tuple(
            OutcomeGroup(outcome, str(title), str(note), found)
            for outcome, (title, note) in OUTCOME_LABELS.items()
            if (found := _with_outcome(measures, outcome))
        ),
        **_resolutions(list_meetings(authority)),
    )


def _with_outcome(measures: Iterable[Measure], outcome: Outcome) -> tuple[Measure, ...]:
    found = [one for one in measures if one.outcome == outcome]
    return tuple(sorted(found, key=lambda one: str(one.result_on or ""), reverse=True))


def _resolutions(meetings: Iterable[Meeting]) -> dict[str, Any]:
    found = [
        Resolution(one, meeting, item["number"])
        for meeting in meetings
        for item in meeting.public["items"]
        for one in item["resolutions"]
        if one.get("implementation_label")
    ]
    counts = Counter(one.public["implementation_label"] for one in found)
    return {"resolutions": tuple(found), "carried_out": tuple(counts.most_common())}


def latest_results(authority: Authority, *, limit: int) -> list[Measure]:
    """Return the measures people should see first, of those published or renewed last.

    Results before what only runs, whatever they say; the newest first.
    """
    recent = _measures(_live(authority)[: 4 * limit])
    shown = [one for one in recent if not one.is_ahead]
    shown.sort(key=lambda one: str(one.result_on or ""), reverse=True)
    return shown[:limit]


def strategy_page(authority: Authority) -> tuple[Publication, str] | None:
    """Return a town's published strategy with the address of its page."""
    page = (
        Representation.objects.filter(
            publication__in=list_live(authority=authority, kind=PublicationKind.STRATEGY),
            serving=Serving.SERVED,
            format=Format.HTML,
        )
        .select_related("publication")
        .defer("content", "content_gzip")
        .order_by("-publication__period")
        .first()
    )
    return None if page is None else (page.publication, page.path)
