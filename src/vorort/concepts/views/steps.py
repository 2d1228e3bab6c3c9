"""The seven steps: how far they are, and one page for each, which saves itself."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.concepts import actions, queries
from vorort.concepts.choices import BEFORE_START, BY_CODE, Step, of_step
from vorort.concepts.forms import AnswerForm
from vorort.concepts.models import Answer
from vorort.concepts.queries import Concept, Item, StepAnswers
from vorort.concepts.rules import is_open, is_short
from vorort.concepts.views.common import Place, place
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.measures.choices import BEFORE_START as NOT_BEGUN
from vorort.measures.choices import ConceptForm, MeasureState
from vorort.measures.rules import is_adopted
from vorort.sittings.rules import combine, compare
from vorort.ui import format as show
from vorort.ui.parts import Link


@dataclass(frozen=True)
class Row:
    """A question on its page: the form, and what two people wrote where they collided."""

    item: Item
    form: AnswerForm
    merge: dict[str, Any] | None = None
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def concept(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """All seven steps with what is there and what is missing; the way between the forms."""
    del town
    here = place(request, public_id, tab="concept", write=request.method == "POST")
    if request.method == "POST":
        return _switch(request, here)
    found = queries.get_concept(here.measure)
    context = {
        "frame": here.frame,
        "measure": here.measure,
        "concept": found,
        "short": is_short(here.measure),
        "five": queries.five_of(found),
        "may_switch": queries.can_switch_form(here.measure) and here.can_write,
        "begun": MeasureState(here.measure.state) not in NOT_BEGUN,
        "due_step": queries.due_step(found),
        "next": queries.next_deed(found) if here.can_write else None,
        "trail": here.frame.trail(Link(_("Konzept"))),
    }
    return render(request, "concepts/concept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: TownRequest, town: str, public_id: str, number: int) -> HttpResponse:
    """One step: its questions beside what is known; saved by itself or by the button."""
    del town
    if number not in Step.values:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    here = place(request, public_id, tab="concept", write=request.method == "POST")
    if request.method != "POST":
        return _page(request, here, number, {})
    if request.POST.get("tun") == "von-selbst":
        return _save_by_itself(request, here, number)
    kept = _save_all(request, here, number)
    if kept:
        return _page(request, here, number, kept)
    messages.success(request, _("Ihre Antworten sind gespeichert."))
    following = number + 1 if request.POST.get("tun") == "weiter" and number < len(Step) else number
    return redirect("concepts:step", request.authority.slug, public_id, following)


# ── saving ───────────────────────────────────────────────


def _given(request: TownRequest, code: str) -> tuple[str, int, str]:
    """Return text, the state its writer had read, and what they started from."""
    data = request.POST
    revision = data.get(f"{code}-revision", "")
    return (
        data.get(f"{code}-text", ""),
        int(revision) if revision.isdecimal() and len(revision) < len("1000000000") else -1,
        data.get(f"{code}-base", ""),
    )


def _save_all(request: TownRequest, here: Place, number: int) -> dict[str, Row]:
    """Save every answer that came; return the rows that could not be, with what was typed."""
    concept, refused = queries.get_concept(here.measure), {}
    for question in of_step(number):
        code = question.code
        if f"{code}-text" not in request.POST:
            continue
        text, revision, base = _given(request, code)
        item = concept.item(code)
        try:
            actions.save_answer(
                measure=here.measure, question=code, text=text, revision=revision,
                by=request.user, at=now(),
            )  # fmt: skip
        except actions.Conflict as error:
            merge = _merging(text, base, error.current)
            form = AnswerForm(
                item, text=merge["combined"], base=error.current.text,
                revision=error.current.revision,
            )  # fmt: skip
            refused[code] = Row(item, form, merge=merge)
        except DomainError as error:
            form = AnswerForm(item, text=text, base=base)
            refused[code] = Row(item, form, problem=error.message)
    return refused


def _save_by_itself(request: TownRequest, here: Place, number: int) -> HttpResponse:
    """Answer the page's own script: saved at, or both texts to bring together."""
    code = request.POST.get("frage", "")
    if code not in BY_CODE or BY_CODE[code].step != number:
        return JsonResponse({"problem": _("Bitte laden Sie die Seite neu.")}, status=422)
    text, revision, base = _given(request, code)
    try:
        kept = actions.save_answer(
            measure=here.measure, question=code, text=text, revision=revision,
            by=request.user, at=now(),
        )  # fmt: skip
    except actions.Conflict as error:
        merge = _merging(text, base, error.current)
        html = render_to_string("concepts/merge.html", {"merge": merge}, request=request)
        answer = {
            "html": html,
            "combined": merge["combined"],
            "base": error.current.text,
            "revision": error.current.revision,
        }
        return JsonResponse(answer, status=409)
    except DomainError as error:
        return JsonResponse({"problem": error.message}, status=422)
    done = queries.get_concept(here.measure).step(number)
    words = _("gespeichert um %(time)s") % {"time": show.time(kept.answered_at or now())}
    return JsonResponse({"revision": kept.revision, "words": words, "progress": _progress(done)})


def _merging(mine: str, base: str, current: Answer) -> dict[str, Any]:
    """Return what the page needs to bring two texts together."""
    mine = mine.replace("\r\n", "\n")
    return {
        "pieces": compare(mine, current.text),
        "mine": mine,
        "theirs": current.text,
        "combined": combine(base.replace("\r\n", "\n"), mine, current.text),
        "who": current.answered_by.name if current.answered_by else "",
        "when": current.answered_at,
    }


def _progress(step: StepAnswers) -> str:
    if not step.total:
        return _("nichts nötig")
    return _("%(done)d von %(total)d") % {"done": step.complete, "total": step.total}


# ── pages ────────────────────────────────────────────────


def _page(request: TownRequest, here: Place, number: int, refused: dict[str, Row]) -> HttpResponse:
    found = queries.get_concept(here.measure)
    current = found.step(number)
    rows = [refused.get(item.code) or Row(item, AnswerForm(item)) for item in current.items]
    context = {
        "frame": here.frame,
        "measure": here.measure,
        "step": current,
        "rows": rows,
        "progress": _progress(current),
        "outline": _outline(found, number),
        "next": found.step(number + 1) if number < len(Step) else None,
        "before": found.step(number - 1) if number > 1 else None,
        "may_write": here.can_write and is_open(here.measure, number),
        "refused": list(refused.values()),
        "adopted": is_adopted(here.measure) and number in BEFORE_START,
        "kept_in_paper": queries.has_decided_paper(here.measure),
        "trail": here.frame.trail(
            Link(_("Konzept"), _address(here)), Link(_("Schritt %(number)d") % {"number": number})
        ),
    }
    status = 409 if any(row.merge for row in refused.values()) else 422 if refused else 200
    return render(request, "concepts/step.html", context, status=status)


def _address(here: Place) -> str:
    slug = here.measure.authority.slug
    return reverse("concepts:concept", args=[slug, here.measure.public_id])


def _outline(found: Concept, number: int) -> list[Link]:
    return [
        Link(
            f"{each.step.value}. {each.title}",
            each.url,
            current=each.step == number,
            note=_progress(each),
        )
        for each in found.steps
    ]


def _switch(request: TownRequest, here: Place) -> HttpResponse:
    """Change between short and long form; nothing that was written goes."""
    to = request.POST.get("form", "")
    if to in ConceptForm.values:
        try:
            actions.switch_form(measure=here.measure, to=to, by=request.user, at=now())
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Die Form ist gewechselt. Alle Antworten sind noch da."))
    return redirect(_address(here))
