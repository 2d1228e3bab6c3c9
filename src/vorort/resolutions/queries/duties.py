"""What somebody owes: tasks of their own, what is late in bodies they run, circulars to answer."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.core.clock import now, today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import Levels, list_my_levels
from vorort.councils.rules import readable
from vorort.resolutions.choices import CircularState, Implementation, TaskState
from vorort.resolutions.models import Circular, Resolution, Task
from vorort.resolutions.queries.circulars import get_tallies, list_unanswered
from vorort.ui import format as german

# A task shows itself so long before it is due.
AHEAD = dt.timedelta(days=14)
_RUN_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.RUN_COUNCIL in held]


def list_duties(actor: Person) -> list[Duty]:
    """Return what somebody owes in all bodies of all towns."""
    day, at = today(), now()
    with platform_scope("duties of one person over all their towns"):
        held = current(Membership.objects.filter(person=actor, role__in=_RUN_ROLES), on=day)
        running = list(held.values_list("authority_id", flat=True))
        found = [_answer(each) for each in list_unanswered(actor) if each.deadline_at > at]
        levels = list_my_levels(actor, on=day)
        found += _tasks(actor, running, levels, day)
        found += _to_close(running, levels)
        found += _to_carry_out(running, levels, day)
    return found


def _tasks(actor: Person, running: list[int], levels: Levels, day: dt.date) -> list[Duty]:
    soon = Q(due_on__lte=day + AHEAD) | Q(remind_on__lte=day)
    mine = Q(owner__person=actor.pk) & soon
    late = Q(authority__in=running, due_on__lt=day)
    rows = (
        Task.objects.filter(mine | late, state=TaskState.OPEN)
        .select_related("body__authority", "authority", "owner")
        .order_by("due_on", "id")
    )
    return [_task(each, actor, day) for each in rows if _reads(levels, each)]


def _reads(levels: Levels, thing: Task | Circular | Resolution) -> bool:
    """As ``rules.can_read``, asked for all bodies at once."""
    return thing.confidentiality in readable(levels.get(thing.body_id))


def _task(task: Task, actor: Person, day: dt.date) -> Duty:
    is_mine = task.owner is not None and task.owner.person_id == actor.pk
    late = task.due_on is not None and task.due_on < day
    if is_mine:
        title, kind = _("Aufgabe erledigen: %(title)s"), "task"
        reason = _("Die Frist ist vorbei.") if late else _("Sie sind zuständig.")
    else:
        title, kind = _("Aufgabe nachhalten: %(title)s"), "task_late"
        owner = task.owner.function if task.owner else task.owner_text
        reason = _("Überfällig. Zuständig: %(owner)s.") % {"owner": owner or _("niemand")}
    return _duty(
        task,
        title % {"title": task.title},
        reverse("resolutions:task", args=[task.authority.slug, task.public_id]),
        reason,
        task.due_on,
        kind,
    )


def _answer(circular: Circular) -> Duty:
    return _duty(
        circular,
        _("Im Umlauf abstimmen: %(title)s") % {"title": circular.title},
        _url(circular),
        _("Frist: %(when)s.") % {"when": german.datetime(circular.deadline_at)},
        timezone.localdate(circular.deadline_at),
        "answer",
    )


def _to_close(running: list[int], levels: Levels) -> list[Duty]:
    """Return the circulars that can be closed before their deadline: everybody has answered, or
    somebody has objected.
    """
    rows = (
        Circular.objects.filter(state=CircularState.RUNNING, authority__in=running)
        .select_related("body__authority", "authority")
        .prefetch_related("votes")
    )
    shown = [each for each in rows if _reads(levels, each)]
    tallies = get_tallies(shown)
    found = []
    for each in shown:
        votes = tallies[each.pk]
        if not votes.missing or votes.objections:
            reason = (
                _("Ein Mitglied widerspricht dem Verfahren.")
                if votes.objections
                else _("Alle haben geantwortet.")
            )
            title = _("Umlaufbeschluss beenden: %(title)s") % {"title": each.title}
            due = timezone.localdate(each.deadline_at)
            found.append(_duty(each, title, _url(each), reason, due, "close"))
    return found


def _to_carry_out(running: list[int], levels: Levels, day: dt.date) -> list[Duty]:
    """Return the resolutions whose day has passed and that nobody has said are carried out."""
    rows = Resolution.objects.filter(
        authority__in=running,
        implementation__in=(Implementation.OPEN, Implementation.RUNNING),
        implementation_due_on__lt=day,
    ).select_related("body__authority", "authority")
    return [
        _duty(
            each,
            _("Umsetzung nachhalten: %(title)s") % {"title": each.title},
            reverse("resolutions:resolution", args=[each.authority.slug, each.public_id]),
            _("Der Beschluss sollte schon umgesetzt sein."),
            each.implementation_due_on,
            "implementation",
        )
        for each in rows.order_by("implementation_due_on", "id")
        if _reads(levels, each)
    ]


def _url(circular: Circular) -> str:
    return reverse("resolutions:circular", args=[circular.authority.slug, circular.public_id])


def _duty(  # noqa: PLR0917
    thing: Task | Circular | Resolution,
    title: str,
    url: str,
    reason: str,
    due_on: dt.date | None,
    kind: str,
) -> Duty:
    return Duty(
        town_key=thing.authority.town_key,
        town=thing.authority.name,
        title=title,
        url=url,
        reason=reason,
        due_on=due_on,
        kind=f"resolutions.{kind}",
        confidential=thing.confidentiality == Confidentiality.CORE,
    )
