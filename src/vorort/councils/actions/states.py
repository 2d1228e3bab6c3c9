"""What the writes of this app share: locking, noticing that somebody was faster, the log."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.core.models import Stamped
from vorort.councils.models import Body

Row = TypeVar("Row", bound=Stamped)


class BodyChangedMeanwhile(DomainError):
    """Somebody else has changed the same thing since this page was opened."""


def locked(row: Row, *, seen: dt.datetime | None = None) -> Row:
    """Return the row as it stands now, locked; refuse when it was changed after ``seen``."""
    model: type[models.Model] = type(row)
    found: Row = model._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[assignment]  # noqa: SLF001
    if seen is not None and found.updated_at != seen:
        raise BodyChangedMeanwhile(
            _(
                "Jemand hat das inzwischen geändert. Ihre Eingaben stehen noch da: Bitte "
                "vergleichen Sie mit dem neuen Stand und speichern Sie noch einmal."
            )
        )
    return found


def changed_fields(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set the given fields; return the old values of those that are different now."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    return {name: old for name, old in before.items() if old != values[name]}


def audit(
    body: Body,
    verb: str,
    *,
    by: Person,
    at: dt.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record what happened to a body."""
    record(
        verb=f"councils.{verb}",
        by=by,
        authority_id=body.authority_id,
        kind="councils.body",
        object_id=body.public_id,
        label=body.name,
        before=before,
        after=after,
        at=at,
    )
