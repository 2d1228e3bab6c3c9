"""What these pages have in common."""

from django.http import HttpResponse

from vorort.notices.exports import Document, render_pdf


def pdf_response(document: Document, name: str) -> HttpResponse:
    """Return a document as a tagged PDF to save."""
    return HttpResponse(
        render_pdf(document),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
