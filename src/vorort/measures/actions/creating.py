"""A measure begins: new from a goal, as what already runs, or as what follows another."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.measures.actions._common import (
    add_step,
    add_version,
    change,
    local_day,
    locked,
    log,
    measure_changed,
)
from vorort.measures.actions.deciding import advance
from vorort.measures.choices import ConceptForm, MeasureOrigin, MeasureState
from vorort.measures.models import Audience, Measure, MeasureGoal, Part
from vorort.measures.queries.reading import lock_town, rests_on_finding
from vorort.measures.queries.versions import contents

if TYPE_CHECKING:
    from vorort.authorities.models import Authority
    from vorort.findings.models import Goal
    from vorort.partners.models import Organisation

LISTS = frozenset({"pillars", "settings", "risk_factors", "protective_factors"})
# What may be said of a measure from the beginning, beside what it needs.
DETAILS = LISTS | {
    "summary", "place", "area_key", "responsible", "evidence_level", "evidence_on",
    "evidence_title", "evidence_url", "afterwards", "copied_from", "copied_label",
}  # fmt: skip
# What goes over to a measure that follows another.
_COPIED = ("summary", "topic", "pillars", "settings", "risk_factors", "protective_factors", "form",
           "is_risky", "owner", "responsible", "place", "area_key", "evidence_level",
           "evidence_on", "evidence_title", "evidence_url")  # fmt: skip


class GoalMissing(DomainError):
    """A new measure needs a goal that comes from a finding."""


class NotReadyToFollow(DomainError):
    """A measure is continued once it has been evaluated."""


@transaction.atomic
def create_measure(
    *,
    authority: "Authority",
    title: str,
    topic: str,
    owner: "Organisation | None",
    by: Person,
    at: dt.datetime,
    goals: Sequence["Goal"] = (),
    origin: str = MeasureOrigin.NEW,
    state: str = "",
    form: str = ConceptForm.LONG,
    is_risky: bool = False,
    groups: Sequence[str] = (),
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    **details: Any,
) -> Measure:
    """Make a measure with the next number of its town and year.

    What is new needs an owner and a goal whose need comes from a finding. What already runs
    (``MeasureOrigin.EXISTING``) needs an owner; it starts as running unless ``state`` says else.
    ``groups`` are target groups by their code; ``set_audiences`` tells more of them. ``details``
    are fields of the measure (``DETAILS``).

    Raises
    ------
    GoalMissing
        A new measure without such a goal.
    """
    kept = _known_owner(owner, authority)
    check_dates(starts_on, ends_on)
    _check_goals(goals, authority, origin)
    _check_form(form, is_risky=is_risky)
    unknown = details.keys() - DETAILS
    if unknown:
        raise TypeError(f"not known of a measure: {sorted(unknown)}")
    day = local_day(at)
    existing = origin == MeasureOrigin.EXISTING
    own: Measure = Measure.objects.create(
        authority=authority,
        number=_next_number(authority, day.year),
        year=day.year,
        title=title.strip(),
        topic=topic,
        owner=kept,
        origin=origin,
        form=form,
        is_risky=is_risky,
        starts_on=starts_on,
        ends_on=ends_on,
        created_by=by,
        **{name: list(value) if name in LISTS else value for name, value in details.items()},
        **_first_state(existing=existing, state=state, starts_on=starts_on, day=day),
    )
    _attach(own, goals)
    _attach_groups(own, groups)
    _begin(own, by=by, at=at)
    log("measure_created", own, by, at, origin=str(origin), state=str(own.state))
    measure_changed.send(sender=Measure, measure=own, at=at)
    return own


@transaction.atomic
def join_goal(
    *, measure: Measure, goal: "Goal", by: Person, at: dt.datetime, reason: str = ""
) -> Measure:
    """Hang a measure onto a goal; what already ran joins the chain this way, once without reason."""
    if goal.authority_id != measure.authority_id:
        raise DomainError(_("Dieses Ziel gehört zu einem anderen Ort."), field="goal")
    if not reason and measure.origin == MeasureOrigin.EXISTING and not measure.goals.exists():
        reason = _("Der Bestand ist an die Kette angeschlossen.")
    with change(measure, reason=reason, by=by, at=at) as own:
        if own.goals.filter(goal=goal).exists():
            raise DomainError(_("Die Maßnahme dient diesem Ziel schon."), field="goal")
        last = own.goals.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        MeasureGoal.objects.create(
            authority=own.authority, measure=own, goal=goal, position=position
        )
    log("goal_joined", own, by, at, goal=goal.title)
    return own


@transaction.atomic
def leave_goal(
    *, measure: Measure, goal: "Goal", by: Person, at: dt.datetime, reason: str = ""
) -> Measure:
    """Take a measure off a goal; a new measure keeps one that comes from a finding."""
    with change(measure, reason=reason, by=by, at=at) as own:
        own.goals.filter(goal=goal).delete()
        left = [each.goal for each in own.goals.select_related("goal")]
        if own.origin == MeasureOrigin.NEW:
            _check_goals(left, own.authority, own.origin)
    log("goal_left", own, by, at, goal=goal.title)
    return own


@transaction.atomic
def continue_as(
    *,
    measure: Measure,
    title: str,
    by: Person,
    at: dt.datetime,
    on: dt.date | None = None,
    reason: str = "",
) -> Measure:
    """Make the measure that follows; an evaluated one ends with it as "fortgeführt".

    The follower starts in its first state with goals, target groups and parts, without the old
    plan and money. What has ended already is left as it is.
    """
    own = locked(measure)
    _check_followable(own)
    day = on or local_day(at)
    made: Measure = Measure.objects.create(
        authority=own.authority,
        number=_next_number(own.authority, local_day(at).year),
        year=local_day(at).year,
        title=title.strip() or own.title,
        origin=own.origin,
        state_on=day,
        follows=own,
        created_by=by,
        **{name: getattr(own, name) for name in _COPIED},
    )
    _attach(made, [each.goal for each in own.goals.select_related("goal")])
    _copy_people(own, made)
    words = _("Fortführung von %(reference)s.") % {"reference": own.reference}
    add_step(made, made.state, day, words, by=by)
    log("measure_created", made, by, at, follows=own.reference)
    if own.state == MeasureState.EVALUATED:
        said = reason or _("Fortgeführt als %(reference)s.") % {"reference": made.reference}
        advance(measure=own, to=MeasureState.CONTINUED, on=day, by=by, at=at, reason=said)
    measure_changed.send(sender=Measure, measure=made, at=at)
    return made


def _check_followable(own: Measure) -> None:
    if own.state in {MeasureState.RUNNING, MeasureState.DECIDED}:
        raise NotReadyToFollow(
            _("Bitte halten Sie zuerst fest, was herauskam (Stand „bewertet“). Danach geht es weiter.")
        )  # fmt: skip
    if own.state in {MeasureState.IDEA, MeasureState.CONCEPT}:
        raise NotReadyToFollow(
            _("Die Maßnahme hat noch nicht begonnen: Bitte ändern Sie sie selbst.")
        )
    if own.followed_by.exists():
        raise NotReadyToFollow(
            _("Die Maßnahme wird schon fortgeführt: %(measure)s.")
            % {"measure": own.followed_by.get()}
        )


def _copy_people(own: Measure, made: Measure) -> None:
    """Take target groups and partners over to the measure that follows."""
    for each in own.audiences.all():
        Audience.objects.create(
            authority=own.authority, measure=made, group=each.group, note=each.note,
            size=each.size, direct=each.direct,
        )  # fmt: skip
    for part in own.parts.all():
        Part.objects.create(
            authority=own.authority, measure=made, organisation_id=part.organisation_id,
            role=part.role, contribution=part.contribution, contact=part.contact,
        )  # fmt: skip


def check_dates(starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    """Refuse an end before the beginning."""
    if starts_on and ends_on and ends_on < starts_on:
        raise DomainError(
            _("Das Ende (%(end)s) liegt vor dem Beginn (%(start)s). Bitte prüfen Sie beide Tage.")
            % {"end": f"{ends_on:%d.%m.%Y}", "start": f"{starts_on:%d.%m.%Y}"},
            field="ends_on",
        )


def _known_owner(owner: "Organisation | None", authority: "Authority") -> "Organisation":
    if owner is None or owner.authority_id != authority.pk:
        raise DomainError(
            _("Bitte wählen Sie, wer zuständig ist. Fehlt die Stelle, nehmen Sie sie als Partner auf."),
            field="owner",
        )  # fmt: skip
    return owner


def _check_form(form: str, *, is_risky: bool) -> None:
    if form == ConceptForm.SHORT and is_risky:
        raise DomainError(
            _("Bei besonderem Risiko reicht die Kurzform nicht. Bitte wählen Sie die Langform."),
            field="form",
        )


def _check_goals(goals: Sequence["Goal"], authority: "Authority", origin: str) -> None:
    if any(goal.authority_id != authority.pk for goal in goals):
        raise DomainError(_("Dieses Ziel gehört zu einem anderen Ort."), field="goals")
    if origin == MeasureOrigin.NEW and not any(rests_on_finding(goal) for goal in goals):
        raise GoalMissing(
            _(
                "Eine neue Maßnahme braucht ein Ziel, das aus einer Feststellung kommt. Bitte "
                "halten Sie zuerst Feststellung, Bedarf und Ziel fest. Was schon läuft, nehmen "
                "Sie als Bestand auf."
            ),
            field="goals",
        )


def _first_state(
    *, existing: bool, state: str, starts_on: dt.date | None, day: dt.date
) -> dict[str, object]:
    """Return state and day; nobody creates what is decided or over: there are steps for that."""
    if not existing:
        return {"state": MeasureState.IDEA, "state_on": day}
    chosen = MeasureState(state or MeasureState.RUNNING)
    if chosen not in {MeasureState.IDEA, MeasureState.CONCEPT, MeasureState.RUNNING}:
        raise DomainError(
            _("Bestand ist eine Idee, ein Konzept oder läuft schon. Alles Weitere sind Schritte."),
            field="state",
        )
    if chosen != MeasureState.RUNNING:
        return {"state": chosen, "state_on": day}
    begun = starts_on or day
    if begun > day:
        raise DomainError(
            _("Was schon läuft, hat schon begonnen. Bitte prüfen Sie den Beginn."),
            field="starts_on",
        )
    return {"state": chosen, "state_on": begun}


def _attach(own: Measure, goals: Sequence["Goal"]) -> None:
    MeasureGoal.objects.bulk_create(
        MeasureGoal(authority=own.authority, measure=own, goal=goal, position=position)
        for position, goal in enumerate(dict.fromkeys(goals))
    )


def _begin(own: Measure, *, by: Person, at: dt.datetime) -> None:
    """Note the first step; what already runs has its first version with it."""
    existing = own.origin == MeasureOrigin.EXISTING
    reason = _("Als Bestand erfasst.") if existing else _("Angelegt.")
    add_step(own, own.state, own.state_on, reason, by=by)
    if own.state == MeasureState.RUNNING:
        add_version(own, contents(own), reason=reason, by=by, at=at)


def _attach_groups(own: Measure, groups: Sequence[str]) -> None:
    Audience.objects.bulk_create(
        Audience(authority=own.authority, measure=own, group=group)
        for group in dict.fromkeys(groups)
    )


def _next_number(authority: "Authority", year: int) -> int:
    """Return the next number of the town's measures; its row is the lock."""
    lock_town(authority)
    series = Measure.objects.filter(authority=authority, year=year)
    return (series.aggregate(last=Max("number"))["last"] or 0) + 1
