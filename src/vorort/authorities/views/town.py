"""The town's own pages: start, members, log."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.accounts.queries import find_person
from vorort.accounts.rules import require_recent_sign_in
from vorort.audit.actions import record_read
from vorort.audit.queries import list_actors, list_verbs
from vorort.authorities import actions, queries, rules
from vorort.authorities.choices import Role
from vorort.authorities.forms import EndForm, LogFilterForm, MemberForm
from vorort.core.clock import today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The town's start page in the work area."""
    roles = rules.roles_of(request.user, request.authority)
    context = {
        "roles": [role.label for role in Role if role in roles],
        "may_view_log": rules.can_view_audit(request.user, request.authority),
    }
    return render(request, "authorities/overview.html", context)


@require_safe
@never_cache
def members(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Who works for the town; addresses only for who manages the members."""
    authority = request.authority
    past = request.GET.get("ansicht") == "beendet"
    may_manage = rules.can_manage_members(request.user, authority)
    if may_manage:
        record_read(
            by=request.user,
            authority_id=authority.pk,
            kind="authorities.membership",
            object_id="ended" if past else "current",
            label=_("Liste der Mitglieder mit Adressen"),
        )
    page = paginate(request, queries.list_members(request.user, authority, past=past))
    context = {"page": page, "past": past, "may_manage": may_manage, "today": today()}
    return render(request, "authorities/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def add_member(request: TownRequest, town: str) -> HttpResponse:
    """Give somebody a role; somebody new gets an invitation by mail."""
    authority = request.authority
    roles = rules.grantable_roles(request.user, authority)
    if not roles:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = MemberForm(
        request.POST or None,
        roles=roles,
        members=queries.member_choices(request.user, authority),
        initial={"from_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = find_person(given["email"])
        if person is None and not given["name"].strip():
            form.add_error("name", _("Diese Adresse ist neu. Bitte geben Sie einen Namen an."))
        else:
            try:
                membership = actions.appoint(
                    authority=authority,
                    email=given["email"],
                    name=given["name"],
                    role=Role(given["role"]),
                    from_on=given["from_on"],
                    until_on=given["until_on"],
                    stands_in_for=find_person(given["stands_in_for"]),
                    by=request.user,
                )
            except DomainError as error:
                form.add_error(error.field or None, error.message)
            else:
                messages.success(
                    request,
                    _("%(name)s ist aufgenommen.") % {"name": membership.person.name},
                )
                return redirect("authorities:members", town=town)
    return render(request, "authorities/member_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def end_member(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """End a membership with a date."""
    membership = queries.get_membership(request.user, request.authority, public_id)
    if not rules.can_end_membership(request.user, membership):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = EndForm(request.POST or None, initial={"until_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(
                membership=membership, until_on=form.cleaned_data["until_on"], by=request.user
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(
                request,
                _("Die Mitgliedschaft von %(name)s endet.") % {"name": membership.person.name},
            )
            return redirect("authorities:members", town=town)
    return render(request, "authorities/member_end.html", {"form": form, "membership": membership})


@require_safe
@never_cache
def log(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """The town's audit log."""
    authority = request.authority
    if not rules.can_view_audit(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = LogFilterForm(
        request.GET,
        verbs=list_verbs(authority.pk),
        actors=list_actors(authority.pk),
    )
    events = queries.list_audit_events(request.user, authority, **form.chosen())
    page = paginate(request, events)
    context = {
        "form": form,
        "page": page,
        "entries": [queries.in_words(event) for event in page.object_list],
    }
    return render(request, "authorities/log.html", context)
