"""Results straight into the table: what a page says of them, whatever the engine found."""

import datetime as dt
from typing import Any

from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.deliveries.models import Delivery
from vorort.effects.choices import Design, EffectGrade, Frequency
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.measures.models import Measure

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


def make_plan(people: People, measure: Measure, **given: Any) -> OutcomePlan:
    values: dict[str, Any] = {
        "label": "Fahrraddiebstahl am Bahnhof",
        "source": "records",
        "code": "***300",
        "frequency": Frequency.MONTH,
        "treated": [people.town.area_key],
        "before_from": dt.date(2024, 5, 1),
        "starts_on": dt.date(2026, 5, 1),
        "after_until": dt.date(2027, 4, 1),
    }
    with authority_scope(people.town):
        return OutcomePlan.objects.create(
            authority=people.town, measure=measure, **{**values, **given}
        )


def make_evaluation(
    people: People,
    measure: Measure,
    *,
    grade: str = EffectGrade.UNCLEAR,
    plan: OutcomePlan | None = None,
    number: int = 1,
    observed: float = 14,
    delivery: Delivery | None = None,
) -> Evaluation:
    """A result of half a year, judged unless it cannot be."""
    reasons = {"unclear": ["CHANCE"], "not_evaluable": ["HOPELESS"]}.get(grade, [])
    result = {
        "observed": observed, "expected": 21.0, "effect": observed / 21, "lo": 0.4, "hi": 1.3,
        "p": 0.2, "mde": 0.4, "reasons": reasons, "more": 14, "before_high": None,
        "rtm_share": None, "parts": {"n_comparison": 4},
    }  # fmt: skip
    deliveries = [{"id": delivery.public_id, "label": "Vorgangsdaten"}] if delivery else []
    with authority_scope(people.town):
        return Evaluation.objects.create(
            authority=people.town, plan=plan or make_plan(people, measure), number=number,
            as_of=dt.date(2026, 10, 31), computed_at=AT, design=Design.SERIES_COMPARISON,
            grade=grade, seed=1, engine="1.2", fingerprint="f" * 64, result=result,
            inputs={"first": "2024-05-01", "frequency": "month",
                    "treated": [{"key": "1", "name": "Bahnhof", "counts": [3] * 30}]},
            parameters={"start": 24, "phase_in": 0, "lower_is_better": True, "outcomes": 1},
            data_version={"deliveries": deliveries},
        )  # fmt: skip
