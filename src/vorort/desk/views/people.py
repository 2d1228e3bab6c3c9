"""People come and go: handing over, a lost second factor, a further town."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.accounts.actions import reset_second_factor
from vorort.accounts.rules import require_recent_sign_in
from vorort.authorities import queries as authorities
from vorort.authorities import rules
from vorort.authorities.actions import hand_over
from vorort.authorities.choices import Role
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.desk import actions
from vorort.desk.forms.people import FactorForm, LeavingForm
from vorort.desk.forms.towns import NewTownForm
from vorort.desk.queries.people import get_leaving
from vorort.places.queries import list_municipality_names
from vorort.ui.parts import Task


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def leaving(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """What somebody owes, who follows, and the last day."""
    authority = request.authority
    membership = authorities.get_membership(request.user, authority, public_id)
    if not rules.can_see_off(request.user, membership):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    found = get_leaving(request.user, authority, membership, on=today())
    held = tuple(dict.fromkeys(one.role for one in found.roles))
    form = LeavingForm(
        request.POST or None,
        roles=tuple(
            role for role in rules.grantable_roles(request.user, authority) if role in held
        ),
        initial={"until_on": today(), "roles": [role.value for role in held]},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            successor = hand_over(
                authority=authority,
                person=membership.person,
                successor_email=given["successor_email"],
                successor_name=given["successor_name"],
                until_on=given["until_on"],
                roles=[Role(role) for role in given["roles"]],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(_field(error.field), error.message)
        else:
            words = _("%(name)s scheidet aus.") % {"name": membership.person.name}
            if successor is not None:
                words += " " + _("Nachfolge: %(name)s.") % {"name": successor.name}
            messages.success(request, words)
            return redirect("authorities:members", town=town)
    # Their doors need not open for whoever reads this: words only.
    tasks = [Task(label=duty.title, url="", note=duty.reason) for duty in found.duties]
    context = {"form": form, "leaving": found, "tasks": tasks, "membership": membership}
    return render(request, "desk/leaving.html", context, status=422 if form.errors else 200)


def _field(name: str) -> str | None:
    return {"email": "successor_email", "role": "roles", "until_on": "until_on"}.get(name)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def reset_factor(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take away a lost second factor, once the manager has made sure who is asking."""
    membership = authorities.get_membership(request.user, request.authority, public_id)
    may_reset = rules.can_reset_factor(request.user, membership)
    if not may_reset and (
        request.method == "POST" or not rules.can_see_off(request.user, membership)
    ):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = FactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_second_factor(
                person=membership.person,
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(
                request,
                _("%(name)s richtet bei der nächsten Anmeldung einen neuen zweiten Faktor ein.")
                % {"name": membership.person.name},
            )
            return redirect("authorities:members", town=town)
    context = {"form": form, "membership": membership, "may_reset": may_reset}
    return render(request, "desk/reset_factor.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def new_town(request: TownRequest, town: str) -> HttpResponse:
    """The state takes in a further town and invites who coordinates there."""
    if not rules.can_add_towns(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = NewTownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.open_town(
                town=form.town,
                coordinator_name=given["coordinator_name"] or given["coordinator_email"],
                coordinator_email=given["coordinator_email"],
                by=request.user,
            )
        except DomainError as error:
            known = {"email": "coordinator_email", "area_key": "key", "slug": "place"}
            form.add_error(known.get(error.field), error.message)
        else:
            messages.success(
                request,
                _("%(town)s ist aufgenommen. Die Einladung ist unterwegs.") % {"town": made.name},
            )
            return redirect("desk:setup_new_town", town=town)
    context = {"form": form, "towns": list_municipality_names()}
    return render(request, "desk/new_town.html", context, status=422 if form.errors else 200)
