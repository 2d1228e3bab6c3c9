"""Everything a police officer has to do with the figures of many towns, on one page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.deliveries import queries as deliveries
from vorort.deliveries import rules as delivery_rules
from vorort.deliveries.choices import DeliveryStatus, ReleaseLevel
from vorort.deliveries.exports import release_words, status_kind
from vorort.deliveries.models import Delivery
from vorort.publications.choices import PublicationStatus
from vorort.publications.rules import situation_report_path
from vorort.situation import queries as situation
from vorort.situation.models import Report

# So many deliveries and reports a page shows at most; the pages of a town have them all.
SHOWN = 60


@dataclass(frozen=True)
class TownRow:
    """A town of the officer, and how much waits there."""

    authority: Authority
    second: bool
    figures_open: int
    unreleased: int
    deliver_url: str


@dataclass(frozen=True)
class ReviewRow:
    """A report whose figures wait for the police."""

    report: Report
    second: bool
    url: str


@dataclass(frozen=True)
class DeliveryRow:
    """A delivery of the town, its release, and what the officer may do with it."""

    delivery: Delivery
    second: bool
    release: str
    state_kind: str
    url: str
    release_url: str
    revoke_url: str


@dataclass(frozen=True)
class ReportRow:
    """What was made of the figures: a report, its state, its public page."""

    report: Report
    second: bool
    state: str
    url: str
    public_url: str


@dataclass(frozen=True)
class PoliceDesk:
    """The page of a police officer."""

    towns: tuple[TownRow, ...]
    reviews: tuple[ReviewRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    reports: tuple[ReportRow, ...]


def list_police_towns(actor: Person) -> list[Authority]:
    """Return the towns whose figures the person releases, by name."""
    return [
        mine.authority
        for mine in list_my_authorities(actor)
        if any(Permission.RELEASE_FIGURES in ROLE_PERMISSIONS[role] for role in mine.roles)
    ]


def get_police_desk(
    actor: Person, towns: Iterable[Authority], *, at: dt.datetime, town: str = ""
) -> PoliceDesk:
    """Return what waits in these towns and what was made there, in a constant number of queries.

    ``town`` is the slug of one of them; without it all are shown.
    """
    listed = list(towns)
    second = {one.pk: place % 2 == 1 for place, one in enumerate(listed)}
    by_pk = {one.pk: one for one in listed if town in {"", one.slug}}
    shown = list(by_pk.values())
    reports = situation.list_of_towns(shown)
    handed_in = list(deliveries.list_of_towns(shown)[:SHOWN])
    unreleased = Counter(
        one.for_authority_id
        for one in handed_in
        if one.status == DeliveryStatus.STORED
        and one.released_by_id is None
        and one.release_level != ReleaseLevel.PUBLIC
        and delivery_rules.is_sender(actor, one)
    )
    waiting = Counter[int]()
    for report in reports:
        waiting[report.authority_id] += _open(report)
    return PoliceDesk(
        towns=tuple(
            TownRow(
                authority=one,
                second=second[one.pk],
                figures_open=waiting[one.pk],
                unreleased=unreleased[one.pk],
                deliver_url=reverse("evidence:new", args=[one.slug]),
            )
            for one in shown
        ),
        reviews=tuple(
            ReviewRow(
                report=report,
                second=second[report.authority_id],
                url=_page("situation:police", by_pk[report.authority_id], report),
            )
            for report in reports
            if _open(report)
        ),
        deliveries=tuple(
            _delivery_row(actor, one, by_pk[one.for_authority_id], second, at=at)
            for one in handed_in
            if one.for_authority_id is not None
        ),
        reports=tuple(_report_row(one, by_pk[one.authority_id], second) for one in reports[:SHOWN]),
    )


def _open(report: Report) -> int:
    return report.figures_open if report.state == "with_police" else 0  # type: ignore[attr-defined]


def _page(name: str, town: Authority, thing: Report | Delivery) -> str:
    return reverse(name, args=[town.slug, thing.public_id])


def _delivery_row(
    actor: Person, one: Delivery, town: Authority, second: dict[int, bool], *, at: dt.datetime
) -> DeliveryRow:
    # Who is listed here holds the role of the police in the town: asked once, not per row.
    is_sender = delivery_rules.is_sender(actor, one)
    is_open = one.status in {DeliveryStatus.CHECKED, DeliveryStatus.STORED}
    may_revoke = is_sender and one.status == DeliveryStatus.STORED and not one.is_permanent
    return DeliveryRow(
        delivery=one,
        second=second[town.pk],
        release=release_words(one, at=at),
        state_kind=status_kind(one.status),
        url=_page("deliveries:detail", town, one),
        release_url=_page("deliveries:release", town, one) if is_sender and is_open else "",
        revoke_url=_page("deliveries:revoke", town, one) if may_revoke else "",
    )


def _report_row(report: Report, town: Authority, second: dict[int, bool]) -> ReportRow:
    publication = report.publication
    live = publication is not None and publication.status == PublicationStatus.LIVE
    state = str(situation.shown_state(report).label)
    if publication is not None and live and publication.notice:
        state = _("%(state)s, Berichtigung angekündigt") % {"state": state}
    return ReportRow(
        report=report,
        second=second[town.pk],
        state=state,
        url=_page("situation:report", town, report),
        public_url=situation_report_path(town.slug, report.year) if live else "",
    )
