"""States and sections of a strategy, and the shape of what was adopted."""

from typing import TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _


class StrategyState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SUBMITTED = "submitted", _("zum Beschluss vorgelegt")
    ADOPTED = "adopted", _("beschlossen")
    REPLACED = "replaced", _("ersetzt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


STRATEGY_STEPS: dict[StrategyState, frozenset[StrategyState]] = {
    # Straight to adopted: the council has decided already, or without a paper.
    StrategyState.DRAFT: frozenset(
        {StrategyState.SUBMITTED, StrategyState.ADOPTED, StrategyState.WITHDRAWN}
    ),
    StrategyState.SUBMITTED: frozenset(
        {StrategyState.DRAFT, StrategyState.ADOPTED, StrategyState.WITHDRAWN}
    ),
    StrategyState.ADOPTED: frozenset({StrategyState.REPLACED}),
    StrategyState.REPLACED: frozenset(),
    StrategyState.WITHDRAWN: frozenset({StrategyState.DRAFT}),
}
IN_WORK = frozenset({StrategyState.DRAFT, StrategyState.SUBMITTED})
# What holds, or held once, by resolution.
DECIDED = frozenset({StrategyState.ADOPTED, StrategyState.REPLACED})


class SectionKey(models.TextChoices):
    """The texts of a strategy; the value is the name of the field."""

    MISSION = "mission", _("Leitbild")
    INTRODUCTION = "introduction", _("Ausgangslage")
    ORGANISATION = "organisation", _("Wer zusammenarbeitet")
    REVIEW = "review", _("Wie wir prüfen, ob es wirkt")


# The content of a strategy, word by word: plain texts, days in ISO 8601, ids are public ids.


class SectionContent(TypedDict):
    key: str
    title: str
    text: str


class FindingContent(TypedDict):
    id: str
    reference: str
    title: str
    strength: str
    # What the finding rests on, such as the title of a Lagebild.
    source: str


class MeasureContent(TypedDict):
    id: str
    reference: str
    title: str
    summary: str
    owner: str
    starts_on: str
    ends_on: str


class GoalContent(TypedDict):
    id: str
    title: str
    indicator: str
    unit: str
    area: str
    direction: str
    # Decimal numbers as text; empty where there is none.
    baseline: str
    baseline_on: str
    target: str
    due_on: str
    measures: list[MeasureContent]
    children: list["GoalContent"]


class CitationContent(TypedDict):
    publication: str
    version: int
    title: str
    section: str
    # The priority that takes it up, or empty for the strategy as a whole.
    focus: str


class FocusContent(TypedDict):
    # The same through all versions of a strategy.
    key: str
    title: str
    text: str
    need: str
    goals: list[GoalContent]
    measures: list[MeasureContent]


class StrategyContent(TypedDict):
    title: str
    first_year: int
    last_year: int
    version: int
    sections: list[SectionContent]
    findings: list[FindingContent]
    focuses: list[FocusContent]
    citations: list[CitationContent]
