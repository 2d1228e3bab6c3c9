"""Circular resolutions: started, followed, answered by who has an account, ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core import links
from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import CircularRule, Confidentiality
from vorort.councils.queries import get_body, get_frame, get_seat, rules_on
from vorort.papers.queries import list_for_agenda
from vorort.resolutions import actions, queries, rules
from vorort.resolutions.forms import AnswerForm, CircularForm
from vorort.resolutions.models import Circular
from vorort.resolutions.views.common import add_error, allow, done, framed
from vorort.ui.parts import Link


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str, body: str) -> HttpResponse:
    """Start a circular."""
    found = get_body(request.user, request.authority, body)
    classes = rules.writable_classes(request.user, found)
    allow(bool(classes))
    form = CircularForm(
        request.POST or None,
        papers=list_for_agenda(request.user, found),
        classes=classes,
        initial={"confidentiality": Confidentiality.MEMBERS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_circular(body=found, by=request.user, at=now(), **form.values())
        except DomainError as error:
            field = "deadline_on" if error.field == "deadline_at" else error.field
            form.add_error(field if field in form.fields else None, error.message)
        else:
            messages.success(request, _("Der Umlauf läuft."))
            return redirect("resolutions:circular", town, made.public_id)
    frame = get_frame(request.user, found, current="resolutions")
    own_rules = rules_on(found, on=today())
    context = {
        "frame": frame,
        "trail": frame.trail(Link(_("Umlaufbeschluss"))),
        "form": form,
        "forbidden": own_rules.circular_rule == CircularRule.NONE,
        "rule": own_rules.get_circular_rule_display(),
    }
    return render(request, "resolutions/circular_new.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


@own_door
@require_safe
@never_cache
def circular(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One circular: words, how it stands, one's own vote."""
    return _show(request, queries.get_circular(request.user, request.authority, public_id))


def _show(
    request: TownRequest, own: Circular, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    at = now()
    is_open = rules.is_open(own, at=at)
    seat = queries.my_seat(request.user, own) if is_open else None
    vote = own.votes.filter(seat=seat).first() if seat else None
    initial = {"answer": vote.answer, "note": vote.note} if vote else {}
    edits = rules.can_edit(request.user, own)
    rule = rules_on(own.body, on=timezone.localdate(own.started_at or at))
    votes = queries.get_tally(own)
    context: dict[str, Any] = framed(request, own, current="resolutions", here=own.title) | {
        "circular": own,
        "is_open": is_open,
        "rule": rule.get_circular_rule_display(),
        "tally": votes,
        "can_close": edits and (not is_open or rules.ends_early(votes, rule)),
        # Before the end nobody but who runs it sees how others have answered.
        "answers": queries.list_answers(own) if edits or own.closed_at else [],
        "shows_answers": bool(own.closed_at) or edits,
        "may_edit": edits,
        "seat": seat,
        "vote": vote,
        "form": form or AnswerForm(initial=initial),
        "paper_link": links.resolve(request.user, "papers.paper", own.paper.public_id)
        if own.paper
        else None,
    }
    return render(request, "resolutions/circular.html", context, status=status)


@own_door
@require_POST
@never_cache
def answer(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Vote with one's own seat, signed in."""
    own = queries.get_circular(request.user, request.authority, public_id)
    seat = queries.my_seat(request.user, own)
    allow(seat is not None)
    form = AnswerForm(request.POST)
    if form.is_valid() and seat is not None:
        try:
            actions.answer_circular(
                circular=own, seat=seat, by=request.user, at=now(), **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Ihre Antwort ist gespeichert."))
            return redirect("resolutions:circular", town, public_id)
    return _show(request, own, form, status=422)


@own_door
@require_POST
@never_cache
def step(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """End a circular, break it off, or send a member the link again."""
    own = queries.get_circular(request.user, request.authority, public_id)
    allow(rules.can_edit(request.user, own))
    what, at, by = request.POST.get("step"), now(), request.user
    way = ("resolutions:circular", town, public_id)
    if what == "close":
        words = _("Der Umlauf ist beendet.")
        return done(
            request, lambda: actions.close_circular(circular=own, by=by, at=at), words, *way
        )
    if what == "cancel":
        words = _("Der Umlauf ist abgebrochen.")
        return done(
            request, lambda: actions.cancel_circular(circular=own, by=by, at=at), words, *way
        )
    if what == "send":
        seat = get_seat(own.body, request.POST.get("seat", ""))
        words = _("Der neue Link ist unterwegs. Der alte gilt nicht mehr.")
        return done(
            request,
            lambda: actions.send_link_again(circular=own, seat=seat, by=by, at=at),
            words,
            *way,
        )
    raise Http404
