"""The page itself; opening and closing the sitting."""

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core import links
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import SeatRole
from vorort.meetings.choices import MeetingState
from vorort.sittings import actions, queries
from vorort.sittings.choices import LATER, ItemState
from vorort.sittings.forms import CloseForm, OpenForm
from vorort.sittings.views.common import Reading, current_of, frame_of, lead, page, read
from vorort.ui.parts import Link


@require_safe
@never_cache
@own_door
def sitting(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """What goes on: agenda, the current item, who is there. Members read along."""
    del town
    reading = read(request, public_id)
    if reading.sitting is None:
        return _before(reading)
    # Who reads along asks every few seconds; a page that has not changed stays as it is.
    if request.headers.get("VorOrt-Stand") == queries.stamp_of(reading.protocol):
        return HttpResponse(status=204)
    return page(reading, current_of(reading, request.GET.get("punkt", "")))


def _before(reading: Reading, form: OpenForm | None = None) -> HttpResponse:
    """Return the page of a meeting that has not begun."""
    called = queries.list_called(reading.meeting)
    seats = [seat for seat, _reply, _deputy in called if seat.role != SeatRole.GUEST]
    own = [seat for seat in seats if seat.person_id == reading.request.user.pk]
    writers = [seat for seat in seats if seat.role == SeatRole.MINUTE_TAKER] or own
    chairs = [seat for seat in seats if seat.is_chair] or seats
    start = {
        "chaired_by": chairs[0].public_id if chairs else "",
        "minuted_by": writers[0].public_id if writers else "",
        "began": timezone.localtime(_begin(reading)),
    }
    context = {
        **frame_of(reading),
        "form": form or OpenForm(seats=seats, initial=start),
        "is_invited": reading.meeting.state == MeetingState.INVITED,
        "is_early": reading.meeting.starts_at - now() > LATER,
        "replies": _replies(called),
    }
    return render(
        reading.request, "sittings/open.html", context, status=422 if form is not None else 200
    )


def _begin(reading: Reading) -> dt.datetime:
    """Return when the sitting begins: now, or at its hour where it is entered afterwards."""
    moment, planned = now(), reading.meeting.starts_at
    return planned if moment - planned > LATER else moment


def _replies(called: Sequence[tuple[object, str, object]]) -> dict[str, int]:
    said = [reply for _seat, reply, _deputy in called]
    return {name: said.count(name) for name in ("yes", "no", "deputy")}


@require_POST
@never_cache
@own_door
def open_(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Open the sitting now."""
    del town
    reading = lead(request, public_id)
    seats = {seat.public_id: seat for seat, _reply, _deputy in queries.list_called(reading.meeting)}
    form = OpenForm(request.POST, seats=list(seats.values()))
    if form.is_valid():
        try:
            actions.open_sitting(
                meeting=reading.meeting,
                by=request.user,
                at=_said(form.cleaned_data["began"]),
                chaired_by=seats.get(form.cleaned_data["chaired_by"]),
                minuted_by=seats.get(form.cleaned_data["minuted_by"]),
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect(reading.address)
    if reading.sitting is not None:
        messages.info(request, _("Die Sitzung ist schon eröffnet."))
        return redirect(reading.address)
    return _before(reading, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@own_door
def close(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say what closing means, then close."""
    del town
    reading = lead(request, public_id)
    if reading.sitting is None or reading.sitting.closed_at is not None:
        return redirect(reading.address)
    form = CloseForm(request.POST or None, initial={"ended": timezone.localtime(_end(reading))})
    if request.method == "POST" and form.is_valid():
        try:
            ended = _said(form.cleaned_data["ended"], after=reading.sitting.opened_at)
            actions.close_sitting(sitting=reading.sitting, by=request.user, at=ended)
        except DomainError as error:
            form.add_error("ended", error.message)
        else:
            messages.success(
                request,
                _("Die Sitzung ist geschlossen. Als Nächstes: die Niederschrift entwerfen."),
            )
            own = links.resolve(request.user, "meetings.meeting", public_id)
            return redirect(own.url if own else reading.address)
    items = reading.protocol.items
    context = {
        **frame_of(reading, Link(_("Sitzung schließen"))),
        "form": form,
        "untouched": [
            one
            for one in items
            if one.state == ItemState.OPEN and not (one.notes or one.votes or one.item.standing)
        ],
        "unvoted": [
            one
            for one in items
            if one.item.kind in {"decision", "election"}
            and not one.votes
            and one.state in {ItemState.RUNNING, ItemState.CLOSED}
            and not one.item.standing
        ],
    }
    return render(request, "sittings/close.html", context, status=422 if form.errors else 200)


def _end(reading: Reading) -> dt.datetime:
    """Return when the sitting ends: now, or as planned where it is entered afterwards."""
    opened = reading.protocol.opened_at or now()
    if now() - opened <= LATER:
        return now()
    planned = reading.meeting.ends_at
    return planned if planned and planned > opened else opened + dt.timedelta(hours=2)


def _said(said: dt.datetime, *, after: dt.datetime | None = None) -> dt.datetime:
    """Return the moment a field means: it knows minutes only, so this one means now, never later.

    What ends in the very minute it began in ends with that minute: never before ``after``.
    """
    moment, minute = now(), dt.timedelta(minutes=1)
    if moment - said < minute:
        return moment
    return said + minute if after and dt.timedelta(0) <= after - said < minute else said
