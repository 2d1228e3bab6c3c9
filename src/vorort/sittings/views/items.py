"""One form holds all of an item: whatever button is pressed, the notes are saved first."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils.rules import readable
from vorort.resolutions.choices import Counts, TaskState, VoteMode
from vorort.sittings import actions, queries
from vorort.sittings.forms import (
    NotesForm,
    RecusalForm,
    TaskForm,
    VoteForm,
    outcome_words,
)
from vorort.sittings.queries import ItemProtocol
from vorort.sittings.rules import TaskLine, read_task
from vorort.sittings.views.common import (
    Filled,
    Reading,
    again,
    clock,
    find,
    merging,
    page,
    write,
)
from vorort.ui import format as show

Deed = Callable[[Reading, ItemProtocol], HttpResponse | Filled | None]


@require_POST
@never_cache
@own_door
def item(request: TownRequest, town: str, public_id: str, item_id: str) -> HttpResponse:
    """Save the notes and do what the button says; ``tun`` names it."""
    del town
    reading, current = write(request, public_id, item_id)
    # Buttons beside one of several things carry its id as their value.
    named = [name for name in ("erledigt", "entfallen", "zurueck") if name in request.POST]
    do = named[0] if named else request.POST.get("tun", "")
    if do == "von-selbst":
        return _save_by_itself(reading, current)
    if do == "vorschau":
        return _preview(reading, current)
    refused = _save_first(reading, current)
    if refused is not None:
        return refused
    before = current
    reading = again(reading)
    current = find(reading, item_id)
    try:
        answer = DEEDS[do](reading, current) if do in VOTING else None
        answer = answer or _left_over(reading, current, do)
        if answer is None and do in DEEDS and do not in VOTING:
            answer = DEEDS[do](reading, current)
    except DomainError as error:
        answer = Filled(problem=error.message)
    if isinstance(answer, HttpResponse):
        return answer
    if answer is None:
        if before.revision != current.revision and do in {"", "speichern"}:
            messages.success(request, _("Verlauf gespeichert."))
        return redirect(reading.address_of(current))
    reading = again(reading)
    return page(reading, find(reading, item_id), answer, status=422)


# ── notes ────────────────────────────────────────────────


def _given(reading: Reading) -> tuple[str, int | None, str | None]:
    """Return the text that was sent, the state its writer had read, and what they started from."""
    data = reading.request.POST
    chosen = data.get("nimm")
    if chosen:
        texts = {"zusammen": data.get("merged", ""), "ihr": data.get("theirs", "")}
        form = NotesForm({"text": texts.get(chosen, data.get("text", "")), "revision": data.get("merge_revision")})  # fmt: skip
    else:
        form = NotesForm(data)
    if not form.is_valid():
        return data.get("text", ""), None, None
    base = form.cleaned_data["base"] if "base" in data else None
    return form.cleaned_data["text"], form.cleaned_data["revision"], base


def _save_first(reading: Reading, current: ItemProtocol) -> HttpResponse | None:
    """Save the notes that came with the form; return a page where that is not possible."""
    if "text" not in reading.request.POST:
        return None
    text, revision, base = _given(reading)
    typed = NotesForm(reading.request.POST)
    problem, merge, status = "", None, 422
    if revision is None:
        problem = _("Die Seite ist unvollständig angekommen. Bitte speichern Sie noch einmal.")
    else:
        try:
            actions.save_notes(
                item=current.item, text=text, revision=revision, by=reading.request.user, at=now()
            )
        except actions.Conflict as error:
            merge, status = merging(text, base, error.current), 409
        except DomainError as error:
            problem = error.message
        else:
            return None
    table = queries.table_at(current.item)
    filled = Filled(
        notes=typed,
        vote=_typed_vote(reading, table) if _vote_was_typed(reading, current) else None,
        task=TaskForm(reading.request.POST),
        problem=problem,
        merge=merge,
    )
    reading = again(reading)
    return page(reading, find(reading, current.item.public_id), filled, status=status)


def _save_by_itself(reading: Reading, current: ItemProtocol) -> HttpResponse:
    """Answer the page's own script: saved at, or both texts to bring together."""
    text, revision, base = _given(reading)
    if revision is None:
        return JsonResponse({"problem": _("Bitte laden Sie die Seite neu.")}, status=422)
    try:
        record = actions.save_notes(
            item=current.item, text=text, revision=revision, by=reading.request.user, at=now()
        )
    except actions.Conflict as error:
        merge = merging(text, base, error.current)
        html = render_to_string("sittings/merge.html", {"merge": merge}, request=reading.request)
        return JsonResponse({"revision": merge["revision"], "html": html}, status=409)
    except DomainError as error:
        return JsonResponse({"problem": error.message}, status=422)
    words = _("gespeichert um %(time)s Uhr") % {"time": clock(record.edited_at or now())}
    return JsonResponse({"revision": record.revision, "words": words})


