"""The legal pages of a town: questions, preview, review."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.authorities import queries as authorities
from vorort.authorities.choices import LegalKind, LegalState
from vorort.authorities.exports.legal import legal_text, officer_kind
from vorort.authorities.forms.legal import FORMS, LegalForm, initial_of
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.desk import actions
from vorort.desk.views.setup import allow, crumbs, frame, onward
from vorort.ui.parts import Link


@require_safe
@never_cache
def legal_pages(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The three pages with their states."""
    authority = allow(request)
    pages = [(kind, authorities.get_legal_page(authority, kind)) for kind in LegalKind]
    context = {
        **frame(request, "rechtstexte"),
        "pages": pages,
        "lacks_address": not authority.address,
        "lacks_officer": not authorities.has_officers(authority),
    }
    return render(request, "desk/setup/legal_pages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def legal_page(request: TownRequest, town: str, kind: str) -> HttpResponse:
    """Answer, look, keep as a draft or mark as reviewed."""
    authority = allow(request)
    if kind not in LegalKind.values:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    legal_kind = LegalKind(kind)
    known = authorities.get_legal_page(authority, legal_kind)
    initial = {"reviewed_on": today(), **initial_of(authority, legal_kind, known)}
    form = FORMS[legal_kind](request.POST or None, initial=initial)
    preview = known.text if known else ""
    if request.method == "POST" and form.is_valid():
        preview = _text(authority, legal_kind, form)
        if "look" not in request.POST:
            answer = _keep(request, legal_kind, form, preview)
            if answer is not None:
                return answer
    list_url = reverse("desk:setup_legal", args=[town])
    context = {
        "form": form,
        "kind": legal_kind,
        "page": known,
        "is_draft": known is not None and known.state == LegalState.DRAFT,
        "preview": preview,
        "looked": "look" in request.POST and not form.errors,
        "versions": authorities.list_legal_versions(authority, legal_kind),
        "crumbs": crumbs(authority, Link(_("Rechtstexte"), list_url), Link(str(legal_kind.label))),
        "list_url": list_url,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/setup/legal_page.html", context, status=status)


def _text(authority: Authority, kind: LegalKind, form: LegalForm) -> str:
    officer = officer_kind(kind)
    return legal_text(
        authority,
        kind,
        form.answers(),
        authorities.get_officer(authority, officer) if officer else None,
        supplement=form.cleaned_data["supplement"],
    )


def _keep(request: TownRequest, kind: LegalKind, form: LegalForm, text: str) -> HttpResponse | None:
    """Keep the page; None where the form has to be shown again."""
    review = "review" in request.POST
    try:
        actions.keep_legal_page(
            authority=request.authority,
            kind=kind,
            answers=form.answers(),
            supplement=form.cleaned_data["supplement"],
            text=text,
            reviewed_by=form.cleaned_data["reviewed_by"] if review else None,
            reviewed_on=form.cleaned_data["reviewed_on"] or today(),
            by=request.user,
        )
    except DomainError as error:
        form.add_error(error.field or None, error.message)
        return None
    town = request.authority.slug
    if not review:
        messages.success(request, _("Der Entwurf ist gespeichert. Öffentlich ist er noch nicht."))
        return redirect("desk:setup_legal", town=town)
    words = _("%(page)s: geprüft und veröffentlicht.") % {"page": kind.label}
    if authorities.has_all_legal_pages(request.authority):
        return onward(request, "rechtstexte", words)
    messages.success(request, words)
    return redirect("desk:setup_legal", town=town)
