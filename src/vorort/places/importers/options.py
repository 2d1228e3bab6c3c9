"""What is asked of a file of areas: kind, day, and which column means what."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from vorort.places.actions import is_key_of
from vorort.places.choices import AreaKind
from vorort.places.importers.batch import UnreadableAreas

# Meanings a mapping may name; ``crs``, ``layer`` and ``parent`` are no columns.
COLUMNS = ("key", "name", "other_name", "ars", "designation")
MAPPING_KEYS = frozenset({*COLUMNS, "crs", "layer", "parent", "population_on"})
MAPPING_LIMIT = 64 * 1024


@dataclass(frozen=True)
class ImportOptions:
    """``kind``; the day of the state; columns by meaning, system, layer and parent."""

    kind: str
    valid_from: dt.date | None = None
    mapping: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        return dict(self.mapping).get(name, "")

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "mapping": dict(self.mapping),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ImportOptions":
        """Return the options kept with a delivery."""
        day = kept.get("valid_from")
        return cls(
            kind=str(kept["kind"]),
            valid_from=dt.date.fromisoformat(day) if day else None,
            mapping=tuple(sorted(dict(kept.get("mapping") or {}).items())),
        )


def check_mapping(given: object) -> tuple[tuple[str, str], ...]:
    """Return a mapping in order, or say what is wrong with it."""
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise UnreadableAreas(
            _("Die Zuordnung muss ein JSON-Objekt sein, das jeder Bedeutung einen Text gibt.")
        )
    if unknown := sorted(given.keys() - MAPPING_KEYS):
        raise UnreadableAreas(
            _("Die Zuordnung nennt unbekannte Bedeutungen: %(words)s. Möglich sind: %(all)s.")
            % {"words": ", ".join(unknown), "all": ", ".join(sorted(MAPPING_KEYS))}
        )
    parent = given.get("parent")
    if parent and not is_key_of(parent, AreaKind.MUNICIPALITY):
        raise UnreadableAreas(
            _("„%(parent)s“ ist kein Gemeindeschlüssel mit acht Ziffern.") % {"parent": parent}
        )
    return tuple(sorted((key, value) for key, value in given.items() if value))


def read_mapping(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the mapping of a JSON file such as ``{"key": "OT", "parent": "14713000"}``."""
    try:
        with path.open("rb") as stream:
            given = json.loads(stream.read(MAPPING_LIMIT).decode("utf-8-sig"))
    except FileNotFoundError:
        raise UnreadableAreas(
            _("Die Zuordnung „%(name)s“ gibt es nicht.") % {"name": path.name}
        ) from None
    except (OSError, ValueError) as error:
        raise UnreadableAreas(
            _("Die Zuordnung „%(name)s“ ist kein lesbares JSON.") % {"name": path.name}
        ) from error
    return check_mapping(given)
