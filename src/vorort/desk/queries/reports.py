"""What somebody owes to reports, over all towns in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities, list_work_authorities
from vorort.core.clock import now
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.deliveries.choices import DeliveryStatus, ReleaseLevel
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import standing_of
from vorort.situation.choices import IN_WORK, PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure, ReportSource

_OWED = frozenset(
    {
        Permission.RELEASE_FIGURES,
        Permission.EDIT_REPORT,
        Permission.APPROVE_REPORT,
        Permission.PUBLISH,
    }
)

# What is owed to a report: the words of the link, the page, the reason.
_REPORT_WORDS: dict[str, tuple[Promise | str, str, Promise | str]] = {
    "release": (
        _("%(report)s: Zahlen freigeben"),
        "situation:police",
        _("Offene Zahlen: %(count)s."),
    ),
    "answer": (
        _("%(report)s: Anmerkungen der Polizei beantworten"),
        "situation:report",
        _("Zahlen mit Änderungswunsch: %(count)s."),
    ),
    "finish": (
        _("%(report)s fertigstellen"),
        "situation:report",
        _("Der Entwurf liegt der Polizei noch nicht vor."),
    ),
    "approve": (
        _("%(report)s freigeben"),
        "situation:approval",
        _("Die Polizei hat alle Zahlen geprüft."),
    ),
    "publish": (
        _("%(report)s veröffentlichen"),
        "situation:publish",
        _("Das Lagebild ist freigegeben."),
    ),
    "embargo": (
        _("%(report)s veröffentlichen, sobald die Sperrfrist endet"),
        "situation:publish",
        _("Das Lagebild ist freigegeben; die Zahlen sind noch gesperrt."),
    ),
    "closed": (
        _("%(report)s: Freigabe der liefernden Stelle klären"),
        "situation:publish",
        "%(words)s",
    ),
    "recompute": (
        _("%(report)s neu berechnen"),
        "situation:report",
        _("Zahlen, auf denen es beruht, sind widerrufen."),
    ),
    "withdrawn": (
        _("%(report)s: über eine berichtigte Fassung entscheiden"),
        "situation:report",
        _("Es ist nicht mehr öffentlich, weil die liefernde Stelle Zahlen zurückgerufen hat."),
    ),
    "note": (
        _("%(report)s: Berichtigung zur Kenntnis nehmen"),
        "situation:report",
        _("Die Koordination hat sie verkürzt freigegeben."),
    ),
}


@dataclass(frozen=True)
class Owed:
    """What somebody owes to a report: what is to be done, and where.

    ``due_on`` is a day where one is known, such as the end of an embargo; ``words`` are a reason
    that belongs to this report alone.
    """

    authority: Authority
    report: Report
    kind: str
    count: int = 0
    due_on: dt.date | None = None
    words: str = ""


@dataclass(frozen=True)
class _Behind:
    """The deliveries behind a report that hold it back."""

    revoked: tuple[Delivery, ...]
    # Of an approved report: when the last embargo ends, and what else is missing.
    until: dt.datetime | None
    closed: tuple[str, ...]


def list_report_duties(actor: Person) -> list[Duty]:
    """Return what the person owes to reports of all their towns."""
    return [report_duty(owed) for owed in list_owed(actor, list_work_authorities(actor))]


def report_duty(owed: Owed) -> Duty:
    """Return a duty towards a report in the words of the desk."""
    title, page, reason = _REPORT_WORDS[owed.kind]
    values = {"report": owed.report.title, "count": owed.count, "words": owed.words}
    town = owed.authority
    return Duty(
        town_key=town.town_key,
        town=town.name,
        title=str(title) % values,
        url=reverse(page, kwargs={"town": town.slug, "public_id": owed.report.public_id}),
        reason=str(reason) % values,
        due_on=owed.due_on,
        kind=f"situation.{owed.kind}",
    )


def list_owed(actor: Person, authorities: Iterable[Authority]) -> list[Owed]:
    """Return what a person owes to reports of these authorities, in a constant number of queries."""
    asked = {authority.pk for authority in authorities}
    held = {
        mine.authority.pk: (
            mine.authority,
            frozenset().union(*(ROLE_PERMISSIONS[role] for role in mine.roles)),
        )
        for mine in list_my_authorities(actor)
        if mine.authority.pk in asked
    }
    towns = {pk: one for pk, one in held.items() if one[1] & _OWED}
    if not towns:
        return []
    with platform_scope("the towns in which this person has duties, all at once"):
        reports = list(_reports(towns))
        behind = _behind(reports)
    owed = []
    for report in reports:
        authority, permissions = towns[report.authority_id]
        owed += _owed_to(authority, report, permissions, behind.get(report.pk))
    return owed


def _reports(towns: Iterable[int]) -> QuerySet[Report]:
    revoked = ReportSource.objects.filter(
        report=OuterRef("pk"), delivery__status=DeliveryStatus.REVOKED
    )
    newer = Report.objects.filter(
        authority=OuterRef("authority"),
        area_key=OuterRef("area_key"),
        year=OuterRef("year"),
        version__gt=OuterRef("version"),
    )
    figures = ReportFigure.objects.filter(report=OuterRef("pk")).order_by()
    to_note = Q(state=ReportState.PUBLISHED, approved_short=True) | Q(
        Exists(revoked), ~Exists(newer), state=ReportState.WITHDRAWN
    )
    return (
        Report.objects.filter(authority__in=list(towns))
        .filter(Q(state__in=IN_WORK) | Q(to_note, noted_at__isnull=True))
        .annotate(
            figures_open=Count("figures", filter=Q(figures__police_state=PoliceState.OPEN)),
            figures_changed=Count("figures", filter=Q(figures__police_state=PoliceState.CHANGED)),
            has_figures=Exists(figures),
        )
        .defer("frame", "gate", "data_version")
        .order_by("authority__name", "-year", "area_key", "-version")
    )


def _behind(reports: Iterable[Report]) -> dict[int, _Behind]:
    """Return what holds these reports back, in one query."""
    at = now()
    wanted = [one.pk for one in reports if one.state != ReportState.PUBLISHED]
    rows = (
        ReportSource.objects.filter(report_id__in=wanted)
        .exclude(
            Q(delivery__embargo_until__isnull=True) | Q(delivery__embargo_until__lte=at),
            delivery__status=DeliveryStatus.STORED,
            delivery__release_level=ReleaseLevel.PUBLIC,
        )
        .select_related("delivery")
    )
    by_report: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_report[row.report_id].append(row.delivery)
    found = {}
    for pk, deliveries in by_report.items():
        standings = [standing_of(one, at=at) for one in deliveries]
        embargoes = [o.embargo_until for o in standings if o.only_embargo and o.embargo_until]
        found[pk] = _Behind(
            revoked=tuple(one for one in deliveries if one.status == DeliveryStatus.REVOKED),
            until=max(embargoes, default=None),
            closed=tuple(o.why_not_public for o in standings if not o.only_embargo),
        )
    return found


def _owed_to(
    authority: Authority,
    report: Report,
    held: frozenset[Permission],
    behind: _Behind | None,
) -> list[Owed]:
    waiting, asked = report.figures_open, report.figures_changed  # type: ignore[attr-defined]
    state = ReportState(report.state)
    revoked = bool(behind and behind.revoked)
    until = behind.until if behind else None
    closed = behind.closed if behind else ()
    approved = state == ReportState.APPROVED and not revoked
    found = {
        "release": (
            Permission.RELEASE_FIGURES, state == ReportState.WITH_POLICE and waiting > 0
        ),
        "answer": (Permission.EDIT_REPORT, state == ReportState.WITH_POLICE and asked > 0),
        "finish": (Permission.EDIT_REPORT, state == ReportState.DRAFT and not revoked),
        "recompute": (Permission.EDIT_REPORT, state in IN_WORK and revoked),
        "approve": (Permission.APPROVE_REPORT, state == ReportState.POLICE_DONE and not revoked),
        "publish": (Permission.PUBLISH, approved and not until and not closed),
        "embargo": (Permission.PUBLISH, approved and bool(until) and not closed),
        "closed": (Permission.PUBLISH, approved and bool(closed)),
        "note": (Permission.APPROVE_REPORT, state == ReportState.PUBLISHED),
        "withdrawn": (Permission.PUBLISH, state == ReportState.WITHDRAWN),
    }  # fmt: skip
    words = " ".join(closed)
    due_on = timezone.localdate(until) if until else None
    return [
        Owed(
            authority,
            report,
            kind,
            count=waiting if kind == "release" else asked,
            due_on=due_on if kind == "embargo" else None,
            words=words if kind == "closed" else "",
        )
        for kind, (permission, owed) in found.items()
        if owed and permission in held
    ]
