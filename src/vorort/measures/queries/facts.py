"""Everything a document or a public page says of a measure, read once."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vorort.councils.choices import Confidentiality
from vorort.findings.queries import need_of
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure
from vorort.measures.queries.reading import Money, money_of
from vorort.measures.queries.versions import audience_words, goal_words, words
from vorort.partners.choices import Pillar, ProtectiveFactor, RiskFactor, Setting


@dataclass(frozen=True)
class AudienceFacts:
    group: str
    label: str
    note: str
    size: int | None
    direct: bool
    # "Jugendliche, 8. Klassen, etwa 120"
    words: str


@dataclass(frozen=True)
class PartFacts:
    """A partner by the name of the organisation; people are never named."""

    organisation: str
    role: str
    role_label: str
    contribution: str
    report: str
    confirmed: bool


@dataclass(frozen=True)
class GoalFacts:
    """A goal with what it was made from; texts are empty where nothing is known."""

    public_id: str
    title: str
    # "Höchstens 26 Räder im Jahr (höchstens 26 Fälle bis 31.12.2027, Ausgangswert 38)"
    words: str
    indicator: str
    unit: str
    direction: str
    baseline: Decimal | None
    baseline_on: dt.date | None
    target: Decimal | None
    due_on: dt.date | None
    state: str
    state_label: str
    state_reason: str
    need: str
    need_gap: str
    need_id: str
    finding: str
    finding_reference: str
    finding_statement: str
    finding_uncertainty: str
    finding_source: str
    finding_on: dt.date | None
    finding_id: str


@dataclass(frozen=True)
class MilestoneFacts:
    title: str
    due_on: dt.date
    done_on: dt.date | None
    dropped: bool
    note: str
    # The partner who owes it, or the owner.
    who: str


@dataclass(frozen=True)
class BudgetFacts:
    title: str
    kind_label: str
    source: str
    source_label: str
    planned: Decimal
    spent: Decimal


@dataclass(frozen=True)
class CitationFacts:
    kind: str
    kind_label: str
    title: str
    website: str


@dataclass(frozen=True)
class MeasureFacts:
    """A measure as documents and public pages tell it.

    Lists of codes stand beside lists of their words (``pillars``, ``pillar_labels``).
    """

    public_id: str
    reference: str
    town: str
    title: str
    summary: str
    topic: str
    topic_label: str
    pillars: tuple[str, ...]
    pillar_labels: tuple[str, ...]
    settings: tuple[str, ...]
    setting_labels: tuple[str, ...]
    risk_factors: tuple[str, ...]
    risk_labels: tuple[str, ...]
    protective_factors: tuple[str, ...]
    protective_labels: tuple[str, ...]
    audiences: tuple[AudienceFacts, ...]
    origin: str
    form: str
    is_risky: bool
    state: MeasureState
    state_label: str
    state_on: dt.date
    state_reason: str
    owner: str
    place: str
    area_key: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    ended_on: dt.date | None
    afterwards: str
    evidence_level: str
    evidence_label: str
    evidence_title: str
    evidence_on: dt.date | None
    evidence_url: str
    decision: str
    decision_label: str
    decided_on: dt.date | None
    decision_note: str
    # "3/2026", its public id and its body, where it is in the register.
    resolution: str
    resolution_id: str
    resolution_body: str
    resolution_is_public: bool
    lessons: str
    goals: tuple[GoalFacts, ...]
    parts: tuple[PartFacts, ...]
    milestones: tuple[MilestoneFacts, ...]
    budget: tuple[BudgetFacts, ...]
    money: Money
    citations: tuple[CitationFacts, ...]
    # The measure it goes on with or that goes on with it: reference, title, public id.
    follows: tuple[str, str, str] | None
    followed_by: tuple[str, str, str] | None
    copied_from: str
    copied_label: str


def get_facts(measure: Measure) -> MeasureFacts:
    """Return what documents and public pages say of a measure; people are not named."""
    return MeasureFacts(
        **_plain(measure),
        **_coded(measure),
        **_decided(measure),
        town=measure.authority.name,
        state=MeasureState(measure.state),
        owner=measure.owner.name,
        audiences=_audiences(measure),
        goals=_goals(measure),
        parts=tuple(
            PartFacts(
                organisation=each.organisation.name,
                role=each.role,
                role_label=str(each.get_role_display()),
                contribution=each.contribution,
                report=each.report,
                confirmed=each.confirmed_at is not None,
            )
            for each in measure.parts.select_related("organisation")
        ),
        milestones=_milestones(measure),
        budget=_budget(measure),
        money=money_of([measure])[measure.pk],
        citations=tuple(
            CitationFacts(each.kind, str(each.get_kind_display()), each.title, each.website)
            for each in measure.citations.all()
        ),
        follows=_named(measure.follows),
        followed_by=_named(measure.followed_by.first()),
    )


# Taken over as they stand in the row.
_AS_THEY_ARE = (
    "public_id", "reference", "title", "summary", "topic", "origin", "form", "is_risky",
    "state_on", "state_reason", "place", "area_key", "starts_on", "ends_on", "ended_on",
    "afterwards", "evidence_level", "evidence_title", "evidence_on", "evidence_url", "decision",
    "decided_on", "decision_note", "lessons", "copied_from", "copied_label",
)  # fmt: skip


def _plain(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in _AS_THEY_ARE} | {
        "topic_label": str(measure.get_topic_display()),
        "state_label": str(measure.get_state_display()),
        "evidence_label": str(measure.get_evidence_level_display()),
        "decision_label": str(measure.get_decision_display()) if measure.decision else "",
    }


def _coded(measure: Measure) -> dict[str, Any]:
    """Return the lists of codes, each beside its words."""
    known = {
        ("pillars", "pillar_labels"): Pillar,
        ("settings", "setting_labels"): Setting,
        ("risk_factors", "risk_labels"): RiskFactor,
        ("protective_factors", "protective_labels"): ProtectiveFactor,
    }
    found: dict[str, Any] = {}
    for (codes, labels), choices in known.items():
        found[codes] = tuple(getattr(measure, codes))
        found[labels] = tuple(words(getattr(measure, codes), choices))
    return found


def _decided(measure: Measure) -> dict[str, Any]:
    resolution = measure.resolution
    return {
        "resolution": resolution.reference if resolution else "",
        "resolution_id": resolution.public_id if resolution else "",
        "resolution_body": resolution.body.name if resolution else "",
        "resolution_is_public": resolution is not None
        and resolution.confidentiality == Confidentiality.PUBLIC,
    }


def _audiences(measure: Measure) -> tuple[AudienceFacts, ...]:
    return tuple(
        AudienceFacts(
            group=each.group,
            label=str(each.get_group_display()),
            note=each.note,
            size=each.size,
            direct=each.direct,
            words=audience_words(each),
        )
        for each in measure.audiences.all()
    )


def _goals(measure: Measure) -> tuple[GoalFacts, ...]:
    rows = measure.goals.select_related("goal__need__finding").order_by("position", "id")
    found = []
    for goal in (each.goal for each in rows):
        need = need_of(goal)
        finding = need.finding if need else None
        found.append(
            GoalFacts(
                public_id=goal.public_id,
                title=goal.title,
                words=goal_words(goal),
                indicator=goal.indicator_label or goal.own_indicator,
                unit=goal.unit,
                direction=goal.direction,
                baseline=goal.baseline,
                baseline_on=goal.baseline_on,
                target=goal.target,
                due_on=goal.due_on,
                state=goal.state,
                state_label=str(goal.get_state_display()),
                state_reason=goal.state_reason,
                need=need.title if need else "",
                need_gap=need.gap if need else "",
                need_id=need.public_id if need else "",
                finding=finding.title if finding else "",
                finding_reference=finding.reference if finding else "",
                finding_statement=finding.statement if finding else "",
                finding_uncertainty=finding.uncertainty if finding else "",
                finding_source=finding.source_title if finding else "",
                finding_on=finding.found_on if finding else None,
                finding_id=finding.public_id if finding else "",
            )
        )
    return tuple(found)


def _milestones(measure: Measure) -> tuple[MilestoneFacts, ...]:
    return tuple(
        MilestoneFacts(
            title=each.title,
            due_on=each.due_on,
            done_on=each.done_on,
            dropped=each.dropped,
            note=each.note,
            who=each.part.organisation.name if each.part else measure.owner.name,
        )
        for each in measure.milestones.select_related("part__organisation")
    )


def _budget(measure: Measure) -> tuple[BudgetFacts, ...]:
    return tuple(
        BudgetFacts(
            title=line.title,
            kind_label=str(line.get_kind_display()),
            source=line.source,
            source_label=str(line.get_source_display()),
            planned=line.planned,
            spent=sum((each.amount for each in line.spendings.all()), Decimal(0)),
        )
        for line in measure.budget.prefetch_related("spendings")
    )


def _named(measure: Measure | None) -> tuple[str, str, str] | None:
    return (measure.reference, measure.title, measure.public_id) if measure else None
