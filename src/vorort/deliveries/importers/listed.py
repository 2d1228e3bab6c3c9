"""The operator's list of published tables: a TOML file, one section for each table.

.. code-block:: toml

    [kreise-2025]
    url = "https://…/kreise_2025.csv"
    format = "pks-county"
    year = 2025           # where the table does not name it
    sha256 = "…"          # refuse anything else
    source = "…"          # where it is not the usual source
    licence = "…"
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.deliveries.choices import DeliveryFormat


class ListUnreadable(DomainError):
    """The operator's list holds something nobody can follow."""


@dataclass(frozen=True)
class Listed:
    """A table of the list: where it lies, and what is known of it."""

    name: str
    url: str
    format: str
    year: int | None = None
    sha256: str = ""
    source: str = ""
    licence: str = ""


def choose(
    names: Sequence[str],
    path: Path,
    *,
    format: str = "",  # noqa: A002
    year: int | None = None,
    sha256: str = "",
) -> list[Listed]:
    """Return the tables named, or all of the list; an address needs its format beside it.

    Raises
    ------
    ListUnreadable
        Also where a name is not in the list, or where there is nothing to fetch.
    """
    listed = read_list(path)
    if not listed and not names:
        raise ListUnreadable(
            _("Die Liste %(path)s ist leer. Bitte tragen Sie Tabellen ein.") % {"path": path}
        )
    found = []
    for name in names or listed:
        if name in listed:
            found.append(listed[name])
        elif "://" not in name:
            raise ListUnreadable(
                _("„%(name)s“ steht nicht in der Liste %(path)s.") % {"name": name, "path": path}
            )
        elif not format:
            raise ListUnreadable(_("Zu einer Adresse gehört --format."))
        else:
            found.append(Listed(name, name, format, year, sha256.lower()))
    return found


_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_list(path: Path) -> dict[str, Listed]:
    """Return the tables of a list by name; a missing file is an empty list.

    Raises
    ------
    ListUnreadable
        With the section and what is wrong in it.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ListUnreadable(
            _("Die Liste %(name)s lässt sich nicht lesen: %(error)s")
            % {"name": path.name, "error": error}
        ) from error
    return {name: _entry(name, section) for name, section in content.items()}


def _entry(name: str, section: Any) -> Listed:
    known = {field.name for field in fields(Listed)} - {"name"}
    if not isinstance(section, dict) or not _NAME.fullmatch(name):
        raise _wrong(name, _("Ein Abschnitt heißt wie [kreise-2025]."))
    if unknown := sorted(set(section) - known):
        raise _wrong(name, _("Diese Angabe gibt es nicht: %(key)s.") % {"key": unknown[0]})
    if missing := [key for key in ("url", "format") if not section.get(key)]:
        raise _wrong(name, _("Es fehlt: %(key)s.") % {"key": missing[0]})
    for key, value in section.items():
        if not isinstance(value, int if key == "year" else str):
            raise _wrong(name, _("Diese Angabe ist falsch: %(key)s.") % {"key": key})
    if section["format"] not in DeliveryFormat.values:
        raise _wrong(
            name, _("Diese Tabelle kennt VorOrt nicht: %(key)s.") % {"key": section["format"]}
        )
    sha256 = section.get("sha256", "").lower()
    if sha256 and not _SHA256.fullmatch(sha256):
        raise _wrong(name, _("Die Prüfsumme hat 64 Zeichen von 0 bis 9 und a bis f."))
    return Listed(name=name, **{**section, "sha256": sha256})


def _wrong(name: str, reason: str) -> ListUnreadable:
    return ListUnreadable(
        _("Liste der Tabellen, Abschnitt „%(name)s“: %(reason)s") % {"name": name, "reason": reason}
    )
