"""What can be put before the head of the administration, and which text of it is the newest."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.urls import reverse

from vorort.accounts.models import Person
from vorort.authorities.queries import list_work_authorities
from vorort.concepts.choices import BEFORE_START, QUESTIONS
from vorort.concepts.models import Answer
from vorort.core import links
from vorort.core.scopes import platform_scope
from vorort.findings.models import Finding
from vorort.leadership.models import SignOff
from vorort.leadership.rules import KIND
from vorort.measures.models import Audience, BudgetLine, Measure, MeasureGoal, Part
from vorort.strategies.models import Strategy
from vorort.strategies.queries import content_of

# What a measure is, and until when. Its state, its beginning and what was learned are what became of
# it: they change because it was signed.
_MEASURE = (
    "title", "summary", "topic", "pillars", "settings", "risk_factors", "protective_factors", "form",
    "is_risky", "owner_id", "place", "area_key", "ends_on", "afterwards", "evidence_level",
    "evidence_title", "evidence_url",
)  # fmt: skip
_GOAL = (
    "title", "own_indicator", "code", "area_key", "unit", "direction", "baseline", "target", "due_on",
)  # fmt: skip
_PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Audience, ("group", "note", "size", "direct")),
    (MeasureGoal, tuple(f"goal__{name}" for name in _GOAL)),
    (Part, ("organisation_id", "role", "contribution")),
    (BudgetLine, ("title", "planned", "kind", "source")),
)
_PLANNED = [question.code for question in QUESTIONS if question.step in BEFORE_START]
# A positive number of the database.
_MOST = 2**31 - 1


def revisions_of(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return a number for the text of each thing; what is unknown is missing.

    The number is made from the words: whoever changes goals, money or answers changes it, and
    whoever takes the change back has the text that was signed. Constant queries for all measures.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in subjects:
        wanted[kind].add(public_id)
    return {
        (kind, public_id): number
        for kind, numbers in _NUMBERS.items()
        if wanted[kind]
        for public_id, number in numbers(wanted[kind]).items()
    }


def _of_measures(ids: Collection[str]) -> dict[str, int]:
    rows = Measure.objects.filter(public_id__in=ids).values_list("public_id", *_MEASURE)
    texts: dict[str, list[list[Any]]] = {key: [list(said)] for key, *said in rows}
    for model, names in _PARTS:
        found = model.objects.filter(measure__public_id__in=ids)
        for key, *said in found.order_by().values_list("measure__public_id", *names):
            texts[key].append([model.__name__, *said])
    answers = Answer.objects.filter(measure__public_id__in=ids, question__in=_PLANNED)
    for key, *said in answers.exclude(text="").values_list(
        "measure__public_id", "question", "text"
    ):
        texts[key].append(said)
    # The order of rows says nothing.
    return {key: _number(sorted(map(_plain, said))) for key, said in texts.items()}


def _of_strategies(ids: Collection[str]) -> dict[str, int]:
    rows = Strategy.objects.filter(public_id__in=ids).select_related("authority")
    return {one.public_id: _number([_plain(content_of(one))]) for one in rows}


def _of_findings(ids: Collection[str]) -> dict[str, int]:
    rows = Finding.objects.filter(public_id__in=ids)
    return dict(rows.values_list("public_id", "revision"))


_NUMBERS: dict[str, Callable[[Collection[str]], dict[str, int]]] = {
    "measures.measure": _of_measures,
    "strategies.strategy": _of_strategies,
    "findings.finding": _of_findings,
}


def _plain(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)


def _number(texts: Iterable[str]) -> int:
    octets = hashlib.sha256("\n".join(texts).encode()).digest()
    return int.from_bytes(octets[:8]) % _MOST + 1


def register() -> None:
    """Register this app's kind of link; called when the app is ready."""
    links.register(KIND, _link)


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    towns = list_work_authorities(actor).values("pk")
    with platform_scope("a link is named by the sign-off's own id; the towns say who sees it"):
        found = (
            SignOff.objects.filter(public_id=public_id, authority__in=towns)
            .select_related("authority")
            .first()
        )
        return None if found is None else links.Link(found.subject_title, address_of(found))


def address_of(sign_off: SignOff) -> str:
    """Return the page of a sign-off."""
    return reverse("leadership:sign_off", args=[sign_off.authority.slug, sign_off.public_id])
