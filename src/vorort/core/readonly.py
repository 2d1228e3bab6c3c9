"""A GET changes nothing: the database is asked to read only while one is answered."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Reading personal data is an event; throttles and sessions count requests.
WRITABLE = ("audit_", "axes_", "django_session")
# Statements that may write; the table is found behind the verb, also inside a WITH.
STARTS = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"})
WRITE = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?!\s+SET\b)(?:\s+OR\s+\w+)?|DELETE\s+FROM)"
    r"\s+\"?(\w+)",
    re.IGNORECASE,
)


class ReadOnlyViolation(RuntimeError):
    """A safe request tried to write."""


def _refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 - the signature is Django's
    context: Any,
) -> Any:
    start = sql.lstrip("( \n").split(None, 1)
    if start and start[0].upper() in STARTS:
        for table in WRITE.findall(sql):
            if not table.startswith(WRITABLE):
                raise ReadOnlyViolation(f"GET wants to write to {table}")
    return execute(sql, params, many, context)


class ReadOnlyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(_refuse_writes))
            return self.get_response(request)
