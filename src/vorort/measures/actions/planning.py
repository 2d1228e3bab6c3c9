"""The work plan: milestones are set, moved, reached, dropped."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.measures.actions._common import (
    locked,
    log,
    measure_changed,
    not_ended,
    not_future,
)
from vorort.measures.models import Measure, Milestone, Part


class MilestoneFixed(DomainError):
    """The milestone is done or dropped."""


@transaction.atomic
def add_milestone(
    *,
    measure: Measure,
    title: str,
    due_on: dt.date,
    by: Person,
    at: dt.datetime,
    part: Part | None = None,
) -> Milestone:
    """Add a step to the work plan; without a part the owner owes it."""
    own = locked(measure)
    not_ended(own)
    _check_part(part, own)
    made: Milestone = Milestone.objects.create(
        authority=own.authority, measure=own, part=part, title=title.strip(), due_on=due_on
    )
    _noted("milestone_added", made, own, by, at)
    return made


@transaction.atomic
def move_milestone(
    *, milestone: Milestone, due_on: dt.date, by: Person, at: dt.datetime, note: str
) -> Milestone:
    """Set another day, with the reason: a plan that moves says why."""
    own, kept = _open(milestone)
    if due_on != kept.due_on:
        if not note.strip():
            raise DomainError(_("Bitte schreiben Sie, warum sich der Tag ändert."), field="note")
        words = _("Verschoben vom %(old)s: %(why)s") % {
            "old": f"{kept.due_on:%d.%m.%Y}",
            "why": note.strip(),
        }
        kept.due_on = due_on
        kept.note = f"{kept.note}\n{words}".strip()
        kept.save()
        _noted("milestone_moved", kept, own, by, at, due_on=due_on)
    return kept


@transaction.atomic
def finish_milestone(
    *, milestone: Milestone, on: dt.date, by: Person, at: dt.datetime, note: str = ""
) -> Milestone:
    """Say that a step is done; later than planned or otherwise than planned is written down."""
    own, kept = _open(milestone)
    not_future(on, at)
    if on > kept.due_on and not note.strip():
        raise DomainError(
            _("Geplant war der %(due)s. Bitte schreiben Sie in einem Satz, warum es später wurde.")
            % {"due": f"{kept.due_on:%d.%m.%Y}"},
            field="note",
        )
    kept.done_on = on
    kept.note = f"{kept.note}\n{note.strip()}".strip()
    kept.save()
    _noted("milestone_finished", kept, own, by, at, done_on=on)
    return kept


@transaction.atomic
def drop_milestone(*, milestone: Milestone, note: str, by: Person, at: dt.datetime) -> Milestone:
    """Say that a step is not to be done any more, and why."""
    own, kept = _open(milestone)
    if not note.strip():
        raise DomainError(_("Bitte schreiben Sie, warum der Meilenstein entfällt."), field="note")
    kept.dropped = True
    kept.note = f"{kept.note}\n{note.strip()}".strip()
    kept.save()
    _noted("milestone_dropped", kept, own, by, at)
    return kept


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, by: Person, at: dt.datetime) -> Milestone:
    """Take back that a step is done or dropped; what was noted stays."""
    own = locked(milestone.measure)
    not_ended(own)
    kept: Milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    kept.done_on, kept.dropped = None, False
    kept.save()
    _noted("milestone_reopened", kept, own, by, at)
    return kept


def _open(milestone: Milestone) -> tuple[Measure, Milestone]:
    """Return the measure and its milestone, locked, or refuse where it is settled."""
    own = locked(milestone.measure)
    not_ended(own)
    kept: Milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if kept.dropped or kept.done_on is not None:
        raise MilestoneFixed(
            _("„%(title)s“ ist schon abgehakt oder entfallen. Bitte öffnen Sie ihn zuerst wieder.")
            % {"title": kept.title}
        )
    return own, kept


def _check_part(part: Part | None, own: Measure) -> None:
    if part is not None and part.measure_id != own.pk:
        raise DomainError(_("Dieser Beitrag gehört zu einer anderen Maßnahme."), field="part")


def _noted(
    verb: str, milestone: Milestone, own: Measure, by: Person, at: dt.datetime, **after: object
) -> None:
    log(verb, own, by, at, milestone=milestone.title, **after)
    measure_changed.send(sender=Measure, measure=own, at=at)
