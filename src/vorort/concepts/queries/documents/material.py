"""What all documents are made of: passages of prose and tables, with what is missing said."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from vorort.concepts.choices import BY_CODE, Known
from vorort.concepts.queries.concept import Concept, Item, get_concept
from vorort.concepts.queries.known import Fact
from vorort.effects.models import Evaluation, OutcomePlan, ReachIndicator
from vorort.effects.queries import (
    EffectPicture,
    EffectText,
    describe,
    latest_of_plans,
    picture,
    plan_facts,
    what_could_be_seen,
)
from vorort.measures.choices import CostKind, MoneySource
from vorort.measures.models import BudgetLine, Measure
from vorort.notices.exports import Block, Column, Facts, Heading, Table
from vorort.notices.rules import public_text
from vorort.ui import format as german

_MARKED = re.compile(r"([\\`*_{}\[\]<>#+!|~])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)", re.MULTILINE)
# A label, and in italics that there is nothing.
_OPEN = re.compile(r"\*\*[^*]+\.\*\* \*[^*]+\*")
_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_LIST = re.compile(r"^\s*([-*•]|\d+[.)])\s")


@dataclass(frozen=True)
class Result:
    """An evaluation with its sentences and, where something could be estimated, its numbers."""

    evaluation: Evaluation
    text: EffectText
    picture: EffectPicture | None


@dataclass(frozen=True)
class Material:
    """A measure with everything its documents say, read once."""

    measure: Measure
    concept: Concept
    on: dt.date

    @cached_property
    def budget(self) -> list[BudgetLine]:
        """The lines of the budget, each with what was spent on it."""
        rows = self.measure.budget.annotate(spent=Sum("spendings__amount")).order_by("id")
        return list(rows)

    @cached_property
    def planned(self) -> Decimal:
        """All planned money, in euros."""
        return sum((line.planned for line in self.budget), Decimal(0))

    @cached_property
    def plans(self) -> list[OutcomePlan]:
        """How the measure is to be judged by figures."""
        return list(self.measure.outcome_plans.order_by("id"))

    @cached_property
    def results(self) -> list[Result]:
        """What the latest evaluation of each figure says, in the words of its own engine."""
        found = latest_of_plans(self.plans)
        rows = [found[plan.pk] for plan in self.plans if plan.pk in found]
        return [Result(row, describe(row), picture(row)) for row in rows]

    def fact(self, known: Known) -> Fact | None:
        """Return what is known of a kind."""
        return self.concept.facts.get(known)


def gather(measure: Measure, *, at: dt.datetime) -> Material:
    """Return what the documents of a measure are made of."""
    return Material(measure, get_concept(measure), timezone.localdate(at))


# ── prose ────────────────────────────────────────────────


def plain(text: str) -> str:
    """Return a text whose signs are no markup, without what is blacked out."""
    return _NUMBERED.sub(r"\1\\\2", _MARKED.sub(r"\\\1", public_text(text)))


def not_answered(label: str) -> str:
    """Say that an answer is missing, so that nobody reads a blank as an answer."""
    return f"**{label}.** *{_('Noch nicht beantwortet.')}*"


def is_open(text: str) -> bool:
    """Whether a passage says no more than that something is missing."""
    return bool(_OPEN.fullmatch(text))


def passages(
    material: Material, codes: Iterable[str], *, without_facts: Sequence[Known] = ()
) -> list[str]:
    """Return the answers to questions as Markdown, each with its label; facts stand first.

    What is not for all is left out, what is marked is blacked out: documents leave the house. A
    required question without an answer says so.
    """
    found = []
    for code in codes:
        if not BY_CODE[code].for_all:
            continue
        item = material.concept.item(code)
        said = _said(item, without_facts)
        if said:
            found.append(said)
        elif item.required and not item.is_known:
            found.append(not_answered(str(item.question.label)))
    return found


def _said(item: Item, without_facts: Sequence[Known]) -> str:
    label = f"**{item.question.label}.**"
    known = item.fact if item.fact and item.question.known not in without_facts else None
    parts = []
    if known:
        parts.append(listed(known))
    text = public_text(item.text).strip()
    if text:
        parts.append(_BREAK.sub("  \n", text))
    if not parts:
        return ""
    begins_list = bool(_LIST.match(parts[0])) or (known is not None and len(known.lines) > 1)
    gap = "\n\n" if begins_list else " "
    return f"{label}{gap}" + "\n\n".join(parts)


def listed(fact: Fact) -> str:
    """Return a fact as prose: one line as a sentence, several as a list."""
    lines = [plain(one.prose) for one in fact.lines]
    if len(lines) == 1:
        return lines[0] if lines[0].endswith((".", "!", "?")) else f"{lines[0]}."
    return "\n".join(f"- {line}" for line in lines)


def fact_passage(material: Material, known: Known, missing: str = "") -> list[str]:
    """Return a fact with its label, or what is missing; without that word, nothing."""
    fact = material.fact(known)
    if fact is None:
        return [f"**{known.label}.** *{missing}*"] if missing else []
    gap = "\n\n" if len(fact.lines) > 1 else " "
    return [f"**{known.label}.**{gap}{listed(fact)}"]


# ── tables ───────────────────────────────────────────────


def head_facts(material: Material) -> list[tuple[str, str]]:
    """Return the sheet of the measure: number, topic, state, who, when, where."""
    own = material.measure
    facts = [
        (_("Maßnahme"), own.reference),
        (_("Thema"), str(own.get_topic_display())),
        (_("Stand"), f"{own.get_state_display()}, {german.date(own.state_on)}"),
        (_("Zuständig"), own.owner.name),
    ]
    dates = material.fact(Known.DATES)
    facts.append((_("Zeitraum"), dates.text if dates else _("noch nicht festgelegt")))
    if own.place:
        facts.append((_("Ort"), own.place))
    if own.decided_on:
        words = own.decision_note or str(own.get_decision_display())
        if own.resolution:
            words = _("Beschluss %(reference)s") % {"reference": own.resolution.reference}
        facts.append((_("Entschieden"), f"{words}, {german.date(own.decided_on)}"))
    return facts


def goals_table(material: Material) -> list[Block]:
    """Return the goals with figure, baseline, target and day."""
    rows = []
    for each in material.measure.goals.select_related("goal").order_by("position", "id"):
        goal = each.goal
        target = german.measure(goal.target, goal.unit)
        if goal.target is not None:
            target = f"{goal.get_direction_display()} {target}"
        rows.append(
            [
                goal.title,
                goal.indicator_label or goal.own_indicator or "–",
                german.measure(goal.baseline, goal.unit),
                target,
                german.date(goal.due_on) if goal.due_on else "–",
            ]
        )
    if not rows:
        return []
    heads: list[Column | str] = [
        _("Ziel"),
        _("Kennzahl"),
        _("Ausgangswert"),
        _("Zielwert"),
        Column(_("bis"), numeric=True),
    ]
    return [
        Table(
            _("Ziele der Maßnahme"),
            heads,
            rows,
            note=_("„–“ heißt: dazu steht nichts fest.") if any("–" in row for row in rows) else "",
        )
    ]


def milestones_table(material: Material) -> list[Block]:
    """Return the work plan with who owes what until when."""
    rows = []
    found = material.measure.milestones.select_related("part__organisation")
    for each in found.order_by("due_on", "id"):
        who = each.part.organisation.name if each.part else material.measure.owner.name
        done = german.date(each.done_on) if each.done_on else _("offen")
        state = _("entfallen: %(note)s") % {"note": each.note} if each.dropped else done
        if each.note and not each.dropped:
            state = f"{state}. {each.note}"
        rows.append([each.title, who, german.date(each.due_on), state])
    if not rows:
        return []
    heads: list[Column | str] = [_("Was"), _("Wer"), Column(_("bis"), numeric=True), _("Stand")]
    return [Table(_("Arbeitsplan"), heads, rows)]


def parts_table(material: Material) -> list[Block]:
    """Return who contributes what."""
    rows = [[material.measure.owner.name, _("zuständig"), "–", _("ja")]]
    found = material.measure.parts.select_related("organisation").order_by("id")
    for each in found:
        promised = _("ja") if each.confirmed_at else _("noch nicht")
        rows.append(
            [
                each.organisation.name,
                str(each.get_role_display()),
                each.contribution or "–",
                promised,
            ]
        )
    heads = [_("Wer"), _("Rolle"), _("Beitrag"), _("zugesagt")]
    return [Table(_("Beteiligte"), heads, rows)]


def budget_tables(material: Material, *, with_spent: bool = False) -> list[Block]:
    """Return costs by kind and money by source; with what was spent in the final report."""
    if not material.budget:
        return []
    heads: list[Column | str] = [_("Wofür"), _("Art"), Column(_("geplant"), numeric=True)]
    rows = [
        [line.title, str(CostKind(line.kind).label), german.euro(line.planned)]
        for line in material.budget
    ]
    total = [_("Summe"), "", german.euro(material.planned)]
    if with_spent:
        heads.append(Column(_("ausgegeben"), numeric=True))
        spent = [getattr(line, "spent", None) or Decimal(0) for line in material.budget]
        for row, amount in zip(rows, spent, strict=True):
            row.append(german.euro(amount))
        total.append(german.euro(sum(spent, Decimal(0))))
    sources = [
        [str(source.label), german.euro(sum(lines, Decimal(0)))]
        for source in MoneySource
        if (lines := [one.planned for one in material.budget if one.source == source])
    ]
    return [
        Table(_("Kosten"), heads, [*rows, total]),
        Table(
            _("Woher das Geld kommt"),
            [_("Quelle"), Column(_("geplant"), numeric=True)],
            [*sources, [_("Summe"), german.euro(material.planned)]],
        ),
    ]


def reach_table(material: Material) -> list[Block]:
    """Return what is counted while the measure runs, planned and reached."""
    found = ReachIndicator.objects.filter(measure=material.measure)
    rows = []
    for each in found.annotate(total=Sum("counts__count")).order_by("id"):
        total = getattr(each, "total", None)
        rows.append(
            [
                f"{each.label} ({each.unit})" if each.unit else each.label,
                german.number(each.planned),
                german.number(total),
            ]
        )
    if not rows:
        return []
    heads: list[Column | str] = [
        _("Was gezählt wird"),
        Column(_("geplant"), numeric=True),
        Column(_("erreicht"), numeric=True),
    ]
    note = _("„–“ heißt: nicht geplant oder noch nicht gezählt.")
    return [Table(_("Erreichte"), heads, rows, note=note)]


def result_table(result: Result) -> list[Block]:
    """Return the changes with their ranges, as the page of the evaluation shows them."""
    if result.picture is None:
        return []
    known = result.picture.changes_table
    columns = [Column(each.label, numeric=each.numeric) for each in known.columns]
    rows = [[str(cell) for cell in row.cells] for row in known.rows]
    return [Table(known.caption, columns, rows, note=result.text.source_note)]


def plan_blocks(material: Material) -> list[Block]:
    """Return for each figure where and when it is read, and what is compared."""
    blocks: list[Block] = []
    for plan in material.plans:
        if len(material.plans) > 1:
            blocks.append(Heading(2, plan.label))
        blocks.append(Facts([(each.name, str(each.value)) for each in plan_facts(plan)]))
    return blocks


def seen_sentences(plan: OutcomePlan) -> list[str]:
    """Return what could be seen with a plan at all, as the engine says it before the start."""
    return [plain(each) for each in what_could_be_seen(plan)]
