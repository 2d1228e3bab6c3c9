"""Signatures: asked for, given, returned, taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.leadership import actions, queries, rules
from vorort.leadership.choices import SignOffState
from vorort.leadership.forms import AskForm, DecideForm
from vorort.leadership.models import SignOff
from vorort.ui.parts import Link

_ANSWERS = frozenset({"sign", "return", "withdraw"})


@require_safe
@never_cache
def sign_offs(request: TownRequest, town: str) -> HttpResponse:
    """Everything that was put before the head of the administration."""
    page = paginate(request, queries.list_sign_offs(request.authority))
    context = {
        "page": page,
        "lines": queries.with_words(page),
        "may_ask": rules.can_ask(request.user, request.authority),
        "crumbs": [_leadership(town), Link(_("Zeichnungen"))],
    }
    return render(request, "leadership/sign_offs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: TownRequest, town: str) -> HttpResponse:
    """Put something before the head of the administration."""
    if not rules.can_ask(request.user, request.authority):
        raise PermissionDenied
    subjects = queries.subjects(request.authority)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        subjects=subjects,
        initial={"subject": request.GET.get("gegenstand", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind, _sep, public_id = given["subject"].partition(":")
        try:
            made = actions.ask_sign_off(
                authority=request.authority,
                subject_kind=kind,
                subject_id=public_id,
                title=dict(subjects)[given["subject"]],
                question=given["question"],
                due_on=given["due_on"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die Leitung findet das jetzt unter „Heute“."))
            return redirect("leadership:sign_off", town, made.public_id)
    context = {
        "form": form,
        "has_subjects": bool(subjects),
        "back_url": reverse("leadership:overview", args=[town]),
        "crumbs": [_leadership(town), Link(_("Zeichnung erbitten"))],
    }
    status = 422 if form.errors else 200
    return render(request, "leadership/ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_off(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """One question: read the thing, then sign, return or take back."""
    own = queries.get_sign_off(request.authority, public_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        answer = request.POST.get("antwort", "")
        _allow(request, answer)
        if form.is_valid():
            try:
                words = _decide(request, own, answer, form)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                messages.success(request, words)
                return redirect("leadership:sign_off", town, public_id)
    line = queries.with_words([own])[0]
    now_revision = queries.current_revision(own)
    fresh = DecideForm(initial={"revision": now_revision})
    if form.errors:
        # Signing again means: I have read what stands now.
        form.data = {**request.POST.dict(), "revision": str(now_revision)}
    context = {
        "line": line,
        "own": own,
        "subject": queries.subject_link(request.user, own),
        "earlier": queries.with_words(queries.list_of_subject(own)),
        "form": form if form.errors else fresh,
        "may_sign": rules.can_sign(request.user, request.authority)
        and rules.may_become(own, SignOffState.SIGNED),
        "may_withdraw": rules.can_ask(request.user, request.authority)
        and rules.may_become(own, SignOffState.WITHDRAWN),
        "crumbs": [
            _leadership(town),
            Link(_("Zeichnungen"), reverse("leadership:sign_offs", args=[town])),
            Link(own.subject_title),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "leadership/sign_off.html", context, status=status)


def _allow(request: TownRequest, answer: str) -> None:
    if answer not in _ANSWERS:
        raise Http404
    allowed = rules.can_ask if answer == "withdraw" else rules.can_sign
    if not allowed(request.user, request.authority):
        raise PermissionDenied


def _decide(request: TownRequest, own: SignOff, answer: str, form: DecideForm) -> str:
    given: dict[str, Any] = {"sign_off": own, "by": request.user, "at": now()}
    note, revision = form.cleaned_data["note"], form.cleaned_data["revision"]
    if answer == "withdraw":
        actions.withdraw_sign_off(note=note, **given)
        return _("Die Frage ist zurückgenommen.")
    if answer == "return":
        actions.return_sign_off(note=note, **given)
        return _("Sie haben das ohne Zeichnung zurückgegeben. Die Koordination weiß Bescheid.")
    # Nobody signs without saying which text was read.
    actions.sign_off(note=note, revision=-1 if revision is None else revision, **given)
    return _("Sie haben gezeichnet.")


def _leadership(town: str) -> Link:
    return Link(_("Leitung"), reverse("leadership:overview", args=[town]))
