"""A town with a need, and public measures of other towns, for tests of the network."""

from typing import Any

from tests.factories.authorities import make_authority
from tests.factories.findings import make_finding, make_goal, make_hypothesis, make_need
from tests.factories.outcomes import publish_payload

from vorort.authorities.models import Authority
from vorort.findings.models import Need
from vorort.publications.models import Publication

# How many people live in the town of the tests, as its own public pages would say it.
POPULATION = 12_000


def make_asked_need(town: Authority, **finding: Any) -> Need:
    """A need with topic, people and factors to look for: violence, young people, bullying, peers."""
    found = make_finding(
        town, **{"topic": "violence", "target_groups": ["youth"], "title": "Streit", **finding}
    )
    cause = make_hypothesis(
        found, risk_factors=["bullying", "peers"], protective_factors=["social_skills"]
    )
    need = make_need(found, title="Streit ohne Fäuste lösen", hypothesis=cause)
    make_goal(need)
    return need


def make_model(town: Authority, **given: Any) -> Publication:
    """A public measure that fits such a need by its topic, people and one factor."""
    return publish_payload(
        town,
        **{
            "title": "Schulhof mit Streitschlichtern",
            "topic": "violence",
            "topic_label": "Gewalt",
            "target_groups": [{"group": "youth", "label": "Jugendliche", "size": 300}],
            "risk_factors": ["bullying"],
            "population": POPULATION,
            **given,
        },
    )


def make_towns(number: int) -> list[Authority]:
    """Other towns of the land."""
    return [
        make_authority(f"Ort {place}", slug=f"ort-{place}", area_key=f"999{place:05}")
        for place in range(1, number + 1)
    ]
