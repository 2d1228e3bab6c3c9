"""Ask for a signature, give it, return it, take it back; each with its day and its text."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.leadership.choices import SignOffState
from vorort.leadership.models import SignOff
from vorort.leadership.registry import revisions_of
from vorort.leadership.rules import KIND, may_become


class NotPossible(DomainError):
    """The sign-off cannot be asked for, or not take this state."""


@transaction.atomic
def ask_sign_off(
    *,
    authority: Authority,
    subject_kind: str,
    subject_id: str,
    title: str,
    question: str,
    by: Person,
    at: dt.datetime,
    due_on: dt.date | None = None,
    revision: int = 0,
) -> SignOff:
    """Put something before the head of the administration; once at a time for each thing."""
    if not question.strip():
        raise NotPossible(_("Bitte sagen Sie, was zu entscheiden ist."), field="question")
    if due_on is not None and due_on < timezone.localdate(at):
        raise NotPossible(
            _("Dieser Tag ist vorbei. Bitte wählen Sie einen späteren."), field="due_on"
        )
    # Locked so that two people cannot ask for the same thing at the same moment.
    Authority.objects.select_for_update().get(pk=authority.pk)
    asked = SignOff.objects.filter(
        authority=authority,
        subject_kind=subject_kind,
        subject_id=subject_id,
        state=SignOffState.ASKED,
    )
    if asked.exists():
        raise NotPossible(
            _("Hierfür ist schon eine Zeichnung erbeten. Bitte warten Sie auf die Antwort."),
            field="subject",
        )
    made = SignOff.objects.create(
        authority=authority,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_title=title[:240],
        revision=revision or _revision(subject_kind, subject_id),
        question=question.strip(),
        due_on=due_on,
        asked_at=at,
        asked_by=by,
    )
    _note("sign_off_asked", made, by=by, at=at)
    return made


@transaction.atomic
def sign_off(
    *,
    sign_off: SignOff,
    by: Person,
    at: dt.datetime,
    note: str = "",
    revision: int | None = None,
) -> SignOff:
    """Sign what was put before one; the text signed is the one of this moment.

    ``revision`` is the text the person has read: where it is another one by now, nothing happens.
    """
    kept = _locked(sign_off)
    current = _revision(kept.subject_kind, kept.subject_id)
    if revision is not None and revision != current:
        raise NotPossible(
            _(
                "Der Text wurde eben geändert. Bitte lesen Sie ihn noch einmal und zeichnen Sie dann."
            )
        )
    kept.revision = current
    return _decide(kept, SignOffState.SIGNED, note, by=by, at=at)


@transaction.atomic
def return_sign_off(*, sign_off: SignOff, note: str, by: Person, at: dt.datetime) -> SignOff:
    """Give something back unsigned and say why."""
    if not note.strip():
        raise NotPossible(_("Bitte sagen Sie, was fehlt oder anders sein soll."), field="note")
    return _decide(_locked(sign_off), SignOffState.RETURNED, note, by=by, at=at)


@transaction.atomic
def withdraw_sign_off(*, sign_off: SignOff, by: Person, at: dt.datetime, note: str = "") -> SignOff:
    """Take a question back that needs no answer any more."""
    kept = _locked(sign_off)
    _allow(kept, SignOffState.WITHDRAWN)
    kept.state = SignOffState.WITHDRAWN
    if note.strip():
        kept.note = "\n".join(each for each in (kept.note, note.strip()) if each)
    kept.save(update_fields=["state", "note", "updated_at"])
    _note("sign_off_withdrawn", kept, by=by, at=at)
    return kept


def _locked(sign_off: SignOff) -> SignOff:
    rows = SignOff.objects.select_for_update(of=("self",)).select_related("authority")
    return rows.get(pk=sign_off.pk)


def _allow(sign_off: SignOff, state: SignOffState) -> None:
    if not may_become(sign_off, state):
        raise NotPossible(
            _("Das ist nicht mehr möglich. Diese Zeichnung ist schon %(state)s.")
            % {"state": sign_off.get_state_display()}
        )


def _decide(
    kept: SignOff, state: SignOffState, note: str, *, by: Person, at: dt.datetime
) -> SignOff:
    _allow(kept, state)
    kept.state, kept.note = state, note.strip()
    kept.decided_at, kept.decided_by = at, by
    kept.save()
    _note(f"sign_off_{state}", kept, by=by, at=at)
    return kept


def _revision(kind: str, public_id: str) -> int:
    return revisions_of([(kind, public_id)]).get((kind, public_id), 0)


def _note(verb: str, sign_off: SignOff, *, by: Person, at: dt.datetime) -> None:
    record(
        verb=f"leadership.{verb}",
        by=by,
        authority_id=sign_off.authority_id,
        kind=KIND,
        object_id=sign_off.public_id,
        label=sign_off.subject_title,
        after={"state": str(sign_off.state), "revision": sign_off.revision},
        at=at,
    )
