"""Reads of a founding: its steps, what is next on a body's page, what waits for whom."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.models import Body, BodyFile, Seat
from vorort.councils.queries.bodies import RUN_ROLES
from vorort.councils.registry import Panel, address_of
from vorort.councils.rules import OWN_SEATS, can_run, current_seats
from vorort.foundings.models import FoundingStep
from vorort.ui import format as show
from vorort.ui.parts import Task

STEP_WITHIN = dt.timedelta(days=14)


def list_steps(body: Body) -> list[FoundingStep]:
    """Return the founding steps with who does them and what is attached."""
    steps = body.founding_steps.select_related("owner").prefetch_related("files__file")
    return list(steps.order_by("step"))


def get_step(body: Body, step: int) -> FoundingStep:
    """Return one founding step; ``NotVisible`` where the body has none."""
    found = body.founding_steps.filter(step=step).select_related("owner", "body__authority").first()
    if found is None:
        raise NotVisible(_("Diesen Schritt gibt es nicht."))
    return found


def list_files(step: FoundingStep) -> list[BodyFile]:
    """Return the files that belong to a step."""
    rows = step.files.select_related("file__stored").order_by("id")
    return [row.file for row in rows]


def founding_panel(actor: Person, body: Body, _level: Confidentiality) -> Panel | None:
    """Return what is next on the way to a council, for who runs a planned body."""
    if body.state != BodyState.PLANNED or not can_run(actor, body):
        return None
    day = today()
    steps = _next_steps(list(body.founding_steps.filter(done_on=None).order_by("step")), on=day)
    if not steps:
        return None
    tasks = [
        Task(
            label=_title(step),
            url=address_of("foundings:founding", body),
            note=_reason(step),
            due=show.date(step.due_on) if step.due_on else "",
            kind="bad" if step.due_on and step.due_on < day else "due" if step.due_on else "",
        )
        for step in steps
    ]
    return Panel(_("Gründung"), "foundings/panel.html", {"steps": tasks})


def list_duties(actor: Person) -> list[Duty]:
    """Return the next steps of the bodies somebody runs, and one's own steps elsewhere."""
    if not actor.is_authenticated or not actor.is_active:
        return []
    day = today()
    held = current(Membership.objects.filter(person=actor, role__in=RUN_ROLES), on=day)
    towns = list(held.values_list("authority_id", flat=True))
    with platform_scope("duties of one person over all their towns"):
        seats = current_seats(Seat.objects.filter(person=actor, role__in=OWN_SEATS), on=day)
        planned = FoundingStep.objects.filter(done_on=None, body__state=BodyState.PLANNED)
        planned = planned.select_related("body__authority").order_by("body_id", "step")
        own = planned.filter(owner=actor, body__in=seats.values("body"))
        of_body: dict[int, list[FoundingStep]] = {}
        for step in planned.filter(authority__in=towns):
            of_body.setdefault(step.body_id, []).append(step)
        found = [step for steps in of_body.values() for step in _next_steps(steps, on=day)]
        found += own.exclude(authority__in=towns)
    return [
        Duty(
            town_key=step.body.authority.town_key,
            town=step.body.authority.name,
            title=_title(step),
            url=address_of("foundings:founding", step.body),
            reason=f"{step.body.name}: {_reason(step)}",
            due_on=step.due_on,
            kind="foundings.step",
        )
        for step in found
    ]


def _next_steps(steps: Sequence[FoundingStep], *, on: dt.date) -> Sequence[FoundingStep]:
    due = [one for one in steps if one.due_on and one.due_on <= on + STEP_WITHIN]
    # Without any date the next step is the one to think about.
    return due or steps[:1]


def _title(step: FoundingStep) -> str:
    title = _("Gründungsschritt %(number)d: %(what)s")
    return title % {"number": step.step, "what": step.get_step_display()}


def _reason(step: FoundingStep) -> str:
    return step.owner_text or _("gehört zur Gründung")
