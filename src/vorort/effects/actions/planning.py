"""The plan: which figure is to show an effect, where and when, and what could be seen at all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.effects.choices import Frequency, PlanVerdict
from vorort.effects.models import OutcomePlan
from vorort.effects.queries.counts import (
    Counts,
    Question,
    before,
    last_complete,
    read_counts,
)
from vorort.effects.rules import first_of, foresee, label_of, lies_in, place_of
from vorort.measures.rules import KIND
from vorort.places.queries import area_names
from vorort.stats.evaluate import outlook

if TYPE_CHECKING:
    from vorort.findings.models import Goal
    from vorort.measures.models import Measure

# Lengths of the time after that are looked at before the start, in periods.
LENGTHS = {Frequency.MONTH: (6, 12, 24), Frequency.YEAR: (1, 2, 3)}


class PlanRefused(DomainError):
    """The plan cannot be; the message says what to do."""


class PlanFixed(DomainError):
    """An evaluation rests on the plan: it stays as it is."""


@dataclass(frozen=True)
class _Draft:
    """A plan as given, its days put on the first of their period."""

    label: str
    source: str
    code: str
    frequency: str
    treated: tuple[str, ...]
    comparison: tuple[str, ...]
    ring: tuple[str, ...]
    before_from: dt.date
    starts_on: dt.date
    phase_in_until: dt.date | None
    after_until: dt.date

    @property
    def question(self) -> Question:
        return Question(
            source=self.source,
            code=self.code,
            frequency=self.frequency,
            first=self.before_from,
            last=self.after_until,
            treated=self.treated,
            comparison=self.comparison,
            ring=self.ring,
        )

    @property
    def gap(self) -> int:
        if self.phase_in_until is None:
            return 0
        return place_of(self.starts_on, self.phase_in_until, self.frequency) + 1

    @property
    def length(self) -> int:
        """How many periods after are planned."""
        return place_of(self.starts_on, self.after_until, self.frequency) + 1 - self.gap


@transaction.atomic
def plan_outcome(
    *,
    measure: "Measure",
    label: str,
    source: str,
    code: str,
    frequency: str,
    treated: Sequence[str],
    before_from: dt.date,
    starts_on: dt.date,
    after_until: dt.date,
    by: Person,
    at: dt.datetime,
    comparison: Sequence[str] = (),
    ring: Sequence[str] = (),
    phase_in_until: dt.date | None = None,
    chosen_because_high: bool = True,
    lower_is_better: bool = True,
    goal: "Goal | None" = None,
    proxies: str = "",
) -> OutcomePlan:
    """Plan how an effect is to be found; what could be seen is computed now and frozen.

    Days are put on the first of their month or year. Only the time before the start is looked at,
    and of it only what is over at ``at``.

    Raises
    ------
    PlanRefused
        Periods out of order, an area on two sides, no data before the start, a foreign goal.
    """
    plan = OutcomePlan(authority=measure.authority, measure=measure, created_by=by)
    draft = _draft(
        label=label, source=source, code=code, frequency=frequency, treated=treated,
        comparison=comparison, ring=ring, before_from=before_from, starts_on=starts_on,
        phase_in_until=phase_in_until, after_until=after_until,
    )  # fmt: skip
    _write(
        plan, draft, at=at, goal=goal, chosen_because_high=chosen_because_high,
        lower_is_better=lower_is_better, proxies=proxies,
    )  # fmt: skip
    _log("outcome_planned", plan, by, at)
    return plan


@transaction.atomic
def edit_plan(
    *, plan: OutcomePlan, revision: int, by: Person, at: dt.datetime, **values: object
) -> OutcomePlan:
    """Change a plan that no evaluation rests on yet; what could be seen is computed anew.

    Raises
    ------
    PlanFixed
        An evaluation rests on it.
    PlanRefused
        As for a new plan, or somebody else has changed it since.
    """
    kept = _free(plan)
    if kept.revision != revision:
        raise PlanRefused(
            _("Den Plan hat inzwischen jemand anders geändert. Bitte laden Sie die Seite neu.")
        )
    now: dict[str, object] = {name: getattr(kept, name) for name in _OPTIONS}
    given = {name: getattr(kept, name) for name in _FIELDS} | {
        name: value for name, value in values.items() if name in _FIELDS
    }
    options = now | {name: value for name, value in values.items() if name in _OPTIONS}
    kept.revision += 1
    _write(kept, _draft(**given), at=at, **options)  # type: ignore[arg-type]
    _log("outcome_plan_changed", kept, by, at)
    return kept


@transaction.atomic
def drop_plan(*, plan: OutcomePlan, by: Person, at: dt.datetime) -> None:
    """Take a plan back that no evaluation rests on."""
    kept = _free(plan)
    _log("outcome_plan_dropped", kept, by, at)
    kept.delete()


_FIELDS = (
    "label", "source", "code", "frequency", "treated", "comparison", "ring", "before_from",
    "starts_on", "phase_in_until", "after_until",
)  # fmt: skip
_OPTIONS = ("goal", "chosen_because_high", "lower_is_better", "proxies")


def _free(plan: OutcomePlan) -> OutcomePlan:
    kept: OutcomePlan = (
        OutcomePlan.objects.select_for_update(of=("self",))
        .select_related("measure__authority", "authority")
        .get(pk=plan.pk)
    )
    if kept.evaluations.exists():
        raise PlanFixed(
            _("Auf diesem Plan beruht schon eine Bewertung. Er bleibt, wie er ist; bitte legen Sie für "
              "eine andere Frage einen neuen an.")
        )  # fmt: skip
    return kept


def _draft(
    *,
    label: str,
    source: str,
    code: str,
    frequency: str,
    treated: Sequence[str],
    comparison: Sequence[str],
    ring: Sequence[str],
    before_from: dt.date,
    starts_on: dt.date,
    phase_in_until: dt.date | None,
    after_until: dt.date,
) -> _Draft:
    if frequency not in Frequency.values:
        raise PlanRefused(_("Bitte wählen Sie Monate oder Jahre."), field="frequency")
    draft = _Draft(
        label=label.strip(),
        source=source,
        code=code,
        frequency=frequency,
        treated=tuple(dict.fromkeys(treated)),
        comparison=tuple(dict.fromkeys(comparison)),
        ring=tuple(dict.fromkeys(ring)),
        before_from=first_of(before_from, frequency),
        starts_on=first_of(starts_on, frequency),
        phase_in_until=None if phase_in_until is None else first_of(phase_in_until, frequency),
        after_until=first_of(after_until, frequency),
    )
    _check_periods(draft)
    _check_areas(draft)
    return draft


def _check_periods(draft: _Draft) -> None:
    if draft.before_from >= draft.starts_on:
        raise PlanRefused(
            _("Die Zeit davor muss vor dem Beginn der Maßnahme anfangen."), field="before_from"
        )
    if draft.after_until < draft.starts_on:
        raise PlanRefused(
            _("Die Zeit danach endet vor dem Beginn der Maßnahme."), field="after_until"
        )
    if draft.phase_in_until is None:
        return
    if draft.phase_in_until < draft.starts_on:
        raise PlanRefused(_("Der Anlauf kann nicht vor dem Beginn enden."), field="phase_in_until")
    if draft.phase_in_until >= draft.after_until:
        raise PlanRefused(
            _("Der Anlauf endet erst mit der Zeit danach: Es bliebe nichts zu vergleichen. Bitte "
              "kürzen Sie den Anlauf oder verlängern Sie die Zeit danach."),
            field="phase_in_until",
        )  # fmt: skip


def _check_areas(draft: _Draft) -> None:
    if not draft.label:
        raise PlanRefused(_("Bitte wählen Sie eine Kennzahl."), field="code")
    if not draft.treated:
        raise PlanRefused(
            _("Bitte wählen Sie mindestens ein Gebiet, in dem die Maßnahme wirkt."), field="treated"
        )
    here = set(draft.treated)
    sides = (
        ("comparison", here & set(draft.comparison), _("Vergleichsgebiet")),
        ("ring", here & set(draft.ring), _("Nachbargebiet")),
    )
    for field, both, words in sides:
        if both:
            raise PlanRefused(
                _("%(names)s ist Gebiet der Maßnahme und zugleich %(side)s. Bitte wählen Sie nur "
                  "eines von beiden.") % {"names": _names(both), "side": words},
                field=field,
            )  # fmt: skip
    both = set(draft.comparison) & set(draft.ring)
    if both:
        raise PlanRefused(
            _("%(names)s ist Vergleichsgebiet und Nachbargebiet zugleich. Nachbarn können betroffen "
              "sein und taugen nicht zum Vergleich.") % {"names": _names(both)},
            field="comparison",
        )  # fmt: skip
    _check_nested(draft)


def _check_nested(draft: _Draft) -> None:
    """Refuse an area beside one it lies in: its cases would stand on both sides, or twice on one."""
    keys = (*draft.treated, *draft.comparison, *draft.ring)
    for outer in keys:
        for inner in keys:
            if lies_in(inner, outer):
                sides = ("comparison", "ring", "treated")
                field = next(side for side in sides if outer in getattr(draft, side))
                raise PlanRefused(
                    _("%(inner)s liegt in %(outer)s: Dieselben Fälle würden doppelt gezählt. Bitte "
                      "wählen Sie nur eines von beiden.")
                    % {"inner": _names({inner}), "outer": _names({outer})},
                    field=field,
                )  # fmt: skip


def _names(keys: set[str]) -> str:
    known = area_names(keys)
    return ", ".join(sorted(known.get(key, key) for key in keys))


def _write(
    plan: OutcomePlan,
    draft: _Draft,
    *,
    at: dt.datetime,
    goal: "Goal | None",
    chosen_because_high: bool,
    lower_is_better: bool,
    proxies: str,
) -> None:
    authority = plan.authority
    if goal is not None and goal.authority_id != authority.pk:
        raise PlanRefused(_("Dieses Ziel gehört zu einem anderen Ort."), field="goal")
    for name in _FIELDS:
        value = getattr(draft, name)
        setattr(plan, name, list(value) if isinstance(value, tuple) else value)
    plan.goal = goal
    plan.chosen_because_high, plan.lower_is_better = chosen_because_high, lower_is_better
    plan.proxies = proxies.strip()
    known = min(
        before(draft.question, draft.starts_on).last,
        last_complete(timezone.localtime(at).date(), draft.frequency),
    )
    counts = read_counts(Question(**{**draft.question.__dict__, "last": known}), viewer=authority)
    _check_data(draft, counts)
    plan.power = _power(draft, counts.inputs, selected=chosen_because_high)
    plan.power["data_version"] = counts.data_version
    plan.verdict = PlanVerdict(plan.power["verdict"])
    plan.planned_at = at
    plan.save()


def _check_data(draft: _Draft, counts: Counts) -> None:
    words = {"start": label_of(draft.starts_on, draft.frequency)}
    if counts.length == 0:
        raise PlanRefused(
            _("Vor %(start)s liegen für dieses Gebiet keine Zahlen vor. Bitte liefern Sie die Zeit "
              "davor zuerst, oder wählen Sie eine andere Kennzahl oder ein anderes Gebiet.") % words,
            field="before_from",
        )  # fmt: skip
    # The areas are added up: one without numbers leaves the sum unknown for ever.
    empty = [
        area["name"]
        for area in counts.inputs["treated"]
        if all(count is None for count in area["counts"])
    ]
    if empty:
        raise PlanRefused(
            _("Vor %(start)s gibt es hier keine Zahlen: %(names)s. Bitte liefern Sie sie zuerst, oder "
              "nehmen Sie nur Gebiete mit Zahlen.") % (words | {"names": ", ".join(empty)}),
            field="treated",
        )  # fmt: skip


def _power(draft: _Draft, inputs: dict[str, object], *, selected: bool) -> dict[str, object]:
    """Return what could be seen; the verdict is about the time after that is planned."""
    own = max(draft.length, 1)
    lengths = sorted({*LENGTHS[Frequency(draft.frequency)], own})
    found = foresee(inputs, lengths=lengths, phase_in=draft.gap, selected=selected)
    mde = found.get("mde") or [None] * len(lengths)
    at_own = mde[lengths.index(own)]
    verdict = outlook(float("nan") if at_own is None else float(at_own))
    names = ("design", "reasons", "expected", "mde_alone")
    return {
        **{name: found.get(name) for name in names},
        "periods": lengths,
        "mde": mde,
        "own_length": own,
        "verdict": verdict,
    }


def _log(verb: str, plan: OutcomePlan, by: Person, at: dt.datetime) -> None:
    record(
        verb=f"effects.{verb}",
        by=by,
        authority_id=plan.authority_id,
        kind=KIND,
        object_id=plan.measure.public_id,
        label=f"{plan.measure}: {plan.label}",
        at=at,
    )
