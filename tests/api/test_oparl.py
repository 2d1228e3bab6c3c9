"""OParl 1.1: every object and list reached from the system object, each as the schema says."""

import json
import re
from functools import cache
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from tests.factories import oparl as factory

pytestmark = pytest.mark.django_db
ROOT = "/oparl/v1.1/"
BASE = "https://praevention.example"
FOLDER = settings.DATA_DIR / "oparl_1_1" / "schema"
EMBEDDED_LISTS = {"legislativeTerm"}


@pytest.fixture(autouse=True)
def base(settings):
    settings.PUBLIC_URL = BASE


@cache
def schema(kind: str) -> dict[str, Any]:
    """Return one of the published schema files as JSON Schema: their dialect made plain."""
    if not FOLDER.is_dir():
        pytest.skip("no OParl schema (VORORT_DATA_DIR/oparl_1_1)")
    found = json.loads((FOLDER / f"{kind}.json").read_text())
    for rules in found["properties"].values():
        for part in (rules, rules.get("items", {})):
            part.pop("schema", None)
            if part.get("format") == "url":
                part["format"] = "uri"
                part["pattern"] = part.get("pattern", r"^https://[^\s]+$")
    found["required"] = [*found["required"], "created", "modified"]
    if kind != "System":
        found["required"].append("license")
    return found


def validate(found: dict[str, Any]) -> None:
    kind = found["type"].removeprefix("https://schema.oparl.org/1.1/")
    rules = schema(kind)
    jsonschema.validate(found, rules, format_checker=jsonschema.FormatChecker())
    for name, value in found.items():
        assert name in rules["properties"] or name.startswith("vorort:"), (kind, name)
        assert value not in (None, "", [], {}) or name in EMBEDDED_LISTS, (kind, name)
        if rules["properties"].get(name, {}).get("format") == "date-time":
            assert re.search(r"[+-]\d\d:\d\d$", value), (kind, name, value)


class Walk:
    """Follow every address from the system object on."""

    def __init__(self, client):
        self.client = client
        self.seen: dict[str, Any] = {}
        self.kinds: set[str] = set()

    def get(self, address: str) -> Any:
        assert address.startswith(BASE), address
        response = self.client.get(address.removeprefix(BASE))
        assert response.status_code == 200, (address, response.content)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Content-Type"] == "application/json"
        return response.json()

    def follow(self, address: str) -> None:
        if not address.startswith(f"{BASE}{ROOT}") or address in self.seen:
            return
        found = self.seen[address] = self.get(address)
        if "data" in found:
            assert set(found) == {"data", "pagination", "links"}
            for each in [*found["data"], found["links"]]:
                self.into(each)
        else:
            assert found["id"] == address
            self.into(found)

    def into(self, found: Any) -> None:
        if isinstance(found, str):
            self.follow(found)
        elif isinstance(found, list):
            for each in found:
                self.into(each)
        elif isinstance(found, dict):
            if "schema.oparl.org" in found.get("type", ""):
                validate(found)
                self.kinds.add(found["type"].rsplit("/", 1)[1])
            for each in found.values():
                self.into(each)


def walk(client) -> Walk:
    done = Walk(client)
    done.follow(f"{BASE}{ROOT}")
    return done


def test_every_object_and_list_is_reached_and_valid(client, people):
    factory.publish_council(people.town)
    done = walk(client)
    assert done.kinds == {
        "System", "Body", "Organization", "Person", "Membership", "Meeting", "AgendaItem",
        "Paper", "Consultation", "File", "Location", "LegislativeTerm",
    }  # fmt: skip
    lists = {address.rsplit("/", 2)[1] for address, found in done.seen.items() if "data" in found}
    assert lists >= {
        "body", "organization", "person", "meeting", "paper", "agendaItem", "consultation", "file",
        "locationList", "legislativeTermList", "membership",
    }  # fmt: skip
