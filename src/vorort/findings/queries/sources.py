"""What a finding rests on: as it was frozen, and what became of it since."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.findings.models import Finding
from vorort.findings.registry import Snapshot, source_labels, take_snapshot
from vorort.ui.parts import Column, Fact, Row, Table


@dataclass(frozen=True)
class SourceNow:
    """The source of a finding for one reader.

    Without ``shown`` the reader may not see what was frozen. ``changes`` are sentences.
    """

    label: str
    title: str
    url: str
    shown: bool
    statement: str = ""
    uncertainty: str = ""
    verdict: str = ""
    facts: list[Fact] = field(default_factory=list)
    table: Table | None = None
    notes: list[str] = field(default_factory=list)
    source: str = ""
    changes: list[str] = field(default_factory=list)


def source_now(actor: Person, finding: Finding) -> SourceNow | None:
    """Return the frozen source and what is to be said of it today; None for a free finding."""
    if not finding.source_kind:
        return None
    now = take_snapshot(actor, finding.source_kind, finding.source_id)
    frozen: dict[str, Any] = finding.snapshot
    data: dict[str, Any] = frozen.get("data", {})
    label = source_labels().get(finding.source_kind, _("Quelle"))
    if frozen.get("restricted") and (now is None or not now.restricted):
        # Gone, or this reader reads no more of it than everybody else.
        return SourceNow(label, finding.source_title, "", shown=False)
    return SourceNow(
        label=label,
        title=finding.source_title,
        url=now.url if now else "",
        shown=True,
        statement=frozen.get("statement", ""),
        uncertainty=frozen.get("uncertainty", ""),
        verdict=data.get("verdict", ""),
        facts=[Fact(name, value) for name, value in data.get("facts", [])],
        table=_table(data.get("table"), finding.source_title),
        notes=list(data.get("notes", [])),
        source=data.get("source", ""),
        changes=_changes(finding, now),
    )


def _changes(finding: Finding, now: Snapshot | None) -> list[str]:
    """Return what happened to the source since it was frozen."""
    if now is None:
        return [
            _("Die Quelle gibt es nicht mehr, oder sie ist für Sie nicht zu lesen. Was hier steht, "
              "ist der festgehaltene Stand.")
        ]  # fmt: skip
    found = [now.notice] if now.notice else []
    then, today = finding.snapshot, now.frozen()
    if then.get("statement") != today["statement"]:
        found.append(
            _("Die Quelle sagt heute: „%(statement)s“ Festgehalten ist der Stand von damals.")
            % {"statement": today["statement"]}
        )
    elif then.get("data") != today["data"]:
        found.append(
            _("Die Angaben der Quelle sind heute andere. Festgehalten ist der Stand von damals.")
        )
    return found


def _table(given: dict[str, Any] | None, caption: str) -> Table | None:
    if not given:
        return None
    return Table(
        caption=given.get("caption", caption),
        columns=tuple(Column(label, numeric) for label, numeric in given["columns"]),
        rows=tuple(Row(tuple(cells)) for cells in given["rows"]),
        caption_visible=False,
    )
