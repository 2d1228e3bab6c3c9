"""Pages of the set-up that keep several things, or a file, at once."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities import actions as authorities
from vorort.authorities.choices import ContactKind, LegalKind
from vorort.authorities.models import Authority, LegalPage
from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.files import actions as files
from vorort.files.choices import ContentType, Purpose

ARMS_LIMIT = 1024 * 1024
ARMS_TYPES = frozenset({ContentType.SVG, ContentType.PNG})


class NoPicture(DomainError):
    """The file is neither SVG nor PNG."""


@transaction.atomic
def save_officers(
    *, authority: Authority, values: Mapping[ContactKind, Mapping[str, str]], by: Person
) -> None:
    """Keep the contacts for data protection, security and incidents."""
    for kind, given in values.items():
        authorities.save_officer(authority=authority, kind=kind, values=given, by=by)


@transaction.atomic
def keep_legal_page(
    *,
    authority: Authority,
    kind: LegalKind,
    answers: Mapping[str, str],
    supplement: str,
    text: str,
    reviewed_by: str | None,
    reviewed_on: dt.date,
    by: Person,
) -> LegalPage:
    """Keep a legal page as a draft, or (where somebody reviewed it) publish it.

    Raises
    ------
    NothingToReview
        As ``authorities.actions.review_legal_page``; then nothing is kept.
    """
    page = authorities.write_legal_page(
        authority=authority,
        kind=kind,
        answers=answers,
        supplement=supplement,
        text=text,
        by=by,
    )
    if reviewed_by is None:
        return page
    return authorities.review_legal_page(
        page=page, reviewed_by=reviewed_by, reviewed_on=reviewed_on, by=by, today=today()
    )


@transaction.atomic
def save_look(
    *,
    authority: Authority,
    picture: files.Readable | None,
    name: str,
    licence: str,
    colour: str,
    remove: bool,
    by: Person,
) -> Authority:
    """Keep arms (cleaned by ``files``) and colour.

    Raises
    ------
    NoPicture, ColourTooLight, FileTooLarge, UnreadableImage
    """
    authority = authorities.change_colour(authority=authority, colour=colour, by=by)
    arms = "" if remove else authority.arms_file
    if picture is not None:
        stored = files.store(
            stream=picture,
            name=name,
            purpose=Purpose.ARMS,
            by=by,
            limit_bytes=ARMS_LIMIT,
            authority_id=authority.pk,
        )
        if stored.content_type not in ARMS_TYPES:
            raise NoPicture(
                _("Das ist kein Bild als SVG oder PNG. Bitte wählen Sie eine andere Datei."),
                field="file",
            )
        arms = stored.public_id
    return authorities.change_arms(
        authority=authority, arms_file=arms, licence=licence if arms else "", by=by
    )
