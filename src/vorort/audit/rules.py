"""What the log may keep: personal values are masked before they are written."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.apps import apps
from django.db.models import Model

from vorort.core.privacy import Declaration

MASK = "•••"


def personal_fields(kind: str) -> frozenset[str]:
    """Return the personal and sensitive fields of ``app.model`` as the model declares them."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return frozenset()
    declaration: type[Declaration] = getattr(model, "Privacy", Declaration)
    return frozenset(declaration.personal) | frozenset(declaration.sensitive)


def masked(values: Mapping[str, object], personal: Collection[str]) -> dict[str, object]:
    """Return JSON-safe values, those of personal fields hidden; empty ones stay empty."""
    return {
        key: MASK if key in personal and value not in (None, "") else plain(value)
        for key, value in values.items()
    }


def plain(value: object) -> object:
    """Return a value that JSON can hold and that reads back the same."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Model):
        return str(getattr(value, "public_id", value.pk))
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def snapshot(instance: Model, fields: Collection[str]) -> dict[str, object]:
    """Return the named fields of an object as ``before`` or ``after``, masked."""
    values = {field: getattr(instance, field) for field in fields}
    return masked(values, personal_fields(instance._meta.label_lower))  # noqa: SLF001


def commit(salt: str, details: Mapping[str, object]) -> str:
    """Return the hash that stands for the details of an entry in its seal."""
    text = json.dumps(plain(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def seal(previous_hash: str, position: int, content: Mapping[str, object]) -> str:
    """Return the hash of an entry in its chain: it depends on all entries before it."""
    text = json.dumps(
        [previous_hash, position, plain(content)],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
