"""The set-up of a town: short pages, each kept by itself, left and taken up at will."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.authorities import actions
from vorort.authorities import queries as authorities
from vorort.authorities.choices import StepChoice
from vorort.authorities.forms.setup import (
    ArmsForm,
    ContactForm,
    LetterheadForm,
    OfficersForm,
    WorkingForm,
)
from vorort.authorities.models import Authority
from vorort.authorities.rules import can_set_up
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.desk.actions import save_look, save_officers
from vorort.desk.queries.setup import get_setup
from vorort.ui.parts import Link


def allow(request: TownRequest) -> Authority:
    """Return the town; 404 for who does not set it up."""
    if not can_set_up(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return request.authority


def crumbs(authority: Authority, *further: Link) -> list[Link]:
    """Return the way to a page of the set-up."""
    start = Link(_("Einrichtung"), reverse("desk:setup", args=[authority.slug]))
    town = Link(
        authority.short_name or authority.name,
        reverse("authorities:overview", args=[authority.slug]),
    )
    return [town, start, *further]


def onward(request: TownRequest, key: str, words: str) -> HttpResponse:
    """Say what was kept and go to the next open step."""
    messages.success(request, words)
    following = get_setup(authorities.get_authority(request.user, request.authority.slug)).after(
        key
    )
    if following is None:
        return redirect("desk:setup", town=request.authority.slug)
    return redirect(following.url)


def frame(request: TownRequest, key: str) -> dict[str, Any]:
    """Return what every step page shows: its reason, its length, what follows."""
    setup = get_setup(request.authority)
    step = next(step for step in setup.steps if step.kind.key == key)
    return {
        "step": step,
        "setup": setup,
        "following": setup.after(key),
        "crumbs": crumbs(request.authority, Link(str(step.kind.title))),
    }


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """All steps with their states, what is done last."""
    authority = allow(request)
    setup = get_setup(authority)
    context = {"setup": setup, "next": next(iter(setup.open_steps), None)}
    return render(request, "desk/setup/overview.html", context)


@require_POST
def decide(request: TownRequest, town: str) -> HttpResponse:
    """Put a step off, say that it is not needed, or take it up again."""
    authority = allow(request)
    key = request.POST.get("step", "")
    if key not in {step.kind.key for step in get_setup(authority).steps}:
        raise NotVisible(_("Diesen Schritt gibt es nicht."))
    choice = request.POST.get("choice", "")
    actions.decide_step(
        authority=authority,
        key=key,
        choice=StepChoice(choice) if choice in StepChoice.values else None,
        by=request.user,
    )
    return redirect("desk:setup", town=town)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def letterhead(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Address, office, opening hours."""
    authority = allow(request)
    form = LetterheadForm(request.POST or None, initial=LetterheadForm.initial_of(authority))
    if request.method == "POST" and form.is_valid():
        actions.change_letterhead(authority=authority, values=form.cleaned_data, by=request.user)
        return onward(request, "anschrift", _("Anschrift und Öffnungszeiten sind gespeichert."))
    context = {**frame(request, "anschrift"), "form": form}
    return render(request, "desk/setup/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def officers(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Data protection, information security, where incidents are reported."""
    authority = allow(request)
    form = OfficersForm(request.POST or None, initial=_known_officers(authority))
    if request.method == "POST" and form.is_valid():
        save_officers(
            authority=authority,
            values={kind: form.values_of(prefix) for prefix, kind in OfficersForm.PREFIXES},
            by=request.user,
        )
        return onward(request, "beauftragte", _("Die Ansprechstellen sind gespeichert."))
    context = {**frame(request, "beauftragte"), "form": form}
    return render(request, "desk/setup/form.html", context, status=422 if form.errors else 200)


def _known_officers(authority: Authority) -> dict[str, str]:
    known = {}
    for prefix, kind in OfficersForm.PREFIXES:
        contact = authorities.get_officer(authority, kind)
        if contact is not None:
            known.update(
                {f"{prefix}_{name}": getattr(contact, name) for name in ("name", "email", "phone")}
            )
    return known


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def working(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Small-town mode; one person or two."""
    authority = allow(request)
    initial = {"small_town": authority.small_town, "one_hand": authority.one_hand}
    form = WorkingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_way_of_working(authority=authority, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return onward(request, "arbeitsweise", _("Die Arbeitsweise ist gespeichert."))
    context = {
        **frame(request, "arbeitsweise"),
        "form": form,
        "has_approver": authorities.has_approver(authority),
    }
    return render(request, "desk/setup/working.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def look(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Arms and colour."""
    authority = allow(request)
    initial = {"licence": authority.arms_licence, "colour": authority.colour}
    form = ArmsForm(
        request.POST or None,
        request.FILES or None,
        has_arms=bool(authority.arms_file),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        picture = form.cleaned_data["file"]
        try:
            save_look(
                authority=authority,
                picture=picture,
                name=picture.name if picture else "",
                licence=form.cleaned_data["licence"],
                colour=form.cleaned_data["colour"],
                remove=form.cleaned_data.get("remove", False),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else "file", error.message)
        else:
            return onward(request, "wappen", _("Wappen und Ortsfarbe sind gespeichert."))
    context = {**frame(request, "wappen"), "form": form, "has_files": True}
    return render(request, "desk/setup/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contacts(request: TownRequest, town: str) -> HttpResponse:
    """The list of contacts, and a form for one more."""
    authority = allow(request)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.save_contact(authority=authority, values=form.cleaned_data, by=request.user)
        messages.success(request, _("„%(name)s“ ist aufgenommen.") % {"name": made.name})
        return redirect("desk:setup_contacts", town=town)
    context = {
        **frame(request, "anlaufstellen"),
        "form": form,
        "contacts": authorities.list_contacts(authority),
    }
    return render(request, "desk/setup/contacts.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contact(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change or remove one contact."""
    authority = allow(request)
    found = authorities.get_contact(authority, public_id)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(found))
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_contact(contact=found, by=request.user)
        messages.success(request, _("„%(name)s“ ist entfernt.") % {"name": found.name})
        return redirect("desk:setup_contacts", town=town)
    if request.method == "POST" and form.is_valid():
        actions.save_contact(
            authority=authority, values=form.cleaned_data, contact=found, by=request.user
        )
        messages.success(request, _("„%(name)s“ ist gespeichert.") % {"name": found.name})
        return redirect("desk:setup_contacts", town=town)
    list_url = reverse("desk:setup_contacts", args=[town])
    context = {
        "form": form,
        "contact": found,
        "crumbs": crumbs(authority, Link(_("Anlaufstellen"), list_url), Link(found.name)),
        "list_url": list_url,
    }
    return render(request, "desk/setup/contact.html", context, status=422 if form.errors else 200)
