"""Lindenau's measures from the first entry to what was published, through the real actions."""

import calendar
import datetime as dt
from decimal import Decimal

from vorort.accounts.models import Person
from vorort.concepts import actions as concepts
from vorort.demo.answers import ANSWERS
from vorort.demo.findings import Town
from vorort.demo.months import (
    EFFECTS,
    MONTHS,
    PlantedEffect,
    district_key,
    month_before,
    start_of,
)
from vorort.demo.needs import CALLS
from vorort.demo.projects import (
    COPIED,
    IDEA,
    PROJECTS,
    VICTIM_AID,
    ProjectScript,
    ReachScript,
)
from vorort.demo.world import MUNICIPALITIES
from vorort.effects import actions as effects
from vorort.effects.choices import Frequency
from vorort.effects.models import OutcomePlan, ReachIndicator
from vorort.findings.models import Goal
from vorort.leadership import actions as leadership
from vorort.measures import actions
from vorort.measures.choices import DecisionKind, MeasureOrigin, MeasureState
from vorort.measures.models import Measure
from vorort.measures.rules import KIND
from vorort.networks import actions as network_actions
from vorort.networks import queries as networks
from vorort.outcomes import actions as outcomes
from vorort.publications.models import Publication

BY_KIND = {effect.kind: effect for effect in EFFECTS}
INCIDENTS = "incidents"
# What the mayor was asked, and what he has said to it.
SIGN_OFFS = (
    (
        "Betreuter Abstellplatz für Fahrräder",
        "Antrag auf Förderung: 18.000 Euro für Überdachung und Bügel",
        "Einverstanden. Der Eigenanteil ist im Haushalt.",
    ),
    ("Haltezone statt zweiter Reihe", "Schilder aufstellen, 600 Euro aus dem Straßenunterhalt", ""),
)
PROXIES = "Gespräche vor Ort, Besuche, was die Anwohnenden sagen"


def work(town: Town) -> dict[str, Measure]:
    """Make all measures and take each as far as its script says; return them by their titles."""
    made = {script.title: _Work(town, script).do() for script in (*PROJECTS, IDEA)}
    for script in PROJECTS:
        measure = made[script.title]
        if script.continued:
            actions.continue_as(measure=measure, title=script.continued, by=town.by, at=town.at)
            measure.refresh_from_db()
        if script.published:
            outcomes.publish_measure(measure=measure, by=town.by, at=town.at)
    return made


