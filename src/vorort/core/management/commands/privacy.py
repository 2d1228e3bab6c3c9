from typing import Any

from django.core.management.base import BaseCommand

from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry
from vorort.core.privacy.declaration import Manner

INTRODUCTION = """# Privacy: what is kept, why and how long

Made from what each table declares (`vorort privacy > docs/privacy.md`); a house test keeps it
true. From the same declarations come the access and the erasure of a person, the retention runs,
the full export of a town and its record of processing activities (Art. 30 DSGVO), which each town
finds at `/k/<town>/verarbeitungen/`.

- Figures are counts; no person who was suspected, harmed or met stands in the platform.
- Public pages set no cookie and keep no log of who reads them.
- Work pages set one session cookie after signing in; it ends after ten hours.
- Nothing enters `publications` before the disclosure gate.
- The log keeps who did what for ten years, without names: an entry points at a person by number.
  Labels and values are sealed by a salted hash and can be erased; the chain stays provable.

"Erasure" is what happens to a row when the person asks for it (Art. 17 DSGVO). "Town" says how a
row is found for a town's export and removal; "–" is shared by all.

## Tables with people

| Table | Purpose | Legal basis | Personal | Sensitive | Kept | Erasure | Town |
|---|---|---|---|---|---|---|---|
"""
WITHOUT = """

## Tables without people

| Table | Purpose | Kept | Town |
|---|---|---|---|
"""
MANNERS = {Manner.DELETE: "row deleted", Manner.CLEAR: "made anonymous", Manner.KEEP: "kept"}


class Command(BaseCommand):
    help = "Schreibt das Verzeichnis der Verarbeitungen aus den Angaben der Modelle"

    def handle(self, *_args: Any, **_options: Any) -> None:
        entries = catalogue.entries()
        people = [_full(entry) for entry in entries if entry.has_people]
        others = [_short(entry) for entry in entries if not entry.has_people]
        self.stdout.write(INTRODUCTION + "\n".join(people) + WITHOUT + "\n".join(others))


def _name(entry: Entry) -> str:
    return f"`{entry.label}` ({entry.model._meta.verbose_name})"  # noqa: SLF001


def _town(entry: Entry) -> str:
    if catalogue.follows_references(entry):
        return "by reference"
    return f"`{path}`" if (path := catalogue.town_path(entry)) else "–"


def _full(entry: Entry) -> str:
    said, erasure = entry.declared, entry.erasure
    done = MANNERS[erasure.manner] + (f": {erasure.reason}" if erasure.reason else "")
    cells = (
        _name(entry),
        said.purpose,
        said.basis or "–",
        ", ".join(said.personal) or "–",
        ", ".join(said.sensitive) or "–",
        str(said.retention),
        done,
        _town(entry),
    )
    return f"| {' | '.join(cells)} |"


def _short(entry: Entry) -> str:
    cells = (_name(entry), entry.declared.purpose, str(entry.declared.retention), _town(entry))
    return f"| {' | '.join(cells)} |"
