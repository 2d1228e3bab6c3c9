"""A town in its scope, and a source for findings that lives in memory."""

import datetime as dt

import pytest

from tests.factories.figures import MemorySource, registered
from vorort.core.scopes import authority_scope
from vorort.findings import registry
from vorort.findings.registry import Snapshot

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()


@pytest.fixture
def town(people):
    with authority_scope(people.town):
        yield people.town


@pytest.fixture
def by(people):
    return {"by": people.coordinator, "at": AT}


@pytest.fixture
def source(monkeypatch):
    """``source["kept"]`` is what the thing says now; without it the thing is gone."""
    kept = {
        "kept": Snapshot(
            title="Lagebild 2025, Abbildung 3",
            statement="2025 wurden 38 Räder gestohlen gemeldet.",
            uncertainty="Erfasst ist das Hellfeld.",
            area_key="99901010",
            data={"verdict": "sure", "facts": [["Fälle 2025", "38 (27 – 52)"]]},
        )
    }
    monkeypatch.setattr(registry, "_sources", dict(registry._sources))
    registry.register_source("probe.thing", "Probe", lambda _actor, _id: kept.get("kept"))
    return kept


@pytest.fixture
def figures(town):
    """The town's thefts of 2023 to 2025 in the registry of figures."""
    memory = MemorySource(
        cases={(town.area_key, "300000"): {2023: 31, 2024: 35, 2025: 38}},
        residents={town.area_key: 9012},
    )
    with registered(memory):
        yield memory
