"""What waits for others: so that half a post knows whom to ask, and since when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import MyAuthority
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import Levels, list_my_levels, readable_rows, towns_with
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.papers.choices import PaperState, SignatureState
from vorort.papers.models import CoSignature
from vorort.resolutions.choices import CircularState
from vorort.resolutions.models import Circular
from vorort.situation.choices import ReportState
from vorort.situation.models import Report

SHOWN = 10


@dataclass(frozen=True)
class Waiting:
    """Something of mine that lies with somebody else."""

    authority_id: int
    town_key: str
    town: str
    title: str
    url: str
    who: str
    days: int


def list_waiting(
    actor: Person, mine: tuple[MyAuthority, ...], *, at: dt.datetime
) -> tuple[Waiting, ...]:
    """Return what lies with others in the towns whose work somebody runs, the longest first.

    Nothing of the core group: who runs a body is not at that table.
    """
    editing = towns_with(mine, Permission.EDIT_REPORT)
    running = towns_with(mine, Permission.RUN_COUNCIL)
    if not editing | running:
        return ()
    levels = list_my_levels(actor, on=timezone.localdate(at), mine=mine)
    with platform_scope("what lies with others in all towns of this person"):
        found = [
            *_reports(editing, at),
            *_papers(actor, running, levels, at),
            *_circulars(running, levels, at),
            *_minutes(running, at),
        ]
    return tuple(sorted(found, key=lambda one: -one.days)[:SHOWN])


def _one(  # noqa: PLR0917 - the columns of one row
    town: Authority, title: str, url: str, who: str, since: dt.datetime | None, at: dt.datetime
) -> Waiting:
    days = (timezone.localdate(at) - timezone.localdate(since)).days if since else 0
    return Waiting(town.pk, town.town_key, town.name, title, url, who, days)


def _reports(towns: set[int], at: dt.datetime) -> Iterable[Waiting]:
    rows = Report.objects.filter(
        authority__in=towns, state__in=(ReportState.WITH_POLICE, ReportState.POLICE_DONE)
    ).defer("frame", "gate", "data_version")
    for one in rows.select_related("authority"):
        with_police = one.state == ReportState.WITH_POLICE
        what = _("%(report)s, Prüfung") if with_police else _("%(report)s, Freigabe")
        yield _one(
            one.authority,
            what % {"report": one.title},
            reverse("situation:report", args=[one.authority.slug, one.public_id]),
            _("Polizei") if with_police else _("Leitung der Verwaltung"),
            one.sent_at if with_police else one.police_done_at,
            at,
        )


def _papers(actor: Person, towns: set[int], levels: Levels, at: dt.datetime) -> Iterable[Waiting]:
    rows = CoSignature.objects.filter(
        readable_rows(levels, least=Confidentiality.MEMBERS, prefix="paper__"),
        paper__authority__in=towns,
        paper__state=PaperState.SIGNING,
    ).select_related("paper__authority", "paper__body")
    turns: dict[int, CoSignature] = {}
    since: dict[int, dt.datetime] = {}
    for one in rows.order_by("paper", "position"):
        if one.state == SignatureState.OPEN:
            turns.setdefault(one.paper_id, one)
        elif one.decided_at:
            since[one.paper_id] = one.decided_at
    for turn in turns.values():
        if turn.person_id != actor.pk:
            paper = turn.paper
            what = _("Vorlage %(reference)s, Mitzeichnung") % {"reference": paper.reference}
            url = reverse("papers:paper", args=[paper.authority.slug, paper.public_id])
            begun = since.get(paper.pk, paper.updated_at)
            yield _one(paper.authority, what, url, turn.function, begun, at)


def _circulars(towns: set[int], levels: Levels, at: dt.datetime) -> Iterable[Waiting]:
    rows = Circular.objects.filter(
        readable_rows(levels, least=Confidentiality.MEMBERS),
        authority__in=towns,
        state=CircularState.RUNNING,
    )
    for one in rows.select_related("authority", "body"):
        url = reverse("resolutions:circular", args=[one.authority.slug, one.public_id])
        what = _("Umlaufbeschluss: %(title)s") % {"title": one.title}
        yield _one(one.authority, what, url, one.body.name, one.started_at, at)


def _minutes(towns: set[int], at: dt.datetime) -> Iterable[Waiting]:
    rows = Minutes.objects.filter(
        authority__in=towns, state=MinutesState.SENT, objections_until__gte=at
    ).select_related("authority", "meeting__body")
    for one in rows:
        url = reverse("minutes:minutes", args=[one.authority.slug, one.meeting.public_id])
        what = _("Niederschrift %(meeting)s, Durchsicht") % {"meeting": one.meeting.label}
        yield _one(one.authority, what, url, one.meeting.body.name, one.sent_at, at)
