"""Ask the database once for what a page needs in many places.

A page such as "Heute" asks every app; each of them asks again where a person belongs. Within
``reading_once`` a query marked ``once`` is answered from memory when it was asked before. For
pages that only read: what is written in between would not be seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers of this page", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Remember the answers of marked queries until the end; nested it changes nothing."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(query: Callable[P, T]) -> Callable[P, T]:
    """Mark a query whose arguments are hashable and whose answer nobody changes."""

    @wraps(query)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return query(*args, **kwargs)
        key = (query, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = query(*args, **kwargs)
        found: T = answers[key]
        return found

    return answer
