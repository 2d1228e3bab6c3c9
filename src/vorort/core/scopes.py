"""The tenant's scope: reads of tenant tables outside it raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django_scopes

from vorort.core.rowlevel import PLATFORM, row_scope


@contextmanager
def authority_scope(authority: Any) -> Iterator[None]:
    """Open the scope of one authority; nested scopes replace the outer one."""
    with django_scopes.scope(authority=authority), row_scope(str(authority.pk)):
        yield


@contextmanager
def platform_scope(reason: str) -> Iterator[None]:
    """Lift the scope for work of the platform itself; ``reason`` is for the reader of the code."""
    if not reason:
        raise ValueError("a reason is required")
    with django_scopes.scopes_disabled(), row_scope(PLATFORM):
        yield
