"""Files of a body: taken in by who runs it, handed out to its members, never shown inline."""

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core.clock import now
from vorort.core.requests import TownRequest, own_door
from vorort.councils import actions, queries
from vorort.councils.forms import FileForm
from vorort.councils.rules import ending_of
from vorort.councils.views.common import address, done, inside, leave, page, running, sent
from vorort.files.queries import open_stored
from vorort.ui.parts import Link


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add_file(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Keep a file: rules of procedure, founding paper, agreement."""
    body, frame = running(request, public_id, "overview")
    form = FileForm(*sent(request))

    def act() -> None:
        data = form.cleaned_data
        actions.add_file(
            body=body, stream=data["file"], name=data["file"].name or "", title=data["title"],
            by=request.user, at=now(),
        )  # fmt: skip

    if done(form, act):
        return leave(request, _("Die Unterlage ist abgelegt."), address(body))
    context = {"frame": frame, "form": form, "trail": frame.trail(Link(_("Unterlage ablegen")))}
    return page(request, "file_add", context, form)


@own_door
@require_safe
@never_cache
def file(request: TownRequest, town: str, public_id: str, file_id: str) -> FileResponse:  # noqa: ARG001
    """Hand a file out, as an attachment and as nothing a browser would run."""
    body, _frame = inside(request, public_id, "overview")
    found = queries.get_file(body, file_id)
    ending = ending_of(found.stored.original_name)
    title = found.title if ending_of(found.title) == ending else f"{found.title}.{ending}"
    return FileResponse(
        open_stored(found.stored),
        as_attachment=True,
        filename=title,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )


@own_door
@require_POST
@never_cache
def remove_file(request: TownRequest, town: str, public_id: str, file_id: str) -> HttpResponse:  # noqa: ARG001
    """Take a file away."""
    body, _frame = running(request, public_id, "overview")
    actions.remove_file(file=queries.get_file(body, file_id), by=request.user, at=now())
    return leave(request, _("Die Unterlage ist entfernt."), address(body))
