"""Plans, results and the process as facts and tables for the pages."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.effects.choices import Design, Frequency
from vorort.effects.models import Evaluation, OutcomePlan, ReachCount
from vorort.effects.queries.reading import Reach, reach_of
from vorort.effects.queries.said import number, rise
from vorort.effects.rules import nth, span_label
from vorort.measures.models import Measure, Part
from vorort.places.queries import area_names
from vorort.ui import format as show
from vorort.ui.parts import Column, Fact, Row, Table


def plan_facts(plan: OutcomePlan) -> list[Fact]:
    """Return what a plan says, in words."""
    names = area_names([*plan.treated, *plan.comparison, *plan.ring])

    def places(keys: list[str]) -> str:
        return ", ".join(names.get(key, key) for key in keys) or "–"

    first_after = plan.starts_on
    if plan.phase_in_until is not None:
        first_after = nth(plan.phase_in_until, 1, plan.frequency)
    before = span_label(plan.before_from, nth(plan.starts_on, -1, plan.frequency), plan.frequency)
    found = [
        Fact(_("Kennzahl"), f"{plan.label} ({plan.get_frequency_display()})"),
        Fact(_("Gebiet"), places(plan.treated)),
        Fact(_("Vergleich"), places(plan.comparison)),
        Fact(_("Nachbarn"), places(plan.ring)),
        Fact(_("Vorher"), before),
        Fact(_("Nachher"), span_label(first_after, plan.after_until, plan.frequency)),
    ]
    if plan.goal is not None:
        found.append(Fact(_("Ziel"), plan.goal.title))
    if plan.chosen_because_high:
        found.append(Fact(_("Auswahl"), _("wegen hoher Zahlen")))
    if plan.proxies:
        found.append(Fact(_("Außerdem gemessen"), plan.proxies))
    return found


def power_table(plan: OutcomePlan) -> Table | None:
    """Return which drop could be seen after how long, with and without comparison."""
    power = plan.power
    if not power or power.get("expected") is None:
        return None
    monthly = plan.frequency == Frequency.MONTH
    alone = power.get("mde_alone") or [None] * len(power["periods"])
    rows = []
    for length, mde, single in zip(power["periods"], power["mde"], alone, strict=True):
        words = (
            ngettext("%(n)s Monat", "%(n)s Monate", length)
            if monthly
            else ngettext("%(n)s Jahr", "%(n)s Jahre", length)
        ) % {"n": length}
        lower = plan.lower_is_better
        seen = _seen(mde if plan.comparison else None, lower=lower)
        cells = (words, seen, _seen(single, lower=lower))
        rows.append(Row(cells, current=length == power.get("own_length")))
    return Table(
        _("Kleinster Rückgang, der in vier von fünf Fällen auffiele")
        if plan.lower_is_better
        else _("Anstieg, der in vier von fünf Fällen auffiele"),
        (
            Column(_("Zeit danach")),
            Column(_("mit Vergleichsgebieten"), numeric=True),
            Column(_("ohne"), numeric=True),
        ),
        tuple(rows),
    )


def _seen(mde: float | None, *, lower: bool) -> str:
    if mde is None or (mde >= 1 and not lower):
        return "–"
    return show.percent(round((mde if lower else rise(mde)) * 100))


def evaluation_facts(evaluation: Evaluation) -> list[Fact]:
    """Return how a result came about, so that anybody can compute it again."""
    inputs, parts = evaluation.inputs, evaluation.result.get("parts") or {}
    found = [
        # May break in a narrow column.
        Fact(_("Verfahren"), str(Design(evaluation.design).label).replace("sgeb", "s\xadgeb")),
        Fact(_("Stand"), show.date(evaluation.as_of)),
        Fact(_("Gerechnet"), show.datetime(evaluation.computed_at)),
    ]
    if parts.get("n_before") is not None:
        unit = _("Monate") if inputs["frequency"] == Frequency.MONTH else _("Jahre")
        words = {
            "before": round(number(parts, "n_before")),
            "after": round(number(parts, "n_after")),
            "unit": unit,
        }
        found += [
            Fact(_("Einbezogen"), _("%(before)s %(unit)s vorher, %(after)s nachher") % words),
            Fact(_("Vergleichsgebiete"), str(round(number(parts, "n_comparison")))),
        ]
    return [
        *found,
        Fact(_("Fassung der Rechnung"), evaluation.engine),
        Fact(_("Startwert"), str(evaluation.seed)),
        Fact(_("Prüfsumme"), evaluation.fingerprint[:16]),
    ]


@dataclass(frozen=True)
class Process:
    """Whether a measure was done as planned: milestones and what was counted."""

    sentence: str
    reach: list[Reach]


def process_of(measure: Measure, *, on: dt.date) -> Process:
    """Return how the work went: milestones in time, late, open, dropped, and reach."""
    in_time = late = overdue = open_ = dropped = 0
    for each in measure.milestones.all():
        if each.dropped:
            dropped += 1
        elif each.done_on is not None:
            in_time += each.done_on <= each.due_on
            late += each.done_on > each.due_on
        elif each.due_on < on:
            overdue += 1
        else:
            open_ += 1
    total = in_time + late + overdue + open_ + dropped
    if not total:
        return Process(_("Es gibt noch keinen Arbeitsplan."), reach_of(measure))
    words = [
        ngettext("%(n)s rechtzeitig erledigt", "%(n)s rechtzeitig erledigt", in_time)
        % {"n": in_time}
    ]
    words += [_("%(n)s später als geplant") % {"n": late}] if late else []
    words += [_("%(n)s überfällig") % {"n": overdue}] if overdue else []
    words += [_("%(n)s noch offen") % {"n": open_}] if open_ else []
    words += [_("%(n)s entfallen") % {"n": dropped}] if dropped else []
    sentence = ngettext(
        "Von einem Meilenstein: %(words)s.", "Von %(total)s Meilensteinen: %(words)s.", total
    ) % {"total": total, "words": ", ".join(words)}
    return Process(sentence, reach_of(measure))


def counts_of_part(part: Part) -> list[ReachCount]:
    """Return what somebody has counted for a part, the latest first."""
    rows = ReachCount.objects.filter(part=part).select_related("indicator")
    return list(rows.order_by("-on", "-id"))
