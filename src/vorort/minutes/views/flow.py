"""The way of minutes: draft, send, answer, settle, sign, approve, publish; one button each."""

import datetime as dt

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Seat
from vorort.minutes import actions, queries
from vorort.minutes.forms import AnswerForm, ApproveForm, ReasonForm, SettleForm
from vorort.minutes.rules import Reader
from vorort.minutes.views.common import Place, address, deed, find, load, tried
from vorort.minutes.views.pages import own_seat, paper_form, show_approval


def _decides(reader: Reader) -> bool:
    return reader.decides


def _refused(form: Form, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)


@deed
def draft(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Draft the minutes from what the sitting recorded."""
    meeting, reader, _minutes = find(request, public_id)
    if not reader.writes:
        raise NotVisible(_("Diese Seite gibt es nicht."))

    def act(at: dt.datetime) -> None:
        actions.draft_minutes(meeting=meeting, by=request.user, at=at)

    here = address(meeting)
    return tried(
        request, act, _("Der Entwurf steht. Bitte lesen Sie ihn durch."), to=here, failed=here
    )


@deed
def back_to_sitting(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Open the record of the sitting again."""
    place = load(request, public_id, lambda reader: reader.writes)
    sitting = reverse("sittings:sitting", args=[request.authority.slug, public_id])

    def act(at: dt.datetime) -> None:
        actions.return_to_sitting(minutes=place.minutes, by=request.user, at=at)

    said = _("Der Sitzungsverlauf lässt sich wieder ändern. Was Sie geschrieben haben, bleibt.")
    return tried(request, act, said, to=sitting, failed=place.address())


@deed
def send(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Send the draft for review."""
    place = load(request, public_id, _decides)

    def act(at: dt.datetime) -> None:
        actions.send_for_review(minutes=place.minutes, by=request.user, at=at)

    to = place.address("approval")
    return tried(
        request, act, _("Die Niederschrift ist zur Durchsicht versandt."), to=to, failed=to
    )


@deed
def answer(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """What a member who has signed in says to the draft."""
    place = load(request, public_id, lambda reader: reader.is_inside)
    seat = own_seat(place)
    if seat is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.review(
                minutes=place.minutes, seat=seat, by=request.user, at=now(), **form.cleaned_data
            )
        except DomainError as error:
            _refused(form, error)
        else:
            return _done(place, _("Danke, Ihre Antwort ist gespeichert."))
    return show_approval(place, 422, answer_form=form)


@deed
def settle(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Note what became of an objection."""
    place = load(request, public_id, _decides)
    form = SettleForm(request.POST, auto_id=False)
    if form.is_valid():
        seat = _seat(place, form.cleaned_data["seat"])
        try:
            actions.settle_review(
                minutes=place.minutes, seat=seat, note=form.cleaned_data["note"],
                by=request.user, at=now(),
            )  # fmt: skip
        except DomainError as error:
            _refused(form, error)
        else:
            return _done(place, _("Der Einwand ist behandelt."))
    return show_approval(place, 422, failed_form=form)


def _seat(place: Place, public_id: str) -> Seat:
    for one in queries.list_reviews(place.minutes):
        if one.seat.public_id == public_id:
            return one.seat
    raise NotVisible(_("Diesen Einwand gibt es nicht."))


@deed
def paper(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Keep scan and signatures; with the second button approve at once."""
    place = load(request, public_id, _decides)
    form = paper_form(place, request.POST, request.FILES)
    if form.is_valid():
        at = now()
        try:
            if form.cleaned_data["scan"]:
                actions.store_scan(
                    minutes=place.minutes, stream=form.cleaned_data["scan"],
                    name=form.cleaned_data["scan"].name, level=_printed(place),
                    by=request.user, at=at,
                )  # fmt: skip
            actions.sign(
                minutes=place.minutes, signatures=form.signatures(), by=request.user, at=at
            )
            if request.POST.get("weiter") == "genehmigen":
                actions.approve(minutes=place.minutes, by=request.user, at=at)
        except DomainError as error:
            _refused(form, error)
        else:
            place.minutes.refresh_from_db()
            if place.is_approved:
                return _approved(place)
            return _done(place, _("Scan und Unterschriften sind gespeichert."))
    place.minutes.refresh_from_db()
    return show_approval(place, 422, paper_form=form)


def _printed(place: Place) -> Confidentiality:
    """Return how far the paper was readable: what its printer sees stands on it."""
    core = any(
        line.item is not None and line.item.confidentiality == Confidentiality.CORE
        for line in queries.list_lines(place.minutes, place.reader)
    )
    return Confidentiality.CORE if core else Confidentiality.MEMBERS


@deed
def approve(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Record the approval."""
    place = load(request, public_id, _decides)
    at = now()
    form = ApproveForm(request.POST, meetings=queries.later_meetings(place.minutes, at=at))
    if form.is_valid():
        try:
            actions.approve(
                minutes=place.minutes, by=request.user, at=at,
                note=form.cleaned_data["note"], meeting=form.chosen,
            )  # fmt: skip
        except DomainError as error:
            _refused(form, error)
        else:
            return _approved(place)
    return show_approval(place, 422, approve_form=form)


def _approved(place: Place) -> HttpResponse:
    said = _("Die Niederschrift ist genehmigt. So sieht der öffentliche Auszug aus.")
    return _done(place, said, "extract")


@deed
def reopen(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Open approved minutes for a correction."""
    place = load(request, public_id, _decides)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.reopen(
                minutes=place.minutes, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except DomainError as error:
            _refused(form, error)
        else:
            return _done(place, _("Sie können die Niederschrift jetzt berichtigen."), "minutes")
    return show_approval(place, 422, reason_form=form)


@deed
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Publish the extract."""
    place = load(request, public_id, lambda reader: reader.publishes)

    def act(at: dt.datetime) -> None:
        actions.publish_minutes(minutes=place.minutes, by=request.user, at=at)

    to = place.address("extract")
    return tried(request, act, _("Der öffentliche Auszug ist veröffentlicht."), to=to, failed=to)


@deed
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take the published extract back."""
    place = load(request, public_id, lambda reader: reader.publishes)
    reason = request.POST.get("reason", "")

    def act(at: dt.datetime) -> None:
        actions.withdraw_minutes(minutes=place.minutes, reason=reason, by=request.user, at=at)

    to = place.address("extract")
    return tried(request, act, _("Die Veröffentlichung ist zurückgezogen."), to=to, failed=to)


def _done(place: Place, said: str, to: str = "approval") -> HttpResponse:
    messages.success(place.request, said)
    return redirect(place.address(to))
