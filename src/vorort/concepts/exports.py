"""Documents of a measure as files: PDF/UA and DOCX from the same blocks."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.concepts.choices import DocumentKind
from vorort.concepts.queries.documents import build_document, file_name, gather
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.measures.models import Measure
from vorort.measures.rules import can_view
from vorort.notices.exports import Document, render_docx, render_pdf

WRITERS = {
    "pdf": ("application/pdf", render_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render_docx,
    ),
}


def document(
    actor: Person, measure: Measure, kind: str, *, at: dt.datetime | None = None
) -> Document:
    """Return a document of a measure for somebody who may read it."""
    if not can_view(actor, measure):
        raise NotVisible
    return build_document(gather(measure, at=at or now()), DocumentKind(kind))


def document_file(
    actor: Person, measure: Measure, kind: str, ending: str, *, at: dt.datetime
) -> tuple[str, str, bytes]:
    """Return name, type and bytes of a document."""
    content_type, render = WRITERS[ending]
    name = file_name(gather(measure, at=at), DocumentKind(kind), ending)
    return name, content_type, render(document(actor, measure, kind, at=at))
