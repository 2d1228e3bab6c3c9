"""What a measure is: its words and dates, its target groups, what it rests on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.measures.actions._common import (
    change,
    locked,
    log,
    measure_changed,
    not_ended,
    versioned,
)
from vorort.measures.actions.creating import check_dates
from vorort.measures.choices import ConceptForm
from vorort.measures.models import Audience, Citation, Measure
from vorort.measures.rules import AFTER_THE_END, has_ended

if TYPE_CHECKING:
    from vorort.partners.models import Offer

EDITABLE = frozenset(
    {"title", "summary", "topic", "pillars", "settings", "risk_factors", "protective_factors",
     "form", "is_risky", "owner", "responsible", "place", "area_key", "starts_on", "ends_on",
     "afterwards", "evidence_level", "evidence_on", "evidence_title", "evidence_url", "lessons"}
)  # fmt: skip


class StaleMeasure(DomainError):
    """Somebody else has saved in the meantime; ``current`` is what stands now."""

    def __init__(self, message: str, current: Measure) -> None:
        super().__init__(message)
        self.current = current


@transaction.atomic
def edit_measure(
    *,
    measure: Measure,
    revision: int,
    by: Person,
    at: dt.datetime,
    reason: str = "",
    **values: Any,
) -> Measure:
    """Change a measure; after its adoption with a reason, which makes a version.

    Raises
    ------
    StaleMeasure
        ``revision`` is not the latest: nothing is stored.
    ReasonNeeded
        The measure is adopted and something changes without a reason.
    MeasureEnded
        It has ended; only what was learned and what came after may still be written.
    """
    unknown = values.keys() - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    own = locked(measure)
    if own.revision != revision:
        raise StaleMeasure(
            _(
                "Jemand hat die Maßnahme inzwischen geändert. Ihre Eingaben stehen noch hier, "
                "daneben der jetzige Stand. Bitte führen Sie beides zusammen und speichern Sie."
            ),
            own,
        )
    changed = sorted(name for name, value in values.items() if getattr(own, name) != value)
    if not changed:
        return own
    if has_ended(own) and not AFTER_THE_END.issuperset(changed):
        not_ended(own)
    _check(own, values)
    with versioned(own, reason=reason, by=by, at=at):
        for name in changed:
            setattr(own, name, values[name])
        own.revision += 1
        own.save()
    log("measure_changed", own, by, at, fields=changed)
    return own


@transaction.atomic
def set_audiences(
    *,
    measure: Measure,
    audiences: Sequence[Mapping[str, Any]],
    by: Person,
    at: dt.datetime,
    reason: str = "",
) -> Measure:
    """Say for whom a measure is; each entry has ``group`` and may have ``note``, ``size``, ``direct``.

    Replaces what was there; the same group twice needs notes that tell them apart.
    """
    rows = [
        {
            "group": each["group"],
            "note": str(each.get("note") or "").strip(),
            "size": each.get("size"),
            "direct": bool(each.get("direct", True)),
        }
        for each in audiences
    ]
    keys = [(each["group"], each["note"]) for each in rows]
    if len(set(keys)) != len(keys):
        raise DomainError(
            _("Eine Zielgruppe steht doppelt da. Bitte schreiben Sie dazu, was sie unterscheidet."),
            field="audiences",
        )  # fmt: skip
    with change(measure, reason=reason, by=by, at=at) as own:
        had = [
            {name: getattr(each, name) for name in ("group", "note", "size", "direct")}
            for each in own.audiences.all()
        ]
        if had != rows:
            own.audiences.all().delete()
            for row in rows:
                Audience.objects.create(authority=own.authority, measure=own, **row)
    if had != rows:
        log("audiences_set", own, by, at, groups=[row["group"] for row in rows])
    return own


@transaction.atomic
def cite(
    *,
    measure: Measure,
    kind: str,
    title: str,
    by: Person,
    at: dt.datetime,
    website: str = "",
    offer: "Offer | None" = None,
) -> Citation:
    """Name a standard, concept, strategy or study the measure follows."""
    own = locked(measure)
    not_ended(own)
    words = title.strip() or (offer.title if offer is not None else "")
    if not words:
        raise DomainError(_("Bitte schreiben Sie, worauf sich die Maßnahme beruft."), field="title")
    link = website or (offer.website if offer is not None else "")
    made: Citation = Citation.objects.create(
        authority=own.authority, measure=own, kind=kind, title=words, website=link, offer=offer
    )
    log("citation_added", own, by, at, title=words)
    measure_changed.send(sender=Measure, measure=own, at=at)
    return made


@transaction.atomic
def remove_citation(*, citation: Citation, by: Person, at: dt.datetime) -> None:
    """Take a citation away."""
    own = locked(citation.measure)
    not_ended(own)
    citation.delete()
    log("citation_removed", own, by, at, title=citation.title)
    measure_changed.send(sender=Measure, measure=own, at=at)


def _check(own: Measure, values: Mapping[str, Any]) -> None:
    """Refuse what does not fit together, whichever half of it is new."""

    def would_be(name: str) -> Any:
        return values.get(name, getattr(own, name))

    check_dates(would_be("starts_on"), would_be("ends_on"))
    if not str(would_be("title")).strip():
        raise DomainError(_("Bitte geben Sie der Maßnahme einen Titel."), field="title")
    owner = would_be("owner")
    if owner is None or owner.authority_id != own.authority_id:
        raise DomainError(_("Bitte wählen Sie, wer zuständig ist."), field="owner")
    if would_be("form") == ConceptForm.SHORT and would_be("is_risky"):
        raise DomainError(
            _("Bei besonderem Risiko reicht die Kurzform nicht. Bitte wählen Sie die Langform."),
            field="form",
        )
