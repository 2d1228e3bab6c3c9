"""The end of a town: asked for, confirmed, offered to the archive, waited, carried out."""

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import cut_chain, erase_details, record, seal_chain
from vorort.audit.queries import end_of_chain
from vorort.authorities.models import Authority
from vorort.core import search
from vorort.core.errors import DomainError
from vorort.core.privacy import erasing, people
from vorort.core.scopes import platform_scope
from vorort.files.queries import path_for
from vorort.rights.actions.town_rows import Tell, delete_rows_of_town
from vorort.rights.choices import (
    NEXT_STATES,
    RUNNING_REMOVALS,
    WAITING_DAYS,
    ArchiveAnswer,
    RemovalState,
)
from vorort.rights.models import Package, Removal
from vorort.rights.queries.requests import subject_of_person
from vorort.rights.queries.towns import path_of, people_of_this_town_only
from vorort.rights.rules import can_confirm_removal, can_request_removal


class NotNow(DomainError):
    """The removal is not in a state that allows this step."""


class NotAllowed(DomainError):
    """Not a step for the person who tries it."""


class WordsMissing(DomainError):
    """A reason, a name or a date is needed."""


@transaction.atomic
def request_removal(*, authority: Authority, reason: str, by: Person, at: dt.datetime) -> Removal:
    """Ask for the end of a town on the platform; nothing happens before a second person agrees."""
    if not can_request_removal(by, authority):
        raise NotAllowed(_("Nur die Bürgermeisterin oder der Bürgermeister kann das beantragen."))
    if not reason.strip():
        raise WordsMissing(_("Bitte nennen Sie den Grund."), field="reason")
    if Removal.objects.filter(authority_id=authority.pk, state__in=RUNNING_REMOVALS).exists():
        raise NotNow(_("Für diesen Ort läuft schon eine Auflösung."))
    removal = Removal.objects.create(
        authority_id=authority.pk,
        name=authority.name,
        slug=authority.slug,
        area_key=authority.area_key,
        reason=reason.strip(),
        requested_by=by,
        requested_at=at,
    )
    _note("rights.removal_requested", removal, by, at=at)
    return removal


@transaction.atomic
def confirm_removal(
    *, authority: Authority, removal: Removal, by: Person, at: dt.datetime
) -> Removal:
    """Agree as the second person; now the documents go to the archive as an offer."""
    locked = _move(removal, RemovalState.CONFIRMED)
    if not can_confirm_removal(by, authority, removal):
        raise NotAllowed(_("Bestätigen muss eine zweite Person."))
    locked.confirmed_by, locked.confirmed_at = by, at
    locked.save()
    _note("rights.removal_confirmed", locked, by, at=at)
    return locked


@transaction.atomic
def mark_offered(
    *, removal: Removal, package: Package, archive: str, on: dt.date, by: Person
) -> Removal:
    """Record that the package went to the archive (§ 5 SächsArchivG)."""
    locked = _move(removal, RemovalState.OFFERED)
    if not archive.strip():
        raise WordsMissing(_("Bitte nennen Sie das Archiv."), field="archive")
    locked.archive_name, locked.offered_on = archive.strip()[:160], on
    locked.offer_sha256 = package.sha256
    locked.save()
    _note("rights.removal_offered", locked, by, sha256=package.sha256)
    return locked


@transaction.atomic
def record_answer(
    *,
    removal: Removal,
    answer: ArchiveAnswer,
    on: dt.date,
    by: Person,
    note: str = "",
) -> Removal:
    """Record what the archive said; the waiting time starts on that day."""
    locked = _move(removal, RemovalState.WAITING)
    if locked.offered_on is not None and on < locked.offered_on:
        raise WordsMissing(_("Die Antwort kann nicht vor dem Angebot liegen."), field="on")
    locked.archive_answer, locked.archive_answered_on = answer, on
    locked.archive_note = note.strip()
    locked.not_before = on + dt.timedelta(days=WAITING_DAYS)
    locked.save()
    _note("rights.removal_answered", locked, by, answer=answer.value, not_before=locked.not_before)
    return locked


