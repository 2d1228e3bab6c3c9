"""The end of what is due: erased or made anonymous, counted, proved."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import cut_chain, erase_details, record
from vorort.audit.queries import list_chains
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.core.privacy import catalogue, erasing
from vorort.core.scopes import platform_scope
from vorort.rights.models import Package, RetentionChoice, RetentionRun
from vorort.rights.queries.towns import BY_CHAIN, entries_with_term, own_days

# Shorter, and nobody could prove that a duty was done.
SHORTEST_DAYS = 30
LONGEST_DAYS = 365 * 30
Tell = Callable[[int, int, str], None]


class NotOpen(DomainError):
    """The law or the platform has fixed this term."""


@transaction.atomic
def choose_days(*, authority: Authority, table: str, days: int | None, by: Person) -> None:
    """Set a town's own term for a table, or go back to the usual one (``days`` None)."""
    try:
        entry = catalogue.get_entry(table)
    except LookupError as error:
        raise NotOpen(_("Diese Frist lässt sich nicht ändern.")) from error
    if not entry.retention.own or not catalogue.town_path(entry):
        raise NotOpen(_("Diese Frist lässt sich nicht ändern."))
    if days is not None and not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise NotOpen(
            _("Bitte geben Sie eine Zahl von %(least)s bis %(most)s Tagen an.")
            % {"least": SHORTEST_DAYS, "most": LONGEST_DAYS},
            field="days",
        )
    before = RetentionChoice.objects.filter(authority=authority, table=entry.label).first()
    old = before.days if before else None
    if days is None:
        RetentionChoice.objects.filter(authority=authority, table=entry.label).delete()
    else:
        RetentionChoice.objects.update_or_create(
            authority=authority, table=entry.label, defaults={"days": days}
        )
    record(
        verb="rights.retention_chosen",
        by=by,
        authority_id=authority.pk,
        kind="rights.retentionchoice",
        object_id=entry.label[:40],
        label=entry.name,
        before={"days": old},
        after={"days": days},
    )


def run_retention(
    *, at: dt.datetime, by: Person | None = None, tell: Tell = lambda *_words: None
) -> dict[str, int]:
    """Erase what is due on the whole platform; return counts by table.

    Each table is a transaction of its own: a failure in one leaves the others done. Rows that
    something else still needs stay and are counted in the next run again.
    """
    counts: dict[str, int] = {}
    with platform_scope("retention looks at all towns"):
        tables = entries_with_term()
        for number, entry in enumerate(tables):
            tell(number, len(tables), entry.name)
            if entry.label == BY_CHAIN:
                done = _cut_log(at=at)
            elif entry.model is Package:
                # Its files go with it.
                continue
            else:
                done = _end_table(entry, at=at, by=by)
            if done:
                counts[entry.label] = done
        if counts:
            RetentionRun.objects.create(run_at=at, counts=counts)
            record(
                verb="rights.retention_run",
                by=by,
                authority_id=None,
                kind="rights.retentionrun",
                object_id=at.date().isoformat(),
                label=_("Löschlauf"),
                after=counts,
                at=at,
            )
    return counts


@transaction.atomic
def _end_table(entry: catalogue.Entry, *, at: dt.datetime, by: Person | None) -> int:
    due = erasing.due_rows(entry, at=at, own_days=own_days(entry.label))
    outcome = erasing.carry_out([erasing.due_step(entry, due)])
    if entry.has_people and outcome.objects:
        erase_details(
            objects=outcome.objects, by=by, reason=_("Löschung nach Ablauf der Frist"), at=at
        )
    return sum(outcome.deleted.values()) + sum(outcome.cleared.values())


def _cut_log(*, at: dt.datetime) -> int:
    """Cut each chain at the start; the term is the same for all."""
    before = catalogue.get_entry(BY_CHAIN).retention.cutoff(at)
    return sum(cut_chain(authority_id=chain, before=before) for chain in list_chains())
