"""Files of a paper: by content, within a size, of the paper's class or stricter."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import ending_of, wrong_file
from vorort.files.actions import Readable, delete, store
from vorort.files.choices import ContentType, Purpose
from vorort.papers.actions._common import PaperFixed, back_to_draft, locked, log
from vorort.papers.models import Paper, PaperFile
from vorort.papers.rules import CHANGEABLE, higher


class WrongFile(DomainError):
    """The file is none that can be attached, or says to be another than it is."""


@transaction.atomic
def add_file(
    *,
    paper: Paper,
    stream: Readable,
    name: str,
    by: Person,
    at: dt.datetime,
    title: str = "",
    confidentiality: str = "",
) -> PaperFile:
    """Attach a file; who has signed the paper is asked again.

    The bytes get a random name; what it was called stays only as the title, for its readers.
    """
    own = _changeable(paper)
    level = higher(own.confidentiality, confidentiality or own.confidentiality)
    ending = ending_of(name)
    stored = store(
        stream=stream,
        # The log of files has other readers than the paper: no names in it.
        name=f"anlage.{ending}" if ending else "anlage",
        purpose=Purpose.COUNCIL,
        by=by,
        limit_bytes=settings.COUNCIL_FILE_LIMIT_MB * 1024 * 1024,
        authority_id=own.authority_id,
    )
    wrong = wrong_file(ContentType(stored.content_type), ending)
    if wrong:
        raise WrongFile(wrong, field="file")
    made: PaperFile = PaperFile.objects.create(
        authority_id=own.authority_id,
        paper=own,
        stored=stored,
        title=(title.strip() or name.replace("\\", "/").rpartition("/")[2])[:200],
        confidentiality=level,
    )
    _note("papers.file_added", own, made, by, at)
    return made


@transaction.atomic
def remove_file(*, file: PaperFile, by: Person, at: dt.datetime) -> None:
    """Take a file off its paper and delete it; who has signed is asked again."""
    own = _changeable(file.paper)
    stored = file.stored
    _note("papers.file_removed", own, file, by, at)
    file.delete()
    delete(
        stored=stored, by=by, reason=_("von der Vorlage entfernt"), authority_id=own.authority_id
    )


def _changeable(paper: Paper) -> Paper:
    own = locked(paper)
    if own.state not in CHANGEABLE:
        raise PaperFixed(
            _("Die Vorlage ist %(state)s. Ihre Anlagen bleiben, wie sie sind.")
            % {"state": own.get_state_display()}
        )
    return own


def _note(verb: str, paper: Paper, file: PaperFile, by: Person, at: dt.datetime) -> None:
    """Write the log, ask signers anew; of a file for the core group nobody else learns."""
    hidden = (
        file.confidentiality == Confidentiality.CORE
        and paper.confidentiality != Confidentiality.CORE
    )
    if not hidden:
        back_to_draft(paper)
        paper.revision += 1
        paper.save()
        log(verb, paper, by, at)
