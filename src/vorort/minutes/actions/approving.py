"""Approve as the body's rules say: in the next meeting, by silence, by signatures on paper."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality, MinutesApproval
from vorort.files import actions as files
from vorort.files.choices import ContentType, Purpose
from vorort.meetings.actions import advance_meeting
from vorort.meetings.choices import MeetingState
from vorort.minutes.actions.common import ReasonMissing, WrongState, locked, locked_open, log
from vorort.minutes.actions.reviewing import close_review
from vorort.minutes.choices import MinutesState, Review, SignerRole
from vorort.minutes.models import Minutes, Signature
from vorort.minutes.queries import (
    hash_of,
    later_meetings,
    needs_signatures,
    open_objections,
    read_public,
    record_of,
    reviewers,
    rules_of,
    seats_that_sat,
    texts_of,
)
from vorort.minutes.rules import HEAD, text_hash
from vorort.notices.rules import Problem, read_marks
from vorort.ui import format as show

if TYPE_CHECKING:
    from vorort.councils.models import BodyRules, Seat
    from vorort.meetings.models import Meeting

SCAN_LIMIT = 30 * 1024 * 1024


class AlreadyApproved(DomainError):
    """Nothing is approved twice."""


class ObjectionsOpen(DomainError):
    """Somebody objects, and nobody has dealt with it."""


class ApprovalUnproven(DomainError):
    """What the rules ask for is missing: the meeting, the end of the time, the signatures."""


class BracketsOpen(DomainError):
    """A mark for blacking out has no end, or no beginning."""


class ScanNotUsable(DomainError):
    """The scan is no PDF."""


class WrongSigner(DomainError):
    """Who has signed cannot have signed as that."""


@transaction.atomic
def approve(
    *,
    minutes: Minutes,
    by: Person,
    at: dt.datetime,
    note: str = "",
    meeting: "Meeting | None" = None,
) -> Minutes:
    """Approve the minutes: the text is fixed with its checksum, links of the review are void.

    Parameters
    ----------
    note : str
        How it was approved, where the meeting does not say it.
    meeting : Meeting, optional
        The later meeting that approved them.

    Raises
    ------
    AlreadyApproved, ObjectionsOpen, ApprovalUnproven, BracketsOpen
    """
    held = locked(minutes)
    if held.state == MinutesState.APPROVED:
        raise AlreadyApproved(
            _("Diese Niederschrift ist schon genehmigt (%(day)s).")
            % {"day": show.date(held.approved_at)}
        )
    _check_objections(held)
    rules = rules_of(held)
    proof = _proof(held, rules, note=note.strip(), meeting=meeting, at=at)
    _check_brackets(held)
    record, texts = record_of(held), texts_of(held)
    held.record, held.text_hash = record.as_json(), text_hash(record, list(texts.items()))
    held.state, held.approved_at, held.approved_by = MinutesState.APPROVED, at, by
    held.approval_note = proof[:200]
    held.save()
    close_review(held, by=by, at=at)
    held.meeting = advance_meeting(meeting=held.meeting, to=MeetingState.APPROVED, by=by, at=at)
    log("approved", held, by, at, after={"text_hash": held.text_hash, "note": held.approval_note})
    return held


def _check_objections(minutes: Minutes) -> None:
    count = open_objections(minutes).count()
    if count:
        raise ObjectionsOpen(
            _(
                "Es gibt noch Einwände, die nicht behandelt sind (%(count)d). Bitte behandeln Sie sie."
            )
            % {"count": count}
        )


def _check_brackets(minutes: Minutes) -> None:
    """Refuse text whose marks leave open what is hidden; the extract could not be put right later."""
    shown = {item.id for item in read_public(minutes).items} | {HEAD}
    wrong = {Problem.UNCLOSED, Problem.UNOPENED}
    for key, text in texts_of(minutes).items():
        if key in shown and wrong & set(read_marks(text).problems):
            raise BracketsOpen(
                _(
                    "In einem öffentlichen Abschnitt passen die Klammern einer Schwärzung nicht "
                    "zusammen. Bitte berichtigen Sie ihn; die Vorschau zeigt die Stelle."
                )
            )


def _proof(
    minutes: Minutes, rules: "BodyRules", *, note: str, meeting: "Meeting | None", at: dt.datetime
) -> str:
    """Return by what the minutes are approved; raises where the rules ask for more."""
    parts = []
    if needs_signatures(rules):
        _check_signed(minutes)
        parts.append(_("unterschrieben auf Papier (§ 40 Abs. 2 SächsGemO)"))
    if rules.minutes_approval == MinutesApproval.SILENCE:
        parts.append(_silence(minutes, at))
    elif rules.minutes_approval == MinutesApproval.NEXT_MEETING:
        parts.append(_in_meeting(minutes, meeting, note, at))
        note = "" if meeting is None else note
    return ", ".join([*parts, *([note] if note else [])])


def _in_meeting(minutes: Minutes, meeting: "Meeting | None", note: str, at: dt.datetime) -> str:
    if meeting is None:
        if not note:
            raise ApprovalUnproven(
                _(
                    "Bitte wählen Sie die Sitzung, in der die Niederschrift genehmigt wurde, oder "
                    "schreiben Sie, wie sonst."
                ),
                field="meeting",
            )
        return note
    if meeting not in later_meetings(minutes, at=at):
        raise ApprovalUnproven(
            _("In dieser Sitzung kann die Niederschrift nicht genehmigt worden sein."),
            field="meeting",
        )
    # It stands below the public extract too: by its day, without a number.
    return _("in der Sitzung am %(day)s") % {"day": show.date(meeting.starts_at)}


def _silence(minutes: Minutes, at: dt.datetime) -> str:
    if minutes.state != MinutesState.SENT or minutes.objections_until is None:
        raise ApprovalUnproven(_("Bitte versenden Sie die Niederschrift zuerst zur Durchsicht."))
    if hash_of(minutes) != minutes.sent_hash:
        raise ApprovalUnproven(
            _(
                "Der Text ist seit dem Versand geändert. Wer schweigt, stimmt nur dem zu, was er "
                "kennt: Bitte versenden Sie die Niederschrift noch einmal."
            )
        )
    if at > minutes.objections_until:
        return _("kein Widerspruch bis %(day)s") % {"day": show.date(minutes.objections_until)}
    asked = reviewers(minutes, on=timezone.localdate(at)).filter(role="voting")
    agreed = minutes.reviews.filter(review=Review.AGREED).values("seat")
    if asked.exclude(pk__in=agreed).exists():
        raise ApprovalUnproven(
            _("Bis %(day)s kann noch jemand widersprechen. Danach wird von selbst genehmigt.")
            % {"day": show.date(minutes.objections_until)}
        )
    return _("alle Stimmberechtigten haben zugestimmt")


def _check_signed(minutes: Minutes) -> None:
    signed = set(minutes.signatures.filter(signed_on__isnull=False).values_list("role", flat=True))
    missing = [str(role.label) for role in SignerRole if role.value not in signed]
    if minutes.signed_scan_id is None:
        raise ApprovalUnproven(
            _("Bitte laden Sie den Scan der unterschriebenen Niederschrift hoch."), field="scan"
        )
    if missing:
        raise ApprovalUnproven(
            _("Es fehlen noch Unterschriften: %(roles)s.") % {"roles": ", ".join(missing)}
        )


# ── paper ────────────────────────────────────────────────


@transaction.atomic
def store_scan(
    *,
    minutes: Minutes,
    stream: files.Readable,
    name: str,
    level: Confidentiality | str,
    by: Person,
    at: dt.datetime,
) -> Minutes:
    """Keep the scan of the signed paper, in place of an earlier one; its bytes must be a PDF.

    ``level`` is how far the paper was printed: who reads less does not get the scan.
    """
    held = locked_open(minutes)
    stored = files.store(
        stream=stream,
        name=name,
        purpose=Purpose.COUNCIL,
        by=by,
        limit_bytes=SCAN_LIMIT,
        authority_id=held.authority_id,
    )
    if stored.content_type != ContentType.PDF:
        raise ScanNotUsable(
            _("Das ist kein PDF. Bitte scannen Sie die unterschriebene Niederschrift als PDF."),
            field="scan",
        )
    _drop_scan(held, by=by, reason="ersetzt durch einen neuen Scan")
    held.signed_scan, held.scan_level = stored, Confidentiality(level)
    held.save(update_fields=["signed_scan", "scan_level", "updated_at"])
    log("scan_stored", held, by, at, after={"sha256": stored.sha256})
    return held


def _drop_scan(minutes: Minutes, *, by: Person, reason: str) -> None:
    former = minutes.signed_scan
    if former is None:
        return
    minutes.signed_scan = None
    minutes.save(update_fields=["signed_scan", "updated_at"])
    files.delete(stored=former, by=by, reason=reason, authority_id=minutes.authority_id)


@transaction.atomic
def sign(
    *,
    minutes: Minutes,
    signatures: Mapping[SignerRole, tuple["Seat | None", dt.date | None]],
    by: Person,
    at: dt.datetime,
) -> Minutes:
    """Note who has signed the paper, as what and when, as it was checked against the scan."""
    held = locked_open(minutes)
    _check_signers(held, signatures, on=timezone.localdate(at))
    for role, (seat, signed_on) in signatures.items():
        Signature.objects.update_or_create(
            minutes=held,
            role=role,
            defaults={"authority": held.authority, "seat": seat, "signed_on": signed_on},
        )
    done = sum(1 for _seat, day in signatures.values() if day)
    log("signatures_noted", held, by, at, after={"signed": done})
    return held


def _check_signers(
    minutes: Minutes,
    signatures: Mapping[SignerRole, tuple["Seat | None", dt.date | None]],
    *,
    on: dt.date,
) -> None:
    held_on = timezone.localdate(minutes.meeting.starts_at)
    people = [
        seat.pk
        for role, (seat, _day) in signatures.items()
        if seat is not None and role != SignerRole.MINUTE_TAKER
    ]
    if len(people) != len(set(people)):
        raise WrongSigner(_("Vorsitz und die beiden Mitglieder müssen drei verschiedene sein."))
    sat = seats_that_sat(minutes)
    for role, (seat, day) in signatures.items():
        if seat is not None and seat.body_id != minutes.meeting.body_id:
            raise WrongSigner(_("Wer unterschreibt, muss im Gremium sitzen."))
        if day is None:
            continue
        if seat is None:
            raise WrongSigner(
                _("Bitte nennen Sie, wer unterschrieben hat: %(role)s.") % {"role": role.label}
            )
        if not held_on <= day <= on:
            raise WrongSigner(
                _("Das Datum muss zwischen dem Sitzungstag und heute liegen: %(role)s.")
                % {"role": role.label}
            )
        if role in {SignerRole.MEMBER_ONE, SignerRole.MEMBER_TWO} and seat.pk not in sat:
            raise WrongSigner(
                _("%(seat)s war nicht in der Sitzung und kann sie nicht unterschreiben.")
                % {"seat": seat.function}
            )


# ── again ────────────────────────────────────────────────


@transaction.atomic
def reopen(*, minutes: Minutes, reason: str, by: Person, at: dt.datetime) -> Minutes:
    """Open approved minutes again for a correction; scan and signatures were for the old text.

    What is published stays as it is until a new version replaces it, or it is withdrawn.
    """
    held = locked(minutes)
    if held.state != MinutesState.APPROVED:
        raise WrongState(_("Diese Niederschrift ist nicht genehmigt, Sie können sie ändern."))
    if not reason.strip():
        raise ReasonMissing(_("Bitte begründen Sie die Berichtigung."), field="reason")
    before = {"text_hash": held.text_hash, "approval_note": held.approval_note}
    _drop_scan(held, by=by, reason="Niederschrift wieder geöffnet")
    held.signatures.all().delete()
    # What was said to the old text is settled with it.
    held.reviews.all().delete()
    held.state, held.record, held.text_hash, held.sent_hash = MinutesState.DRAFT, None, "", ""
    held.approved_at = held.approved_by = held.sent_at = held.objections_until = None
    held.approval_note = ""
    held.save()
    meeting = held.meeting
    if meeting.state == MeetingState.PUBLISHED:
        meeting = advance_meeting(meeting=meeting, to=MeetingState.APPROVED, by=by, at=at)
    held.meeting = advance_meeting(meeting=meeting, to=MeetingState.DRAFTED, by=by, at=at)
    log("reopened", held, by, at, before=before, after={"reason": reason.strip()})
    return held
