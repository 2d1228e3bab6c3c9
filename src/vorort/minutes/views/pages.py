"""Read and write: the text with its public side, the extract, plain language, the approval."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import MinutesApproval, SeatRole
from vorort.councils.models import Seat
from vorort.councils.queries import get_frame, list_seats, seats_of
from vorort.meetings.choices import MeetingState
from vorort.minutes import actions, queries
from vorort.minutes.choices import MinutesState, Review, SignerRole
from vorort.minutes.forms import (
    AnswerForm,
    ApproveForm,
    PaperForm,
    ReasonForm,
    SettleForm,
    SummaryForm,
    TextForm,
)
from vorort.minutes.queries.minutes import Line
from vorort.minutes.views.common import Place, deed, find, load, page, show_page, trail
from vorort.notices.rules import GUIDE, PROBLEMS, check_plain, public_text, read_marks
from vorort.sittings.choices import Presence
from vorort.sittings.queries import get_sitting, list_attendees
from vorort.ui import format as show


@dataclass(frozen=True)
class Editing:
    """A passage under the hands of its writer: what was typed, what stands against it."""

    line: Line
    text: str
    revision: int
    error: str = ""
    theirs: str = ""


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def text(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The minutes: to write, or to read; where there are none yet, the way to a draft."""
    meeting, reader, minutes = find(request, public_id)
    if minutes is None or meeting.state == MeetingState.HELD:
        if not reader.writes:
            raise NotVisible(_("Zu dieser Sitzung gibt es noch keine Niederschrift."))
        frame = get_frame(request.user, meeting.body, current="meetings")
        context = {
            "frame": frame,
            "trail": trail(frame, meeting),
            "meeting": meeting,
            "is_held": meeting.state == MeetingState.HELD,
            "again": minutes is not None,
        }
        return render(request, "minutes/none.html", context)
    place = load(request, public_id)
    lines = queries.list_lines(minutes, reader)
    if not any(line.editable for line in lines):
        if request.method == "POST":
            raise NotVisible(_("Diese Niederschrift lässt sich nicht ändern."))
        reading = queries.read_as(minutes, reader)
        more = {"reading": reading, "quotable": queries.quotable_items(minutes, reader)}
        return show_page(place, "minutes/read.html", "minutes", more)
    if request.method == "POST":
        sent = [line for line in lines if f"text-{line.passage.public_id}" in request.POST]
        edits = [
            _save(request, line) if line.editable and line in sent else _unchanged(line)
            for line in lines
        ]
        failed = [one for one in edits if one.error]
        if not failed:
            messages.success(request, _("Die Niederschrift ist gespeichert."))
            to_approval = request.POST.get("weiter") == "genehmigung"
            return redirect(place.address("approval" if to_approval else "minutes"))
        status = 409 if any(one.theirs for one in failed) else 422
        return show_page(place, "minutes/edit.html", "minutes", _edit_context(edits), status)
    edits = [_unchanged(line) for line in lines]
    return show_page(place, "minutes/edit.html", "minutes", _edit_context(edits))


def _edit_context(edits: list[Editing]) -> dict[str, Any]:
    times = [one.line.passage.edited_at for one in edits if one.line.passage.edited_at]
    latest = max(times, default=None)
    saved = _("gespeichert %(time)s") % {"time": show.time(latest)} if latest else ""
    return {"edits": edits, "saved": saved, "failed": [one for one in edits if one.error]}


def _unchanged(line: Line) -> Editing:
    return Editing(line, line.passage.text, line.passage.revision)


def _save(request: TownRequest, line: Line) -> Editing:
    """Save one passage of the form; what fails keeps what was typed."""
    key = line.passage.public_id
    form = TextForm(
        {"text": request.POST.get(f"text-{key}"), "revision": request.POST.get(f"revision-{key}")}
    )
    if not form.is_valid():
        typed = request.POST.get(f"text-{key}", "")
        words = _("Bitte laden Sie die Seite neu.")
        return Editing(line, typed, line.passage.revision, error=words)
    typed, revision = form.cleaned_data["text"], form.cleaned_data["revision"]
    try:
        saved = actions.save_passage(
            passage=line.passage, text=typed, revision=revision, by=request.user, at=now()
        )
    except actions.PassageChanged as error:
        # Whoever saves now has seen both texts.
        return Editing(line, typed, error.theirs.revision, error.message, error.theirs.text)
    except DomainError as error:
        return Editing(line, typed, revision, error.message)
    return Editing(line, saved.text, saved.revision)


@deed
def passage(request: TownRequest, town: str, public_id: str, passage_id: str) -> HttpResponse:  # noqa: ARG001
    """Save a passage by itself while somebody writes; the text stays under the writer's hands."""
    place = load(request, public_id)
    lines = {one.passage.public_id: one for one in queries.list_lines(place.minutes, place.reader)}
    line = lines.get(passage_id)
    if line is None or not place.reader.edits(line.confidentiality):
        raise NotVisible(_("Diesen Abschnitt gibt es nicht."))
    edit = _save(request, line)
    marked = read_marks(edit.text)
    context = {
        "id": passage_id,
        "revision": edit.revision,
        "problem": edit.error,
        "problems": [str(PROBLEMS[one]) for one in marked.problems],
        "public": marked.public,
        "is_public": line.is_public,
        "swapped": True,
    }
    status = 409 if edit.theirs else 422 if edit.error else 200
    return render(request, "minutes/autosaved.html", context, status=status)


