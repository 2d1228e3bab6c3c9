"""What becomes public of a body: looked at first, then made; taken back with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.announcements import actions, queries
from vorort.announcements.forms import WithdrawForm
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils.models import Body
from vorort.councils.queries import Frame, get_body, get_frame
from vorort.councils.registry import address_of
from vorort.councils.rules import can_edit_public
from vorort.ui.parts import Link


def _publishing(request: TownRequest, public_id: str) -> tuple[Body, Frame]:
    body = get_body(request.user, request.authority, public_id)
    frame = get_frame(request.user, body, current="overview")
    if not frame.can_run:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    if not can_edit_public(request.user, body):
        raise PermissionDenied
    return body, frame


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Say exactly what becomes public, then make it so."""
    body, frame = _publishing(request, public_id)
    if request.method == "POST":
        try:
            actions.publish_body(body=body, by=request.user, at=now())
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(address_of("announcements:body", body))
        messages.success(request, _("Die öffentliche Seite ist da."))
        return redirect(address_of("councils:body", body))
    made = queries.body_page(body, on=today(), preview=True)
    live = queries.body_publication(body)
    context = {
        "frame": frame,
        "made": made,
        "public": made.payload["public"],
        "live": live,
        "stale": queries.stale_words(body, live, on=today()) if live else (),
        "trail": frame.trail(Link(_("Öffentliche Seite"))),
    }
    return render(request, "announcements/body.html", context)


@own_door
@require_safe
@never_cache
def preview(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The page as everybody would see it."""
    body, _frame = _publishing(request, public_id)
    return HttpResponse(queries.body_page(body, on=today(), preview=True).html)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take the public page back."""
    body, frame = _publishing(request, public_id)
    if queries.body_publication(body) is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_body(
                body=body, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die öffentliche Seite ist zurückgezogen."))
            return redirect(address_of("councils:body", body))
    context = {
        "frame": frame,
        "form": form,
        "trail": frame.trail(
            Link(_("Öffentliche Seite"), address_of("announcements:body", body)),
            Link(_("Zurückziehen")),
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "announcements/withdraw.html", context, status=status)
