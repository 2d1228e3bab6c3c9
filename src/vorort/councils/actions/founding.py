"""The five steps by which a council comes into being; the fifth makes it active."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.actions.bodies import change_state
from vorort.councils.actions.states import audit, locked
from vorort.councils.choices import BodyState, FoundingStepKind
from vorort.councils.models import Body, FoundingStep


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
    audit(
        kept.body,
        "founding_step_changed",
        by=by,
        at=at,
        after={"step": kept.step, "due_on": due_on},
    )
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
    audit(kept.body, "founding_step_done", by=by, at=at, after={"step": kept.step, "on": on})
    if kept.step == FoundingStepKind.CONSTITUTION and kept.body.state == BodyState.PLANNED:
        change_state(
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
    audit(kept.body, "founding_step_reopened", by=by, at=at, after={"step": kept.step})
    return kept


@transaction.atomic
def start_founding(*, body: Body, by: Person, at: dt.datetime) -> Body:
    """Give a body its five steps where it has none; those that are there stay."""
    kept = locked(body)
    known = set(kept.founding_steps.values_list("step", flat=True))
    missing = [step for step in FoundingStepKind if step not in known]
    FoundingStep.objects.bulk_create(
        FoundingStep(authority=kept.authority, body=kept, step=step) for step in missing
    )
    if missing:
        audit(kept, "founding_step_changed", by=by, at=at, after={"steps": len(missing)})
    return kept
