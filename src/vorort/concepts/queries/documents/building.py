"""Each document as blocks: HTML, PDF/UA and DOCX are made from them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from vorort.concepts.choices import DocumentKind, Known
from vorort.concepts.queries.documents import council
from vorort.concepts.queries.documents.material import (
    Material,
    budget_tables,
    fact_passage,
    goals_table,
    head_facts,
    is_open,
    milestones_table,
    not_answered,
    parts_table,
    passages,
    plain,
    plan_blocks,
    reach_table,
    result_table,
    seen_sentences,
)
from vorort.notices.exports import (
    Block,
    BulletList,
    Document,
    Facts,
    Heading,
    NoteBox,
    Paragraph,
    Table,
    VerdictList,
    letterhead,
)
from vorort.notices.rules import public_text


def build_document(material: Material, kind: DocumentKind) -> Document:
    """Return one of the documents of a measure."""
    own = material.measure
    blocks: list[Block] = [Facts(head_facts(material)), *_DRAWN[kind](material)]
    return Document(
        title=public_text(own.title),
        subtitle=f"{kind.label} {own.reference}",
        subject=str(kind.label),
        author=own.authority.name,
        date=material.on,
        blocks=[_blacked(block) for block in blocks],
        letterhead=letterhead(own.authority),
        footer=f"{kind.label} {own.reference}",
    )


def _blacked(block: Block) -> Block:
    """Return a block of plain words without what is blacked out; Markdown has lost it already."""
    match block:
        case Heading():
            return replace(block, text=public_text(block.text))
        case Facts():
            return replace(block, items=[(name, public_text(said)) for name, said in block.items])
        case Table():
            rows = [[public_text(cell) for cell in row] for row in block.rows]
            return replace(block, rows=rows)
    return block


def file_name(material: Material, kind: DocumentKind, ending: str) -> str:
    """Return the name of the file: kind, number and day."""
    reference = slugify(material.measure.reference.replace("/", "-"))
    return f"{kind.value}-{reference}-{material.on:%Y-%m-%d}.{ending}"


def _section(title: str, *bodies: Iterable[Block | str]) -> list[Block]:
    """Return a heading with what stands below it; nothing where there is nothing."""
    blocks: list[Block] = [
        Paragraph(each) if isinstance(each, str) else each for body in bodies for each in body
    ]
    return [Heading(1, title), *blocks] if blocks else []


def _with_missing(blocks: list[Block]) -> list[Block]:
    """Return a document with the number of what it says is open, so that a draft is seen as one."""
    open_count = sum(isinstance(each, Paragraph) and is_open(each.text) for each in blocks)
    if not open_count:
        return blocks
    words = (
        _("Eine Angabe fehlt noch. Sie ist im Text genannt.")
        if open_count == 1
        else _("%(count)d Angaben fehlen noch. Sie sind im Text genannt.") % {"count": open_count}
    )
    return [NoteBox(words, _("Entwurf")), *blocks]


# ── the council's paper ──────────────────────────────────


def _council_paper(material: Material) -> list[Block]:
    blocks = _section(_("Beschlussvorschlag"), [council.proposal(material)])
    for title, body in council.sections(material):
        blocks += _section(title, body)
    blocks += _section(_("Kosten und Folgen"), council.cost_passages(material))
    if material.measure.decided_on is None:
        return _with_missing(blocks)
    words = _(
        "Über die Maßnahme ist schon entschieden. Dieser Text zeigt den Stand von heute, nicht den "
        "Wortlaut der Entscheidung."
    )
    return [NoteBox(words), *blocks]


# ── the description for a grant ──────────────────────────


def _project(material: Material) -> list[Block]:
    blocks = _section(
        _("Ausgangslage"),
        passages(
            material,
            ["problem_what", "problem_where", "problem_since", "problem_affected",
             "problem_effects", "problem_before", "problem_now"],
        ),
    )  # fmt: skip
    blocks += _section(
        _("Ursachen"),
        passages(material, ["causes_local", "causes_known", "causes_factors", "causes_changeable"]),
        fact_passage(material, Known.OFFERS),
    )
    blocks += _section(
        _("Ziele und Zielgruppen"),
        goals_table(material) or [not_answered(str(Known.GOAL.label))],
        passages(material, ["goals_project", "goals_audience", "goals_accept"]),
    )
    blocks += _section(
        _("Maßnahme"),
        passages(
            material,
            ["measures_what", "measures_why", "measures_evidence", "measures_reach",
             "measures_needs", "measures_side", "measures_instead"],
        ),
    )  # fmt: skip
    blocks += _section(
        _("Beteiligte und Arbeitsplan"),
        parts_table(material),
        passages(material, ["concept_who"], without_facts=(Known.PARTS,)),
        milestones_table(material) or [not_answered(str(Known.MILESTONES.label))],
    )
    blocks += _section(
        _("Kosten und Finanzierung"),
        budget_tables(material),
        passages(material, ["concept_money"], without_facts=(Known.BUDGET,)),
    )
    blocks += _section(_("Öffentlichkeitsarbeit"), passages(material, ["concept_public"]))
    blocks += _section(
        _("Erfolgskontrolle"),
        passages(material, ["review_how", "review_who"], without_facts=(Known.OUTCOME_PLAN,)),
        plan_blocks(material),
    )
    blocks += _section(_("Nachhaltigkeit"), passages(material, ["concept_lasting"]))
    return _with_missing(blocks)


# ── how it will be judged ────────────────────────────────


def _evaluation_plan(material: Material) -> list[Block]:
    blocks = _section(
        _("Was erreicht werden soll"),
        goals_table(material) or [not_answered(str(Known.GOAL.label))],
        passages(material, ["goals_project"]),
    )
    blocks += _section(
        _("Wie geprüft wird"),
        passages(material, ["review_how", "review_who"], without_facts=(Known.OUTCOME_PLAN,)),
    )
    blocks += _section(
        _("Wurde es durchgeführt wie geplant?"),
        passages(material, ["measures_reach"], without_facts=(Known.REACH,)),
        reach_table(material),
        milestones_table(material),
    )
    figures = plan_blocks(material)
    blocks += _section(
        _("Hat sich etwas verändert?"),
        figures
        or [_("Für diese Maßnahme ist noch keine Kennzahl aus den Statistiken festgelegt.")],
    )
    for plan in material.plans:
        seen = seen_sentences(plan)
        if seen:
            blocks += [Heading(2, _("Was zu sehen wäre: %(label)s") % {"label": plan.label})]
            blocks.append(BulletList(seen))
    blocks += _section(
        _("Worauf zu achten ist"), passages(material, ["measures_side", "problem_since"])
    )
    return blocks


# ── what became of it ────────────────────────────────────


def _final_report(material: Material) -> list[Block]:
    blocks = _section(
        _("Warum es die Maßnahme gab"),
        passages(material, ["problem_what", "causes_local"]),
        goals_table(material),
    )
    blocks += _section(
        _("Was getan wurde"),
        passages(material, ["measures_what", "review_process"]),
        parts_table(material),
        milestones_table(material),
    )
    blocks += _section(
        _("Wen wir erreicht haben"),
        reach_table(material),
        passages(material, ["review_reach"], without_facts=(Known.COUNTS,)),
    )
    blocks += _section(_("Was sich verändert hat"), _effect(material))
    blocks += _section(_("Was es gekostet hat"), budget_tables(material, with_spent=True))
    blocks += _section(
        _("Schlüsse"), passages(material, ["end_lessons", "end_open", "end_next", "end_transfer"])
    )
    return _with_missing(blocks)


def _effect(material: Material) -> list[Block | str]:
    """Return what may be said of an effect: the engine's own sentences, then the answers."""
    found: list[Block | str] = []
    if not material.results:
        found.append(
            _(
                "Eine Bewertung mit Zahlen liegt nicht vor. Ob sich durch die Maßnahme etwas "
                "verändert hat, lässt sich daraus nicht sagen."
            )
        )
    for result in material.results:
        if len(material.results) > 1:
            found.append(Heading(2, result.evaluation.plan.label))
        text = result.text
        found.append(VerdictList([(text.headline, text.verdict, text.badge)]))
        found.append(BulletList([plain(each) for each in text.sentences]))
        found += result_table(result)
        if result.evaluation.assessment:
            said = public_text(result.evaluation.assessment)
            found.append(f"**{_('Unsere Einschätzung')}.** {said}")
        if text.when_more:
            found.append(NoteBox(plain(text.when_more)))
    return [
        *found,
        *passages(material, ["review_effect", "review_side"], without_facts=(Known.RESULTS,)),
    ]


_DRAWN: dict[DocumentKind, Callable[[Material], list[Block]]] = {
    DocumentKind.COUNCIL_PAPER: _council_paper,
    DocumentKind.PROJECT: _project,
    DocumentKind.EVALUATION_PLAN: _evaluation_plan,
    DocumentKind.FINAL_REPORT: _final_report,
}
