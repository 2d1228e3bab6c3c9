"""What somebody owes about effects: results that are due, counts that are missing."""

import datetime as dt

from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.effects.choices import Frequency
from vorort.effects.models import Evaluation, OutcomePlan, ReachIndicator
from vorort.effects.rules import label_of, nth
from vorort.measures.choices import ENDED, MeasureState
from vorort.measures.models import Measure

# Figures come some weeks after their month.
PATIENCE = dt.timedelta(days=30)
# So long may a running measure be without a count.
COUNT_EVERY = dt.timedelta(days=92)
_EDIT_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_MEASURES in held]


def list_duties(actor: Person) -> list[Duty]:
    """Return what somebody owes in all towns: who keeps measures judges them and counts."""
    day = today()
    with platform_scope("duties of one person over all their towns"):
        held = current(Membership.objects.filter(person=actor), on=day)
        kept = set(held.filter(role__in=_EDIT_ROLES).values_list("authority_id", flat=True))
        if not kept:
            return []
        return _due_evaluations(kept, day) + _missing_counts(kept, day)


def _due_evaluations(kept: set[int], day: dt.date) -> list[Duty]:
    final = Evaluation.objects.filter(plan=OuterRef("pk"), is_final=True)
    rows = (
        OutcomePlan.objects.filter(authority__in=kept, after_until__lt=day)
        .exclude(Exists(final))
        .exclude(measure__state__in=sorted(ENDED))
        .select_related("measure__authority")
        .order_by("after_until", "id")
    )
    found = []
    for plan in rows:
        ready = nth(plan.after_until, 1, plan.frequency)
        if ready + PATIENCE > day:
            continue
        unit = label_of(plan.after_until, plan.frequency)
        reason = (
            _("Die Zeit danach ging bis %(until)s.") % {"until": unit}
            if plan.frequency == Frequency.MONTH
            else _("Die Zeit danach ging bis Ende %(until)s.") % {"until": unit}
        )
        words = _("Abschließend bewerten: %(label)s") % {"label": plan.label}
        found.append(_duty(plan.measure, words, reason, ready + PATIENCE, "evaluation_due"))
    return found


def _missing_counts(kept: set[int], day: dt.date) -> list[Duty]:
    rows = (
        ReachIndicator.objects.filter(authority__in=kept, measure__state=MeasureState.RUNNING)
        .annotate(last_on=Max("counts__on"))
        .filter(
            Q(last_on__lt=day - COUNT_EVERY)
            | Q(last_on__isnull=True, measure__state_on__lt=day - COUNT_EVERY)
            | Q(
                last_on__isnull=True,
                measure__state_on=F("measure__starts_on"),
                measure__starts_on__lt=day - COUNT_EVERY,
            )
        )
        .select_related("measure__authority")
        .order_by("measure_id", "id")
    )
    names: dict[Measure, list[str]] = {}
    for row in rows:
        names.setdefault(row.measure, []).append(row.label)
    return [
        _duty(
            measure,
            _("Zählung nachtragen: %(title)s") % {"title": measure.title},
            _("Seit über drei Monaten nicht gezählt: %(names)s.") % {"names": ", ".join(labels)},
            None,
            "counts_missing",
        )
        for measure, labels in names.items()
    ]


def _duty(measure: Measure, title: str, reason: str, due_on: dt.date | None, kind: str) -> Duty:
    return Duty(
        town_key=measure.authority.town_key,
        town=measure.authority.name,
        title=title,
        url=reverse("effects:effects", args=[measure.authority.slug, measure.public_id]),
        reason=reason,
        due_on=due_on,
        kind=f"effects.{kind}",
    )
