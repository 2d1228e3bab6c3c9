"""A measure is decided, begins, is evaluated, ends: each step with its day and its reason."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.measures import registry
from vorort.measures.actions._common import (
    add_step,
    add_version,
    local_day,
    locked,
    log,
    measure_changed,
    not_ended,
    not_future,
)
from vorort.measures.choices import (
    ENDED,
    MEASURE_STEPS,
    ConceptForm,
    DecisionKind,
    MeasureOrigin,
    MeasureState,
    Stage,
)
from vorort.measures.models import Measure
from vorort.measures.queries.reading import money_of
from vorort.measures.queries.versions import contents
from vorort.measures.rules import KIND, may_be_short
from vorort.resolutions.choices import Outcome, ResolutionKind
from vorort.ui import format as german

if TYPE_CHECKING:
    from vorort.resolutions.models import Resolution

_UNDECIDED = frozenset({MeasureState.IDEA, MeasureState.CONCEPT})
# Done well enough to call it an end; stopping needs no complete concept.
_COMPLETED = frozenset({MeasureState.CONTINUED, MeasureState.CLOSED})


class StepRefused(DomainError):
    """The measure cannot go there from where it is."""


class NotReady(DomainError):
    """Something is missing before this step; ``missing`` says what, one sentence each."""

    def __init__(self, message: str, missing: list[str]) -> None:
        super().__init__(message, details={"missing": missing})
        self.missing = missing


@transaction.atomic
def decide(
    *,
    measure: Measure,
    kind: str,
    on: dt.date,
    by: Person,
    at: dt.datetime,
    resolution: "Resolution | None" = None,
    note: str = "",
) -> Measure:
    """Note who has decided on the measure; what already runs keeps its state.

    Raises
    ------
    StepRefused
        It has been decided already, or has ended.
    """
    own = locked(measure)
    not_ended(own)
    _may_be_decided(own)
    not_future(on, at)
    _check_basis(own, kind, on, resolution, note)
    own.decision, own.decided_on, own.decision_note = kind, on, note.strip()
    own.resolution = resolution
    return _settle(own, by=by, at=at)


@transaction.atomic
def advance(
    *,
    measure: Measure,
    to: str,
    on: dt.date,
    by: Person,
    at: dt.datetime,
    reason: str = "",
) -> Measure:
    """Take the next step of a measure.

    Raises
    ------
    StepRefused
        There is no such step from here, the day does not fit, or the reason of an end is missing.
    NotReady
        Apps above still want something before the beginning or the end.
    """
    own = locked(measure)
    aim, reason = MeasureState(to), reason.strip()
    _check_step(own, aim)
    not_future(on, at)
    if on < own.state_on:
        raise StepRefused(
            _("Der Stand „%(state)s“ gilt schon seit %(day)s. Der neue kann nicht älter sein.")
            % {"state": own.get_state_display(), "day": german.date(own.state_on)},
            field="on",
        )
    if aim in ENDED and not reason:
        raise StepRefused(
            _("Bitte schreiben Sie, warum die Maßnahme endet. Der Grund steht auch öffentlich."),
            field="reason",
        )
    missing = missing_before(own, aim)
    if missing:
        intro = _("Vor dem Stand „%(state)s“ fehlt noch:") % {"state": aim.label}
        raise NotReady(f"{intro} {' '.join(missing)}", missing)
    if aim == MeasureState.RUNNING and own.starts_on is None:
        own.starts_on = _begun(own, on)
    own.state, own.state_on, own.state_reason = aim, on, reason
    own.ended_on = on if aim in ENDED else None
    own.save()
    add_step(own, aim, on, reason, by=by)
    log("measure_advanced", own, by, at, state=str(aim))
    measure_changed.send(sender=Measure, measure=own, at=at)
    return own


def missing_before(own: Measure, aim: MeasureState) -> list[str]:
    """Return what is still wanted before a step, in sentences; empty where nothing is."""
    if aim == MeasureState.RUNNING and own.state == MeasureState.DECIDED:
        own_wants = []
        planned = money_of([own])[own.pk].planned
        if own.form == ConceptForm.SHORT and not may_be_short(
            planned=planned, is_risky=own.is_risky
        ):
            own_wants.append(
                _(
                    "Die Kurzform reicht nicht mehr: Es sind %(planned)s geplant, oder es gibt "
                    "ein besonderes Risiko. Bitte stellen Sie auf die Langform um."
                )
                % {"planned": german.euro(planned)}
            )
        return own_wants + registry.missing_for(Stage.START, own)
    if aim in _COMPLETED:
        return registry.missing_for(Stage.END, own)
    return []


def on_resolution(
    sender: object,  # noqa: ARG001 - what a signal hands over
    *,
    resolution: "Resolution",
    at: dt.datetime,
    **_kwargs: object,
) -> None:
    """Take over what a body has decided on the paper of a measure; another body only consults.

    Never refuses: the vote has been taken, whatever became of the measure since.
    """
    paper = resolution.paper
    if paper is None or paper.origin_kind != KIND or paper.body_id != resolution.body_id:
        return
    rows = Measure.objects.filter(authority_id=resolution.authority_id)
    found = rows.filter(public_id=paper.origin_id).first()
    if found is None or found.state in ENDED or found.decided_on is not None:
        return
    own, day = locked(found), resolution.decided_on
    if resolution.outcome == Outcome.REJECTED:
        said = _("Das Gremium hat die Vorlage abgelehnt: %(resolution)s.")
    elif resolution.kind == ResolutionKind.RECOMMENDATION:
        said = _(
            "Das Gremium empfiehlt die Maßnahme: %(resolution)s. Entschieden ist sie noch nicht."
        )
    else:
        # Who reads measures may not know what the core group has decided: then only that it did.
        secret = resolution.confidentiality == Confidentiality.CORE
        own.decision, own.decided_on = DecisionKind.COUNCIL, day
        own.resolution = None if secret else resolution
        own.decision_note = _("nicht öffentlicher Beschluss") if secret else ""
        _settle(own, by=None, at=at)
        return
    add_step(own, own.state, day, said % {"resolution": _named(resolution)}, by=None)
    log("measure_dealt_with", own, None, at, outcome=str(resolution.outcome))
    measure_changed.send(sender=Measure, measure=own, at=at)


def _settle(own: Measure, *, by: Person | None, at: dt.datetime) -> Measure:
    """Keep the decision that stands in the measure: step, first version, entry in the log."""
    words, on = _decision_words(own), own.decided_on or local_day(at)
    if own.state in _UNDECIDED:
        own.state, own.state_on, own.state_reason = MeasureState.DECIDED, on, words
    own.save()
    add_step(own, own.state, on, words, by=by)
    add_version(own, contents(own), reason=words, by=by, at=at)
    log("measure_decided", own, by, at, decision=str(own.decision))
    measure_changed.send(sender=Measure, measure=own, at=at)
    return own


def _may_be_decided(own: Measure) -> None:
    if own.decided_on is not None:
        raise StepRefused(
            _("Die Maßnahme ist schon am %(day)s beschlossen.")
            % {"day": german.date(own.decided_on)}
        )
    if own.state not in _UNDECIDED and own.origin != MeasureOrigin.EXISTING:
        raise StepRefused(_("Beschlossen wird vor dem Beginn."))


def _check_basis(
    own: Measure, kind: str, on: dt.date, resolution: "Resolution | None", note: str
) -> None:
    if kind == DecisionKind.COUNCIL and resolution is None and not note.strip():
        raise StepRefused(
            _(
                "Bitte wählen Sie den Beschluss. Steht er nicht im Register, schreiben Sie, "
                "welches Gremium wann beschlossen hat."
            ),
            field="resolution",
        )
    if resolution is None:
        return
    if resolution.authority_id != own.authority_id:
        raise StepRefused(_("Dieser Beschluss gehört zu einem anderen Ort."), field="resolution")
    if resolution.confidentiality == Confidentiality.CORE:
        raise StepRefused(
            _("Beschlüsse der Kerngruppe werden hier nicht genannt. Bitte schreiben Sie den Grund."),
            field="resolution",
        )  # fmt: skip
    if resolution.outcome != Outcome.ADOPTED:
        raise StepRefused(
            _("Dieser Beschluss hat die Vorlage abgelehnt. Bitte wählen Sie einen anderen."),
            field="resolution",
        )
    if on < resolution.decided_on:
        raise StepRefused(
            _("Der Beschluss ist vom %(day)s. Die Entscheidung kann nicht älter sein.")
            % {"day": german.date(resolution.decided_on)},
            field="on",
        )


def _named(resolution: "Resolution") -> str:
    if resolution.confidentiality == Confidentiality.CORE:
        return _("nicht öffentlicher Beschluss")
    return f"{resolution.get_kind_display()} {resolution.reference}, {resolution.body.name}"


def _decision_words(own: Measure) -> str:
    if own.resolution is not None:
        return _named(own.resolution)
    return own.decision_note or str(own.get_decision_display())


def _begun(own: Measure, on: dt.date) -> dt.date:
    """Return the day of the beginning; nothing begins after its planned end."""
    if own.ends_on is not None and own.ends_on < on:
        raise StepRefused(
            _(
                "Das geplante Ende (%(end)s) liegt vor diesem Tag. Bitte ändern Sie zuerst das "
                "Ende unter „Bearbeiten“."
            )
            % {"end": german.date(own.ends_on)},
            field="on",
        )
    return on


def _check_step(own: Measure, aim: MeasureState) -> None:
    here = MeasureState(own.state)
    if aim == here:
        raise StepRefused(
            _("Die Maßnahme hat schon den Stand „%(state)s“.") % {"state": here.label}
        )
    if aim == MeasureState.DECIDED:
        raise StepRefused(
            _("Beschlossen wird mit Beschluss oder Entscheidung: Bitte nehmen Sie „Beschließen“.")
        )
    if aim not in MEASURE_STEPS[here]:
        not_ended(own)
        ways = ", ".join(f"„{each.label}“" for each in MeasureState if each in MEASURE_STEPS[here])
        raise StepRefused(
            _("Von „%(here)s“ geht es nicht zu „%(aim)s“. Möglich ist: %(ways)s.")
            % {"here": here.label, "aim": aim.label, "ways": ways}
        )
