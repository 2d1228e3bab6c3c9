"""Votes that need a page of their own: by name, secret, elections; and putting one right."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.resolutions.choices import VoteMode
from vorort.sittings import actions, queries
from vorort.sittings.forms import BallotsForm, VoteForm
from vorort.sittings.queries import Attendee, ItemProtocol, VoteProtocol
from vorort.sittings.views.common import Reading, frame_of, read, vote_form, write
from vorort.sittings.views.items import told
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@own_door
def vote(request: TownRequest, town: str, public_id: str, item_id: str) -> HttpResponse:
    """Record a vote in any way the body may vote."""
    del town
    reading, current = write(request, public_id, item_id)
    table = queries.table_at(current.item)
    form = vote_form(current, table)
    ballots = BallotsForm(request.POST or None, people=_entitled(reading, table), given={})
    if request.method == "POST":
        form = VoteForm(request.POST, table=table)
        if form.is_valid() and ballots.is_valid():
            try:
                made = actions.record_vote(
                    item=current.item, by=request.user, at=now(),
                    ballots=_by_name(form, ballots), revision=form.cleaned_data["seen"],
                    quorum_note=form.cleaned_data.get("quorum_note") or "", **form.values,
                )  # fmt: skip
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                messages.success(request, told(made.resolution))
                return redirect(reading.address_of(current))
    return _page(reading, current, form, ballots)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@own_door
def correct(request: TownRequest, town: str, public_id: str, vote_id: str) -> HttpResponse:
    """Put a vote right; its resolution follows."""
    del town
    reading, current, recorded = _recorded(request, public_id, vote_id)
    old, table = recorded.vote, queries.table_at(current.item)
    known = {one.attendance.pk: one for one, _ballot in recorded.ballots}
    people = [*known.values()] or _entitled(reading, table)
    given = {one.attendance.public_id: ballot.value for one, ballot in recorded.ballots}
    ballots = BallotsForm(request.POST or None, people=people, given=given)
    start: dict[str, Any] = {
        name: getattr(old, name)
        for name in ("kind", "title", "text", "mode", "yes", "no", "abstain")
    }
    form = VoteForm(table=table, initial={**start, "seen": old.revision})
    if request.method == "POST":
        form = VoteForm(request.POST, table=table)
        if form.is_valid() and ballots.is_valid():
            try:
                actions.correct_vote(
                    vote=old, by=request.user, at=now(), revision=form.cleaned_data["seen"],
                    ballots=_by_name(form, ballots), **form.values,
                )  # fmt: skip
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                messages.success(request, _("Die Abstimmung und ihr Beschluss sind berichtigt."))
                return redirect(reading.address_of(current))
    return _page(reading, current, form, ballots, recorded=recorded)


def _page(
    reading: Reading,
    current: ItemProtocol,
    form: VoteForm,
    ballots: BallotsForm,
    *,
    recorded: VoteProtocol | None = None,
) -> HttpResponse:
    title = _("Abstimmung berichtigen") if recorded else _("Abstimmung festhalten")
    words = f"{current.number} {current.item.title}"
    context = {
        **frame_of(reading, Link(words, reading.address_of(current)), Link(title)),
        "current": current,
        "form": form,
        "ballots": ballots,
        "title": title,
        "by_name": form["mode"].value() == VoteMode.PER_PERSON,
        "recorded": recorded,
        "entitled": recorded.entitled if recorded else form.table.quorum.entitled,
        "back": reading.address_of(current),
    }
    return render(
        reading.request, "sittings/vote.html", context,
        status=422 if form.errors or ballots.errors else 200,
    )  # fmt: skip


def _entitled(reading: Reading, table: queries.Table) -> list[Attendee]:
    known = {one.pk for one in table.voters}
    people = queries.list_attendees(reading.meeting, reading.sitting)
    return [one for one in people if one.attendance.pk in known]


def _by_name(form: VoteForm, ballots: BallotsForm) -> dict[str, str] | None:
    """Return the ballots for a vote by name; for any other nobody asks who voted how."""
    return ballots.ballots if form.cleaned_data["mode"] == VoteMode.PER_PERSON else None


def _recorded(
    request: TownRequest, public_id: str, vote_id: str
) -> tuple[Reading, ItemProtocol, VoteProtocol]:
    for one in read(request, public_id).protocol.items:
        for vote_ in one.votes:
            if vote_.vote.public_id == vote_id:
                reading, current = write(request, public_id, one.item.public_id)
                return reading, current, vote_
    raise NotVisible(_("Diese Seite gibt es nicht."))
