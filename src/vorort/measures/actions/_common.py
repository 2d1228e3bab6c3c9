"""What all actions share: the lock, the version a change makes, the entry in the log."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.measures.models import Measure, MeasureStep, MeasureVersion
from vorort.measures.queries.versions import Content, contents, difference
from vorort.measures.rules import KIND, has_ended, is_adopted

# Sent with ``measure`` and ``at`` in the transaction of every change, whatever was changed.
measure_changed = Signal()


class ReasonNeeded(DomainError):
    """What is adopted changes with a reason only."""


class MeasureEnded(DomainError):
    """The measure has ended and stays as it was."""


def locked(measure: Measure) -> Measure:
    """Return the measure as it stands, locked until the end of the transaction."""
    own: Measure = (
        Measure.objects.select_for_update(of=("self",))
        .select_related("authority", "owner")
        .get(pk=measure.pk)
    )
    return own


def not_ended(measure: Measure) -> None:
    """Refuse to change what is over."""
    if has_ended(measure):
        raise MeasureEnded(
            _(
                "Die Maßnahme ist seit %(on)s %(state)s und bleibt, wie sie war. Geht es weiter, "
                "legen Sie bitte eine Fortführung an."
            )
            % {
                "on": f"{measure.ended_on:%d.%m.%Y}",
                "state": measure.get_state_display(),
            }
        )


def local_day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()


def not_future(on: dt.date, at: dt.datetime, field: str = "on") -> None:
    """Refuse a day that has not come yet."""
    if on > local_day(at):
        raise DomainError(
            _("Der %(day)s liegt in der Zukunft. Bitte nennen Sie den Tag, an dem es so war.")
            % {"day": f"{on:%d.%m.%Y}"},
            field=field,
        )


@contextmanager
def change(measure: Measure, *, reason: str, by: Person, at: dt.datetime) -> Iterator[Measure]:
    """Lock the measure for a change of what it is; after adoption the change makes a version.

    Raises
    ------
    MeasureEnded
        Nothing of an ended measure changes.
    ReasonNeeded
        The measure is adopted and no reason is given, though something is different afterwards.
    """
    own = locked(measure)
    not_ended(own)
    with versioned(own, reason=reason, by=by, at=at):
        yield own


@contextmanager
def versioned(own: Measure, *, reason: str, by: Person, at: dt.datetime) -> Iterator[None]:
    """Make a version of what changes inside, where the locked measure is adopted."""
    adopted = is_adopted(own)
    before = contents(own) if adopted else {}
    yield
    if adopted:
        own.refresh_from_db()
        after = contents(own)
        if before != after:
            _needs_reason(reason)
            add_version(own, after, reason=reason, before=before, by=by, at=at)
    measure_changed.send(sender=Measure, measure=own, at=at)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded(
            _(
                "Die Maßnahme ist beschlossen. Bitte schreiben Sie, warum Sie sie ändern: "
                "Die Änderung steht danach mit Grund im Verlauf."
            ),
            field="reason",
        )


def add_version(
    own: Measure,
    content: Content,
    *,
    reason: str,
    by: Person | None,
    at: dt.datetime,
    before: Content | None = None,
) -> MeasureVersion:
    """Keep how the measure stands now and what is different from before."""
    last = own.versions.aggregate(last=Max("number"))["last"] or 0
    changes = difference(before, content) if before is not None else []
    made: MeasureVersion = MeasureVersion.objects.create(
        authority=own.authority,
        measure=own,
        number=last + 1,
        at=at,
        by=by,
        reason=reason.strip(),
        content={"fields": [[label, value] for label, value in content.items()]},
        changes=[each.as_json() for each in changes],
    )
    return made


def add_step(
    own: Measure, state: str, on: dt.date, reason: str, *, by: Person | None
) -> MeasureStep:
    """Note a step in the course of the measure."""
    made: MeasureStep = MeasureStep.objects.create(
        authority=own.authority, measure=own, state=state, on=on, reason=reason, by=by
    )
    return made


def log(verb: str, measure: Measure, by: Person | None, at: dt.datetime, **after: object) -> None:
    """Write the log, always under the measure."""
    record(
        verb=f"measures.{verb}",
        by=by,
        authority_id=measure.authority_id,
        kind=KIND,
        object_id=measure.public_id,
        label=str(measure),
        after=after or None,
        at=at,
    )
