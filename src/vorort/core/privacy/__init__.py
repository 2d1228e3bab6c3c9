"""Privacy by declaration: what models say, and what follows from it."""

from vorort.core.privacy.declaration import (
    LEGAL_DUTY,
    PUBLIC_TASK,
    REFERENCE,
    SECURITY,
    STAFF,
    Declaration,
    Erasure,
    Manner,
    Retention,
    Then,
    clear,
    delete_row,
    keep,
)

__all__ = [
    "LEGAL_DUTY",
    "PUBLIC_TASK",
    "REFERENCE",
    "SECURITY",
    "STAFF",
    "Declaration",
    "Erasure",
    "Manner",
    "Retention",
    "Then",
    "clear",
    "delete_row",
    "keep",
]