class _Work:
    """One measure on its way."""

    def __init__(self, town: Town, script: ProjectScript) -> None:
        self.town, self.script, self.by = town, script, town.by
        self.effect = BY_KIND.get(script.effect)
        self.last = month_before(town.today)
        self.recorded = town.noon(script.recorded)

    def do(self) -> Measure:
        """Record, decide, begin, count, evaluate and end it."""
        script = self.script
        measure = self._record()
        self._plan_work(measure)
        self._answer(measure)
        plan = self._plan_outcome(measure)
        measure = self._decide(measure)
        if self.begins is not None and self.begins <= self.town.today and not script.existing:
            measure = self._step(measure, MeasureState.RUNNING, self.begins)
        self._carry_out(measure)
        if plan is not None and script.assessment:
            self._evaluate(plan)
        measure = self._learn(measure)
        for step in script.steps:
            measure = self._step(measure, step.to, self.day(step.days), step.reason)
        return measure

    @property
    def begins(self) -> dt.date | None:
        if self.effect is not None:
            return start_of(self.effect, self.last)
        return None if self.script.starts is None else self.day(self.script.starts)

    def day(self, days: int) -> dt.date:
        return self.town.today - dt.timedelta(days=days)

    def after(self, days: int) -> dt.date:
        """Return a day so long after the beginning; without one, after it was recorded."""
        begun = self.begins or self.day(self.script.recorded)
        return begun + dt.timedelta(days=days)

    def noon(self, on: dt.date) -> dt.datetime:
        return self.town.noon((self.town.today - on).days)

    def _record(self) -> Measure:
        script, begun = self.script, self.begins
        measure = actions.create_measure(
            authority=self.town.authority,
            title=script.title,
            topic=script.topic,
            owner=self.town.organisations[script.owner],
            goals=self.town.goals.get(script.need, []),
            origin=MeasureOrigin.EXISTING if script.existing else MeasureOrigin.NEW,
            form=script.form,
            summary=script.summary,
            pillars=script.pillars,
            settings=script.settings,
            risk_factors=script.risk,
            protective_factors=script.protective,
            place=script.place,
            area_key=district_key(script.district) if script.district else "",
            starts_on=begun,
            ends_on=begun + dt.timedelta(days=script.lasts) if begun else None,
            responsible=self.by,
            is_risky=script.is_risky,
            evidence_level=script.evidence,
            afterwards=script.afterwards,
            by=self.by,
            at=self.recorded,
        )
        groups = [
            {"group": group, "size": size, "direct": direct}
            for group, size, direct in script.audiences
        ]
        actions.set_audiences(
            measure=measure, audiences=groups, by=self.by, at=self.recorded, reason=self._reason
        )
        return measure

    @property
    def _reason(self) -> str:
        # What already ran is adopted as it is entered.
        return "Beim Erfassen des Bestands ergänzt." if self.script.existing else ""

    def _plan_work(self, measure: Measure) -> None:
        """Partners, milestones and money, as they were planned."""
        at, people = self.recorded, {one.email: one for one in self._contacts()}
        parts = {}
        for part in self.script.parts:
            parts[part.organisation] = actions.add_part(
                measure=measure,
                organisation=self.town.organisations[part.organisation],
                role=part.role,
                contribution=part.contribution,
                contact=people.get(part.contact),
                by=self.by,
                at=at,
                reason=self._reason,
            )
        for step in self.script.milestones:
            actions.add_milestone(
                measure=measure, title=step.title, due_on=self.after(step.due),
                part=parts.get(step.by), by=self.by, at=at,
            )  # fmt: skip
        for line in self.script.money:
            actions.add_budget_line(
                measure=measure, title=line.title, planned=Decimal(line.planned), kind=line.kind,
                source=line.source, by=self.by, at=at, reason=self._reason,
            )  # fmt: skip
        for kind, title in self.script.cited:
            actions.cite(measure=measure, kind=kind, title=title, by=self.by, at=at)
        for reach in self.script.reach:
            effects.add_reach(
                measure=measure, label=reach.label, unit=reach.unit, planned=reach.planned,
                by=self.by, at=at,
            )  # fmt: skip

    def _contacts(self) -> list[Person]:
        wanted = {part.contact for part in self.script.parts if part.contact}
        return list(Person.objects.filter(email__in=wanted))

    def _answer(self, measure: Measure) -> None:
        for question, text in ANSWERS.get(self.script.answers, {}).items():
            concepts.save_answer(
                measure=measure, question=question, text=text, revision=0, by=self.by,
                at=self.recorded,
            )  # fmt: skip

    def _plan_outcome(self, measure: Measure) -> OutcomePlan | None:
        """Say before the start which figure is to show an effect, and where."""
        one = self.effect
        if one is None:
            return None
        goal = self.town.goals[self.script.need][0]
        return plan_outcome(measure, one, self.last, by=self.by, at=self.recorded, goal=goal)

    def _decide(self, measure: Measure) -> Measure:
        script = self.script
        if script.decided is None:
            return measure
        resolution = None
        if script.decided == DecisionKind.COUNCIL:
            resolution = self.town.resolution(script.decision)
        on = resolution.decided_on if resolution else self.day(script.decided_days)
        return actions.decide(
            measure=measure, kind=script.decided, resolution=resolution,
            note="" if resolution else script.decision, on=on, by=self.by, at=self.noon(on),
        )  # fmt: skip

    def _step(self, measure: Measure, to: MeasureState, on: dt.date, reason: str = "") -> Measure:
        return actions.advance(
            measure=measure, to=to, on=on, reason=reason, by=self.by, at=self.noon(on)
        )

    def _carry_out(self, measure: Measure) -> None:
        """What has happened since: steps done, money spent, visits counted, what partners say."""
        for script, milestone in zip(
            self.script.milestones, measure.milestones.order_by("id"), strict=True
        ):
            if script.late is None:
                continue
            on = milestone.due_on + dt.timedelta(days=script.late)
            actions.finish_milestone(
                milestone=milestone, on=on, note=script.note, by=self.by, at=self.noon(on)
            )
        for line, budget in zip(self.script.money, measure.budget.order_by("id"), strict=True):
            for days, title, euros in line.spent:
                on = self.after(days)
                actions.add_spending(
                    line=budget, on=on, amount=Decimal(euros), title=title, by=self.by,
                    at=self.noon(on),
                )  # fmt: skip
        for part_script, part in zip(self.script.parts, measure.parts.order_by("id"), strict=True):
            if part.contact is not None:
                actions.confirm_part(part=part, by=part.contact, at=self.recorded)
            if part_script.report and part.contact is not None:
                actions.report_part(
                    part=part, report=part_script.report, by=part.contact, at=self.town.noon(12)
                )
        for reach, indicator in zip(self.script.reach, measure.reach.order_by("id"), strict=True):
            self._count(indicator, reach)

    def _count(self, indicator: ReachIndicator, script: ReachScript) -> None:
        for back, count in enumerate(reversed(script.counts)):
            first = month_before(self.last, back)
            on = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            effects.count_reach(
                indicator=indicator, on=on, count=count, by=self.by, at=self.noon(on)
            )

    def _evaluate(self, plan: OutcomePlan) -> None:
        end = self.last.replace(day=calendar.monthrange(self.last.year, self.last.month)[1])
        made = effects.evaluate(plan=plan, as_of=end, by=self.by, at=self.town.at, is_final=True)
        effects.assess(evaluation=made, text=self.script.assessment, by=self.by, at=self.town.at)

    def _learn(self, measure: Measure) -> Measure:
        """A change after adoption, and what was learned."""
        changes = [self.script.change] if self.script.change else []
        if self.script.lessons:
            changes.append(("lessons", self.script.lessons, "Nach der Auswertung ergänzt."))
        for name, value, reason in changes:
            measure.refresh_from_db()
            measure = actions.edit_measure(
                measure=measure, revision=measure.revision, reason=reason, by=self.by,
                at=self.town.at, **{name: value},
            )  # fmt: skip
        return measure


