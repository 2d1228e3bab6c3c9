"""Who sits in a body: the list, one seat, several from a list, who else takes part."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.audit.actions import record_read
from vorort.authorities.forms.lists import ListForm
from vorort.authorities.importers import Sheet, as_text, read_file, read_text
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.forms import EndForm, ParticipantForm, SeatForm
from vorort.councils.importers import COLUMNS, ReadSeat, read_seats
from vorort.councils.models import Body
from vorort.councils.views.common import address, done, framed, leave, page, running, sent
from vorort.ui.parts import Link


@own_door
@require_safe
@never_cache
def members(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Who sits there today, or has sat there; names for members, functions for others."""
    body, frame = framed(request, public_id, "members")
    inside = frame.level != Confidentiality.PUBLIC
    past = inside and request.GET.get("ansicht") == "frueher"
    list_seats = queries.list_past_seats if past else queries.list_seats
    seats = list_seats(body, on=today())
    if inside:
        record_read(
            by=request.user,
            authority_id=body.authority_id,
            kind="councils.seat",
            object_id=body.public_id,
            label=_("Mitglieder: %(name)s") % {"name": body.name},
        )
    context = {
        "frame": frame,
        "inside": inside,
        "past": past,
        "people": queries.people_of(seats, inside=inside),
        "sees_core": frame.can_run or frame.level == Confidentiality.CORE,
        "to_match": queries.count_to_match(body) if frame.can_run else 0,
        "participants": queries.list_participants(body),
    }
    return page(request, "members", context)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Let somebody sit in a body; the second button goes on to the next."""
    body, frame = running(request, public_id, "members")
    start: dict[str, Any] = {"from_on": today(), "role": SeatRole.VOTING}
    stands_for = request.GET.get("fuer", "")
    if stands_for:
        start |= {"role": SeatRole.DEPUTY, "deputy_for": stands_for}
    form = SeatForm(*sent(request), body=body, initial=start)

    def act() -> None:
        values = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        actions.seat_member(body=body, by=request.user, at=now(), **values)

    if done(form, act):
        words = _("%(function)s sitzt im Gremium.") % form.cleaned_data
        to = "member_add" if "next" in request.POST else "members"
        return leave(request, words, address(body, to))
    context = {"frame": frame, "form": form, "trail": frame.trail(*_way(body, _("Aufnehmen")))}
    return page(request, "member_add", context, form)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def member(request: TownRequest, town: str, public_id: str, seat_id: str) -> HttpResponse:  # noqa: ARG001
    """One seat: change it, or let it end."""
    body, frame = running(request, public_id, "members")
    seat, by = queries.get_seat(body, seat_id), request.user
    form = SeatForm(*sent(request), body=body, row=seat)
    start = {"on": seat.until_on or today()}
    end_form = EndForm(*sent(request, "end"), initial=start, prefix="ende")

    def act() -> None:
        actions.edit_seat(seat=seat, by=by, at=now(), **form.cleaned_data)

    def end() -> None:
        actions.end_seat(seat=seat, by=by, at=now(), **end_form.cleaned_data)

    if done(end_form, end) or done(form, act):
        return leave(request, _("Die Angaben zum Sitz sind gespeichert."), address(body, "members"))
    who = queries.seat_name(seat)
    context = {
        "frame": frame,
        "seat": seat,
        "who": who,
        "form": form,
        "end_form": end_form,
        "trail": frame.trail(*_way(body, who)),
    }
    return page(request, "member", context, form, end_form)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def import_members(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Show what a list holds, row by row; the second button takes the good rows over."""
    body, frame = running(request, public_id, "members")
    form = ListForm(*sent(request))
    sheet: Sheet | None = None
    rows: tuple[ReadSeat, ...] = ()
    if form.is_bound and form.is_valid():
        given, text = form.cleaned_data["file"], form.cleaned_data["text"]
        try:
            sheet = read_file(given, COLUMNS) if given else read_text(text, COLUMNS)
            rows = read_seats(sheet, body, on=today())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    good = [row.values for row in rows if not row.reasons]
    if "take_over" in request.POST and good:
        n = actions.seat_members(body=body, rows=good, by=request.user, at=now())
        words = ngettext("Ein Mitglied ist aufgenommen.", "%(n)d Mitglieder sind aufgenommen.", n)
        return leave(request, words % {"n": n}, address(body, "members"))
    context = {
        "frame": frame,
        "form": form,
        "columns": COLUMNS,
        "sheet": sheet,
        "rows": rows,
        "good": len(good),
        "text": as_text(sheet) if sheet else "",
        "trail": frame.trail(*_way(body, _("Liste einlesen"))),
    }
    return page(request, "members_import", context, form)


@own_door
@require_POST
@never_cache
def match(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Tie seats to accounts with the same address."""
    body, _frame = running(request, public_id, "members")
    n = actions.match_accounts(body=body, by=request.user, at=now())
    words = ngettext("Ein Sitz ist verknüpft.", "%(n)d Sitze sind verknüpft.", n) % {"n": n}
    return leave(request, words, address(body, "members"))


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def participants(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Which other authorities take part in the body."""
    body, frame = running(request, public_id, "members")
    form = ParticipantForm(*sent(request), body=body, initial={"from_on": today()})

    def act() -> None:
        values = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        actions.add_participant(body=body, by=request.user, at=now(), **values)

    if request.POST.get("what") == "end":
        link = queries.get_participant(body, request.POST.get("participant", ""))
        if link is None:
            raise NotVisible(_("Diese Beteiligung gibt es nicht."))
        try:
            actions.end_participant(link=link, on=today(), by=request.user, at=now())
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(address(body, "participants"))
    if done(form, act):
        return leave(request, _("Die Beteiligung ist eingetragen."), address(body, "participants"))
    context = {
        "frame": frame,
        "form": form,
        "links": queries.list_participants(body),
        "trail": frame.trail(*_way(body, _("Beteiligte"))),
    }
    return page(request, "participants", context, form)


def _way(body: Body, last: str) -> list[Link]:
    return [Link(_("Mitglieder"), address(body, "members")), Link(last)]
