"""What a strategy says, word by word, with the names and figures of its goals and measures."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import cast

from vorort.findings.choices import GoalState
from vorort.findings.models import Finding
from vorort.measures.choices import ENDED
from vorort.measures.models import Measure
from vorort.strategies.choices import (
    CitationContent,
    FocusContent,
    GoalContent,
    MeasureContent,
    SectionKey,
    StrategyContent,
)
from vorort.strategies.models import Strategy
from vorort.strategies.queries.tree import FocusNode, GoalNode, MeasureLine, overview


def content_of(strategy: Strategy) -> StrategyContent:
    """Return the words that were laid before the body, or of a draft what it says now."""
    kept = cast("StrategyContent", strategy.content)
    return kept or build_content(strategy)


def build_content(strategy: Strategy) -> StrategyContent:
    """Return what the strategy says at this moment, ready to be kept."""
    tree = overview(strategy)
    return {
        "title": strategy.title,
        "first_year": strategy.first_year,
        "last_year": strategy.last_year,
        "version": strategy.version,
        "sections": [
            {"key": key.value, "title": str(key.label), "text": getattr(strategy, key).strip()}
            for key in SectionKey
            if getattr(strategy, key).strip()
        ],
        "findings": [
            {
                "id": row.finding.public_id,
                "reference": row.finding.reference,
                "title": row.finding.title,
                "strength": str(row.finding.get_strength_display()),
                "source": _source(row.finding),
            }
            for row in strategy.findings.select_related("finding").order_by("id")
        ],
        "focuses": [_focus(node) for node in tree.focuses],
        "citations": _citations(strategy),
    }


def _source(finding: Finding) -> str:
    # The name of what only members may read says too much already.
    return "" if finding.snapshot.get("restricted") else finding.source_title


def _focus(node: FocusNode) -> FocusContent:
    return {
        "key": node.focus.lineage,
        "title": node.focus.title,
        "text": node.focus.text.strip(),
        "need": node.focus.need.title if node.focus.need else "",
        "goals": _goals(node.goals),
        "measures": _measures(node.measures),
    }


def _goals(nodes: Iterable[GoalNode]) -> list[GoalContent]:
    return [_goal(node) for node in nodes if node.goal.state != GoalState.DROPPED]


def _goal(node: GoalNode) -> GoalContent:
    goal = node.goal
    return {
        "id": goal.public_id,
        "title": goal.title,
        "indicator": goal.own_indicator or goal.indicator_label or goal.code,
        "unit": goal.unit,
        "area": goal.area_name,
        "direction": str(goal.get_direction_display()),
        "baseline": _number(goal.baseline),
        "baseline_on": _day(goal.baseline_on),
        "target": _number(goal.target),
        "due_on": _day(goal.due_on),
        "measures": _measures(node.measures),
        "children": _goals(node.children),
    }


def _measures(lines: Iterable[MeasureLine]) -> list[MeasureContent]:
    return [_measure(line.measure) for line in lines if line.measure.state not in ENDED]


def _measure(measure: Measure) -> MeasureContent:
    return {
        "id": measure.public_id,
        "reference": measure.reference,
        "title": measure.title,
        "summary": measure.summary.strip(),
        "owner": measure.owner.name,
        "starts_on": _day(measure.starts_on),
        "ends_on": _day(measure.ends_on),
    }


def _citations(strategy: Strategy) -> list[CitationContent]:
    return [
        {
            "publication": row.cited,
            "version": row.cited_version,
            "title": row.title,
            "section": row.section,
            "focus": row.focus.lineage if row.focus else "",
        }
        for row in strategy.citations.select_related("focus").order_by("id")
    ]


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def said(content: StrategyContent, say: Callable[[str], str]) -> StrategyContent:
    """Return a content with every text as ``say`` gives it: blacked out, or without the marks."""
    return cast("StrategyContent", _said(content, say))


# Ids, days and numbers are no texts.
_NO_TEXT = frozenset({"id", "key", "publication", "focus", "starts_on", "ends_on", "baseline"})


def _said(part: object, say: Callable[[str], str]) -> object:
    if isinstance(part, str):
        return say(part)
    if isinstance(part, list):
        return [_said(each, say) for each in part]
    if isinstance(part, dict):
        return {k: v if k in _NO_TEXT else _said(v, say) for k, v in part.items()}
    return part
