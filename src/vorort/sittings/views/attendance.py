"""Who is there: ticked beside the page, or line by line with times."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.sittings import actions, queries
from vorort.sittings.choices import Presence
from vorort.sittings.forms import GuestForm, PresenceForm, moment_of
from vorort.sittings.queries import Attendee
from vorort.sittings.views.common import Reading, again, aside_of, current_of, frame_of, lead
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@own_door
def attendance(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The list with times; POST ticks, writes times, or adds a guest, as ``tun`` says."""
    del town
    reading = lead(request, public_id)
    if reading.sitting is None:
        return redirect(reading.address)
    if request.method == "POST":
        do = request.POST.get("tun", "")
        deed = {"haken": _tick, "gast": _guest}.get(do, _lines)
        return deed(reading)
    return _page(reading, GuestForm())


def _tick(reading: Reading) -> HttpResponse:
    """Do what has changed since the list was drawn: others may have ticked in the meantime."""
    request, data = reading.request, reading.request.POST
    now_there, was_there = set(data.getlist("da")), set(data.getlist("war"))
    problem = ""
    for one in queries.list_attendees(reading.meeting, reading.sitting):
        key = one.attendance.public_id
        if (key in now_there) == (key in was_there):
            continue
        try:
            actions.tick(
                attendance=one.attendance, there=key in now_there, by=request.user, at=now()
            )
        except DomainError as error:
            problem = error.message
    if request.headers.get("HX-Request") == "true":
        reading = again(reading)
        current = current_of(reading, data.get("punkt", ""))
        table = queries.table_at(current.item) if current else None
        context = {**frame_of(reading), **aside_of(reading, current, table), "problem": problem, "swapped": True}  # fmt: skip
        return render(request, "sittings/aside.html", context, status=422 if problem else 200)
    if problem:
        messages.error(request, problem)
    return redirect(f"{reading.address}?punkt={data.get('punkt', '')}")


def _guest(reading: Reading) -> HttpResponse:
    form = GuestForm(reading.request.POST)
    if not form.is_valid() or reading.sitting is None:
        return _page(reading, form)
    try:
        actions.record_attendance(
            sitting=reading.sitting, by=reading.request.user, at=now(), **form.cleaned_data
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(reading, form)
    messages.success(reading.request, _("Gast eingetragen."))
    return redirect(reading.address)


def _lines(reading: Reading) -> HttpResponse:
    """Write every line that was changed; a refused one keeps what was typed."""
    lines = _forms(reading, reading.request.POST)
    refused = False
    for one, form in lines:
        if not form.is_valid():
            refused = True
        elif form.has_changed():
            try:
                _write(reading, one, form)
            except DomainError as error:
                field = {"came_at": "came", "left_at": "left", "stands_in_for": "stands_in"}
                form.add_error(field.get(error.field) if error.field else None, error.message)
                refused = True
    if refused:
        return _page(reading, GuestForm(), lines)
    messages.success(reading.request, _("Anwesenheit gespeichert."))
    return redirect(reading.address)


def _write(reading: Reading, one: Attendee, form: PresenceForm) -> None:
    data, by, sitting = form.cleaned_data, reading.request.user, reading.sitting
    assert sitting is not None  # noqa: S101 - the view has checked
    if one.seat is None:
        if data["presence"] != Presence.PRESENT:
            actions.remove_guest(attendance=one.attendance, by=by, at=now())
        elif data["left"]:
            left = moment_of(sitting.opened_at, data["left"])
            actions.leave(attendance=one.attendance, by=by, at=left or now())
        return
    actions.record_attendance(
        sitting=sitting,
        by=by,
        at=now(),
        seat=one.seat,
        presence=data["presence"],
        stands_in_for=one.seat.deputy_for if data.get("stands_in") else None,
        came_at=moment_of(sitting.opened_at, data["came"]),
        left_at=moment_of(sitting.opened_at, data["left"]),
    )


def _forms(reading: Reading, data: object = None) -> list[tuple[Attendee, PresenceForm]]:
    people = queries.list_attendees(reading.meeting, reading.sitting)
    return [(one, PresenceForm(data, one=one)) for one in people]


def _page(
    reading: Reading,
    guest: GuestForm,
    lines: list[tuple[Attendee, PresenceForm]] | None = None,
) -> HttpResponse:
    wrong = bool(guest.errors) or lines is not None
    context = {
        **frame_of(reading, Link(_("Anwesenheit"))),
        "guest_form": guest,
        "lines": lines or _forms(reading),
        "back": reading.address,
    }
    return render(
        reading.request, "sittings/attendance.html", context, status=422 if wrong else 200
    )
