"""The Beschlussvorlage: short, in the order in which a council reads."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.concepts.choices import Known
from vorort.concepts.queries.documents.material import (
    Material,
    fact_passage,
    listed,
    not_answered,
    passages,
    plain,
)
from vorort.measures.choices import MoneySource
from vorort.notices.rules import public_text
from vorort.papers.models import Paper
from vorort.papers.rules import CHANGEABLE
from vorort.ui import format as german

# What is decided is reported on within a quarter of a year after its end.
REPORT_AFTER = dt.timedelta(days=90)

# Below a bold heading, the labels of the answers stand back.
_RUN_IN = re.compile(r"^\*\*(.+?)\.\*\*")


@dataclass(frozen=True)
class PaperText:
    """The three parts of a paper, as Markdown."""

    text: str
    proposal: str
    costs: str


def paper_text(material: Material) -> PaperText:
    """Return what the paper says; what is not answered yet is named."""
    parts = (
        "\n\n".join([f"**{title}**", *(_RUN_IN.sub(r"*\1:*", text) for text in body)])
        for title, body in sections(material)
    )
    return PaperText(
        text="\n\n".join(parts),
        proposal=proposal(material),
        costs="\n\n".join(cost_passages(material)),
    )


def differs(material: Material, paper: Paper) -> bool:
    """Whether a paper that can still change says otherwise than the concept does today."""
    if paper.state not in CHANGEABLE:
        return False
    today = paper_text(material)
    pairs = (
        (paper.text, today.text),
        (paper.proposal, today.proposal),
        (paper.costs, today.costs),
    )
    return any(said.split() != would_say.split() for said, would_say in pairs)


def sections(material: Material) -> list[tuple[str, list[str]]]:
    """Return the parts of the Sachverhalt with their headings, for those who want them apart."""
    parts = [
        (
            _("Worum es geht"),
            passages(
                material,
                ["problem_what", "problem_where", "problem_since", "problem_affected",
                 "problem_before", "problem_now"],
            ),
        ),
        (
            _("Woher es kommt"),
            passages(material, ["causes_local", "causes_known", "causes_changeable"]),
        ),
        (
            _("Was erreicht werden soll"),
            [
                *fact_passage(material, Known.GOAL, _("Noch kein Ziel festgelegt.")),
                *passages(material, ["goals_project", "goals_audience", "goals_accept"]),
            ],
        ),
        (
            _("Was getan wird"),
            passages(
                material,
                ["measures_what", "measures_why", "measures_evidence", "measures_needs",
                 "measures_side", "measures_instead"],
            ),
        ),
        (
            _("Wer es macht und bis wann"),
            [
                *fact_passage(material, Known.OWNER),
                *passages(material, ["concept_who"]),
                *fact_passage(material, Known.DATES, _("Noch nicht festgelegt.")),
                *fact_passage(material, Known.MILESTONES),
                *passages(material, ["concept_public"]),
            ],
        ),
        (
            _("Woran wir merken, ob es hilft"),
            _review(material),
        ),
    ]  # fmt: skip
    return [(title, body) for title, body in parts if body]


def proposal(material: Material) -> str:
    """Return the wording that is voted on, one numbered point each."""
    own, dates = material.measure, material.fact(Known.DATES)
    when = _(", Zeitraum: %(dates)s") % {"dates": dates.text} if dates else ""
    points = [
        _("Die Maßnahme „%(title)s“ (%(reference)s) wird wie dargestellt durchgeführt%(when)s.")
        % {"title": plain(own.title), "reference": own.reference, "when": when},
        _("Zuständig ist: %(owner)s.") % {"owner": plain(own.owner.name)},
    ]
    if material.planned:
        points.append(
            _("Den Kosten von %(sum)s wird zugestimmt (%(sources)s).")
            % {"sum": german.euro(material.planned), "sources": _by_source(material)}
        )
    # People write 31.12.9999 where there is no end: from there nobody can count on.
    if own.ends_on and own.ends_on.year < dt.MAXYEAR:
        points.append(
            _("Bis %(day)s wird dem Gremium berichtet, was daraus geworden ist.")
            % {"day": german.date(own.ends_on + REPORT_AFTER)}
        )
    else:
        points.append(_("Nach dem Ende wird dem Gremium berichtet, was daraus geworden ist."))
    return "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))


def cost_passages(material: Material) -> list[str]:
    """Return what it costs and what remains when the money ends."""
    item = material.concept.item("concept_money")
    parts = []
    if material.budget:
        parts.append(
            _("Geplant sind %(sum)s: %(sources)s.")
            % {"sum": german.euro(material.planned), "sources": _by_source(material)}
        )
        fact = material.fact(Known.BUDGET)
        if fact and len(fact.lines) > 1:
            parts.append(listed(fact))
    if text := public_text(item.text).strip():
        parts.append(text)
    if not parts:
        parts = (
            [not_answered(str(item.question.label))]
            if item.required
            else [_("Keine Kosten geplant.")]
        )
    return [*parts, *passages(material, ["concept_lasting"])]


def _by_source(material: Material) -> str:
    words = []
    for source in MoneySource:
        amount = sum(line.planned for line in material.budget if line.source == source)
        if amount:
            words.append(f"{source.label} {german.euro(amount)}")
    return ", ".join(words)


def _review(material: Material) -> list[str]:
    """Return how it will be judged, and what could be seen at all; each figure is named once."""
    fact = material.fact(Known.OUTCOME_PLAN)
    if fact is None or not all(one.note for one in fact.lines):
        return passages(material, ["review_how", "review_who"])
    said = "; ".join(f"{plain(one.text)}: {one.note}" for one in fact.lines)
    foreseen = _("**Vor dem Beginn geprüft.** %(verdicts)s") % {"verdicts": f"{said}."}
    told = passages(material, ["review_how", "review_who"], without_facts=(Known.OUTCOME_PLAN,))
    return [*told, foreseen]
