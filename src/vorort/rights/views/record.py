"""The record of processing activities of a town."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.notices.exports import Document, render_html, render_pdf
from vorort.rights.exports import record as export
from vorort.rights.queries.record import assessment_points, get_record
from vorort.rights.rules import can_see_record


def _document(request: TownRequest) -> Document:
    if not can_see_record(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return export.document(get_record(request.authority), on=today())


@require_safe
@never_cache
def page(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Purposes, data, terms, recipients, measures."""
    if not can_see_record(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    made = get_record(request.authority)
    context = {
        "record": made,
        "officer": export.officer_words(made),
        "points": assessment_points(),
        "assessed": [each.name for each in made.activities if each.needs_assessment],
    }
    return render(request, "rights/record.html", context)


@require_safe
@never_cache
def pdf(request: TownRequest, town: str) -> HttpResponse:
    """The record as a tagged PDF."""
    content = render_pdf(_document(request))
    return _file(content, "application/pdf", f"verzeichnis-{town}.pdf")


@require_safe
@never_cache
def html(request: TownRequest, town: str) -> HttpResponse:
    """The record as a plain HTML file: opens in every word processor."""
    title = _("Verzeichnis von Verarbeitungstätigkeiten")
    body = render_html(_document(request))
    text = f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
    return _file(text.encode(), "text/html; charset=utf-8", f"verzeichnis-{town}.html")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
