"""The concept of a measure: each step with its questions, answers and known facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.concepts.choices import BY_CODE, NEEDED, QUESTIONS, Known, Question, Step
from vorort.concepts.models import Answer
from vorort.concepts.queries.known import Fact, Line, known_of
from vorort.concepts.rules import is_short
from vorort.measures import registry
from vorort.measures.models import Measure


@dataclass(frozen=True)
class Item:
    """A question with its answer, or with the fact that answers it."""

    question: Question
    text: str
    revision: int
    required: bool
    fact: Fact | None = None

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def help(self) -> str:
        return str(self.question.help)

    @property
    def example(self) -> str:
        return str(self.question.example)

    @property
    def is_answered(self) -> bool:
        return bool(self.text.strip()) or self.is_known

    @property
    def is_known(self) -> bool:
        """Whether something else of the measure says it already."""
        return self.fact is not None and self.fact.complete


@dataclass(frozen=True)
class Missing:
    """Something a step still needs, in one line, and where it is given."""

    text: str
    url: str
    # The code of the question; empty for a fact that is kept elsewhere.
    code: str = ""


@dataclass(frozen=True)
class StepAnswers:
    """A step: its questions, what is known beside them, how far it is."""

    step: Step
    items: list[Item]
    # What is known and belongs to this step, whether or not a question asks for it.
    facts: list[Fact]
    missing: list[Missing]
    complete: int
    total: int
    url: str

    @property
    def title(self) -> str:
        return str(self.step.label)

    @property
    def is_complete(self) -> bool:
        return self.complete == self.total

    @property
    def missing_facts(self) -> list[Missing]:
        """What no answer can replace."""
        return [each for each in self.missing if not each.code]

    @property
    def is_begun(self) -> bool:
        """Whether somebody has written an answer here."""
        return any(item.text for item in self.items)


@dataclass(frozen=True)
class Concept:
    """All seven steps of a measure."""

    measure: Measure
    steps: list[StepAnswers]
    facts: dict[Known, Fact]

    def step(self, number: int) -> StepAnswers:
        """Return one step by its number."""
        return self.steps[number - 1]

    def item(self, code: str) -> Item:
        """Return one question with its answer."""
        question = BY_CODE[code]
        return next(one for one in self.step(question.step).items if one.question is question)

    @property
    def next_step(self) -> StepAnswers | None:
        """The first step that still misses something."""
        return next((one for one in self.steps if not one.is_complete), None)


# Facts without a question of their own, and the step beside which they stand.
_BESIDE = {
    Known.OFFERS: Step.CAUSES,
    Known.GOAL: Step.GOALS,
    Known.OWNER: Step.CONCEPT,
    Known.DATES: Step.CONCEPT,
    Known.MILESTONES: Step.CONCEPT,
}


def get_concept(measure: Measure) -> Concept:
    """Return the seven steps of a measure with answers, known facts and what is missing."""
    answers = {each.question: each for each in Answer.objects.filter(measure=measure)}
    facts = known_of(measure)
    steps = [_step(measure, step, answers, facts) for step in Step]
    return Concept(measure, steps, facts)


def _step(
    measure: Measure, step: Step, answers: dict[str, Answer], facts: dict[Known, Fact]
) -> StepAnswers:
    short, items = is_short(measure), []
    for question in QUESTIONS:
        if question.step != step:
            continue
        kept = answers.get(question.code)
        items.append(
            Item(
                question=question,
                text=kept.text if kept else "",
                revision=kept.revision if kept else 0,
                required=question.in_short if short else question.required,
                fact=facts.get(question.known) if question.known else None,
            )
        )
    url = reverse("concepts:step", args=[measure.authority.slug, measure.public_id, step.value])
    asked = [item for item in items if item.required]
    needed = [one for one in NEEDED if one.step == step and (one.in_short or not short)]
    missing = [
        Missing(str(one.missing), registry.address_of(one.view_name, measure))
        for one in needed
        if not (one.known in facts and facts[one.known].complete)
    ]
    missing += [
        Missing(str(item.question.text), f"{url}#frage-{item.code}", item.code)
        for item in asked
        if not item.is_answered
    ]
    total = len(asked) + len(needed)
    beside = [fact for known, fact in facts.items() if _BESIDE.get(known) == step]
    return StepAnswers(step, items, beside, missing, total - len(missing), total, url)


def completeness(measure: Measure) -> dict[Step, tuple[int, int]]:
    """Return for each step how much of what it needs is there, and how much that is."""
    return {one.step: (one.complete, one.total) for one in get_concept(measure).steps}


def missing_in(measure: Measure, steps: Iterable[Step]) -> list[tuple[StepAnswers, Missing]]:
    """Return what these steps still need."""
    concept = get_concept(measure)
    return [(concept.step(step), each) for step in steps for each in concept.step(step).missing]


def answers_of(measure: Measure) -> dict[str, str]:
    """Return what was written, by the code of the question; empty answers are left out."""
    rows = Answer.objects.filter(measure=measure).exclude(text="")
    return dict(rows.values_list("question", "text"))


def public_answers(measure: Measure) -> dict[str, str]:
    """Return what everybody may read: answers to questions that are meant for all."""
    return {
        code: text
        for code, text in answers_of(measure).items()
        if code in BY_CODE and BY_CODE[code].for_all
    }


def get_answer(measure: Measure, code: str) -> Answer | None:
    """Return one answer as it stands."""
    return Answer.objects.filter(measure=measure, question=code).first()


def question_text(code: str) -> str:
    """Return the words of a question; of one that is asked no more, that it was asked."""
    known = BY_CODE.get(code)
    return str(known.text) if known else _("Frühere Frage")


@dataclass(frozen=True)
class ShortLine:
    """One of the five entries of a small measure, as it stands."""

    name: str
    lines: tuple[Line, ...]
    missing: str
    url: str


def five_of(concept: Concept) -> list[ShortLine]:
    """Return the entries of a small measure below its title."""
    wanted = (
        (_("Warum?"), Known.FINDING, _("An eine Feststellung anschließen"), "measures:goals"),
        (
            _("Woran merken Sie, dass es geholfen hat?"),
            Known.GOAL,
            _("Ziel festlegen"),
            "measures:goals",
        ),
        (_("Wer ist zuständig?"), Known.OWNER, _("Zuständigkeit festlegen"), "measures:edit"),
        (_("Bis wann?"), Known.DATES, _("Ende festlegen"), "measures:edit"),
    )
    found = []
    for name, known, missing, view_name in wanted:
        fact = concept.facts.get(known)
        url = registry.address_of(view_name, concept.measure)
        found.append(ShortLine(name, fact.lines if fact else (), missing, url))
    return found
