"""One paper: read, written, moved on, printed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core import links
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.queries import get_body, get_frame
from vorort.notices.exports import render_pdf
from vorort.papers import actions, queries, registry, rules
from vorort.papers.choices import PAPER_STEPS, PaperState
from vorort.papers.forms import FileForm, PaperForm, ResubmitForm, SignForm
from vorort.papers.models import Paper
from vorort.papers.views.common import allow, done, framed, load
from vorort.ui.parts import Link


@own_door
@require_safe
@never_cache
def paper(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One paper with everything around it."""
    return show(request, load(request, public_id))


def show(request: TownRequest, own: Paper, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page of a paper; a form that failed comes along."""
    turn = rules.turn_of(own)
    edits = rules.can_edit(request.user, own)
    state = PaperState(own.state)
    classes = rules.writable_classes(request.user, own.body)
    published = queries.get_published(own)
    context = framed(request, own) | {
        "files": queries.list_files(request.user, own),
        "parts": [
            (title, queries.with_breaks(text)) for title, text in queries.sections(own)
        ],
        "signatures": list(own.signatures.all()),
        "stations": registry.stations(request.user, own),
        "origin": links.resolve(request.user, own.origin_kind, own.origin_id),
        "public_page": queries.public_path(own) if published else "",
        "may_edit": edits and state in rules.CHANGEABLE,
        "may_resubmit": edits and state not in {PaperState.DECIDED, PaperState.WITHDRAWN},
        "steps": PAPER_STEPS[state] if edits else frozenset(),
        "is_my_turn": turn is not None and turn.person_id == request.user.pk,
        "may_publish": rules.can_publish(request.user, own),
        "may_take_back": published and rules.can_take_back(request.user, own),
        "sign_form": SignForm(),
        "resubmit_form": ResubmitForm(initial={name: getattr(own, name)
                                               for name in ResubmitForm.base_fields}),
        "file_form": FileForm(classes=file_classes(request, own))
        if classes and state in rules.CHANGEABLE
        else None,
    }  # fmt: skip
    return render(request, "papers/paper.html", context | forms, status=status)


def file_classes(request: TownRequest, own: Paper) -> list[Confidentiality]:
    """Return the classes a file of this paper may have: the paper's own or stricter."""
    allowed = rules.writable_classes(request.user, own.body)
    return [each for each in allowed if rules.higher(own.confidentiality, each) == each]


def _form(request: TownRequest, body: Body, own: Paper | None) -> PaperForm:
    return PaperForm(
        request.POST or None,
        initial=PaperForm.initial_of(own),
        classes=rules.writable_classes(request.user, body),
        organisations=queries.list_submitters(body),
    )


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str, body: str) -> HttpResponse:
    """Make a draft; a title is enough."""
    found = get_body(request.user, request.authority, body)
    allow(bool(rules.writable_classes(request.user, found)))
    form = _form(request, found, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.submit_paper(body=found, by=request.user, at=now(), **form.values())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request, _("Die Vorlage %(number)s ist angelegt.") % {"number": made.reference}
            )
            return redirect("papers:paper", town, made.public_id)
    frame = get_frame(request.user, found, current="papers")
    trail = frame.trail(Link(_("Neue Vorlage")))
    context = {"frame": frame, "form": form, "trail": trail}
    return render(request, "papers/new.html", context, status=422 if form.errors else 200)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change a paper; who saves an old version sees both and loses nothing."""
    own = load(request, public_id)
    allow(rules.can_edit(request.user, own))
    form = _form(request, own.body, own)
    current: Paper | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_paper(
                paper=own,
                revision=form.cleaned_data["revision"] or 0,
                by=request.user,
                at=now(),
                **form.values(),
            )
        except actions.StalePaper as error:
            current = error.current
            form.add_error(None, error.message)
            # Saving again means: I have read what stands now.
            form.data = {**form.data.dict(), "revision": str(current.revision)}  # type: ignore[attr-defined]
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die Vorlage ist gespeichert."))
            return redirect("papers:paper", town, public_id)
    context = framed(request, own, Link(_("Bearbeiten"))) | {"form": form, "current": current}
    status = 409 if current else 422 if form.errors else 200
    return render(request, "papers/edit.html", context, status=status)


STEPS = {
    "send": (actions.send_for_signing, gettext_lazy("Die Vorlage ist in der Mitzeichnung.")),
    "release": (actions.release_paper, gettext_lazy("Die Vorlage ist freigegeben.")),
    "withdraw": (actions.withdraw_paper, gettext_lazy("Die Vorlage ist zurückgezogen.")),
    "reopen": (actions.reopen_paper, gettext_lazy("Die Vorlage ist wieder ein Entwurf.")),
}


@own_door
@require_POST
@never_cache
def step(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Move a paper on: into signing, out, back."""
    own = load(request, public_id)
    allow(rules.can_edit(request.user, own))
    if request.POST.get("step") not in STEPS:
        raise Http404
    action, words = STEPS[request.POST["step"]]
    return done(request, own, lambda: action(paper=own, by=request.user, at=now()), str(words))


@own_door
@require_POST
@never_cache
def resubmit(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Set the day on which the paper comes back to the desk."""
    own = load(request, public_id)
    allow(rules.can_edit(request.user, own))
    form = ResubmitForm(request.POST)
    if form.is_valid():
        on, reason = form.given()
        try:
            actions.resubmit(paper=own, on=on, reason=reason, by=request.user, at=now())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Die Wiedervorlage ist gespeichert."))
            return redirect("papers:paper", town, public_id)
    return show(request, own, 422, resubmit_form=form)


@own_door
@require_safe
@never_cache
def pdf(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The paper as a tagged PDF."""
    own = load(request, public_id)
    made = queries.build_document(own, queries.list_files(request.user, own), at=now())
    return HttpResponse(
        render_pdf(made),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{queries.pdf_name(own)}"'},
    )
