"""Invite with a preview, tell of changes, remind, take answers for others, revoke links."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import readable
from vorort.meetings import actions, queries, rules
from vorort.meetings.choices import MeetingState
from vorort.meetings.forms import ReasonForm, ReplyForm
from vorort.meetings.views.common import Seen, back, frame_of, load, load_running, trail
from vorort.meetings.views.meeting import page


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invite(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Show what goes out to whom; the button sends it."""
    seen = load_running(request, public_id)
    if seen.meeting.state != MeetingState.DRAFT:
        return back(seen.meeting)
    error, form = "", ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = False
    form.fields["reason"].label = _("Grund der kurzen Frist")
    if request.method == "POST" and form.is_valid():
        try:
            held = actions.invite(
                meeting=seen.meeting, by=request.user, at=now(),
                short_notice_reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except actions.NoticeTooShort as refused:
            form.add_error("reason", refused.message)
        except DomainError as refused:
            error = refused.message
        else:
            words = _("Eingeladen: %(label)s. Die E-Mails gehen jetzt hinaus.")
            messages.success(request, words % {"label": held.label})
            return back(held)
    return _preview(request, seen, form, error)


def _preview(request: TownRequest, seen: Seen, form: ReasonForm, error: str) -> HttpResponse:
    meeting, at = seen.meeting, now()
    seats = list(queries.seats_to_invite(meeting.body, on=timezone.localdate(meeting.starts_at)))
    found = queries.rules_for(meeting.body, on=timezone.localdate(at))
    items = queries.list_items(meeting, Confidentiality.MEMBERS)
    frame = frame_of(request, meeting)
    context = {
        "frame": frame,
        "trail": trail(frame, meeting, _("Einladen")),
        "meeting": meeting,
        "when": queries.when_words(meeting),
        "where": queries.place_words(meeting),
        "rows": rules.rows_of(items, meeting.starts_at),
        "by_mail": [seat for seat in seats if seat.email],
        "on_paper": [seat for seat in seats if not seat.email],
        "shortfall": rules.notice_shortfall(meeting, found, at) if found else 0,
        "notice_days": found.notice_days if found else 0,
        "tasks": queries.open_tasks(meeting.body, levels=readable(Confidentiality.MEMBERS)).count(),
        "form": form,
        "error": error,
    }
    bad = error or form.errors
    return render(request, "meetings/invite.html", context, status=422 if bad else 200)


@own_door
@require_POST
@never_cache
def update(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Tell everybody invited what has changed."""
    seen = load_running(request, public_id)
    try:
        actions.send_update(meeting=seen.meeting, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Die Änderung ist mitgeteilt."))
    return back(seen.meeting)


@own_door
@require_POST
@never_cache
def remind(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Write again to those who have not answered."""
    seen = load_running(request, public_id)
    try:
        count = actions.remind(meeting=seen.meeting, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = ngettext(
            "Eine Erinnerung geht hinaus.", "%(count)s Erinnerungen gehen hinaus.", count
        )
        messages.success(request, words % {"count": count})
    return back(seen.meeting, "antworten")


@own_door
@require_POST
@never_cache
def revoke(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Make the personal link of one seat, or all links of this meeting, worthless."""
    seen = load_running(request, public_id)
    found = None
    if seat_id := request.POST.get("seat"):
        found = queries.get_invitation(seen.meeting, seat_id)
        if found is None:
            raise queries.not_visible()
    count = actions.revoke_replies(
        meeting=seen.meeting, by=request.user, at=now(), seat=found.seat if found else None
    )
    words = ngettext("Ein Link ist widerrufen.", "%(count)s Links sind widerrufen.", count)
    messages.success(request, words % {"count": count})
    return back(seen.meeting, "antworten")


@own_door
@require_POST
@never_cache
def reply(request: TownRequest, town: str, public_id: str, seat_id: str) -> HttpResponse:  # noqa: ARG001
    """Answer for one's own seat; who runs the body notes what others have said."""
    seen = load(request, public_id)
    found = queries.get_invitation(seen.meeting, seat_id)
    own = found is not None and found.seat.person_id == request.user.pk
    if found is None or not (own or seen.runs):
        raise queries.not_visible()
    sent = request.POST.copy()
    if stands_in := sent.get("stands_in"):
        # One button says both: the member does not come, and who comes instead.
        sent["reply"], sent["deputy"] = "deputy", stands_in
    form = ReplyForm(sent, deputies=queries.deputies_of(found))
    if form.is_valid():
        try:
            actions.reply(
                invitation=found,
                reply=form.cleaned_data["reply"],
                deputy=form.deputy_chosen(),
                note=form.cleaned_data["note"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die Antwort ist gespeichert."))
            return back(seen.meeting, "antworten")
    if own:
        return page(request, seen, reply_form=form, status=422)
    for errors in form.errors.values():
        words = " ".join(str(one) for one in errors)
        messages.error(request, f"{found.seat.function}: {words}")
    return back(seen.meeting, "antworten")