def take_over(town: Town) -> Measure:
    """Copy the county's public measure: an idea with all that is known of it elsewhere."""
    found = networks.list_public_measures(town.by, town.authority, text=COPIED)
    return network_actions.copy_measure(
        publication=Publication.objects.get(public_id=found[0].publication),
        authority=town.authority, goal=town.goals[CALLS][0],
        owner=town.organisations[VICTIM_AID], by=town.by, at=town.noon(15),
    )  # fmt: skip


def ask_the_mayor(town: Town, measures: dict[str, Measure]) -> None:
    """Put two things before the mayor: one is signed, one waits."""
    for title, question, answer in SIGN_OFFS:
        measure = measures[title]
        asked = leadership.ask_sign_off(
            authority=town.authority, subject_kind=KIND, subject_id=measure.public_id,
            title=str(measure), question=question, due_on=town.today + dt.timedelta(days=10),
            by=town.by, at=town.noon(20 if answer else 3),
        )  # fmt: skip
        if answer:
            leadership.sign_off(
                sign_off=asked, note=answer, by=town.cast["mayor"], at=town.noon(16)
            )


def plan_outcome(
    measure: Measure,
    effect: PlantedEffect,
    last: dt.date,
    *,
    by: Person,
    at: dt.datetime,
    goal: Goal,
) -> OutcomePlan:
    """Plan how the planted effect of a measure is looked for: all months there are, all towns beside."""
    return effects.plan_outcome(
        measure=measure,
        label=effect.label,
        source=INCIDENTS,
        code=effect.code,
        frequency=Frequency.MONTH,
        treated=[district_key(one) for one in effect.treated],
        comparison=[town.key for town in MUNICIPALITIES[1:]],
        ring=[district_key(one) for one in effect.ring],
        before_from=month_before(last, MONTHS - 1),
        starts_on=start_of(effect, last),
        after_until=last,
        proxies=PROXIES,
        by=by,
        at=at,
        goal=goal,
    )
