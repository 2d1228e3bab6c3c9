"""Which topics, target groups and pillars measures reach, and where there is a gap."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from django.db.models import TextChoices
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.findings.choices import FindingState
from vorort.findings.models import Finding
from vorort.measures.choices import MeasureState
from vorort.measures.models import Audience, Measure
from vorort.measures.queries.reading import ACTIVE, list_measures
from vorort.partners.choices import Pillar, TargetGroup, Topic

SIDES: dict[str, type[TextChoices]] = {"topic": Topic, "group": TargetGroup, "pillar": Pillar}
# What a side is called in the address of the list of measures.
FIELDS = {"topic": "thema", "group": "zielgruppe", "pillar": "saeule"}
# The same as in the list, so that a number leads to as many measures.
COUNTED = ACTIVE
PLANNED = (MeasureState.IDEA, MeasureState.CONCEPT)
# What narrows the list that a field leads to, to what was counted there.
_COUNTED_IN: dict[str, dict[str, str]] = {
    "covered": {"stand": "active"},
    "all": {"stand": "active", FIELDS["group"]: TargetGroup.ALL.value},
    "wanted": {"stand": FindingState.OPEN.value},
}


@dataclass(frozen=True)
class Covered:
    """A measure, or an open finding, and where it stands on each side."""

    title: str
    topic: frozenset[str]
    group: frozenset[str]
    pillar: frozenset[str]
    is_active: bool = True


@dataclass(frozen=True)
class Coverage:
    """All measures that run, are decided or planned, and the open findings."""

    measures: tuple[Covered, ...]
    findings: tuple[Covered, ...]

    @property
    def unplaced(self) -> int:
        """How many measures stand nowhere because group or pillar is not said."""
        return sum(not each.group or not each.pillar for each in self.measures)


@dataclass(frozen=True)
class Cell:
    """One field of the matrix, in words and numbers."""

    active: int
    planned: int
    # Reached only by what is for everybody.
    through_all: int
    findings: int
    query: str
    label: str

    @property
    def kind(self) -> str:
        """Return ``covered``, ``planned``, ``all``, ``wanted`` (a gap with findings) or ``gap``."""
        if self.active:
            return "covered"
        if self.planned:
            return "planned"
        if self.through_all:
            return "all"
        return "wanted" if self.findings else "gap"

    @property
    def words(self) -> str:
        """Return what stands in the field."""
        if self.kind == "planned":
            return _("%(n)d geplant") % {"n": self.planned}
        return {
            "covered": str(self.active),
            "all": _("nur „alle“"),
            "wanted": _("Lücke"),
            "gap": _("keine"),
        }[self.kind]

    @property
    def description(self) -> str:
        """Return the field as one sentence, for who does not see where it stands."""
        said = [
            ngettext("%(n)d Maßnahme", "%(n)d Maßnahmen", self.active) % {"n": self.active}
            if self.active
            else _("keine Maßnahme")
        ]
        # Who speaks to the machine says what stands there.
        if self.kind in ("all", "wanted"):
            said.insert(0, self.words)
        if self.planned:
            said.append(_("%(n)d geplant") % {"n": self.planned})
        if self.through_all and not self.active:
            said.append(_("%(n)d für alle") % {"n": self.through_all})
        if self.findings:
            said.append(
                ngettext("%(n)d offene Feststellung", "%(n)d offene Feststellungen", self.findings)
                % {"n": self.findings}
            )
        return f"{self.label}: {', '.join(said)}"


@dataclass(frozen=True)
class MatrixRow:
    label: str
    cells: tuple[Cell, ...]

    def of_kind(self, *kinds: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind in kinds]


@dataclass(frozen=True)
class Matrix:
    """Two sides as a table, the third narrowed to one value or not at all."""

    row_name: str
    column_name: str
    third: str
    third_choices: Sequence[tuple[str, str]]
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    unplaced: int
    counts: dict[str, int] = field(default_factory=dict)


def coverage(actor: Person, authority: Authority) -> Coverage:
    """Return where the measures and open findings of a town stand, in constant queries."""
    rows = list(
        list_measures(actor, authority).filter(state__in=(*COUNTED, *PLANNED)).order_by("id")
    )
    groups: dict[int, set[str]] = {}
    keys = [each.pk for each in rows]
    for key, group in Audience.objects.filter(measure__in=keys).values_list("measure_id", "group"):
        groups.setdefault(key, set()).add(group)
    findings = Finding.objects.filter(authority=authority, state=FindingState.OPEN)
    return Coverage(
        measures=tuple(_covered(each, groups.get(each.pk, ())) for each in rows),
        findings=tuple(
            Covered(
                title=each.title,
                topic=frozenset({each.topic}),
                group=frozenset(each.target_groups),
                pillar=frozenset(),
            )
            for each in findings
        ),
    )


def _covered(measure: Measure, groups: Iterable[str]) -> Covered:
    return Covered(
        title=measure.title,
        topic=frozenset({measure.topic}),
        group=frozenset(groups),
        pillar=frozenset(measure.pillars),
        is_active=measure.state in COUNTED,
    )


def make_matrix(
    found: Coverage, *, rows: str = "topic", columns: str = "group", only: str = ""
) -> Matrix:
    """Return two sides as a table; ``only`` is a code of the third side, or nothing."""
    third = next(side for side in SIDES if side not in {rows, columns})
    if only not in SIDES[third].values:
        only = ""
    counted = _count(found)
    made = tuple(
        MatrixRow(
            label=str(row.label),
            cells=tuple(
                _cell(counted, {rows: row, columns: column, third: only})
                for column in SIDES[columns]
            ),
        )
        for row in SIDES[rows]
    )
    kinds = [cell.kind for row in made for cell in row.cells]
    return Matrix(
        row_name=_side_name(rows),
        column_name=_side_name(columns),
        third=third,
        third_choices=SIDES[third].choices,
        columns=tuple(str(column.label) for column in SIDES[columns]),
        rows=made,
        unplaced=found.unplaced,
        counts={kind: kinds.count(kind) for kind in ("covered", "planned", "all", "wanted", "gap")},
    )


@dataclass(frozen=True)
class _Counted:
    """How much stands at each place: its topic, group and pillar; "" is any of them."""

    active: Counter[tuple[str, str, str]]
    planned: Counter[tuple[str, str, str]]
    findings: Counter[tuple[str, str, str]]


def _count(found: Coverage) -> _Counted:
    """Count each thing at every place it stands at, once for the whole table."""
    counted = _Counted(Counter(), Counter(), Counter())
    for each in found.measures:
        (counted.active if each.is_active else counted.planned).update(_places(each))
    for each in found.findings:
        counted.findings.update(_places(each))
    return counted


def _places(each: Covered) -> Iterable[tuple[str, str, str]]:
    topics, groups, pillars = ({"", *side} for side in (each.topic, each.group, each.pillar))
    return product(topics, groups, pillars)


def _cell(counted: _Counted, place: dict[str, Any]) -> Cell:
    codes = {side: str(getattr(code, "value", code)) for side, code in place.items()}
    topic, group, pillar = codes["topic"], codes["group"], codes["pillar"]
    # For everybody is also for this group, but nobody has thought of it in particular.
    everybody = TargetGroup.ALL.value
    is_narrow = group not in {"", everybody}
    labels = [str(SIDES[side](code).label) for side, code in codes.items() if code]
    fields = {FIELDS[side]: code for side, code in codes.items() if code}
    cell = Cell(
        active=counted.active[topic, group, pillar],
        planned=counted.planned[topic, group, pillar],
        through_all=counted.active[topic, everybody, pillar] if is_narrow else 0,
        # A finding says nothing of pillars.
        findings=counted.findings[topic, group, ""] if topic or group else 0,
        query="",
        label=" · ".join(labels),
    )
    return replace(cell, query=urlencode(fields | _COUNTED_IN.get(cell.kind, {})))


def _side_name(side: str) -> str:
    return {"topic": _("Thema"), "group": _("Zielgruppe"), "pillar": _("Säule")}[side]
