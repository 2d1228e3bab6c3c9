"""A reader of OParl who follows every address from the system object on and checks what comes."""

import json
import re
from functools import cache
from typing import Any

import jsonschema
import pytest
from django.conf import settings

ROOT = "/oparl/v1.1/"
BASE = "https://praevention.example"
FOLDER = settings.DATA_DIR / "oparl_1_1" / "schema"
REQUIRED_LISTS = {"legislativeTerm"}


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
        assert value not in (None, "", [], {}) or name in REQUIRED_LISTS, (kind, name)
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
