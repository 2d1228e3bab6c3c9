"""What resolutions and tasks show on pages of the apps below: a body's first page, a paper."""

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import today
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.registry import Panel
from vorort.councils.rules import readable
from vorort.papers.models import Paper
from vorort.papers.registry import Station
from vorort.resolutions.models import Resolution
from vorort.resolutions.queries.register import list_of_paper
from vorort.resolutions.queries.tasks import list_open_tasks

SHOWN = 5


def tasks_panel(_actor: Person, body: Body, level: Confidentiality) -> Panel | None:
    """Return the most urgent open tasks of a body."""
    rows = list_open_tasks(body, levels=readable(level))
    count = rows.count()
    if not count:
        return None
    context = {"tasks": list(rows[:SHOWN]), "count": count, "body": body, "today": today()}
    return Panel(_("Offene Aufgaben"), "resolutions/panel_tasks.html", context)


def resolutions_panel(_actor: Person, body: Body, level: Confidentiality) -> Panel | None:
    """Return the latest resolutions of a body."""
    rows = Resolution.objects.filter(body=body, confidentiality__in=readable(level))
    found = list(rows.order_by("-decided_on", "-number", "-id")[:SHOWN])
    if not found:
        return None
    context = {"resolutions": found, "body": body, "today": today()}
    return Panel(_("Letzte Beschlüsse"), "resolutions/panel_resolutions.html", context)


def stations(actor: Person, paper: Paper) -> list[Station]:
    """Return what was decided on a paper."""
    return [
        Station(
            on=each.decided_on,
            title=_("Beschluss %(reference)s, %(body)s")
            % {"reference": each.reference, "body": each.body.name},
            url=reverse("resolutions:resolution", args=[each.authority.slug, each.public_id]),
            result=str(each.get_outcome_display()),
        )
        for each in list_of_paper(actor, paper)
    ]
