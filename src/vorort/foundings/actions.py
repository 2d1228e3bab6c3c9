"""The five steps by which a council comes into being; the fifth makes it active."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.councils import actions as councils
from vorort.councils.actions.states import locked
from vorort.councils.choices import BodyState
from vorort.files.actions import Readable
from vorort.foundings.choices import FoundingStepKind
from vorort.foundings.models import FoundingFile, FoundingStep

if TYPE_CHECKING:
    from vorort.councils.models import Body, BodyFile


class FoundingOver(DomainError):
    """The body works already; its founding is history."""


class StepInFuture(DomainError):
    """A step is done on a day that has been."""


@transaction.atomic
def plan_step(
    *,
    step: FoundingStep,
    by: Person,
    at: dt.datetime,
    owner: Person | None = None,
    owner_text: str = "",
    due_on: dt.date | None = None,
    note: str = "",
    seen: dt.datetime | None = None,
) -> FoundingStep:
    """Say who does a step until when, and what came of it."""
    kept = locked(step, seen=seen)
    kept.owner, kept.owner_text = owner, owner_text.strip()
    kept.due_on, kept.note = due_on, note.strip()
    kept.save()
    # What the note says stays with the body: the log has more readers.
    _log(kept.body, "step_changed", by, at, step=kept.step, due_on=due_on)
    return kept


@transaction.atomic
def finish_step(*, step: FoundingStep, on: dt.date, by: Person, at: dt.datetime) -> FoundingStep:
    """Note that a step is done; the constituting meeting makes a planned body active.

    No order is enforced: some towns sign and constitute on the same day.
    """
    kept = locked(step)
    if on > timezone.localtime(at).date():
        raise StepInFuture(_("Dieser Tag liegt in der Zukunft."), field="on")
    kept.done_on = on
    kept.save()
    _log(kept.body, "step_done", by, at, step=kept.step, on=on)
    if kept.step == FoundingStepKind.CONSTITUTION and kept.body.state == BodyState.PLANNED:
        councils.change_state(
            body=kept.body,
            to=BodyState.ACTIVE,
            on=on,
            reason=_("Konstituierende Sitzung"),
            by=by,
            at=at,
        )
    return kept


@transaction.atomic
def reopen_step(*, step: FoundingStep, by: Person, at: dt.datetime) -> FoundingStep:
    """Open a step again that was done too early; not the last one, that has made the body."""
    kept = locked(step)
    if kept.step == FoundingStepKind.CONSTITUTION and kept.body.state != BodyState.PLANNED:
        raise FoundingOver(_("Das Gremium ist konstituiert. Ändern Sie stattdessen seinen Stand."))
    kept.done_on = None
    kept.save()
    _log(kept.body, "step_reopened", by, at, step=kept.step)
    return kept


@transaction.atomic
def start_founding(*, body: "Body", by: Person, at: dt.datetime) -> "Body":
    """Give a body its five steps where it has none; those that are there stay."""
    kept = locked(body)
    made = _make_steps(kept)
    if made:
        _log(kept, "step_changed", by, at, steps=made)
    return kept


def begin(sender: object, *, body: "Body", **_kwargs: object) -> None:  # noqa: ARG001 - a signal
    """Give a planned body its steps when it is taken in."""
    if body.state == BodyState.PLANNED:
        _make_steps(body)


@transaction.atomic
def add_file(
    *, step: FoundingStep, stream: Readable, name: str, by: Person, at: dt.datetime, title: str = ""
) -> "BodyFile":
    """Keep a file of the body that belongs to a step."""
    made = councils.add_file(body=step.body, stream=stream, name=name, title=title, by=by, at=at)
    FoundingFile.objects.create(authority_id=step.authority_id, step=step, file=made)
    return made


def _make_steps(body: "Body") -> int:
    known = set(body.founding_steps.values_list("step", flat=True))
    missing = [step for step in FoundingStepKind if step not in known]
    FoundingStep.objects.bulk_create(
        FoundingStep(authority_id=body.authority_id, body=body, step=step) for step in missing
    )
    return len(missing)


def _log(body: "Body", verb: str, by: Person, at: dt.datetime, **after: Any) -> None:
    record(
        verb=f"foundings.{verb}",
        by=by,
        authority_id=body.authority_id,
        kind="councils.body",
        object_id=body.public_id,
        label=body.name,
        after=after,
        at=at,
    )
