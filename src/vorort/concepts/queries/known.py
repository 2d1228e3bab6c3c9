"""What the platform knows of a measure already: shown beside the questions, never asked again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.concepts.choices import Known
from vorort.effects.queries import describe, latest
from vorort.findings.models import Finding, Goal, Hypothesis, OfferMatch
from vorort.findings.queries import need_of
from vorort.measures import registry
from vorort.measures.models import Measure
from vorort.measures.queries.versions import audience_words, goal_words
from vorort.partners.choices import EvidenceLevel, ProtectiveFactor, RiskFactor
from vorort.ui import format as german


@dataclass(frozen=True)
class Line:
    """One thing that is known, with what explains it."""

    text: str
    note: str = ""
    # How it reads in a document; by itself the text with its note in brackets.
    sentence: str = ""

    @property
    def prose(self) -> str:
        if self.sentence or not self.note:
            return self.sentence or self.text
        return f"{self.text.rstrip('.')} ({self.note.replace(' · ', '; ')})"


@dataclass(frozen=True)
class Fact:
    """What is known of one kind; ``complete`` says whether it answers its question."""

    known: Known
    lines: tuple[Line, ...]
    # Where it is kept and changed.
    url: str
    complete: bool = True

    @property
    def label(self) -> str:
        return str(self.known.label)

    @property
    def text(self) -> str:
        """Return all of it in one text, for documents."""
        return "\n".join(one.prose for one in self.lines)


@dataclass(frozen=True)
class _Chain:
    """What a measure hangs on, read once."""

    measure: Measure
    goals: list[Goal]
    # Keys of the needs its goals rest on, by themselves or by a goal above.
    needs: list[int]
    findings: list[Finding]

    def address(self, view_name: str) -> str:
        return registry.address_of(view_name, self.measure)

    @property
    def first_finding(self) -> str:
        """The page of the finding; without one the way to a goal."""
        if not self.findings:
            return self.address("measures:goals")
        first = self.findings[0]
        return reverse("findings:finding", args=[self.measure.authority.slug, first.public_id])


_Read = Callable[[_Chain], Fact | None]


def known_of(measure: Measure) -> dict[Known, Fact]:
    """Return what is known of a measure, by kind; what is not known is not there."""
    rows = measure.goals.select_related("goal__need__finding").order_by("position", "id")
    goals = [row.goal for row in rows]
    needs = {need.pk: need for goal in goals if (need := need_of(goal))}
    found = {need.finding_id: need.finding for need in needs.values()}
    chain = _Chain(measure, goals, list(needs), list(found.values()))
    facts = (read(chain) for read in _READERS)
    return {fact.known: fact for fact in facts if fact is not None and fact.lines}


def _fact(
    chain: _Chain,
    known: Known,
    lines: Iterable[Line],
    view_name: str = "measures:edit",
    *,
    complete: bool = True,
) -> Fact:
    kept = tuple(line for line in lines if line.text)
    url = view_name if view_name.startswith("/") else chain.address(view_name)
    return Fact(known, kept, url, complete)


# ── steps 1 and 2 ────────────────────────────────────────


def _finding(chain: _Chain) -> Fact:
    lines = []
    for each in chain.findings:
        said = [each.statement] if each.statement else []
        if each.uncertainty:
            said.append(_("Unsicher: %(what)s") % {"what": each.uncertainty})
        source = each.source_title or _("von Menschen beobachtet")
        said.append(
            _("Quelle: %(source)s, %(day)s") % {"source": source, "day": german.date(each.found_on)}
        )
        title = each.title if each.title.endswith((".", "!", "?")) else f"{each.title}."
        # A document leaves the house: of what not everybody may read it has the title alone.
        told = [] if each.snapshot.get("restricted") else said
        sentence = " ".join([title, *(f"{one.rstrip('.')}." for one in told)])
        lines.append(Line(str(each), " · ".join(said), sentence))
    return _fact(chain, Known.FINDING, lines, chain.first_finding)


def _hypotheses(chain: _Chain) -> Fact:
    rows = Hypothesis.objects.filter(finding__in=chain.findings).order_by("finding_id", "id")
    lines = [Line(each.cause, _noted(each.get_grade_display(), each.grade_note)) for each in rows]
    return _fact(chain, Known.HYPOTHESES, lines, chain.first_finding)


def _factors(chain: _Chain) -> Fact:
    kinds = (
        (_("erhöht das Risiko"), RiskFactor, chain.measure.risk_factors),
        (_("schützt"), ProtectiveFactor, chain.measure.protective_factors),
    )
    lines = [
        Line(str(each.label), note)
        for note, choices, chosen in kinds
        for each in choices
        if each.value in chosen
    ]
    return _fact(chain, Known.FACTORS, lines)


def _offers(chain: _Chain) -> Fact:
    rows = OfferMatch.objects.filter(need__in=chain.needs).order_by("id")
    lines = [Line(each.offer_title, _noted(each.get_fit_display(), each.note)) for each in rows]
    return _fact(chain, Known.OFFERS, lines, chain.first_finding)


def _noted(*words: object) -> str:
    return " · ".join(str(word) for word in words if word)


# ── steps 3 and 4 ────────────────────────────────────────


def is_measurable(goal: Goal) -> bool:
    """Whether a goal says by what it is judged and until when."""
    return bool(goal.code or goal.own_indicator) and goal.due_on is not None


def _goal(chain: _Chain) -> Fact:
    lines = []
    for goal in chain.goals:
        named = [
            word for word in (goal.indicator_label or goal.own_indicator, goal.area_name) if word
        ]
        note = " · ".join(word for word in named if word != goal.title)
        sentence = f"{goal_words(goal).rstrip('.')}."
        if note:
            sentence += " " + _("Kennzahl: %(indicator)s.") % {"indicator": ", ".join(named)}
        lines.append(Line(goal_words(goal), note, sentence))
    complete = any(is_measurable(goal) for goal in chain.goals)
    return _fact(chain, Known.GOAL, lines, "measures:goals", complete=complete)


def _audiences(chain: _Chain) -> Fact:
    rows = chain.measure.audiences.order_by("id")
    lines = [Line(audience_words(each)) for each in rows]
    return _fact(chain, Known.AUDIENCES, lines, "measures:audiences")


def _summary(chain: _Chain) -> Fact:
    return _fact(chain, Known.SUMMARY, [Line(chain.measure.summary)])


def _evidence(chain: _Chain) -> Fact:
    own, lines = chain.measure, []
    if own.evidence_level != EvidenceLevel.NONE:
        title = own.evidence_title or own.title
        notes = [str(own.get_evidence_level_display()), own.evidence_url]
        if own.evidence_on:
            notes.append(_("Stand %(day)s") % {"day": german.date(own.evidence_on)})
        lines.append(Line(title, " · ".join(note for note in notes if note)))
    cited = own.citations.order_by("id")
    lines += [Line(each.title, str(each.get_kind_display())) for each in cited]
    if own.copied_label:
        lines.append(Line(own.copied_label, _("Vorbild")))
    return _fact(chain, Known.EVIDENCE, lines, "measures:citations")


def _reach(chain: _Chain) -> Fact:
    lines = []
    for each in chain.measure.reach.order_by("id"):
        planned = (
            _("geplant: %(count)s") % {"count": german.number(each.planned)}
            if each.planned is not None
            else ""
        )
        lines.append(Line(each.label, planned))
    return _fact(chain, Known.REACH, lines, "effects:effects")


# ── step 5 ───────────────────────────────────────────────


def _owner(chain: _Chain) -> Fact:
    return _fact(chain, Known.OWNER, [Line(chain.measure.owner.name)])


def _parts(chain: _Chain) -> Fact:
    rows = chain.measure.parts.select_related("organisation").order_by("id")
    lines = []
    for each in rows:
        words = f"{each.organisation.name}: {each.get_role_display()}"
        sentence = f"{each.organisation.name} {each.get_role_display()}"
        if each.contribution:
            sentence = f"{each.organisation.name}: {each.contribution.rstrip('.')}"
        lines.append(Line(words, each.contribution, sentence))
    return _fact(chain, Known.PARTS, lines, "measures:parts")


def _dates(chain: _Chain) -> Fact:
    first, last = chain.measure.starts_on, chain.measure.ends_on
    words = ""
    if first and last:
        words = _("%(first)s bis %(last)s") % {
            "first": german.date(first),
            "last": german.date(last),
        }
    elif last:
        words = _("bis %(last)s") % {"last": german.date(last)}
    elif first:
        words = _("ab %(first)s") % {"first": german.date(first)}
    return _fact(chain, Known.DATES, [Line(words)], complete=last is not None)


def _milestones(chain: _Chain) -> Fact:
    rows = chain.measure.milestones.filter(dropped=False).order_by("due_on", "id")
    lines = [
        Line(
            _("bis %(day)s: %(title)s") % {"day": german.date(each.due_on), "title": each.title},
            _("erledigt am %(day)s") % {"day": german.date(each.done_on)} if each.done_on else "",
        )
        for each in rows
    ]
    return _fact(chain, Known.MILESTONES, lines, "measures:plan")


def _budget(chain: _Chain) -> Fact:
    lines = [
        Line(
            f"{each.title}: {german.euro(each.planned)}",
            f"{each.get_kind_display()}, {each.get_source_display()}",
        )
        for each in chain.measure.budget.order_by("id")
    ]
    return _fact(chain, Known.BUDGET, lines, "measures:money")


def _afterwards(chain: _Chain) -> Fact:
    return _fact(chain, Known.AFTERWARDS, [Line(chain.measure.afterwards)])


# ── steps 6 and 7 ────────────────────────────────────────


def _outcome_plan(chain: _Chain) -> Fact:
    rows = chain.measure.outcome_plans.order_by("id")
    lines = [Line(each.label, str(each.get_verdict_display())) for each in rows]
    return _fact(chain, Known.OUTCOME_PLAN, lines, "effects:effects")


def _counts(chain: _Chain) -> Fact:
    rows = chain.measure.reach.annotate(total=Sum("counts__count")).order_by("id")
    lines = []
    for each in rows:
        if each.total is None:
            continue
        planned = (
            _("geplant: %(count)s") % {"count": german.number(each.planned)}
            if each.planned is not None
            else ""
        )
        lines.append(Line(f"{each.label}: {german.measure(each.total, each.unit)}", planned))
    return _fact(chain, Known.COUNTS, lines, "effects:effects")


def _results(chain: _Chain) -> Fact:
    found = latest([chain.measure]).get(chain.measure.pk)
    effect = describe(found) if found else None
    lines = [Line(effect.headline, " ".join(effect.sentences))] if effect else []
    return _fact(chain, Known.RESULTS, lines, "effects:effects")


def _lessons(chain: _Chain) -> Fact:
    return _fact(chain, Known.LESSONS, [Line(chain.measure.lessons)], "measures:course")


_READERS: tuple[_Read, ...] = (
    _finding,
    _hypotheses,
    _factors,
    _offers,
    _goal,
    _audiences,
    _summary,
    _evidence,
    _reach,
    _owner,
    _parts,
    _dates,
    _milestones,
    _budget,
    _afterwards,
    _outcome_plan,
    _counts,
    _results,
    _lessons,
)
