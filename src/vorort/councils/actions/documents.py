"""Files of a body: rules of procedure, founding papers, agreements."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.actions.states import audit
from vorort.councils.models import Body, BodyFile
from vorort.councils.rules import ending_of, wrong_file
from vorort.files.actions import Readable, delete, store
from vorort.files.choices import ContentType, Purpose


class WrongFile(DomainError):
    """The file is none a body keeps, or says to be another than it is."""


@transaction.atomic
def add_file(
    *,
    body: Body,
    stream: Readable,
    name: str,
    by: Person,
    at: dt.datetime,
    title: str = "",
) -> BodyFile:
    """Keep a file of a body.

    The log of files has other readers than the body: there it has no name of its own.
    """
    ending = ending_of(name)
    stored = store(
        stream=stream,
        name=f"unterlage.{ending}" if ending else "unterlage",
        purpose=Purpose.COUNCIL,
        by=by,
        limit_bytes=settings.COUNCIL_FILE_LIMIT_MB * 1024 * 1024,
        authority_id=body.authority_id,
    )
    wrong = wrong_file(ContentType(stored.content_type), ending)
    if wrong:
        raise WrongFile(wrong, field="file")
    made: BodyFile = BodyFile.objects.create(
        authority_id=body.authority_id,
        body=body,
        stored=stored,
        title=(title.strip() or name.replace("\\", "/").rpartition("/")[2])[:200],
    )
    audit(body, "file_added", by=by, at=at, after={"file": made.public_id})
    return made


@transaction.atomic
def remove_file(*, file: BodyFile, by: Person, at: dt.datetime) -> None:
    """Take a file from a body and delete it."""
    body, stored = file.body, file.stored
    audit(body, "file_removed", by=by, at=at, before={"file": file.public_id})
    file.delete()
    delete(stored=stored, by=by, reason=_("vom Gremium entfernt"), authority_id=body.authority_id)
