"""Files of a meeting: kept, handed out through the meeting's rule, removed."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.files import queries as stored_files
from vorort.meetings import actions, queries, rules
from vorort.meetings.forms import FileForm
from vorort.meetings.views.common import back, load
from vorort.meetings.views.meeting import page

FILES = "unterlagen"


@own_door
@require_POST
@never_cache
def add(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Keep a file with the meeting or one of its items."""
    seen = load(request, public_id)
    if not seen.can_add:
        raise queries.not_visible()
    form = FileForm(request.POST, request.FILES, level=seen.level, items=rules.numbered(seen.items))
    if form.is_valid():
        data = form.cleaned_data
        item = form.item_chosen()
        core = Confidentiality.CORE in {data["confidentiality"], item and item.confidentiality}
        if not core and not seen.runs:
            form.add_error(
                "confidentiality", _("Sie können nur Unterlagen der Kerngruppe ablegen.")
            )
        else:
            try:
                actions.add_file(
                    meeting=seen.meeting, stream=data["file"], name=data["file"].name,
                    title=data["title"], confidentiality=data["confidentiality"], item=item,
                    by=request.user, at=now(),
                )  # fmt: skip
            except DomainError as error:
                form.add_error("file", error.message)
            else:
                messages.success(request, _("Die Unterlage ist gespeichert."))
                return back(seen.meeting, FILES)
    return page(request, seen, file_form=form, status=422)


@own_door
@require_safe
@never_cache
def download(request: TownRequest, town: str, public_id: str, file_id: str) -> HttpResponse:  # noqa: ARG001
    """Hand out a file to who may read it, always for saving."""
    seen = load(request, public_id)
    found = queries.get_file(seen.meeting, seen.level, seen.items, file_id)
    response = FileResponse(
        stored_files.open_stored(found.stored),
        as_attachment=True,
        filename=queries.file_name(found),
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )
    return cast("HttpResponse", response)


@own_door
@require_POST
@never_cache
def remove(request: TownRequest, town: str, public_id: str, file_id: str) -> HttpResponse:  # noqa: ARG001
    """Take a file off the meeting."""
    seen = load(request, public_id)
    found = queries.get_file(seen.meeting, seen.level, seen.items, file_id)
    is_core = found.confidentiality == Confidentiality.CORE
    if not seen.can_add or not (is_core or seen.runs):
        raise queries.not_visible()
    actions.remove_file(file=found, by=request.user, at=now())
    messages.success(request, _("Die Unterlage ist entfernt."))
    return back(seen.meeting, FILES)
