"""Findings, needs and goals straight into the table, for the tests of what builds on them."""

import datetime as dt
import itertools
from decimal import Decimal

from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.findings.models import Finding, Goal, Hypothesis, Need, Priority

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def make_finding(authority: Authority, **given: object) -> Finding:
    """A finding that people made, without a source, unless said otherwise."""
    number = next(_numbers)
    values: dict[str, object] = {
        "number": number,
        "year": AT.year,
        "title": f"Mehr Fahrraddiebstahl am Bahnhof ({number})",
        "statement": "Vor dem Bahnhof verschwinden werktags Räder.",
        "topic": "theft",
        "found_on": AT.date(),
    }
    with authority_scope(authority):
        return Finding.objects.create(authority=authority, **{**values, **given})


def make_hypothesis(finding: Finding, **given: object) -> Hypothesis:
    """A cause that is no more than assumed."""
    values: dict[str, object] = {
        "cause": "Räder stehen den ganzen Tag allein.",
        "risk_factors": ["opportunity", "low_guardianship"],
    }
    with authority_scope(finding.authority):
        return Hypothesis.objects.create(
            authority=finding.authority, finding=finding, **{**values, **given}
        )


def make_need(finding: Finding | Authority, **given: object) -> Need:
    """A need of a finding; of a town, a finding is made with it."""
    own = make_finding(finding) if isinstance(finding, Authority) else finding
    values: dict[str, object] = {"title": f"Räder sicher abstellen ({next(_numbers)})"}
    with authority_scope(own.authority):
        return Need.objects.create(authority=own.authority, finding=own, **{**values, **given})


def make_rating(need: Need, **given: object) -> Priority:
    """A rating of 4 × 3 × 2."""
    values: dict[str, object] = {
        "severity": 4,
        "spread": 3,
        "changeability": 2,
        "rated_on": AT.date(),
    }
    with authority_scope(need.authority):
        return Priority.objects.create(authority=need.authority, need=need, **{**values, **given})


def make_goal(need: Need | Authority, /, **given: object) -> Goal:
    """A goal of a need with an indicator of its own; of a town, finding and need are made too.

    ``make_goal(town, need=None)`` makes one that hangs on nothing.
    """
    if isinstance(need, Authority):
        authority = need
        own = given.pop("need") if "need" in given else make_need(authority)
    else:
        authority, own = need.authority, need
    values: dict[str, object] = {
        "need": own,
        "title": f"Höchstens 26 Räder im Jahr ({next(_numbers)})",
        "own_indicator": "gestohlene Räder am Bahnhof",
        "unit": "Fälle im Jahr",
        "direction": "down",
        "baseline": Decimal(38),
        "baseline_on": dt.date(2025, 12, 31),
        "target": Decimal(26),
        "due_on": dt.date(2027, 12, 31),
    }
    with authority_scope(authority):
        return Goal.objects.create(authority=authority, **{**values, **given})
