"""Answers published addresses with stored bytes, before sessions and sign-in.

One indexed query says what an address answers; that is asked each time, so a withdrawal holds from
the next request on. The bytes are kept in the process under their checksum: content that has the
same checksum is the same content.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import content_disposition_header, parse_etags
from django.utils.translation import gettext as _

from vorort.publications.choices import SAVED, Format, PublicationStatus, Serving
from vorort.publications.queries import Stored, find_stored, read_bytes, withdrawn_at_path
from vorort.publications.rules import (
    PUBLIC_PREFIX,
    about_links,
    public_navigation,
    town_path,
)

KEPT_BYTES = 32 * 1024 * 1024
_SAVED = {str(fmt) for fmt in SAVED}


class KeptBytes:
    """The bytes asked for most recently, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, read: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        content = read()
        if len(content) <= self._limit // 4:
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = content
                    self._size += len(content)
                while self._size > self._limit:
                    self._size -= len(self._kept.popitem(last=False)[1])
        return content


class PublishedBytesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.kept = KeptBytes(KEPT_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Everything else pays one comparison; the list and the pages of towns are never stored.
        path = request.path_info
        if not path.startswith(PUBLIC_PREFIX) or path.count("/") < 4:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        stored = find_stored(path)
        if stored is None:
            return self.get_response(request)
        response = self._gone(request, stored) if stored.serving == Serving.GONE else None
        response = response or self._answer(request, stored)
        # Later middleware is not asked any more.
        response["X-Frame-Options"] = "DENY"
        return response

    def _answer(self, request: HttpRequest, stored: Stored) -> HttpResponse:
        gzip = stored.size_gzip > 0 and _accepts_gzip(request.headers.get("Accept-Encoding", ""))
        etag = f'"{stored.etag}-gz"' if gzip else f'"{stored.etag}"'
        if _matches(request.headers.get("If-None-Match", ""), etag):
            response: HttpResponse = HttpResponseNotModified()
        else:
            content = b""
            if request.method == "GET":
                content = self.kept.get(etag, lambda: read_bytes(stored.pk, gzip=gzip))
            response = HttpResponse(content, content_type=stored.content_type)
            response["Content-Length"] = str(stored.size_gzip if gzip else stored.size)
            if gzip:
                response["Content-Encoding"] = "gzip"
            # OParl asks for an address under which a file is saved, whatever it is.
            _describe(response, stored, save=request.META.get("QUERY_STRING") == "download")
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache, must-revalidate, public"
        if stored.size_gzip:
            response["Vary"] = "Accept-Encoding"
        return response

    @staticmethod
    def _gone(request: HttpRequest, stored: Stored) -> HttpResponse:
        if stored.format == Format.HTML:
            response = render(
                request,
                "publications/withdrawn.html",
                _withdrawn_context(request.path_info),
                status=410,
            )
        else:
            sentence = _("Diese Veröffentlichung wurde zurückgezogen.")
            response = HttpResponse(
                f"{sentence}\n", status=410, content_type="text/plain; charset=utf-8"
            )
        response["Cache-Control"] = "no-store"
        return response


def _withdrawn_context(path: str) -> dict[str, object]:
    withdrawn = withdrawn_at_path(path)
    if withdrawn is None:
        return {}
    authority = withdrawn.authority
    return {
        "withdrawn": withdrawn,
        "authority": authority,
        "home_url": town_path(authority.slug),
        "topnav": public_navigation(authority, withdrawn.kind),
        "about_links": about_links(authority),
    }


def _describe(response: HttpResponse, stored: Stored, *, save: bool) -> None:
    if stored.format in _SAVED or stored.format == Format.PDF:
        header = content_disposition_header(save or stored.format in _SAVED, stored.filename)
        if header:
            response["Content-Disposition"] = header
        # Open data: other sites may read it, and it tells them nothing about the visitor.
        response["Access-Control-Allow-Origin"] = "*"
    if stored.status != PublicationStatus.LIVE:
        # Search engines show the version that holds.
        response["X-Robots-Tag"] = "noindex"


def _accepts_gzip(header: str) -> bool:
    for part in header.split(","):
        name, _sep, quality = part.strip().partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _matches(header: str, etag: str) -> bool:
    """Compare weakly, as a conditional GET asks for."""
    if not header:
        return False
    known = [each.removeprefix("W/") for each in parse_etags(header)]
    return "*" in known or etag in known
