"""A public paper gets its page; it is taken back with a reason."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.papers.actions._common import locked, log
from vorort.papers.models import Paper
from vorort.papers.queries import build_edition, get_published
from vorort.papers.rules import KIND, OUT
from vorort.publications import actions as publications
from vorort.publications.choices import PublicationKind

if TYPE_CHECKING:
    from vorort.publications.models import Publication


class NotPublic(DomainError):
    """The paper is not for everybody, or has not gone out."""


@transaction.atomic
def publish_paper(*, paper: Paper, by: Person, at: dt.datetime) -> "Publication":
    """Make page, PDF and public files of a paper public; an earlier version is replaced."""
    own = locked(paper)
    if own.confidentiality != Confidentiality.PUBLIC:
        raise NotPublic(_("Nur eine öffentliche Vorlage bekommt eine öffentliche Seite."))
    if own.state not in OUT:
        raise NotPublic(_("Bitte geben Sie die Vorlage zuerst frei."))
    public = own.files.filter(confidentiality=Confidentiality.PUBLIC).select_related("stored")
    edition = build_edition(own, list(public.order_by("id")), at=at)
    made = publications.publish(
        authority=own.authority,
        kind=PublicationKind.PAPER,
        area_key=own.authority.area_key,
        period=own.year,
        subject=own.public_id,
        title=own.title,
        summary=own.get_kind_display(),
        payload=edition.payload,
        representations=edition.representations,
        sources=[],
        # A text, no figures: nobody can be counted back from it.
        gate={"passed": True, "hidden": []},
        origin_kind=KIND,
        origin_id=own.public_id,
        by=by,
        at=at,
        keep_previous=False,
    )
    log("papers.paper_published", own, by, at)
    return made


@transaction.atomic
def withdraw_publication(*, paper: Paper, reason: str, by: Person, at: dt.datetime) -> None:
    """Take the public page back, with a reason for everybody."""
    own = locked(paper)
    published = get_published(own)
    if published is None:
        raise NotPublic(_("Die Vorlage hat keine öffentliche Seite."))
    publications.withdraw(publication=published, reason=reason, by=by, at=at)
