"""What is counted while a measure runs: people reached, events, lamps repaired."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.effects.models import ReachCount, ReachIndicator
from vorort.measures.rules import KIND

if TYPE_CHECKING:
    from vorort.measures.models import Measure, Part

LARGEST = 10_000_000


class CountRefused(DomainError):
    """What cannot be counted like that."""


@transaction.atomic
def add_reach(
    *,
    measure: "Measure",
    label: str,
    by: Person,
    at: dt.datetime,
    unit: str = "",
    planned: int | None = None,
) -> ReachIndicator:
    """Say what is to be counted while the measure runs."""
    name = label.strip()
    if not name:
        raise CountRefused(_("Bitte nennen Sie, was gezählt wird."), field="label")
    if measure.reach.filter(label=name).exists():
        raise CountRefused(
            _("„%(name)s“ wird bei dieser Maßnahme schon gezählt.") % {"name": name}, field="label"
        )
    made: ReachIndicator = ReachIndicator.objects.create(
        authority=measure.authority, measure=measure, label=name, unit=unit.strip(), planned=planned
    )
    _log("reach_added", measure, name, by, at)
    return made


@transaction.atomic
def drop_reach(*, indicator: ReachIndicator, by: Person, at: dt.datetime) -> None:
    """Stop counting something nobody has counted yet."""
    if indicator.counts.exists():
        raise CountRefused(
            _("„%(name)s“ ist schon gezählt worden und bleibt.") % {"name": indicator.label}
        )
    _log("reach_dropped", indicator.measure, indicator.label, by, at)
    indicator.delete()


@transaction.atomic
def count_reach(
    *,
    indicator: ReachIndicator,
    on: dt.date,
    count: int,
    by: Person,
    at: dt.datetime,
    part: "Part | None" = None,
    note: str = "",
) -> ReachCount:
    """Enter a count of a day or a period that ends on it; ``part`` names who reported it."""
    if on > timezone.localtime(at).date():
        raise CountRefused(
            _("Gezählt wird nur, was schon war. Bitte prüfen Sie den Tag."), field="on"
        )
    if not 0 <= count <= LARGEST:
        raise CountRefused(_("Diese Zahl kann nicht stimmen."), field="count")
    if part is not None and part.measure_id != indicator.measure_id:
        raise CountRefused(_("Dieser Beitrag gehört zu einer anderen Maßnahme."), field="part")
    made: ReachCount = ReachCount.objects.create(
        authority=indicator.authority,
        indicator=indicator,
        part=part,
        on=on,
        count=count,
        note=note.strip(),
        entered_by=by,
    )
    _log("reach_counted", indicator.measure, indicator.label, by, at)
    return made


@transaction.atomic
def drop_count(*, count: ReachCount, by: Person, at: dt.datetime) -> None:
    """Take a count back that was entered by mistake."""
    _log("reach_count_dropped", count.indicator.measure, count.indicator.label, by, at)
    count.delete()


def _log(verb: str, measure: "Measure", label: str, by: Person, at: dt.datetime) -> None:
    record(
        verb=f"effects.{verb}",
        by=by,
        authority_id=measure.authority_id,
        kind=KIND,
        object_id=measure.public_id,
        label=f"{measure}: {label}",
        at=at,
    )
