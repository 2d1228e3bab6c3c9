"""Reads of papers: one, those of a body, those to be put on an agenda, what somebody owes."""

import datetime as dt

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority, Membership
from vorort.authorities.queries import list_my_authorities
from vorort.authorities.rules import current
from vorort.core import search
from vorort.core.clock import now, today
from vorort.core.duties import Duty
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, Seat
from vorort.councils.queries import Levels, list_my_levels, towns_with
from vorort.councils.rules import OWN_SEATS, current_seats, level_of, readable
from vorort.papers.choices import PaperState, SignatureState
from vorort.papers.models import CoSignature, Paper, PaperFile
from vorort.papers.rules import KIND, OUT, can_read, search_audiences, shown_to, turn_of
from vorort.partners.models import Organisation
from vorort.publications.choices import PublicationStatus
from vorort.publications.models import Publication
from vorort.publications.queries import get_of_origin

# What changed so lately that the index may not know it yet.
INDEX_LAG = dt.timedelta(minutes=15)
_TEXTS = ("title", "file_reference", "text", "proposal")
_HEAVY = ("text", "proposal", "costs")


class PaperNotVisible(NotVisible, Paper.DoesNotExist):
    """No such paper, or this person may not know of it; both are a 404."""


def get_paper(actor: Person, authority: Authority, public_id: str) -> Paper:
    """Return one paper of a town; raises ``Paper.DoesNotExist`` (a 404) for who may not read it."""
    paper = (
        Paper.objects.filter(authority=authority, public_id=public_id)
        .select_related("body__authority", "authority", "author", "submitted_by")
        .prefetch_related(_signatures())
        .first()
    )
    if paper is None or not can_read(actor, paper):
        raise PaperNotVisible(_("Diese Vorlage gibt es nicht."))
    return paper


def lock_body(body: Body) -> Body:
    """Return the body as it stands, locked until the end of the transaction.

    Its row is the lock under which its papers and resolutions get their numbers.
    """
    found: Body = Body.objects.select_for_update().get(pk=body.pk)
    return found


def list_papers(
    actor: Person,
    body: Body,
    *,
    text: str = "",
    state: str = "",
    kind: str = "",
    year: int | None = None,
) -> QuerySet[Paper]:
    """Return the papers of a body that somebody may read, the newest first.

    ``text`` finds German words in any form, and typing errors; see ``core.search``.
    """
    level = level_of(actor, body)
    if level is None:
        return Paper.objects.none()
    rows = Paper.objects.filter(shown_to(actor, body, level), body=body)
    for name, value in {"state": state, "kind": kind, "year": year}.items():
        if value:
            rows = rows.filter(**{name: value})
    if text.strip():
        rows = rows.filter(pk__in=_matching(rows, body, level, text))
    return rows.defer(*_HEAVY).select_related("submitted_by")


def list_years(actor: Person, body: Body) -> list[int]:
    """Return the years in which somebody may read papers of a body, the latest first."""
    level = level_of(actor, body)
    if level is None:
        return []
    rows = Paper.objects.filter(shown_to(actor, body, level), body=body).order_by()
    return sorted(set(rows.values_list("year", flat=True).distinct()), reverse=True)


def list_for_agenda(actor: Person, body: Body) -> QuerySet[Paper]:
    """Return what can be put on an agenda of a body: released and not decided."""
    level = level_of(actor, body)
    return Paper.objects.filter(
        body=body, state=PaperState.RELEASED, confidentiality__in=readable(level)
    ).order_by("year", "number", "id")


def list_files(actor: Person, paper: Paper) -> list[PaperFile]:
    """Return the files of a paper that this person may open; others are not even counted."""
    allowed = set(readable(level_of(actor, paper.body)))
    if Confidentiality.MEMBERS not in allowed and can_read(actor, paper):
        # Who is asked to sign reads what the paper says; the core group's files stay closed.
        allowed.add(Confidentiality(paper.confidentiality))
    rows = paper.files.select_related("stored").order_by("id")
    return [each for each in rows if each.confidentiality in allowed]


def get_file(actor: Person, authority: Authority, public_id: str) -> PaperFile:
    """Return one file of a paper somebody may read, by the file's own class too."""
    found = (
        PaperFile.objects.filter(authority=authority, public_id=public_id)
        .select_related("paper__body__authority", "stored")
        .first()
    )
    if (
        found is None
        or not can_read(actor, found.paper)
        or found not in list_files(actor, found.paper)
    ):
        raise PaperNotVisible(_("Diese Anlage gibt es nicht."))
    return found


def list_submitters(body: Body) -> QuerySet[Organisation]:
    """Return the organisations for whom a paper can be submitted: partners of the town today."""
    return Organisation.objects.filter(authority=body.authority, is_active=True)


def get_published(paper: Paper) -> Publication | None:
    """Return the live publication of a paper, or None."""
    found = get_of_origin(origin_kind=KIND, origin_id=paper.public_id)
    return found if found and found.status == PublicationStatus.LIVE else None


