"""What becomes public of a body: looked at first, then made; taken back with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries
from vorort.councils.forms import WithdrawForm
from vorort.councils.models import Body
from vorort.councils.queries import Frame
from vorort.councils.rules import can_edit_public
from vorort.councils.views.common import address, done, leave, page, running, sent
from vorort.ui.parts import Link


def _publishing(request: TownRequest, public_id: str) -> tuple[Body, Frame]:
    body, frame = running(request, public_id, "overview")
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
            return redirect(address(body, "publish"))
        return leave(request, _("Die öffentliche Seite ist da."), address(body))
    made = queries.get_public_page(body, on=today(), preview=True)
    live = queries.get_publication(body)
    context = {
        "frame": frame,
        "made": made,
        "public": made.payload["public"],
        "live": live,
        "stale": queries.stale_words(body, live, on=today()) if live else (),
        "trail": frame.trail(Link(_("Öffentliche Seite"))),
    }
    return page(request, "publish", context)


@own_door
@require_safe
@never_cache
def preview(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The page as everybody would see it."""
    body, _frame = _publishing(request, public_id)
    return HttpResponse(queries.get_public_page(body, on=today(), preview=True).html)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take the public page back."""
    body, frame = _publishing(request, public_id)
    if queries.get_publication(body) is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = WithdrawForm(*sent(request))

    def act() -> None:
        reason = form.cleaned_data["reason"]
        actions.withdraw_body(body=body, reason=reason, by=request.user, at=now())

    if done(form, act):
        return leave(request, _("Die öffentliche Seite ist zurückgezogen."), address(body))
    context = {
        "frame": frame,
        "form": form,
        "trail": frame.trail(
            Link(_("Öffentliche Seite"), address(body, "publish")), Link(_("Zurückziehen"))
        ),
    }
    return page(request, "withdraw", context, form)
