"""Who may see and change a measure; when the short form is enough."""

import datetime as dt
from decimal import Decimal

from django.conf import settings

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission, Role
from vorort.authorities.models import Authority
from vorort.authorities.rules import may, roles_of
from vorort.measures.choices import ADOPTED, ENDED, MeasureState
from vorort.measures.models import Measure, Milestone, Part

KIND = "measures.measure"
# What may still be written when a measure has ended: what was learned, and what came after.
AFTER_THE_END = frozenset({"lessons", "afterwards"})


def can_view_work(actor: Person, authority: Authority) -> bool:
    """Whether the person reads all measures of a town."""
    return may(actor, Permission.VIEW_WORK, authority)


def can_view(actor: Person, measure: Measure) -> bool:
    """Whether the person may open this measure: who works in the town, and who speaks for a partner."""
    return can_view_work(actor, measure.authority) or my_part(actor, measure) is not None


def has_door(actor: Person, authority: Authority) -> bool:
    """Whether the list is open: to who works in the town, and to partners, even before their first
    measure.
    """
    if can_view_work(actor, authority):
        return True
    roles = roles_of(actor, authority)
    named = Part.objects.filter(authority=authority, contact=actor.pk)
    return Role.SPONSOR in roles or (bool(roles) and named.exists())


def can_edit(actor: Person, authority: Authority) -> bool:
    """Whether the person keeps the measures of a town."""
    return may(actor, Permission.EDIT_MEASURES, authority)


def my_parts(actor: Person, measure: Measure) -> list[Part]:
    """Return the parts this person speaks for; nothing once the membership in the town has ended."""
    if not actor.is_authenticated or not actor.is_active:
        return []
    rows = Part.objects.filter(measure=measure, contact=actor.pk).select_related("organisation")
    parts = list(rows.order_by("id"))
    return parts if parts and roles_of(actor, measure.authority) else []


def my_part(actor: Person, measure: Measure) -> Part | None:
    """Return the part this person speaks for, the oldest where there are several."""
    return next(iter(my_parts(actor, measure)), None)


def speaks_for(actor: Person, part: Part) -> bool:
    """Whether this part is the person's own to confirm, report on and book on."""
    is_contact = actor.is_authenticated and actor.is_active and part.contact_id == actor.pk
    return is_contact and bool(roles_of(actor, part.authority))


def is_adopted(measure: Measure) -> bool:
    """Whether a change of the measure is a version with its reason."""
    return MeasureState(measure.state) in ADOPTED


def has_ended(measure: Measure) -> bool:
    return MeasureState(measure.state) in ENDED


def may_be_short(*, planned: Decimal, is_risky: bool) -> bool:
    """Whether the short form is in proportion: little money and no special risk."""
    limit: int = settings.SHORT_FORM_LIMIT_EUR
    return not is_risky and planned <= limit


def is_late(milestone: Milestone, *, on: dt.date) -> bool:
    """Whether a milestone should have been reached and nobody has said what became of it."""
    return not milestone.dropped and milestone.done_on is None and milestone.due_on < on