def list_possible_signers(paper: Paper) -> list[tuple[Person, str]]:
    """Return who can be asked to sign, with their function.

    The members and the town's people; for the core group's papers only who sits there.
    """
    body, day = paper.body, today()
    in_core = paper.confidentiality == Confidentiality.CORE
    roles = [role for role, held in ROLE_PERMISSIONS.items() if Permission.VIEW_WORK in held]
    found: dict[int, tuple[Person, str]] = {}
    seats = current_seats(Seat.objects.filter(body=body, person__isnull=False), on=day)
    if in_core:
        seats = seats.filter(in_core_group=True, role__in=OWN_SEATS)
    for seat in seats.select_related("person").order_by("function"):
        if seat.person is not None:
            found.setdefault(seat.person.pk, (seat.person, seat.function))
    held = current(Membership.objects.filter(authority=body.authority, role__in=roles), on=day)
    for one in held.select_related("person").order_by("role") if not in_core else ():
        found.setdefault(one.person.pk, (one.person, str(one.get_role_display())))
    return sorted(found.values(), key=lambda each: each[1])


def list_duties(actor: Person) -> list[Duty]:
    """Return what somebody owes papers: to sign, to rewrite, to look at again."""
    day = today()
    with platform_scope("duties of one person over all their towns"):
        asked = list(
            Paper.objects.filter(
                pk__in=CoSignature.objects.filter(person=actor, state=SignatureState.OPEN).values(
                    "paper_id"
                ),
                state=PaperState.SIGNING,
            )
            .select_related("body__authority", "authority")
            .prefetch_related(_signatures())
        )
        refused = Q(state=PaperState.DRAFT, signatures__state=SignatureState.REFUSED)
        again = list(
            Paper.objects.filter(Q(resubmit_on__lte=day) | refused, author=actor)
            .exclude(state__in=(PaperState.DECIDED, PaperState.WITHDRAWN))
            .select_related("body__authority", "authority")
            .prefetch_related(_signatures())
            .distinct()
        )
    towns = list_my_authorities(actor, on=day)
    levels = list_my_levels(actor, on=day, mine=towns)
    running = towns_with(towns, Permission.RUN_COUNCIL)
    found = []
    for paper in asked:
        turn = turn_of(paper)
        if turn is not None and turn.person_id == actor.pk and _sees(paper, levels):
            found.append(_duty(paper, "sign"))
    for paper in again:
        # As ``rules.can_write``: the core group writes its own.
        in_core = paper.confidentiality == Confidentiality.CORE
        if _sees(paper, levels) and (in_core or paper.authority_id in running):
            is_due = paper.resubmit_on is not None and paper.resubmit_on <= day
            found.append(_duty(paper, "resubmit" if is_due else "refused"))
    return found


def _sees(paper: Paper, levels: Levels) -> bool:
    """As ``rules.can_read`` for who works on the paper, asked for all bodies at once."""
    level = levels.get(paper.body_id)
    return level is not None and (
        paper.confidentiality != Confidentiality.CORE or level == Confidentiality.CORE
    )


def _duty(paper: Paper, what: str) -> Duty:
    named = {"reference": paper.reference, "title": paper.title}
    if what == "sign":
        title, due = _("Vorlage %(reference)s mitzeichnen: %(title)s") % named, None
        reason = _("Sie sind an der Reihe.")
    elif what == "refused":
        title, due = _("Vorlage %(reference)s überarbeiten: %(title)s") % named, None
        reason = _("Jemand hat nicht mitgezeichnet.")
    else:
        title, due = _("Wiedervorlage %(reference)s: %(title)s") % named, paper.resubmit_on
        reason = paper.resubmit_note
    return Duty(
        town_key=paper.authority.town_key,
        town=paper.authority.name,
        title=title,
        url=reverse("papers:paper", args=[paper.authority.slug, paper.public_id]),
        reason=reason,
        due_on=due,
        kind=f"papers.{what}",
        confidential=paper.confidentiality == Confidentiality.CORE,
    )


def _signatures() -> "Prefetch[str, QuerySet[CoSignature], str]":
    rows = CoSignature.objects.select_related("person").order_by("position")
    return Prefetch("signatures", queryset=rows)


def _matching(rows: QuerySet[Paper], body: Body, level: Confidentiality, text: str) -> set[int]:
    """Return the keys of the papers that hold the words.

    The index knows what has gone out; drafts, the core group's papers and what changed just now
    are few and are read as they are.
    """
    doors = [search.door_of(each, body.authority_id) for each in search_audiences(body.pk, level)]
    ids = search.public_ids(search.find(text, doors=doors, kind=KIND))
    found = set(rows.filter(public_id__in=ids).order_by().values_list("pk", flat=True))
    words = Q()
    for word in text.split():
        one = Q()
        for name in _TEXTS:
            one |= Q(**{f"{name}__icontains": word})
        words &= one
    unknown = ~Q(state__in=OUT) | Q(confidentiality=Confidentiality.CORE)
    unknown |= Q(updated_at__gte=now() - INDEX_LAG)
    return found | set(rows.filter(unknown).filter(words).order_by().values_list("pk", flat=True))
