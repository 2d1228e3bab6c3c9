"""Files of a paper: attached, handed out by the paper's rule, removed."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.files.queries import open_stored
from vorort.papers import actions, queries, rules
from vorort.papers.forms import FileForm
from vorort.papers.views.common import allow, done, load
from vorort.papers.views.pages import file_classes, show


@own_door
@require_POST
@never_cache
def add(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Attach a file."""
    own = load(request, public_id)
    classes = file_classes(request, own)
    allow(bool(classes))
    form = FileForm(request.POST, request.FILES, classes=classes)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_file(
                paper=own,
                stream=given["file"],
                name=given["file"].name,
                title=given["title"],
                confidentiality=given["confidentiality"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, _("Die Anlage ist gespeichert."))
            return redirect("papers:paper", town, public_id)
    return show(request, own, 422, file_form=form)


@own_door
@require_safe
@never_cache
def download(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One file, to be saved: never shown in the browser, whatever it is."""
    file = queries.get_file(request.user, request.authority, public_id)
    response = FileResponse(
        open_stored(file.stored),
        as_attachment=True,
        filename=queries.file_name(file),
        content_type=file.stored.content_type,
        headers={"X-Content-Type-Options": "nosniff"},
    )
    return cast("HttpResponse", response)


@own_door
@require_POST
@never_cache
def remove(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take a file off its paper."""
    file = queries.get_file(request.user, request.authority, public_id)
    allow(rules.can_write(request.user, file.paper.body, file.confidentiality))
    return done(
        request,
        file.paper,
        lambda: actions.remove_file(file=file, by=request.user, at=now()),
        _("Die Anlage ist entfernt."),
    )
