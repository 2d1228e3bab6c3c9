"""Legal pages: a draft may change, what was reviewed stays; the public sees reviewed texts only."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.choices import LegalKind, LegalState
from vorort.authorities.models import Authority, LegalPage
from vorort.core.errors import DomainError


class NothingToReview(DomainError):
    """There is no draft, or the review is dated wrongly."""


@transaction.atomic
def write_legal_page(
    *,
    authority: Authority,
    kind: LegalKind,
    answers: Mapping[str, str],
    supplement: str,
    text: str,
    by: Person,
) -> LegalPage:
    """Keep answers and text as a draft: the draft there is, or a new version after a reviewed one.

    The same words again make no new version.
    """
    last = LegalPage.objects.filter(authority=authority, kind=kind).order_by("-version").first()
    if last is not None and (last.answers, last.supplement, last.text) == (
        dict(answers), supplement, text,
    ):  # fmt: skip
        return last
    if last is None or last.state == LegalState.REVIEWED:
        version = last.version + 1 if last else 1
        last = LegalPage(authority=authority, kind=kind, version=version, written_by=by)
    last.answers, last.supplement, last.text = dict(answers), supplement, text
    last.written_by = by
    last.save()
    _note(last, "legal_page_written", by=by)
    return last


@transaction.atomic
def review_legal_page(
    *, page: LegalPage, reviewed_by: str, reviewed_on: dt.date, by: Person, today: dt.date
) -> LegalPage:
    """Mark a version as reviewed: from now on it is the public one.

    Raises
    ------
    NothingToReview
        When nobody is named or the day lies in the future.
    """
    if not reviewed_by.strip():
        raise NothingToReview(
            _("Bitte nennen Sie, wer den Text geprüft hat (Funktion genügt)."), field="reviewed_by"
        )
    if reviewed_on > today:
        raise NothingToReview(_("Das Datum liegt in der Zukunft."), field="reviewed_on")
    page.state = LegalState.REVIEWED
    page.reviewed_by, page.reviewed_on = reviewed_by.strip(), reviewed_on
    page.save()
    _note(page, "legal_page_reviewed", by=by)
    return page


def _note(page: LegalPage, verb: str, *, by: Person) -> None:
    record(
        verb=f"authorities.{verb}",
        by=by,
        authority_id=page.authority_id,
        kind="authorities.legalpage",
        object_id=page.public_id,
        label=str(LegalKind(page.kind).label),
        after={"version": page.version, "state": page.state},
    )
