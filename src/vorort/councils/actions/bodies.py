"""A body comes into being, changes, rests, ends, lives again; who takes part in it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.councils.actions.states import audit, changed_fields, locked
from vorort.councils.choices import BODY_STEPS, BodyKind, BodyState, LegalBasis
from vorort.councils.models import Body, BodyChange, BodyParticipant, BodyRules
from vorort.councils.queries.bodies import family_of
from vorort.councils.rules import preset
from vorort.ui import format as show

FIELDS = ("parent", "kind", "name", "short_name", "purpose", "founded_on", "term_from",
          "term_until")  # fmt: skip

# Sent with ``body``, ``by``, ``at`` in the transaction that takes a body in.
body_created = Signal()


class NameTaken(DomainError):
    """The town has a body of this name."""


class WrongParent(DomainError):
    """A body hangs below a body of the same town, never below itself."""


class TermNotInOrder(DomainError):
    """A term ends after it begins."""


class StepNotAllowed(DomainError):
    """The life of a body does not go this way, or it lacks a reason."""


class ParticipantNotAllowed(DomainError):
    """Who leads a body does not also take part in it; nobody takes part twice."""


@transaction.atomic
def create_body(
    *,
    authority: Authority,
    by: Person,
    at: dt.datetime,
    kind: BodyKind | str,
    name: str,
    legal_basis: LegalBasis | str,
    short_name: str = "",
    purpose: str = "",
    parent: Body | None = None,
    founded_on: dt.date | None = None,
    term_from: dt.date | None = None,
    term_until: dt.date | None = None,
    state: BodyState | str = BodyState.PLANNED,
) -> Body:
    """Take in a body with the rules of its legal basis."""
    day = timezone.localtime(at).date()
    body = Body(
        authority=authority,
        kind=BodyKind(kind),
        name=name.strip(),
        short_name=short_name.strip(),
        purpose=purpose.strip(),
        parent=parent,
        founded_on=founded_on,
        term_from=term_from,
        term_until=term_until,
        state=BodyState(state),
        state_since=founded_on if founded_on and state != BodyState.PLANNED else day,
    )
    _check(body)
    body.save()
    BodyRules.objects.create(
        authority=authority,
        body=body,
        valid_from=min(day, founded_on or day, term_from or day),
        **preset(legal_basis),
    )
    audit(body, "body_created", by=by, at=at, after={"kind": body.kind, "state": body.state})
    body_created.send(sender=Body, body=body, by=by, at=at)
    return body


@transaction.atomic
def edit_body(
    *, body: Body, by: Person, at: dt.datetime, seen: dt.datetime | None = None, **values: Any
) -> Body:
    """Change what a body is called and is for; ``seen`` is its ``updated_at`` on the page."""
    kept = locked(body, seen=seen)
    plain = {
        key: value.strip() if isinstance(value, str) else value
        for key, value in values.items()
        if key in FIELDS
    }
    before = changed_fields(kept, plain)
    if not before:
        return kept
    _check(kept)
    kept.save()
    audit(kept, "body_changed", by=by, at=at, before=before, after={k: plain[k] for k in before})
    return kept


def _check(body: Body) -> None:
    same = Body.objects.filter(authority=body.authority_id, name__iexact=body.name)
    if same.exclude(pk=body.pk).exists():
        words = _("Ein Gremium „%(name)s“ gibt es schon. Bitte wählen Sie einen anderen Namen.")
        raise NameTaken(words % {"name": body.name}, field="name")
    if body.term_from and body.term_until and body.term_until < body.term_from:
        words = _("Die Amtszeit endet vor ihrem Anfang. Bitte prüfen Sie beide Tage.")
        raise TermNotInOrder(words, field="term_until")
    if body.parent is None:
        return
    if body.parent.authority_id != body.authority_id or (
        body.pk and body.parent_id in family_of(body)
    ):
        raise WrongParent(
            _(
                "Ein Gremium kann nicht unter sich selbst oder unter einem fremden hängen. Bitte "
                "wählen Sie ein anderes übergeordnetes Gremium."
            ),
            field="parent",
        )


@transaction.atomic
def change_state(
    *,
    body: Body,
    to: BodyState | str,
    on: dt.date,
    reason: str,
    by: Person,
    at: dt.datetime,
    hand_over: str = "",
) -> Body:
    """Let a body rest, end or live again, with the reason and to whom its work goes.

    Raises
    ------
    StepNotAllowed
        When the step does not exist, lies in the future or before the last one, or says no reason.
    """
    kept, to = locked(body), BodyState(to)
    old = BodyState(kept.state)
    _check_step(kept, to, on=on, reason=reason, hand_over=hand_over, at=at)
    BodyChange.objects.create(
        authority=kept.authority,
        body=kept,
        from_state=old,
        to_state=to,
        on=on,
        reason=reason.strip(),
        hand_over=hand_over.strip(),
        by=by,
    )
    kept.state, kept.state_since = to, on
    if to == BodyState.ACTIVE and kept.founded_on is None:
        kept.founded_on = on
    kept.save()
    after = {"state": to.value, "on": on}
    audit(kept, "state_changed", by=by, at=at, before={"state": old.value}, after=after)
    return kept


def _check_step(
    body: Body, to: BodyState, *, on: dt.date, reason: str, hand_over: str, at: dt.datetime
) -> None:
    """Refuse a step that does not exist, is out of time, or leaves something behind."""
    old = BodyState(body.state)
    last = body.changes.order_by("-on").first()
    below = Body.objects.filter(parent=body).exclude(state=BodyState.DISSOLVED)
    names = ", ".join(below.values_list("name", flat=True))
    ends = to == BodyState.DISSOLVED
    if to not in BODY_STEPS[old]:
        words = _("Von „%(old)s“ führt kein Weg zu „%(new)s“. Bitte laden Sie die Seite neu.")
        raise StepNotAllowed(words % {"old": old.label, "new": to.label}, field="to")
    if not reason.strip():
        raise StepNotAllowed(_("Bitte schreiben Sie in einem Satz, warum."), field="reason")
    if on > timezone.localtime(at).date():
        raise StepNotAllowed(_("Dieser Tag liegt in der Zukunft."), field="on")
    if last is not None and on < last.on:
        words = _("Der letzte Wechsel war am %(day)s. Bitte nennen Sie einen späteren Tag.")
        raise StepNotAllowed(words % {"day": show.date(last.on)}, field="on")
    if ends and names:
        words = _("Bitte lösen Sie zuerst auf oder hängen Sie um, was darunter steht: %(names)s.")
        raise StepNotAllowed(words % {"names": names}, field="to")
    if ends and old != BodyState.PLANNED and not hand_over.strip():
        words = _("Bitte schreiben Sie, wer Aufgaben, Kontakte und Unterlagen übernimmt.")
        raise StepNotAllowed(words, field="hand_over")


@transaction.atomic
def add_participant(
    *,
    body: Body,
    participant: Authority,
    from_on: dt.date,
    basis: str,
    by: Person,
    at: dt.datetime,
) -> BodyParticipant:
    """Let a further municipality, county or the state take part in a body."""
    kept = locked(body)
    if participant.pk == kept.authority_id:
        words = _("%(name)s führt das Gremium schon und kann nicht zugleich beteiligt sein.")
        raise ParticipantNotAllowed(words % {"name": participant.name}, field="participant")
    known = kept.participants.filter(participant=participant)
    if known.exclude(until_on__lt=from_on).exists():
        words = _("%(name)s ist schon beteiligt.")
        raise ParticipantNotAllowed(words % {"name": participant.name}, field="participant")
    made: BodyParticipant = BodyParticipant.objects.create(
        authority_id=kept.authority_id,
        body=kept,
        participant=participant,
        from_on=from_on,
        basis=basis.strip(),
    )
    after = {"participant": participant.slug, "from_on": from_on}
    audit(kept, "participant_added", by=by, at=at, after=after)
    return made


@transaction.atomic
def end_participant(
    *, link: BodyParticipant, on: dt.date, by: Person, at: dt.datetime
) -> BodyParticipant:
    """Let an authority take part until a day, not longer."""
    kept = locked(link)
    if on < kept.from_on:
        words = _("Die Beteiligung begann erst am %(day)s.") % {"day": show.date(kept.from_on)}
        raise ParticipantNotAllowed(words, field="on")
    kept.until_on = on
    kept.save()
    after = {"participant": kept.participant.slug, "until_on": on}
    audit(kept.body, "participant_ended", by=by, at=at, after=after)
    return kept
