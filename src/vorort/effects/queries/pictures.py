"""The pictures of a result and their twin tables."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vorort.effects.choices import EffectGrade, Frequency
from vorort.effects.models import Evaluation
from vorort.effects.queries.said import number
from vorort.effects.rules import label_of, nth
from vorort.effects.rules.judging import period_of
from vorort.ui import format as show
from vorort.ui.charts import (
    ChangeRow,
    ChartPictures,
    Timeline,
    change_chart,
    timeline_chart,
)
from vorort.ui.parts import Column, Row, Table


@dataclass(frozen=True)
class EffectPicture:
    """Changes with ranges, and the series with what was expected; each with its table."""

    changes: ChartPictures
    changes_table: Table
    series: ChartPictures
    series_table: Table
    series_say: str


def picture(evaluation: Evaluation) -> EffectPicture | None:
    """Return the pictures of a result; None where there is no estimate that means anything."""
    if evaluation.result.get("expected") is None:
        return None
    if evaluation.grade == EffectGrade.NOT_EVALUABLE:
        # A change drawn from a handful of cases is remembered, whatever stands beside it.
        return None
    rows = _rows(evaluation)
    title = _("Veränderung gegenüber der Zeit davor mit Schwankungsbereich")
    described = "; ".join(f"{row.label}: {_pair(row)}" for row in rows)
    line = _timeline(evaluation)
    return EffectPicture(
        changes=change_chart(rows, title=title, description=described),
        changes_table=Table(
            _("Veränderung in Prozent"),
            (Column(_("Vergleich")), Column(_("Veränderung"), numeric=True),
             Column(_("Bereich"), numeric=True)),
            tuple(Row((row.label, _percent(row.change), _range(row))) for row in rows),
        ),
        series=timeline_chart(line),
        series_table=_series_table(evaluation, line),
        series_say=_("Durchgezogen: gezählte Fälle. Gestrichelt: zu erwarten ohne Maßnahme. Senkrecht: "
                     "Beginn."),
    )  # fmt: skip


def _rows(evaluation: Evaluation) -> list[ChangeRow]:
    result, parts = evaluation.result, evaluation.result["parts"]
    names = [area["name"] for area in evaluation.inputs["treated"]]
    here = names[0] if len(names) == 1 else _("Gebiete der Maßnahme")
    found = []
    if parts.get("treated_change") is not None:
        found.append(
            _row(_("%(area)s, nachher zu vorher") % {"area": here}, parts, "treated", own=True)
        )
    if parts.get("control_change") is not None:
        found.append(_row(_("Vergleichsgebiete"), parts, "control", own=False))
    label = _("Unterschied, bereinigt") if found[1:] else _("gegenüber dem Erwarteten")
    found.append(
        ChangeRow(
            label, number(result, "effect") - 1, number(result, "lo") - 1,
            number(result, "hi") - 1, strong=True,
        )
    )  # fmt: skip
    return found


def _row(label: str, parts: dict[str, Any], name: str, *, own: bool) -> ChangeRow:
    return ChangeRow(
        label,
        number(parts, f"{name}_change") - 1,
        number(parts, f"{name}_lo") - 1,
        number(parts, f"{name}_hi") - 1,
        own=own,
    )


def _percent(share: float) -> str:
    return show.signed_percent(round(share * 100))


def _range(row: ChangeRow) -> str:
    return _("%(low)s bis %(high)s") % {"low": _percent(row.low), "high": _percent(row.high)}


def _pair(row: ChangeRow) -> str:
    return _("%(change)s, Bereich %(range)s") % {
        "change": _percent(row.change),
        "range": _range(row),
    }


def _timeline(evaluation: Evaluation) -> Timeline:
    inputs = evaluation.inputs
    columns = zip(*(area["counts"] for area in inputs["treated"]), strict=True)
    here = [None if None in column else float(sum(column)) for column in columns]
    first = dt.date.fromisoformat(inputs["first"])
    monthly = inputs["frequency"] == Frequency.MONTH
    fitted = [None if one is None else float(one) for one in evaluation.result["fitted"]]
    return Timeline(
        title=_("%(label)s im Verlauf") % {"label": evaluation.plan.label},
        description=_("Die Zahlen stehen in der Tabelle darunter."),
        here=here,
        expected=fitted,
        start=int(evaluation.parameters["start"]),
        start_label=_("Beginn"),
        first_year=first.year,
        period=period_of(inputs["frequency"]),
        offset=first.month - 1 if monthly else 0,
        phase_in=int(evaluation.parameters["phase_in"]),
    )


def _series_table(evaluation: Evaluation, line: Timeline) -> Table:
    inputs = evaluation.inputs
    first, frequency = dt.date.fromisoformat(inputs["first"]), inputs["frequency"]
    rows = []
    for place, (count, expected) in enumerate(zip(line.here, line.expected, strict=True)):
        words = label_of(nth(first, place, frequency), frequency)
        if place == line.start:
            words = _("%(when)s (Beginn)") % {"when": words}
        rows.append(
            Row((
                words,
                "–" if count is None else show.number(count),
                "–" if expected is None else show.number(expected, 1),
            ))
        )  # fmt: skip
    unit = _("Monat") if frequency == Frequency.MONTH else _("Jahr")
    return Table(
        line.title,
        (Column(unit), Column(_("gezählt"), numeric=True), Column(_("zu erwarten"), numeric=True)),
        tuple(rows),
    )
