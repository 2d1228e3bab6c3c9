"""The sender's pages: what may be done with a delivery, and its revocation."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.deliveries import actions, rules
from vorort.deliveries.forms import ReleaseForm, RevokeForm
from vorort.deliveries.models import Delivery
from vorort.deliveries.views.pages import crumbs, get_delivery
from vorort.files import queries as files
from vorort.publications import queries as publications
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def release(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say who may see the figures, from when, what for, on what ground."""
    delivery = get_delivery(request, public_id)
    if not rules.can_release_delivery(request.user, delivery, request.authority):
        raise Http404
    form = ReleaseForm(
        request.POST or None,
        request.FILES or None,
        initial=_initial(delivery),
        delivery=delivery,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_release(delivery=delivery, by=request.user, at=now(), **_given(form))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die Freigabe ist gespeichert."))
            return redirect("deliveries:detail", town, public_id)
    context = {
        "delivery": delivery,
        "form": form,
        "crumbs": _way(request, town, delivery, _("Freigabe")),
    }
    status = 422 if form.errors else 200
    return render(request, "deliveries/release.html", context, status=status)


def _given(form: ReleaseForm) -> dict[str, Any]:
    given = form.cleaned_data
    upload = given["attachment"]
    return {
        "level": given["level"],
        "embargo_until": form.embargo_until,
        "permitted_use": given["permitted_use"],
        "use_note": given["use_note"],
        "agreement": given["agreement"],
        "attachment": actions.Attachment(upload, upload.name or "") if upload else None,
    }


def _initial(delivery: Delivery) -> dict[str, object]:
    until = timezone.localtime(delivery.embargo_until) if delivery.embargo_until else None
    return {
        "level": delivery.release_level,
        "embargo_on": until.date() if until else None,
        "embargo_time": until.time() if until else None,
        "permitted_use": delivery.permitted_use,
        "use_note": delivery.use_note,
        "agreement": delivery.agreement,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revoke(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Show what was made of it, then revoke."""
    delivery = get_delivery(request, public_id)
    if not rules.can_revoke_delivery(request.user, delivery, request.authority):
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(delivery=delivery, by=request.user, at=now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request, _("Die Lieferung ist widerrufen. Die Koordination sieht es unter „Heute“.")
            )
            return redirect("deliveries:detail", town, public_id)
    context = {
        "delivery": delivery,
        "form": form,
        "published": publications.list_resting_on(delivery.public_id),
        "crumbs": _way(request, town, delivery, _("Widerrufen")),
    }
    status = 422 if form.errors else 200
    return render(request, "deliveries/revoke.html", context, status=status)


@require_safe
@never_cache
def agreement(request: TownRequest, town: str, public_id: str) -> FileResponse:  # noqa: ARG001
    """Hand out the letter or the agreement a release rests on."""
    delivery = get_delivery(request, public_id)
    stored = delivery.agreement_file
    if stored is None or not rules.sees_agreement(request.user, request.authority):
        raise Http404
    return FileResponse(
        files.open_stored(stored),
        as_attachment=True,
        filename=stored.original_name,
        content_type="application/octet-stream",
    )


def _way(request: TownRequest, town: str, delivery: Delivery, here: str) -> list[Link]:
    address = reverse("deliveries:detail", args=[town, delivery.public_id])
    return crumbs(request, town, Link(delivery.name, address), Link(here))