def _left_over(reading: Reading, current: ItemProtocol, do: str) -> Filled | HttpResponse | None:
    """Take what was typed beside the button that was pressed, so that nothing is lost.

    A line for a task makes one. A motion is not recorded by another button, but stays in its fields.
    """
    data = reading.request.POST
    if data.get("line", "").strip() and do != "aufgabe":
        refused = _add_task(reading, current)
        if refused is not None:
            return refused
    if do in VOTING or not _vote_was_typed(reading, current):
        return None
    filled = Filled(
        vote=_typed_vote(reading, queries.table_at(current.item)),
        problem=_("Der Verlauf ist gespeichert. Der Beschluss ist noch nicht festgehalten."),
    )
    return None if do in {"aufrufen", "befangen", "zurueck"} and not _counts(reading) else filled


# ── the course of the item ───────────────────────────────


def _start(reading: Reading, current: ItemProtocol) -> None:
    actions.start_item(item=current.item, by=reading.request.user, at=now())


def _close(reading: Reading, current: ItemProtocol) -> HttpResponse:
    """Close this item and call the next one up."""
    by, items = reading.request.user, reading.protocol.items
    actions.close_item(item=current.item, by=by, at=now())
    place = items.index(current) + 1
    if place >= len(items) or reading.protocol.closed_at is not None:
        return redirect(reading.address_of(current))
    following = items[place]
    if reading.may_write(following) and following.state == "open":
        actions.start_item(item=following.item, by=by, at=now())
    return redirect(reading.address_of(following))


def _adjourn(reading: Reading, current: ItemProtocol) -> None:
    actions.adjourn_item(item=current.item, by=reading.request.user, at=now())
    messages.success(
        reading.request, _("Der Punkt ist vertagt und steht auf der nächsten Tagesordnung.")
    )


def _recuse(reading: Reading, current: ItemProtocol) -> Filled | None:
    people = [one for one in queries.list_attendees(reading.meeting) if one.is_there and one.votes]
    form = RecusalForm(reading.request.POST, people=people)
    if not form.is_valid():
        return Filled(recusal=form)
    seat = queries.seat_by_key(reading.meeting, form.cleaned_data["seat"])
    if seat is None:
        return Filled(recusal=form)
    actions.recuse(
        item=current.item, seat=seat, reason=form.cleaned_data["reason"],
        by=reading.request.user, at=now(),
    )  # fmt: skip
    return None


def _return(reading: Reading, current: ItemProtocol) -> None:
    seat = queries.seat_by_key(reading.meeting, reading.request.POST["zurueck"])
    if seat is not None:
        actions.end_recusal(item=current.item, seat=seat, by=reading.request.user, at=now())


# ── votes ────────────────────────────────────────────────


def _typed_vote(reading: Reading, table: queries.Table) -> VoteForm:
    return VoteForm(reading.request.POST, table=table)


def _counts(reading: Reading) -> bool:
    return any(reading.request.POST.get(f"beschluss-{name}") for name in ("yes", "no", "abstain"))


def _vote_was_typed(reading: Reading, current: ItemProtocol) -> bool:
    """Whether votes stand in the fields, or a wording that is not the paper's own."""
    paper = queries.paper_of(current.item)
    known = " ".join(paper.proposal.split()) if paper else ""
    typed = " ".join(reading.request.POST.get("beschluss-text", "").split())
    return _counts(reading) or typed not in {"", known}


