"""How I am told what I owe: the weekly overview by mail, the private calendar."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core.clock import now
from vorort.core.requests import StaffRequest
from vorort.desk import actions
from vorort.desk.exports.calendar import write_calendar
from vorort.desk.exports.letter import absolute
from vorort.desk.forms.notifications import DigestForm
from vorort.desk.queries.calendars import find_by_calendar, get_calendar
from vorort.desk.queries.digest import get_setting
from vorort.desk.rules import token_hash

# A telephone asks a few times an hour; a whole town hall may stand behind one address.
LIMITS = {"calendar": "30/10m/key,300/m/ip", "digest_off": "30/m/ip"}
# What a mail program or a telephone sends along must not lead others to the secret.
SECRET_HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notifications(request: StaffRequest) -> HttpResponse:
    """Set the weekly overview; make or revoke the address of the calendar."""
    setting = get_setting(request.user)
    initial = {"digest": setting.digest, "weekday": setting.digest_weekday}
    form = DigestForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_digest(
            person=request.user,
            digest=form.cleaned_data["digest"],
            weekday=form.cleaned_data["weekday"],
            by=request.user,
        )
        messages.success(request, _("Ihre Benachrichtigungen sind gespeichert."))
        return redirect("desk:notifications")
    return _page(request, form, status=422 if form.errors else 200)


def _page(
    request: StaffRequest, form: DigestForm, *, token: str = "", status: int = 200
) -> HttpResponse:
    address = absolute(reverse("desk:calendar", args=[token])) if token else ""
    context = {
        "form": form,
        "setting": get_setting(request.user),
        "email": request.user.email,
        "address": address,
        # What calendar programs take up as a subscription.
        "subscribe": address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
    }
    return render(request, "desk/notifications.html", context, status=status)


@require_POST
@never_cache
def calendar_new(request: StaffRequest) -> HttpResponse:
    """Make a new secret address and show it, this once."""
    token = actions.make_calendar_address(person=request.user, by=request.user, at=now())
    setting = get_setting(request.user)
    form = DigestForm(initial={"digest": setting.digest, "weekday": setting.digest_weekday})
    return _page(request, form, token=token)


@require_POST
@never_cache
def calendar_revoke(request: StaffRequest) -> HttpResponse:
    """Make the secret address void."""
    actions.revoke_calendar_address(person=request.user, by=request.user, at=now())
    messages.success(request, _("Die Kalenderadresse gilt nicht mehr."))
    return redirect("desk:notifications")


@login_not_required
@require_safe
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; a wrong one says nothing."""
    limited = _limited(request, "calendar", key=token_hash(token))
    if limited is not None:
        return limited
    person = find_by_calendar(token)
    if person is None:
        raise Http404(_("Diese Seite gibt es nicht."))
    with translation.override(settings.LANGUAGE_CODE):
        content = write_calendar(get_calendar(person, at=now()), at=now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            **SECRET_HEADERS,
            "Content-Disposition": 'attachment; filename="vorort.ics"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def digest_off(request: HttpRequest, token: str) -> HttpResponse:
    """Switch the weekly overview off from a mail; the button does it, not the link."""
    limited = _limited(request, "digest_off")
    if limited is not None:
        return limited
    try:
        if request.method == "POST":
            actions.unsubscribe(token=token)
        else:
            actions.read_unsubscribe_token(token)
    except actions.NotUnsubscribed as error:
        raise Http404(error.message) from error
    context = {"done": request.method == "POST"}
    response = render(request, "desk/digest_off.html", context)
    for name, value in SECRET_HEADERS.items():
        response[name] = value
    return response


def _limited(request: HttpRequest, action: str, *, key: str = "") -> HttpResponse | None:
    usage = ratelimit.consume(
        request, app="vorort.desk", action=action, config=LIMITS, key=key, limit_get=True
    )
    return ratelimit.handler429(request) if usage is None else None
