"""The short form: five fields make finding, need, goal and measure; and the way between the forms."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.concepts.actions.answering import take_over_answers
from vorort.concepts.queries import guess_topic, open_need
from vorort.core.errors import DomainError
from vorort.findings.actions import add_need, create_finding, set_goal
from vorort.findings.choices import Direction, GoalKind, Strength
from vorort.measures.actions import (
    add_budget_line,
    create_measure,
    edit_measure,
    set_audiences,
)
from vorort.measures.choices import ConceptForm, CostKind, MoneySource
from vorort.measures.queries import money_of
from vorort.measures.rules import may_be_short

if TYPE_CHECKING:
    from vorort.authorities.models import Authority
    from vorort.findings.models import Finding, Goal, Need
    from vorort.measures.models import Measure
    from vorort.partners.models import Organisation

TITLE = 200


class WhyMissing(DomainError):
    """Even a small measure says why."""


class FormTooShort(DomainError):
    """Money or risk asks for the long form."""


@transaction.atomic
def create_small(
    *,
    authority: "Authority",
    title: str,
    indicator: str,
    owner: "Organisation",
    ends_on: dt.date,
    by: Person,
    at: dt.datetime,
    why: str = "",
    finding: "Finding | None" = None,
    topic: str = "",
    goal: str = "",
    audience: Sequence[str] = (),
    planned: Decimal = Decimal(0),
    is_risky: bool = False,
) -> "Measure":
    """Record a small measure: what, why, for whom and by what it is judged, who, until when.

    Without a finding, ``why`` becomes one, seen by people. Where money or risk asks for more, the
    same entries make a measure in the long form; nothing is typed twice.
    """
    title, why, indicator = title.strip(), why.strip(), indicator.strip()
    _need_words(finding, why, indicator)
    topic = topic or (finding.topic if finding else guess_topic(f"{title} {why}"))
    given: Any = {"by": by, "at": at}
    if finding is None:
        finding, why = _seen(authority, why, topic, audience, **given), ""
    need = open_need(finding) or add_need(finding=finding, title=_short(title), **given)
    measure: Measure = create_measure(
        authority=authority,
        title=_short(title),
        summary=title if len(title) > TITLE else "",
        topic=topic,
        owner=owner,
        responsible=by,
        goals=[_goal(need, goal.strip() or indicator, indicator, ends_on, **given)],
        form=_form(planned, is_risky=is_risky),
        is_risky=is_risky,
        ends_on=ends_on,
        **given,
    )
    if audience:
        set_audiences(measure=measure, audiences=[{"group": one} for one in audience], **given)
    if planned:
        add_budget_line(
            measure=measure, title=_short(title, 160), planned=planned, kind=CostKind.OTHER,
            source=MoneySource.OWN, **given,
        )  # fmt: skip
    if why:
        # Beside a finding, the sentence says why just now.
        take_over_answers(measure=measure, answers={"problem_now": why}, **given)
    return measure


@transaction.atomic
def switch_form(*, measure: "Measure", to: str, by: Person, at: dt.datetime) -> "Measure":
    """Change between short and long form; every answer stays where it is.

    Raises
    ------
    FormTooShort
        Planned money or a special risk asks for the long form.
    """
    if to == ConceptForm.SHORT:
        planned = money_of([measure])[measure.pk].planned
        if not may_be_short(planned=planned, is_risky=measure.is_risky):
            raise FormTooShort(
                _(
                    "Für diese Maßnahme reicht die Kurzform nicht: Sie kostet mehr, als dafür "
                    "vorgesehen ist, oder sie ist mit einem besonderen Risiko verbunden."
                )
            )
    reason = _("Form des Konzepts gewechselt.")
    changed: Measure = edit_measure(
        measure=measure, revision=measure.revision, reason=reason, form=to, by=by, at=at
    )
    return changed


def _need_words(finding: "Finding | None", why: str, indicator: str) -> None:
    if finding is None and not why:
        raise WhyMissing(
            _("Bitte wählen Sie eine Feststellung, oder schreiben Sie in einem Satz, warum."),
            field="why",
        )
    if not indicator:
        raise DomainError(
            _("Bitte schreiben Sie, woran Sie merken, dass es geholfen hat."), field="indicator"
        )


def _seen(
    authority: "Authority",
    why: str,
    topic: str,
    audience: Sequence[str],
    *,
    by: Person,
    at: dt.datetime,
) -> "Finding":
    """Make the finding of people who have seen something, without a figure behind it."""
    made: Finding = create_finding(
        authority=authority,
        title=_short(why),
        statement=why if len(why) > TITLE else "",
        topic=topic,
        strength=Strength.WEAK,
        target_groups=tuple(audience),
        by=by,
        at=at,
    )
    return made


def _form(planned: Decimal, *, is_risky: bool) -> str:
    if may_be_short(planned=planned, is_risky=is_risky):
        return ConceptForm.SHORT
    return ConceptForm.LONG


def _goal(
    need: "Need", title: str, indicator: str, due_on: dt.date, *, by: Person, at: dt.datetime
) -> "Goal":
    made: Goal = set_goal(
        authority=need.authority,
        need=need,
        kind=GoalKind.PROJECT,
        title=_short(title),
        own_indicator=_short(indicator),
        direction=Direction.UP,
        due_on=due_on,
        by=by,
        at=at,
    )
    return made


def _short(text: str, most: int = TITLE) -> str:
    return str(Truncator(" ".join(text.split())).chars(most))