def _decide(reading: Reading, current: ItemProtocol) -> Filled | None:
    """Record the vote in the fields, all for it, or a consensus."""
    do = reading.request.POST.get("tun")
    table = queries.table_at(current.item)
    data = reading.request.POST.copy()
    data["beschluss-mode"] = VoteMode.CONSENSUS if do == "konsens" else VoteMode.COUNTS
    if do == "einstimmig":
        counts = Counts(table.quorum.entitled, 0, 0)
        data["beschluss-yes"] = str(counts.yes)
        data["beschluss-no"] = data["beschluss-abstain"] = "0"
    form = VoteForm(data, table=table)
    if not form.is_valid():
        return Filled(vote=form)
    try:
        vote = actions.record_vote(
            item=current.item, by=reading.request.user, at=now(),
            revision=form.cleaned_data["seen"],
            quorum_note=form.cleaned_data.get("quorum_note") or "", **form.values,
        )  # fmt: skip
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return Filled(vote=form)
    if vote.resolution is not None:
        messages.success(reading.request, told(vote.resolution))
    return None


def told(resolution: object) -> str:
    """Return the sentence that a resolution stands."""
    return _("Beschluss %(number)s ist festgehalten: %(outcome)s.") % {
        "number": getattr(resolution, "reference", ""),
        "outcome": getattr(resolution, "get_outcome_display", str)(),
    }


# ── tasks ────────────────────────────────────────────────


def _line(reading: Reading) -> TaskLine:
    return read_task(
        reading.request.POST.get("line", ""), names=queries.names_of(reading.meeting), today=today()
    )


def _add_task(reading: Reading, current: ItemProtocol) -> Filled | None:
    form = TaskForm(reading.request.POST)
    if not form.is_valid():
        return Filled(task=form)
    line = _line(reading)
    try:
        actions.note_task(item=current.item, line=line, by=reading.request.user, at=now())
    except DomainError as error:
        form.add_error("line", error.message)
        return Filled(task=form)
    messages.success(
        reading.request, _("Aufgabe festgehalten. %(how)s") % {"how": understood(line)}
    )
    return None


def understood(line: TaskLine) -> str:
    """Say how a line was read."""
    who = line.owner.label if line.owner else line.owner_text
    parts = [_("„%(title)s“") % {"title": line.title}]
    parts.append(who or _("noch niemand zuständig"))
    if line.due_on:
        day = show.date(line.due_on)
        parts.append(_("bis %(weekday)s, %(day)s") % {"weekday": _weekday(line), "day": day})
    else:
        parts.append(_("ohne Frist"))
    return _("Erkannt: %(parts)s.") % {"parts": ", ".join(parts)}


def _weekday(line: TaskLine) -> str:
    return str(WEEKDAYS[line.due_on.weekday()]) if line.due_on else ""


def _finish(reading: Reading, current: ItemProtocol) -> Filled | None:
    """Close a task that came back, done or dropped, with what came out of it."""
    data = reading.request.POST
    key = data.get("erledigt") or data.get("entfallen") or ""
    task = queries.task_of(current.item, key, readable(reading.level))
    if task is None:
        raise NotVisible(_("Diese Aufgabe gibt es nicht."))
    actions.finish_task(
        item=current.item,
        task=task,
        result=data.get(f"ergebnis-{key}", ""),
        state=TaskState.DONE if "erledigt" in data else TaskState.DROPPED,
        by=reading.request.user,
        at=now(),
    )
    messages.success(reading.request, _("Aufgabe abgeschlossen."))
    return None


def _preview(reading: Reading, current: ItemProtocol) -> HttpResponse:
    """Say what the line or the votes mean so far; nothing is written."""
    words = ""
    if reading.request.POST.get("was") == "aufgabe":
        if reading.request.POST.get("line", "").strip():
            words = understood(_line(reading))
    else:
        words = outcome_words(_typed_vote(reading, queries.table_at(current.item)))
    return render(reading.request, "sittings/preview.html", {"words": words})


VOTING = frozenset({"beschluss", "einstimmig", "konsens"})
DEEDS: dict[str, Deed] = {
    "aufrufen": _start,
    "schliessen": _close,
    "vertagen": _adjourn,
    "befangen": _recuse,
    "zurueck": _return,
    "beschluss": _decide,
    "einstimmig": _decide,
    "konsens": _decide,
    "aufgabe": _add_task,
    "erledigt": _finish,
    "entfallen": _finish,
}
