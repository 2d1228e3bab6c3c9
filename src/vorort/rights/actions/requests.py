"""A request of a person comes in, is checked, answered, carried out or refused."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import erase_details, record
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.errors import DomainError
from vorort.core.privacy import erasing
from vorort.core.privacy.erasing import Outcome
from vorort.core.scopes import platform_scope
from vorort.rights.choices import OPEN_STATES, RequestKind, RequestState
from vorort.rights.models import SubjectRequest
from vorort.rights.queries import requests as reads
from vorort.rights.rules import answer_due


class RequestEnded(DomainError):
    """The request has been answered or refused already."""


class NotIdentified(DomainError):
    """Nothing is given out or erased before somebody has checked who asks."""


class WordsMissing(DomainError):
    """An answer, a reason or a note is needed."""


@transaction.atomic
def receive_request(
    *,
    authority: Authority,
    kind: RequestKind,
    name: str,
    email: str,
    received_on: dt.date,
    by: Person,
    text: str = "",
    person: Person | None = None,
) -> SubjectRequest:
    """Put a request into the register; it is to be answered within one month.

    With ``person`` the request comes from somebody's own account: who they are is known.
    """
    if not name.strip():
        raise WordsMissing(_("Bitte geben Sie den Namen der Person an."), field="name")
    request: SubjectRequest = SubjectRequest.objects.create(
        authority=authority,
        kind=kind,
        name=name.strip(),
        email=email.strip().lower(),
        person=person,
        received_on=received_on,
        due_on=answer_due(received_on),
        text=text.strip(),
        state=RequestState.IDENTIFIED if person else RequestState.RECEIVED,
        identity_note=_("mit dem eigenen Konto angemeldet") if person else "",
        identity_on=received_on if person else None,
    )
    _note("rights.request_received", request, by)
    return request


@transaction.atomic
def check_identity(*, request: SubjectRequest, note: str, on: dt.date, by: Person) -> None:
    """Record how the identity was checked: by what, never a copy of a document."""
    locked = _open(request)
    if not note.strip():
        raise WordsMissing(
            _("Bitte schreiben Sie, womit Sie die Identität geprüft haben."), field="note"
        )
    locked.identity_note, locked.identity_on = note.strip()[:200], on
    locked.state, locked.handled_by = RequestState.IDENTIFIED, by
    locked.save()
    _note("rights.identity_checked", locked, by)


@transaction.atomic
def mark_reviewed(*, request: SubjectRequest, by: Person) -> None:
    """Record that somebody has looked through the texts that name other people."""
    locked = _open(request)
    locked.reviewed, locked.handled_by = True, by
    locked.save()
    _note("rights.texts_reviewed", locked, by)


@transaction.atomic
def answer_request(*, request: SubjectRequest, answer: str, on: dt.date, by: Person) -> None:
    """Close a request as answered."""
    locked = _open(request)
    if locked.state != RequestState.IDENTIFIED:
        raise NotIdentified(_("Bitte prüfen Sie zuerst die Identität der Person."))
    if not answer.strip():
        raise WordsMissing(_("Bitte schreiben Sie, was Sie geantwortet haben."), field="answer")
    locked.state, locked.answer, locked.ended_on = RequestState.ANSWERED, answer.strip(), on
    locked.handled_by = by
    locked.save()
    _note("rights.request_answered", locked, by)


@transaction.atomic
def refuse_request(*, request: SubjectRequest, reason: str, on: dt.date, by: Person) -> None:
    """Close a request as refused; the person must be told the reason and whom to turn to."""
    locked = _open(request)
    if not reason.strip():
        raise WordsMissing(_("Bitte begründen Sie die Ablehnung."), field="reason")
    locked.state, locked.answer, locked.ended_on = RequestState.REFUSED, reason.strip(), on
    locked.handled_by = by
    locked.save()
    _note("rights.request_refused", locked, by)


@transaction.atomic
def order_erasure(*, request: SubjectRequest, by: Person) -> str:
    """Queue the erasure of a person in this town; return the job's public id."""
    locked = _open(request)
    if locked.state != RequestState.IDENTIFIED:
        raise NotIdentified(_("Bitte prüfen Sie zuerst die Identität der Person."))
    return jobs.enqueue(
        "rights.jobs.erase_person",
        args={"request": locked.public_id, "authority": locked.authority_id},
        label=_("Angaben zu einer Person löschen"),
        authority_id=locked.authority_id,
        by=by,
        max_attempts=1,
    )


@transaction.atomic
def erase(*, request: SubjectRequest, by: Person | None, at: dt.datetime) -> Outcome:
    """Erase what is stored about the person, as the tables declare; all or nothing.

    Labels and values of the erased rows leave the log, too; what was done stays provable. Run
    again, it finds nothing more to do.
    """
    stored = reads.stored_about(request)
    plan = [
        step
        for step in reads.erasure_plan(stored)
        # The request itself is the proof that it was answered.
        if step.entry.model is not SubjectRequest
    ]
    with platform_scope("the erasure of a person crosses the tables of a town"):
        outcome = erasing.carry_out(plan)
        erase_details(
            objects=outcome.objects,
            by=by,
            reason=_("Löschung auf Antrag, %(request)s") % {"request": request.public_id},
            at=at,
        )
        locked = SubjectRequest.objects.select_for_update().get(pk=request.pk)
        done = {**outcome.cleared}
        for label, count in outcome.deleted.items():
            done[label] = done.get(label, 0) + count
        locked.erased = {**locked.erased, **{k: v for k, v in done.items() if v}}
        locked.save(update_fields=["erased", "updated_at"])
    record(
        verb="rights.person_erased",
        by=by,
        authority_id=request.authority_id,
        kind="rights.subjectrequest",
        object_id=request.public_id,
        label=str(RequestKind(request.kind).label),
        after={"deleted": dict(outcome.deleted), "anonymised": dict(outcome.cleared)},
        at=at,
    )
    return outcome


def _open(request: SubjectRequest) -> SubjectRequest:
    locked: SubjectRequest = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state not in OPEN_STATES:
        raise RequestEnded(_("Diese Anfrage ist schon erledigt."))
    return locked


def _note(verb: str, request: SubjectRequest, by: Person) -> None:
    """Record a step; the name of who asks never enters the log."""
    record(
        verb=verb,
        by=by,
        authority_id=request.authority_id,
        kind="rights.subjectrequest",
        object_id=request.public_id,
        label=str(RequestKind(request.kind).label),
        after={"state": str(request.state)},
    )
