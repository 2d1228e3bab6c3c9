"""A meeting is announced to everybody, from the box on its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vorort.announcements import actions
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.rules import can_run
from vorort.meetings.queries import get_meeting, not_visible


@own_door
@require_POST
@never_cache
def publish(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Announce the meeting to everybody, or renew what is public."""
    meeting = get_meeting(request.user, request.authority, public_id)
    if not can_run(request.user, meeting.body):
        raise not_visible()
    try:
        actions.announce(meeting=meeting, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Die Sitzung ist öffentlich angekündigt."))
    return redirect(f"{reverse('meetings:meeting', args=[town, public_id])}#oeffentlich")
