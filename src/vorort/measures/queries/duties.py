"""What somebody owes about measures: the town's coordinator all that is due, a partner its own."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.measures.choices import ENDED, MeasureState
from vorort.measures.models import Measure, Milestone, Part
from vorort.ui import format as german

# A milestone shows itself so long before it is due.
AHEAD = dt.timedelta(days=14)
# What is decided should have begun after so long, or a partner have answered.
PATIENCE = dt.timedelta(days=30)
_EDIT_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_MEASURES in held]


def list_duties(actor: Person) -> list[Duty]:
    """Return what somebody owes in all towns."""
    day = today()
    with platform_scope("duties of one person over all their towns"):
        held = current(Membership.objects.filter(person=actor), on=day)
        towns = set(held.values_list("authority_id", flat=True))
        if not towns:
            return []
        kept = set(held.filter(role__in=_EDIT_ROLES).values_list("authority_id", flat=True))
        found = _of_partner(actor, towns, day)
        if kept:
            found += _milestones(kept, day)
            found += _past_end(kept, day)
            found += _not_begun(kept, day)
            found += _unconfirmed(kept, day)
    return found


def _milestones(kept: Iterable[int], day: dt.date) -> list[Duty]:
    rows = _open_milestones(day).filter(authority__in=kept)
    # What the partner is asked for itself comes to the coordinator only when it is late.
    rows = rows.filter(Q(part__isnull=True) | Q(part__contact__isnull=True) | Q(due_on__lt=day))
    found = []
    for each in rows:
        who = each.part.organisation.name if each.part else each.measure.owner.name
        reason = _("Zuständig: %(who)s.") % {"who": who}
        if each.due_on < day:
            reason = _("Überfällig. Zuständig: %(who)s.") % {"who": who}
        title = _("Meilenstein nachhalten: %(title)s") % {"title": each.title}
        found.append(_duty(each.measure, title, "plan", reason, each.due_on, "milestone"))
    return found


def _past_end(kept: Iterable[int], day: dt.date) -> list[Duty]:
    rows = _measures(kept).filter(state=MeasureState.RUNNING, ends_on__lt=day)
    return [
        _duty(
            each,
            _("Abschließen oder verlängern: %(title)s") % {"title": each.title},
            "measure",
            _("Das geplante Ende ist vorbei."),
            each.ends_on,
            "past_end",
        )
        for each in rows.order_by("ends_on", "id")
    ]


def _not_begun(kept: Iterable[int], day: dt.date) -> list[Duty]:
    waiting = Q(starts_on__lt=day) | Q(starts_on__isnull=True, decided_on__lt=day - PATIENCE)
    rows = _measures(kept).filter(waiting, state=MeasureState.DECIDED)
    return [
        _duty(
            each,
            _("Beginn melden: %(title)s") % {"title": each.title},
            "measure",
            _("Beschlossen am %(day)s, noch nicht begonnen.")
            % {"day": german.date(each.decided_on)},
            each.starts_on,
            "not_begun",
        )
        for each in rows.order_by("decided_on", "id")
    ]


def _unconfirmed(kept: Iterable[int], day: dt.date) -> list[Duty]:
    """Return the measures with partners that have not agreed: one duty each, not one per part.

    Whoever had the access and has left the town answers no more: then the town asks itself.
    """
    belongs = current(
        Membership.objects.filter(person=OuterRef("contact"), authority=OuterRef("authority")),
        on=day,
    )
    rows = (
        Part.objects.filter(
            ~Exists(belongs),
            authority__in=kept,
            confirmed_at__isnull=True,
            measure__state__in=(MeasureState.DECIDED, MeasureState.RUNNING),
        )
        .select_related("organisation", "measure__authority", "measure__owner")
        .order_by("measure_id", "id")
    )
    names: dict[Measure, list[str]] = {}
    for part in rows:
        names.setdefault(part.measure, []).append(part.organisation.name)
    return [
        _duty(
            measure,
            _("Zusage einholen: %(title)s") % {"title": measure.title},
            "parts",
            _("Noch offen: %(names)s.") % {"names": ", ".join(partners)},
            measure.starts_on if measure.starts_on and measure.starts_on >= day else None,
            "unconfirmed",
        )
        for measure, partners in names.items()
    ]


def _of_partner(actor: Person, towns: Iterable[int], day: dt.date) -> list[Duty]:
    parts = Part.objects.filter(authority__in=towns, contact=actor.pk).exclude(
        measure__state__in=sorted(ENDED)
    )
    found = [
        _part_duty(
            part,
            _("Beitrag zusagen: %(title)s") % {"title": part.measure.title},
            _("%(role)s: %(name)s")
            % {"role": part.get_role_display(), "name": part.organisation.name},
            None,
            "confirm",
        )
        for part in parts.filter(confirmed_at__isnull=True).select_related(
            "organisation", "measure__authority", "authority"
        )
    ]
    for each in _open_milestones(day).filter(part__in=parts):
        if each.part is not None:
            late = each.due_on < day
            found.append(
                _part_duty(
                    each.part,
                    _("Meilenstein erledigen: %(title)s") % {"title": each.title},
                    _("Überfällig.") if late else each.measure.title,
                    each.due_on,
                    "own_milestone",
                )
            )
    return found


def _open_milestones(day: dt.date) -> QuerySet[Milestone]:
    return (
        Milestone.objects.filter(done_on__isnull=True, dropped=False, due_on__lte=day + AHEAD)
        .exclude(measure__state__in=sorted(ENDED))
        .select_related(
            "measure__authority", "measure__owner", "part__organisation", "part__authority"
        )
        .order_by("due_on", "id")
    )


def _measures(kept: Iterable[int]) -> QuerySet[Measure]:
    return Measure.objects.filter(authority__in=kept).select_related("authority")


def _duty(  # noqa: PLR0917
    measure: Measure, title: str, view: str, reason: str, due_on: dt.date | None, kind: str
) -> Duty:
    return Duty(
        town_key=measure.authority.town_key,
        town=measure.authority.name,
        title=title,
        url=reverse(f"measures:{view}", args=[measure.authority.slug, measure.public_id]),
        reason=reason,
        due_on=due_on,
        kind=f"measures.{kind}",
    )


def _part_duty(part: Part, title: str, reason: str, due_on: dt.date | None, kind: str) -> Duty:
    return Duty(
        town_key=part.authority.town_key,
        town=part.authority.name,
        title=title,
        url=reverse("measures:part", args=[part.authority.slug, part.public_id]),
        reason=reason,
        due_on=due_on,
        kind=f"measures.{kind}",
    )