@page
def extract(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The public extract as everybody will read it, and what stands against it."""
    place = load(request, public_id, lambda reader: reader.is_inside)
    reading = queries.read_public(place.minutes)
    check = queries.check_extract(place.minutes, reading, place.reader)
    more = {
        "reading": reading,
        "check": check if place.reader.writes else None,
        "publication": queries.published(place.minutes),
        "reason_form": ReasonForm(),
        "may_publish": place.is_approved and place.reader.publishes and bool(reading.items),
    }
    return show_page(place, "minutes/extract.html", "extract", more)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def plain(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The summary in plain language, with what a machine can see of it."""
    place = load(request, public_id)
    minutes, writes = place.minutes, place.reader.writes
    if not writes and (request.method == "POST" or not minutes.plain_summary):
        raise NotVisible(_("Zu dieser Sitzung gibt es keine Zusammenfassung."))
    initial = {"text": minutes.plain_summary, "revision": minutes.revision}
    form = SummaryForm(request.POST or None, initial=initial)
    theirs, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_summary(minutes=minutes, by=request.user, at=now(), **form.cleaned_data)
        except actions.SummaryChanged as error:
            theirs, status = error, 409
            form.add_error("text", error.message)
        except DomainError as error:
            status = 422
            form.add_error("text", error.message)
        else:
            messages.success(request, _("Die Zusammenfassung ist gespeichert."))
            return redirect(place.address("plain"))
    typed = form.data.get("text", "") if request.method == "POST" else minutes.plain_summary
    more = {
        "form": form,
        "writes": writes,
        "revision": theirs.revision if theirs else minutes.revision,
        "theirs": theirs.theirs if theirs else None,
        "guide": GUIDE,
        "report": check_plain(typed),
        # Everybody reads it as the public does.
        "lines": [line for line in public_text(minutes.plain_summary).splitlines() if line.strip()],
    }
    return show_page(place, "minutes/plain.html", "plain", more, status)


@page
def approval(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Who has looked through the draft, and how the minutes are approved."""
    place = load(request, public_id, lambda reader: reader.is_inside)
    return show_approval(place)


def show_approval(place: Place, status: int = 200, **forms: Any) -> HttpResponse:
    """Return the page of review and approval, with forms as they were typed."""
    minutes, rules, at = place.minutes, place.rules, now()
    reviews = list(queries.list_reviews(minutes))
    decides = place.reader.decides and not place.is_approved
    own = own_seat(place)
    is_over = minutes.objections_until is not None and minutes.objections_until < at
    is_sent = minutes.state == MinutesState.SENT
    asks_own = own is not None and not place.reader.decides and is_sent and not is_over
    known = next((one for one in reviews if own and one.seat_id == own.pk), None)
    more: dict[str, Any] = {
        "reviews": reviews if place.reader.writes else [],
        "agreed": sum(1 for one in reviews if one.review == Review.AGREED),
        "asked": queries.reviewers(minutes, on=today()).count(),
        "settle_form": SettleForm(auto_id=False),
        "open_objections": [
            one for one in reviews if one.review == Review.OBJECTED and one.settled_at is None
        ],
        "decides": decides,
        "needs_paper": queries.needs_signatures(rules),
        "silence": rules.minutes_approval == MinutesApproval.SILENCE,
        "in_meeting": rules.minutes_approval == MinutesApproval.NEXT_MEETING,
        "is_over": is_over,
        "is_stale": is_sent and minutes.sent_hash != queries.hash_of(minutes),
        "asks_own": asks_own,
        "own_review": known,
        "approve_form": ApproveForm(meetings=queries.later_meetings(minutes, at=at)),
        "answer_form": AnswerForm(
            initial={"answer": known.review, "text": known.text} if known else None
        ),
        "paper_form": paper_form(place) if decides else None,
        "reason_form": ReasonForm(),
        "hash_fits": place.is_approved and queries.hash_of(minutes) == minutes.text_hash,
        "signatures": list(minutes.signatures.select_related("seat")),
    }
    return show_page(place, "minutes/approval.html", "approval", more | forms, status)


def own_seat(place: Place) -> Seat | None:
    """Return the seat in whose place the reader looks through the draft."""
    seats = seats_of(place.request.user, place.meeting.body, on=today())
    return seats.filter(role__in=queries.REVIEWERS).first()


def paper_form(place: Place, *data: Any) -> PaperForm:
    """Return the form of the signed paper: chair, minute taker and two who were there proposed."""
    meeting = place.meeting
    sitting = get_sitting(meeting)
    seats = list(list_seats(meeting.body, on=meeting.starts_at.date()))
    chair = sitting.chaired_by if sitting else None
    there = [
        one.seat
        for one in list_attendees(meeting, sitting)
        if one.seat is not None
        and one.presence == Presence.PRESENT
        and one.role == SeatRole.VOTING
        and (chair is None or one.seat.pk != chair.pk)
    ]
    proposed: dict[SignerRole, Seat | None] = {
        SignerRole.CHAIR: chair,
        SignerRole.MINUTE_TAKER: sitting.minuted_by if sitting else None,
        SignerRole.MEMBER_ONE: there[0] if there else None,
        SignerRole.MEMBER_TWO: there[1] if len(there) > 1 else None,
    }
    signed = place.minutes.signatures.select_related("seat")
    return PaperForm(*data, seats=seats, signed=signed, proposed=proposed)
