"""Answers save themselves; two people who write at once both keep their text."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.concepts.choices import BY_CODE
from vorort.concepts.models import Answer
from vorort.concepts.rules import LONGEST, is_open, is_short
from vorort.core.errors import DomainError
from vorort.measures.actions import advance
from vorort.measures.choices import MeasureState
from vorort.measures.rules import KIND
from vorort.ui import format as german

if TYPE_CHECKING:
    from vorort.measures.models import Measure

# A page that saves itself every few seconds writes one entry of the log in that time.
SAME_WRITING = dt.timedelta(minutes=10)


class Conflict(DomainError):
    """Somebody else has saved in the meantime; ``current`` is what stands now."""

    def __init__(self, current: Answer) -> None:
        super().__init__(
            _(
                "Jemand anderes hat diese Antwort inzwischen geändert. Beide Texte sind noch da. "
                "Bitte führen Sie sie zusammen und speichern Sie."
            )
        )
        self.current = current


class UnknownQuestion(DomainError):
    """There is no such question."""


class StepClosed(DomainError):
    """The measure is over: what was planned stays as it was."""


class AnswerTooLong(DomainError):
    """Longer than anybody would read."""


@transaction.atomic
def save_answer(
    *, measure: "Measure", question: str, text: str, revision: int, by: Person, at: dt.datetime
) -> Answer:
    """Save an answer, if nobody else has saved it since ``revision`` was read.

    Raises
    ------
    Conflict
        ``revision`` is not the latest: nothing is stored, ``current`` is what stands.
    """
    text = _checked(measure, question, text)
    own, _made = Answer.objects.get_or_create(
        measure=measure, question=question, defaults={"authority_id": measure.authority_id}
    )
    own = Answer.objects.select_for_update(of=("self",)).get(pk=own.pk)
    if own.text == text:
        return own
    if own.revision != revision:
        raise Conflict(own)
    recent = (
        own.answered_by_id == by.pk
        and own.answered_at is not None
        and at - own.answered_at < SAME_WRITING
    )
    _write(own, text, by=by, at=at)
    _begin(measure, by=by, at=at)
    if not recent:
        _log("answer_saved", measure, by, at, question=question)
    return own


@transaction.atomic
def take_over_answers(
    *, measure: "Measure", answers: Mapping[str, str], by: Person, at: dt.datetime
) -> list[Answer]:
    """Write many answers at once, such as those of another town; what is answered stays."""
    answered = set(
        Answer.objects.filter(measure=measure).exclude(text="").values_list("question", flat=True)
    )
    made = []
    for code, text in answers.items():
        if code not in BY_CODE or code in answered or not text.strip():
            continue
        own, _made = Answer.objects.get_or_create(
            measure=measure, question=code, defaults={"authority_id": measure.authority_id}
        )
        _write(own, _checked(measure, code, text), by=by, at=at)
        made.append(own)
    if made:
        _log("answers_taken_over", measure, by, at, answers=len(made))
    return made


def _begin(measure: "Measure", *, by: Person, at: dt.datetime) -> None:
    """Take an idea in the long form to its concept with the first answer.

    A page saves several answers at once: the state is read anew behind the lock, or each of them
    would take the same step.
    """
    if measure.state != MeasureState.IDEA or is_short(measure):
        return
    begun = type(measure).objects.select_for_update(of=("self",)).get(pk=measure.pk)
    day = timezone.localtime(at).date()
    if begun.state == MeasureState.IDEA and day >= begun.state_on:
        begun = advance(measure=begun, to=MeasureState.CONCEPT, on=day, by=by, at=at)
    measure.state, measure.state_on = begun.state, begun.state_on


def _write(own: Answer, text: str, *, by: Person, at: dt.datetime) -> None:
    own.text, own.answered_by, own.answered_at = text, by, at
    own.revision += 1
    own.save()


def _checked(measure: "Measure", code: str, text: str) -> str:
    """Return the text as it is stored, or refuse it with a sentence."""
    question = BY_CODE.get(code)
    if question is None:
        raise UnknownQuestion(_("Diese Frage gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    if not is_open(measure, question.step):
        raise StepClosed(
            _(
                "Die Maßnahme ist %(state)s. Ihr Konzept bleibt, wie es war; nur die Schritte 6 "
                "und 7 lassen sich noch ergänzen."
            )
            % {"state": measure.get_state_display()}
        )
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if len(text) > LONGEST:
        raise AnswerTooLong(
            _("Eine Antwort hat höchstens %(most)s Zeichen. Bitte kürzen Sie den Text.")
            % {"most": german.number(LONGEST)},
            field=code,
        )
    return text if text.strip() else ""


def _log(verb: str, measure: "Measure", by: Person, at: dt.datetime, **after: object) -> None:
    record(
        verb=f"concepts.{verb}",
        by=by,
        authority_id=measure.authority_id,
        kind=KIND,
        object_id=measure.public_id,
        label=str(measure),
        after=after or None,
        at=at,
    )
