"""Files of a paper: by content, within a size, of the paper's class or stricter."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.files.actions import Readable, delete, store
from vorort.files.choices import ContentType, Purpose
from vorort.papers.actions._common import PaperFixed, back_to_draft, locked, log
from vorort.papers.models import Paper, PaperFile
from vorort.papers.rules import CHANGEABLE, FILE_ENDINGS, higher


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
    limit_bytes: int | None = None,
) -> PaperFile:
    """Attach a file; who has signed the paper is asked again.

    The bytes get a random name; what it was called stays only as the title, for its readers.
    """
    own = _changeable(paper)
    level = higher(own.confidentiality, confidentiality or own.confidentiality)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    stored = store(
        stream=stream,
        # The log of files has other readers than the paper: no names in it.
        name=f"anlage.{ending}" if ending.isalnum() and len(ending) <= 5 else "anlage",
        purpose=Purpose.COUNCIL,
        by=by,
        limit_bytes=limit_bytes,
        authority_id=own.authority_id,
    )
    _check(ContentType(stored.content_type), ending)
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


def _check(kind: ContentType, ending: str) -> None:
    if kind == ContentType.EMPTY:
        raise WrongFile(_("Die Datei ist leer."), field="file")
    if kind not in FILE_ENDINGS:
        raise WrongFile(
            _(
                "Diese Datei lässt sich nicht anhängen (Inhalt: %(kind)s). Möglich sind PDF, Word, "
                "Excel, OpenDocument, CSV, Text und Bilder (PNG, JPEG)."
            )
            % {"kind": kind.label},
            field="file",
        )
    if ending not in FILE_ENDINGS[kind]:
        raise WrongFile(
            _(
                "Die Datei endet auf „.%(ending)s“, ist aber etwas anderes: %(kind)s. Bitte "
                "benennen Sie sie richtig, oder speichern Sie sie neu."
            )
            % {"ending": ending, "kind": kind.label},
            field="file",
        )


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
