"""Hand in a police table; its preview and the rest belong to the deliveries."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.deliveries import actions as deliveries
from vorort.deliveries.models import Delivery
from vorort.deliveries.rules import can_hand_in
from vorort.evidence.forms import UploadForm
from vorort.evidence.importers import on_disk, suggest_format
from vorort.ui.parts import Link


@require_http_methods(["GET", "POST"])
def new(request: TownRequest, town: str) -> HttpResponse:
    actor, authority = request.user, request.authority
    if not can_hand_in(actor, authority):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor, authority=authority)
    if request.method == "POST" and form.is_valid():
        try:
            delivery = _hand_in(request, form)
        except deliveries.AlreadyStored as error:
            form.known = error.delivery  # type: ignore[attr-defined]
            form.add_error("file", error.message)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else "file", error.message)
        else:
            return redirect("deliveries:detail", town, delivery.public_id)
    crumbs = [
        Link(authority.short_name or authority.name),
        Link(_("Lieferungen"), reverse("deliveries:list", args=[town])),
        Link(_("Polizeitabelle einlesen")),
    ]
    context = {"form": form, "crumbs": crumbs, "known": getattr(form, "known", None)}
    return render(request, "evidence/new.html", context, status=422 if form.errors else 200)


def _hand_in(request: TownRequest, form: UploadForm) -> Delivery:
    upload: UploadedFile[Any] = form.cleaned_data["file"]
    name = upload.name or ""
    with _on_disk(upload) as path:
        format = suggest_format(  # noqa: A001
            path,
            name=name,
            year=form.cleaned_data["year"],
            today=today(),
            format=form.cleaned_data["format"],
        )
    upload.seek(0)
    delivery = deliveries.receive(
        stream=upload,
        name=name,
        format=format,
        by=request.user,
        year=form.cleaned_data["year"],
        for_authority=form.for_authority,
    )
    deliveries.request_check(delivery=delivery, by=request.user)
    return delivery


@contextmanager
def _on_disk(upload: "UploadedFile[Any]") -> Iterator[Path]:
    """Give a path to what was uploaded; small files arrive in memory."""
    if isinstance(upload, TemporaryUploadedFile):
        yield Path(upload.temporary_file_path())
        return
    with on_disk(upload.chunks()) as path:
        yield path
