"""What is new since somebody was here last: what they may read, and nothing that is their own."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person, SignIn
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core.scopes import platform_scope
from vorort.councils.choices import LEVELS, Confidentiality
from vorort.councils.models import Body
from vorort.councils.queries import Levels, list_my_levels, readable_rows, towns_with
from vorort.deliveries import queries as deliveries
from vorort.deliveries.choices import Audience, DeliveryStatus
from vorort.deliveries.rules import audience_of_roles
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting
from vorort.minutes.models import Minutes
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper
from vorort.publications.choices import PublicationKind
from vorort.publications.queries import list_live
from vorort.publications.rules import PUBLIC_PREFIX, situation_report_path
from vorort.resolutions.models import Resolution

# So much is shown; whoever was away for long looks at the pages themselves.
SHOWN = 8
FIRST_LOOK = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=30)
_PUBLIC_FOLDERS = {
    PublicationKind.BODY: "gremien",
    PublicationKind.MEETING: "sitzungen",
    PublicationKind.PAPER: "vorlagen",
    PublicationKind.MEASURE: "massnahmen",
}


@dataclass(frozen=True)
class News:
    """Something that has come or changed."""

    at: dt.datetime
    town_key: str
    town: str
    title: str
    url: str
    note: str


def last_visit(actor: Person, *, at: dt.datetime) -> dt.datetime:
    """Return when the person last signed in on an earlier day, at most 30 days ago.

    A session lasts hours, so the last sign-in of an earlier day is the last visit. Who has not
    been here before, or whose sign-ins are forgotten, sees the last week.
    """
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = SignIn.objects.filter(person=actor, started_at__lt=midnight)
    found = earlier.order_by("-started_at").values_list("started_at", flat=True).first()
    return max(found, at - LONGEST) if found else at - FIRST_LOOK


def list_news(
    actor: Person,
    *,
    since: dt.datetime,
    at: dt.datetime,
    mine: tuple[MyAuthority, ...] | None = None,
    at_most: Confidentiality = Confidentiality.CORE,
) -> tuple[News, ...]:
    """Return the latest news of all towns and bodies of a person in a constant number of queries.

    ``at_most``: what leaves the house says nothing that only the core group may read.
    """
    on = timezone.localdate(at)
    towns = list_my_authorities(actor, on=on) if mine is None else mine
    levels = {
        body: min(level, at_most, key=LEVELS.index)
        for body, level in list_my_levels(actor, on=on, mine=towns).items()
    }
    with platform_scope("what is new in all towns of this person, all at once"):
        found = chain(
            _published(towns, levels, since),
            _deliveries(actor, towns, since),
            _papers(actor, levels, since),
            _resolutions(levels, since),
            _meetings(levels, towns, since),
            _minutes(levels, since),
            _replies(towns, since, at),
        )
        return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN])


def _one(authority: Authority, at: dt.datetime, title: str, url: str, note: str) -> News:
    return News(at, authority.town_key, authority.name, title, url, note)


def _day(at: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(at), "d.m.Y")


def _published(towns: Iterable[MyAuthority], levels: Levels, since: dt.datetime) -> Iterable[News]:
    of_bodies = Body.objects.filter(pk__in=levels).values("authority_id")
    own = [town.authority.pk for town in towns]
    rows = list_live().defer("payload", "sources", "gate").filter(published_at__gt=since)
    for one in (rows.filter(authority__in=own) | rows.filter(authority__in=of_bodies))[:SHOWN]:
        folder = _PUBLIC_FOLDERS.get(PublicationKind(one.kind))
        if folder:
            url = f"{PUBLIC_PREFIX}{one.authority.slug}/{folder}/{one.subject}/"
        elif one.kind == PublicationKind.STRATEGY:
            url = f"{PUBLIC_PREFIX}{one.authority.slug}/strategie/"
        else:
            url = situation_report_path(one.authority.slug, one.period)
        note = _("%(kind)s, veröffentlicht am %(day)s") % {
            "kind": PublicationKind(one.kind).label,
            "day": _day(one.published_at),
        }
        yield _one(one.authority, one.published_at, one.title, url, note)


def _deliveries(actor: Person, towns: Iterable[MyAuthority], since: dt.datetime) -> Iterable[News]:
    # Who works with the figures sees all of them; to others a file's name says nothing.
    seen = [town.authority for town in towns if audience_of_roles(town.roles) is Audience.EDITOR]
    rows = deliveries.list_of_towns(seen).filter(
        received_at__gt=since, status__in=(DeliveryStatus.CHECKED, DeliveryStatus.STORED)
    )
    for one in rows.exclude(handed_in_by=actor).order_by("-received_at")[:SHOWN]:
        town = one.for_authority
        if town is not None:
            url = reverse("deliveries:detail", args=[town.slug, one.public_id])
            note = _("Lieferung, eingegangen am %(day)s") % {"day": _day(one.received_at)}
            yield _one(town, one.received_at, one.name, url, note)


def _papers(actor: Person, levels: Levels, since: dt.datetime) -> Iterable[News]:
    rows = Paper.objects.filter(
        readable_rows(levels, least=Confidentiality.MEMBERS),
        state__in=(PaperState.RELEASED, PaperState.DECIDED),
        released_at__gt=since,
    ).exclude(author=actor)
    for one in rows.select_related("body__authority").order_by("-released_at")[:SHOWN]:
        if one.released_at is not None:
            url = reverse("papers:paper", args=[one.body.authority.slug, one.public_id])
            yield _one(
                one.body.authority,
                one.released_at,
                one.title,
                url,
                _("Vorlage, %(body)s") % {"body": one.body.name},
            )


def _resolutions(levels: Levels, since: dt.datetime) -> Iterable[News]:
    rows = Resolution.objects.filter(
        readable_rows(levels, least=Confidentiality.MEMBERS), created_at__gt=since
    )
    for one in rows.select_related("body__authority").order_by("-created_at")[:SHOWN]:
        url = reverse("resolutions:resolution", args=[one.body.authority.slug, one.public_id])
        note = _("%(kind)s %(number)s, %(body)s") % {
            "kind": one.get_kind_display(),
            "number": one.reference,
            "body": one.body.name,
        }
        yield _one(one.body.authority, one.created_at, one.title, url, note)


def _members_of(levels: Levels) -> list[int]:
    return [body for body, level in levels.items() if level != Confidentiality.PUBLIC]


def _meetings(levels: Levels, towns: Iterable[MyAuthority], since: dt.datetime) -> Iterable[News]:
    """Invitations and cancellations; who runs the body has sent them."""
    rows = Meeting.objects.filter(body__in=_members_of(levels)).select_related("body__authority")
    rows = rows.exclude(authority__in=towns_with(towns, Permission.RUN_COUNCIL))
    called = rows.filter(state=MeetingState.INVITED, invited_at__gt=since)
    # A meeting that nobody was invited to is cancelled without a word.
    cancelled = rows.filter(
        state=MeetingState.CANCELLED, cancelled_at__gt=since, invited_at__isnull=False
    )
    for one in (called | cancelled).order_by("-pk")[:SHOWN]:
        off = one.state == MeetingState.CANCELLED
        at = one.cancelled_at if off else one.invited_at
        words = _("Absage, Sitzung vom %(day)s") if off else _("Einladung zum %(day)s")
        if at is not None:
            url = reverse("meetings:meeting", args=[one.body.authority.slug, one.public_id])
            yield _one(one.body.authority, at, str(one), url, words % {"day": _day(one.starts_at)})


def _minutes(levels: Levels, since: dt.datetime) -> Iterable[News]:
    rows = Minutes.objects.filter(
        meeting__body__in=_members_of(levels), sent_at__gt=since
    ).select_related("meeting__body__authority")
    for one in rows.order_by("-sent_at")[:SHOWN]:
        town = one.meeting.body.authority
        if one.sent_at is not None:
            url = reverse("minutes:minutes", args=[town.slug, one.meeting.public_id])
            title = _("Niederschrift: %(meeting)s") % {"meeting": one.meeting}
            yield _one(town, one.sent_at, title, url, str(one.get_state_display()))


def _replies(towns: Iterable[MyAuthority], since: dt.datetime, at: dt.datetime) -> Iterable[News]:
    """Answers to invitations, counted per meeting, for who runs the body."""
    rows = (
        Invitation.objects.filter(
            meeting__authority__in=towns_with(towns, Permission.RUN_COUNCIL),
            meeting__starts_at__gt=at,
            replied_at__gt=since,
        )
        .exclude(reply=Reply.NONE)
        .order_by()
        .values("meeting")
        .annotate(number=Count("pk"), latest=Max("replied_at"))
        .order_by("-latest")[:SHOWN]
    )
    counts = {row["meeting"]: row for row in rows}
    for one in Meeting.objects.filter(pk__in=counts).select_related("body__authority"):
        number, town = counts[one.pk]["number"], one.body.authority
        words = ngettext("Eine neue Antwort", "%(number)s neue Antworten", number)
        url = reverse("meetings:meeting", args=[town.slug, one.public_id])
        yield _one(town, counts[one.pk]["latest"], str(one), url, words % {"number": number})
