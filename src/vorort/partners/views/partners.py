"""Who works on prevention here, and who is there for what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.audit.actions import record_read
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.partners import actions, queries, rules
from vorort.partners.choices import OrganisationKind
from vorort.partners.forms import OrganisationForm, PersonForm
from vorort.partners.models import Organisation
from vorort.ui.parts import Link


def editable(request: TownRequest) -> Authority:
    """Return the town; 404 for who does not keep its list."""
    if not rules.can_edit_partners(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return request.authority


def crumbs(authority: Authority, *further: Link) -> list[Link]:
    """Return the way to a page of a partner."""
    town = reverse("authorities:overview", args=[authority.slug])
    partners = Link(_("Partner"), reverse("partners:list", args=[authority.slug]))
    return [Link(authority.short_name or authority.name, town), partners, *further]


def _note_reading(request: TownRequest) -> None:
    """Keep that somebody read who can be asked at the partners."""
    record_read(
        by=request.user,
        authority_id=request.authority.pk,
        kind="partners.contactperson",
        object_id="list",
        label=_("Liste der Partner mit Ansprechpersonen"),
    )


@require_safe
@never_cache
def organisations(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The list by name, of one kind or by a word."""
    authority = request.authority
    if not rules.can_view_partners(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    kind, text = request.GET.get("art", ""), request.GET.get("suche", "").strip()[:80]
    past = request.GET.get("ansicht") == "frueher"
    found = queries.list_organisations(authority, kind=kind, text=text, past=past)
    _note_reading(request)
    context = {
        "page": paginate(request, found),
        "kinds": OrganisationKind.choices,
        "chosen": kind,
        "text": text,
        "past": past,
        "may_edit": rules.can_edit_partners(request.user, authority),
        "crumbs": [*crumbs(authority)[:1], Link(_("Partner"))],
    }
    return render(request, "partners/list.html", context)


@require_safe
@never_cache
def responsible(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Who is there for what ("Wer ist zuständig?"): by topic, for the telephone."""
    authority = request.authority
    if not rules.can_view_partners(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    _note_reading(request)
    context = {
        "lines": queries.list_by_topic(authority),
        "crumbs": crumbs(authority, Link(_("Wer ist zuständig?"))),
    }
    return render(request, "partners/responsible.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: TownRequest, town: str) -> HttpResponse:
    """Take in one organisation."""
    authority = editable(request)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_organisation(
                authority=authority, values=form.cleaned_data, by=request.user
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("„%(name)s“ ist aufgenommen.") % {"name": made.name})
            return redirect("partners:organisation", town, made.public_id)
    context = {"form": form, "crumbs": crumbs(authority, Link(_("Partner aufnehmen")))}
    return render(request, "partners/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def organisation(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """One organisation: change it, name or remove people there."""
    authority = editable(request)
    found = queries.get_organisation(authority, public_id)
    which = request.POST.get("what", "")
    form = OrganisationForm(
        request.POST if which == "organisation" else None,
        initial=OrganisationForm.initial_of(found),
    )
    person_form = PersonForm(request.POST if which == "person" else None)
    if request.method == "POST" and _save(request, found, form, person_form):
        return redirect("partners:organisation", town, public_id)
    context = {
        "organisation": found,
        "form": form,
        "person_form": person_form,
        "people": found.people.all(),
        "crumbs": crumbs(authority, Link(found.name)),
    }
    status = 422 if form.errors or person_form.errors else 200
    return render(request, "partners/organisation.html", context, status=status)


def _save(
    request: TownRequest, found: Organisation, form: OrganisationForm, person: PersonForm
) -> bool:
    """Do what the sent form asks for; return whether it is done."""
    which = request.POST.get("what", "")
    if which == "remove":
        gone = found.people.filter(public_id=request.POST.get("person", "")).first()
        if gone is None:
            raise NotVisible(_("Diese Person gibt es nicht."))
        actions.remove_person(person=gone, by=request.user)
        messages.success(request, _("Die Ansprechperson ist entfernt."))
        return True
    if which == "person" and person.is_valid():
        actions.save_person(organisation=found, values=person.cleaned_data, by=request.user)
        messages.success(request, _("Die Ansprechperson ist gespeichert."))
        return True
    if which == "organisation" and form.is_valid():
        try:
            actions.save_organisation(
                authority=request.authority,
                values=form.cleaned_data,
                organisation=found,
                by=request.user,
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
            return False
        messages.success(request, _("Gespeichert."))
        return True
    return False
