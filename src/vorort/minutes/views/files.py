"""Files of minutes: always for saving, each only for who may read what stands in it."""

from collections.abc import Callable

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.files.queries import open_stored
from vorort.minutes import queries
from vorort.minutes.views.common import Place, load, page, sees_scan
from vorort.notices.exports import Document, render_docx, render_pdf

TYPES: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "pdf": ("application/pdf", render_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render_docx,
    ),
}


@page
def document(
    request: TownRequest,
    town: str,  # noqa: ARG001
    public_id: str,
    what: str,
    ending: str,
) -> HttpResponse:
    """The minutes as a file: whole, the extract, to sign, or the summary."""
    place = load(request, public_id)
    made = _document(place, what)
    if made is None or ending not in TYPES:
        raise NotVisible(_("Diese Datei gibt es nicht."))
    content_type, render = TYPES[ending]
    name = queries.file_name(place.minutes, what, ending)
    return HttpResponse(
        render(made),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _document(place: Place, what: str) -> Document | None:
    minutes, at = place.minutes, now()
    is_done = place.is_approved or place.reader.writes
    if what == "auszug" and is_done:
        return queries.minutes_document(minutes, queries.read_public(minutes), at=at)
    if what == "leichte-sprache" and is_done and minutes.plain_summary:
        return queries.summary_document(minutes, at=at)
    if what in {"niederschrift", "unterschrift"} and place.takes_away:
        reading = queries.read_inside(minutes, place.reader.classes)
        to_sign = what == "unterschrift"
        return queries.minutes_document(minutes, reading, at=at, to_sign=to_sign)
    return None


@page
def scan(request: TownRequest, town: str, public_id: str) -> FileResponse:  # noqa: ARG001
    """The signed paper."""
    place = load(request, public_id)
    stored = place.minutes.signed_scan
    if stored is None or not sees_scan(place):
        raise NotVisible(_("Diese Datei gibt es nicht."))
    return FileResponse(
        open_stored(stored),
        as_attachment=True,
        filename=queries.file_name(place.minutes, "niederschrift-unterschrieben", "pdf"),
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff"},
    )
