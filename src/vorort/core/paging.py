"""Pages of a list: 50 rows each, the page in the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def paginate(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE) -> Page[Any]:
    """Return the page named by ``?seite=``; a wrong number gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("seite"))
