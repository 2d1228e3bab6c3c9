"""Hand in a table, by file or by pasting; see and forget what is remembered of senders."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.deliveries.actions import AlreadyStored
from vorort.deliveries.models import Delivery
from vorort.tables import actions, queries
from vorort.tables.forms import PasteForm, UploadForm
from vorort.tables.rules.access import can_read_tables
from vorort.tables.views.loading import crumbs
from vorort.ui.parts import Link


@require_http_methods(["GET", "POST"])
def new(request: TownRequest, town: str) -> HttpResponse:
    if not can_read_tables(request.user, request.authority):
        raise Http404
    names = queries.list_senders(request.authority)
    pasted = "text" in request.POST
    posted = request.POST or None
    upload = UploadForm(
        None if pasted else posted, None if pasted else request.FILES or None, senders=names
    )
    paste = PasteForm(posted if pasted else None, senders=names, prefix=None)
    form = paste if pasted else upload
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            delivery = _hand_in(request, form)
        except AlreadyStored as error:
            known = error.delivery
            form.add_error("text" if pasted else "file", error.message)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("tables:show", town, delivery.public_id)
    context = {
        "upload": upload,
        "paste": paste,
        "form": form,
        "pasted": pasted,
        "known": known,
        "senders": names,
        "crumbs": crumbs(request, Link(_("Tabelle einlesen"))),
    }
    return render(request, "tables/new.html", context, status=422 if form.errors else 200)


def _hand_in(request: TownRequest, form: UploadForm | PasteForm) -> Delivery:
    data = form.cleaned_data
    if isinstance(form, PasteForm):
        return actions.paste(
            text=data["text"],
            title=data["title"],
            authority=request.authority,
            by=request.user,
            sender=data["sender"],
        )
    return actions.hand_in(
        stream=data["file"],
        name=data["file"].name or "",
        authority=request.authority,
        by=request.user,
        sender=data["sender"],
    )


@require_GET
def senders(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001 - scope by address
    if not can_read_tables(request.user, request.authority):
        raise Http404
    context = {
        "mappings": queries.list_mappings(request.authority),
        "crumbs": crumbs(request, Link(_("Zuordnungen der Absender"))),
    }
    return render(request, "tables/senders.html", context)


@require_POST
def forget(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    if not can_read_tables(request.user, request.authority):
        raise Http404
    mapping = queries.get_mapping(request.authority, public_id)
    if mapping is None:
        raise Http404
    actions.forget(mapping=mapping, by=request.user)
    messages.success(request, _("Vergessen. Die nächste Tabelle dieser Art wird neu zugeordnet."))
    return redirect("tables:senders", town)
