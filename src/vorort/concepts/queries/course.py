"""What the concept has to say while a measure takes its course: gates, the next step, duties."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Membership
from vorort.authorities.rules import current
from vorort.concepts.choices import BEFORE_END, BEFORE_START, Step
from vorort.concepts.queries.concept import Concept, StepAnswers, get_concept
from vorort.concepts.queries.progress import missing_counts
from vorort.concepts.rules import can_write, is_short
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.measures import registry
from vorort.measures.choices import BEFORE_START as NOT_BEGUN
from vorort.measures.choices import ConceptForm, MeasureOrigin, MeasureState
from vorort.measures.models import Measure
from vorort.measures.queries import money_of
from vorort.measures.registry import Panel
from vorort.measures.rules import can_view_work, has_ended, may_be_short
from vorort.ui import format as german

# A concept shows itself so long before the measure begins.
AHEAD = dt.timedelta(days=30)
_EDIT_ROLES = [role for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_MEASURES in held]
_NAMED = 3


# ── gates ────────────────────────────────────────────────


def missing_before_start(measure: Measure) -> list[str]:
    """Return what the concept wants before the beginning: steps 1 to 5, or the five fields."""
    return _sentences(get_concept(measure), BEFORE_START)


def can_switch_form(measure: Measure) -> bool:
    """Whether the other form is open to a measure: the long one always, the short one for little."""
    if has_ended(measure):
        return False
    planned = money_of([measure])[measure.pk].planned
    return is_short(measure) or may_be_short(planned=planned, is_risky=measure.is_risky)


def missing_before_end(measure: Measure) -> list[str]:
    """Return what the concept wants before an end: steps 6 and 7, or what was learned.

    Money can be planned and the form be changed while a measure runs: what has grown too large for
    the short form does not end by it.
    """
    if is_short(measure):
        planned = money_of([measure])[measure.pk].planned
        if not may_be_short(planned=planned, is_risky=measure.is_risky):
            return [_outgrown(measure, planned)]
    return _sentences(get_concept(measure), BEFORE_END)


def _outgrown(measure: Measure, planned: Decimal) -> str:
    words = _(
        "Die Kurzform reicht nicht mehr: Es sind %(planned)s geplant, oder es gibt "
        "ein besonderes Risiko. Bitte stellen Sie auf die Langform um."
    )
    url = _address("concepts:concept", measure)
    return registry.Missing(words % {"planned": german.euro(planned)}, url)


def _sentences(concept: Concept, steps: Iterable[Step]) -> list[str]:
    return [_sentence(concept.step(step)) for step in steps if concept.step(step).missing]


def _sentence(step: StepAnswers) -> str:
    named = [f"„{each.text.rstrip('.')}“" for each in step.missing[:_NAMED]]
    rest = len(step.missing) - len(named)
    words = ", ".join(named)
    if rest:
        words += " " + ngettext("und %(n)d weitere", "und %(n)d weitere", rest) % {"n": rest}
    sentence = _("Schritt %(number)d, %(title)s: Noch offen ist %(words)s.") % {
        "number": step.step,
        "title": step.title,
        "words": words,
    }
    return registry.Missing(sentence, step.missing[0].url if len(step.missing) == 1 else step.url)


# ── the first page of a measure ──────────────────────────


def concept_panel(actor: Person, measure: Measure) -> Panel | None:
    """Return what is next for the concept, for who works in the town."""
    if not can_view_work(actor, measure.authority):
        return None
    concept = get_concept(measure)
    done = sum(step.complete for step in concept.steps)
    total = sum(step.total for step in concept.steps)
    context: dict[str, Any] = {
        "concept_url": _address("concepts:concept", measure),
        "form_label": _("Konzept in Kurzform") if is_short(measure) else _("Konzept"),
        "progress": _("%(done)d von %(total)d Angaben") % {"done": done, "total": total},
        "next": next_deed(concept) if can_write(actor, measure) else None,
    }
    return Panel(_("Wie es weitergeht"), "concepts/panel.html", context)


def due_step(concept: Concept) -> StepAnswers | None:
    """Return the step to write now: before the beginning one of the first five, later the others."""
    steps = BEFORE_START if MeasureState(concept.measure.state) in NOT_BEGUN else BEFORE_END
    return next((concept.step(step) for step in steps if concept.step(step).missing), None)


def next_deed(concept: Concept) -> dict[str, str] | None:
    """Return the next thing to do: think it through, have it decided, begin, look back."""
    own = concept.measure
    state = MeasureState(own.state)
    open_before = [concept.step(step) for step in BEFORE_START if concept.step(step).missing]
    if state in NOT_BEGUN and open_before and not is_short(own):
        return {**_to_step(open_before[0]), "text": open_before[0].missing[0].text}
    if state in {MeasureState.IDEA, MeasureState.CONCEPT}:
        return {
            "title": _("Entscheidung festhalten"),
            "text": _("Soll ein Gremium beschließen, legen Sie die Vorlage bei den Unterlagen an. Sonst genügt die Entscheidung der Verwaltung."),
            "label": _("Entscheidung festhalten"),
            "url": registry.address_of("measures:decide", own),
        }  # fmt: skip
    if state == MeasureState.DECIDED:
        if open_before:
            return {**_to_step(open_before[0]), "text": open_before[0].missing[0].text}
        return {
            "title": _("Beginn festhalten"),
            "text": _(
                "Die Maßnahme ist beschlossen, und was vor dem Beginn nötig ist, ist da. Öffentlich "
                "machen können Sie sie schon jetzt."
            ),
            "label": _("Beginn festhalten"),
            "url": reverse(
                "measures:step", args=[own.authority.slug, own.public_id, MeasureState.RUNNING]
            ),
        }
    open_after = [concept.step(step) for step in BEFORE_END if concept.step(step).missing]
    over = own.ends_on is not None and own.ends_on < today()
    if open_after and (state == MeasureState.EVALUATED or over):
        return {**_to_step(open_after[0]), "text": open_after[0].missing[0].text}
    return None


def _to_step(step: StepAnswers) -> dict[str, str]:
    values = {"number": step.step.value, "title": step.title}
    return {
        "title": _("Schritt %(number)d: %(title)s") % values,
        "label": _("Mit Schritt %(number)d weitermachen") % values,
        "step": str(step.step.value),
        "url": step.url,
    }


# ── what somebody owes ───────────────────────────────────


def list_duties(actor: Person) -> list[Duty]:
    """Return concepts that are open though the measure begins soon, or has come to its end."""
    day = today()
    with platform_scope("duties of one person over all their towns"):
        held = current(Membership.objects.filter(person=actor, role__in=_EDIT_ROLES), on=day)
        towns = set(held.values_list("authority_id", flat=True))
        if not towns:
            return []
        rows = Measure.objects.filter(authority__in=towns).select_related("authority")
        soon = list(
            rows.filter(
                state__in=sorted(NOT_BEGUN),
                form=ConceptForm.LONG,
                origin=MeasureOrigin.NEW,
                starts_on__lte=day + AHEAD,
            )
        )
        over = list(
            rows.filter(state__in=[MeasureState.RUNNING, MeasureState.EVALUATED], ends_on__lt=day)
        )
        counts = missing_counts([*soon, *over])
        found = [
            *(_duty(each, counts[each.pk], BEFORE_START, each.starts_on) for each in soon),
            *(_duty(each, counts[each.pk], BEFORE_END, None) for each in over),
        ]
    return [duty for duty in found if duty is not None]


def _duty(
    measure: Measure, counts: dict[Step, int], steps: tuple[Step, ...], due_on: dt.date | None
) -> Duty | None:
    open_count = sum(counts[step] for step in steps)
    if not open_count:
        return None
    first = next(step for step in steps if counts[step])
    before = steps == BEFORE_START
    title = (
        _("Konzept fertig schreiben: %(title)s") if before else _("Schlüsse festhalten: %(title)s")
    )
    reason = ngettext("Eine Angabe fehlt noch.", "%(count)d Angaben fehlen noch.", open_count) % {
        "count": open_count
    }
    place = [measure.authority.slug, measure.public_id]
    return Duty(
        town_key=measure.authority.town_key,
        town=measure.authority.name,
        title=title % {"title": measure.title},
        url=reverse("concepts:step", args=[*place, first.value]),
        reason=reason,
        due_on=due_on,
        kind="concepts.before_start" if before else "concepts.before_end",
    )


def _address(view_name: str, measure: Measure) -> str:
    return reverse(view_name, args=[measure.authority.slug, measure.public_id])