@transaction.atomic
def cancel_removal(*, removal: Removal, by: Person, at: dt.datetime) -> Removal:
    """Stop the removal; possible until the deletion itself."""
    locked = _move(removal, RemovalState.CANCELLED)
    locked.ended_at = at
    locked.save()
    _note("rights.removal_cancelled", locked, by, at=at)
    return locked


def remove_town(
    *, removal: Removal, at: dt.datetime, by: Person | None, job: str = "", tell: Tell | None = None
) -> Removal:
    """Delete everything of a town; its bytes follow when the transaction has succeeded.

    What stays is this removal and one entry in the platform's log with the last seal of the
    town's own log, so that a copy of that log can be checked for ever.
    """
    # Everything up to here gets its seal, so that the exported log can be checked to its end.
    seal_chain(authority_id=removal.authority_id, at=at, limit=10_000_000)
    with transaction.atomic(), platform_scope("a town and all its rows go"):
        locked = _move(removal, RemovalState.REMOVED)
        authority = Authority.objects.get(pk=locked.authority_id)
        leaving = [
            person
            for person in people_of_this_town_only(authority)
            # Whoever decided must stay known as long as the removal is provable.
            if person.pk not in {locked.requested_by_id, locked.confirmed_by_id}
        ]
        locked.log_position, locked.log_hash = end_of_chain(authority.pk)
        packages = [path_of(each) for each in Package.objects.filter(authority_id=authority.pk)]
        cut_chain(authority_id=authority.pk, before=None)
        removed = delete_rows_of_town(authority.pk, keep_job=job, tell=tell or _silent)
        search.close_doors(authority_id=locked.authority_id)
        counts = dict(removed.counts)
        for label, count in _erase_people(leaving, at=at, by=by).items():
            counts[label] = counts.get(label, 0) + count
        locked.counts = counts
        locked.ended_at = at
        locked.save()
        record(
            verb="rights.town_removed",
            by=by,
            authority_id=None,
            kind="rights.removal",
            object_id=locked.public_id,
            label=locked.name,
            after={
                "area_key": locked.area_key,
                "rows": sum(locked.counts.values()),
                "log_position": locked.log_position,
                "log_hash": locked.log_hash,
                "archive": locked.archive_answer,
            },
            at=at,
        )
        paths = [*packages, *(path_for(key) for key in removed.files)]
        transaction.on_commit(lambda: _unlink(paths))
    return locked


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _silent(_done: int, _total: int, _step: str) -> None:
    """Nobody watches."""


def _erase_people(leaving: list[Person], *, at: dt.datetime, by: Person | None) -> dict[str, int]:
    """Erase the accounts of those who worked for this town alone."""
    counts: dict[str, int] = {}
    for person in leaving:
        subject = subject_of_person(person)
        outcome = erasing.carry_out(erasing.plan(people.find(subject), subject))
        erase_details(objects=outcome.objects, by=by, reason=_("Auflösung eines Ortes"), at=at)
        for done in (outcome.deleted, outcome.cleared):
            for label, count in done.items():
                counts[label] = counts.get(label, 0) + count
    return counts


def _move(removal: Removal, state: RemovalState) -> Removal:
    locked = Removal.objects.select_for_update().get(pk=removal.pk)
    if state not in NEXT_STATES.get(locked.state, frozenset()):
        raise NotNow(
            _("Die Auflösung ist „%(state)s“; dieser Schritt ist nicht möglich.")
            % {"state": RemovalState(locked.state).label}
        )
    locked.state = state
    return locked


def _note(
    verb: str, removal: Removal, by: Person, *, at: dt.datetime | None = None, **after: object
) -> None:
    record(
        verb=verb,
        by=by,
        authority_id=removal.authority_id,
        kind="rights.removal",
        object_id=removal.public_id,
        label=removal.name,
        after={"state": str(removal.state), **after},
        at=at,
    )
