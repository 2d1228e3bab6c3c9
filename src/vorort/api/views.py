"""The interface for programs: OParl 1.1. No sign-in, no session, nothing about the visitor."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from vorort.api import exports, queries
from vorort.api.choices import BODY_LISTS, ORGANIZATION_LISTS, SCHEMA, Data, OParlType
from vorort.api.forms import ListForm
from vorort.api.models import OParlObject
from vorort.api.rules import BY_SEGMENT, is_own_id, system_url

P = ParamSpec("P")
ALLOWED = "GET, HEAD, OPTIONS"


class Refused(Exception):
    """A wrong request: the sentence goes to who asked."""


def answers_json(view: Callable[Concatenate[HttpRequest, P], Data]) -> Callable[..., HttpResponse]:
    """Send what a view returns as JSON to every site that asks, with an ETag; mistakes too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            return _opened(HttpResponse(status=204))
        if request.method not in {"GET", "HEAD"}:
            return _mistake(405, "Diese Schnittstelle wird nur gelesen (GET, HEAD).")
        try:
            found = view(request, *args, **kwargs)
        except Refused as error:
            return _mistake(400, str(error))
        except Http404 as error:
            return _mistake(404, str(error))
        response = _json(found)
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache, public"
        known = get_conditional_response(request, etag=etag, response=response)
        return _opened(known) if isinstance(known, HttpResponse) else response

    # Nothing is written and nobody is signed in: there is nothing to forge.
    return cast("Callable[..., HttpResponse]", login_not_required(csrf_exempt(answer)))


def _json(content: Data, *, status: int = 200) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _opened(HttpResponse(body, content_type="application/json", status=status))


def _opened(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the answer: it tells them nothing about the visitor."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ALLOWED
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _mistake(status: int, message: str) -> HttpResponse:
    """Return the error object of OParl 1.1, always with a status that says so."""
    found = {"type": f"{SCHEMA}Error", "message": message, "debug": f"HTTP {status}"}
    response = _json(found, status=status)
    response["Cache-Control"] = "no-store"
    if status == 405:
        response["Allow"] = ALLOWED
    return response


@answers_json
def system(_request: HttpRequest) -> Data:
    return exports.system()


@answers_json
def bodies(request: HttpRequest) -> Data:
    return _list(request, OParlType.BODY, queries.list_bodies(), "body")


@answers_json
def thing(_request: HttpRequest, kind: str, public_id: str) -> Data:
    return exports.documents([_get(kind, public_id)])[0]


@answers_json
def body_list(request: HttpRequest, public_id: str, name: str) -> Data:
    if name not in BODY_LISTS:
        raise Http404("Diese Liste gibt es nicht.")
    kind = BODY_LISTS[name]
    rows = queries.list_of_body(_get("body", public_id), kind)
    return _list(request, kind, rows, "body", public_id, name)


@answers_json
def organization_list(request: HttpRequest, public_id: str, name: str) -> Data:
    if name not in ORGANIZATION_LISTS:
        raise Http404("Diese Liste gibt es nicht.")
    kind = ORGANIZATION_LISTS[name]
    rows = queries.list_of_organization(_get("organization", public_id), kind)
    return _list(request, kind, rows, "organization", public_id, name)


@answers_json
def nothing(_request: HttpRequest, rest: str) -> Data:
    raise Http404(f"Hier gibt es nichts: {rest[:100]}")


@login_not_required
@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead to the one address a thing has where only the last slash is missing."""
    if request.method in {"GET", "HEAD"} and not rest.endswith("/"):
        query = request.META.get("QUERY_STRING", "")
        address = f"{system_url()}{quote(rest)}/" + (f"?{query}" if query else "")
        return _opened(HttpResponsePermanentRedirect(address))
    return nothing(request, rest=rest)


def _get(kind: str, public_id: str) -> OParlObject:
    found = BY_SEGMENT.get(kind)
    if found is None or not is_own_id(public_id):
        raise Http404("Dieses Objekt gibt es hier nicht.")
    return queries.get_object(OParlType(found), public_id)


def _list(
    request: HttpRequest, kind: OParlType, rows: QuerySet[OParlObject], *segments: str
) -> Data:
    form = ListForm(cast("Any", request.GET))
    if not form.is_valid():
        raise Refused(form.sentence())
    filters = form.filters
    return exports.listing(
        queries.read_page(kind, rows, filters),
        segments=segments,
        given=form.address_values(),
        after=filters.after,
        limit=filters.limit,
        omit_internal=form.omits_internal,
    )
