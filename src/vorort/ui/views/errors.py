"""The pages for what went wrong: what it is, and one way on. They need neither request nor database."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

PAGES: Mapping[int, tuple[object, object]] = {
    400: (
        _("Diese Anfrage ist unvollständig"),
        _(
            "Der Server konnte die Angaben nicht lesen. Gehen Sie zurück und versuchen Sie es noch einmal."
        ),
    ),
    403: (
        _("Dafür fehlt Ihnen die Berechtigung"),
        _("Ihre Rolle erlaubt das nicht. Wer bei Ihnen Rollen vergibt, kann das ändern."),
    ),
    404: (
        _("Diese Seite gibt es nicht"),
        _("Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen."),
    ),
    410: (
        _("Diese Veröffentlichung wurde zurückgezogen"),
        _("Seite und Daten stehen nicht mehr zur Verfügung."),
    ),
    500: (
        _("Bei uns ist ein Fehler aufgetreten"),
        _(
            "Der Fehler ist notiert. Was Sie zuletzt gespeichert hatten, ist noch da. Versuchen Sie es bitte später noch einmal."
        ),
    ),
}
SIGNED_OUT = (
    _("Die Eingabe wurde nicht angenommen"),
    _(
        "Die Seite war zu lange offen oder der Browser nimmt keine Cookies an. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal ab."
    ),
)


def _page(status: int, title: object, text: object) -> HttpResponse:
    html = render_to_string("ui/error.html", {"status": status, "title": title, "text": text})
    return HttpResponse(html, status=status)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(400, *PAGES[400])


def permission_denied(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(403, *PAGES[403])


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(404, *PAGES[404])


def gone(_request: HttpRequest, *, text: str = "") -> HttpResponse:
    """Answer for what was public once; ``text`` says when and why it was withdrawn."""
    title, usual = PAGES[410]
    return _page(410, title, text or usual)


def server_error(_request: HttpRequest) -> HttpResponse:
    return _page(500, *PAGES[500])


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(403, *SIGNED_OUT)
