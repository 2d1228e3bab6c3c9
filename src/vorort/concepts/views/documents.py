"""The papers of a measure: to read, to take along, to hand to a body."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.concepts import actions, exports, queries
from vorort.concepts.choices import BEFORE_END, BEFORE_START, DocumentKind, Step
from vorort.concepts.forms import BodyForm
from vorort.concepts.queries import Concept
from vorort.concepts.queries.documents import differs, gather
from vorort.concepts.rules import can_be_decided
from vorort.concepts.views.common import Place, place
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.measures.choices import BEFORE_START as NOT_BEGUN
from vorort.measures.choices import MeasureState
from vorort.papers.models import Paper
from vorort.ui.parts import Link

# Whose open questions each document shows; a plan for judging needs no results yet.
_STEPS = {
    DocumentKind.COUNCIL_PAPER: BEFORE_START,
    DocumentKind.PROJECT: BEFORE_START,
    DocumentKind.EVALUATION_PLAN: (Step.GOALS, Step.REVIEW),
    DocumentKind.FINAL_REPORT: BEFORE_END,
}
_RESULTS = frozenset({"review_process", "review_reach", "review_effect", "review_side"})
_FOR = {
    DocumentKind.COUNCIL_PAPER: gettext_lazy("Für das Gremium: worum es geht, was beschlossen wird, was es kostet."),
    DocumentKind.PROJECT: gettext_lazy("Für einen Förderantrag: Ausgangslage, Ziele, Arbeitsplan, Finanzierung."),
    DocumentKind.EVALUATION_PLAN: gettext_lazy("Woran Sie sehen werden, ob es geholfen hat."),
    DocumentKind.FINAL_REPORT: gettext_lazy("Was getan wurde, was sich verändert hat und was Sie gelernt haben."),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def documents(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """All documents that can be made, the papers made already, the way to a new one."""
    del town
    here = place(request, public_id, tab="documents", write=request.method == "POST")
    form = BodyForm(request.POST or None, authority=request.authority)
    if request.method == "POST" and form.is_valid():
        made = _make(request, here, form)
        if made is not None:
            messages.success(
                request, _("Die Vorlage ist als Entwurf angelegt. Sie können sie noch ändern.")
            )
            return redirect("papers:paper", request.authority.slug, made.public_id)
    material = gather(here.measure, at=now())
    papers = [
        {"paper": each, "differs": differs(material, each)}
        for each in queries.list_readable_papers(request.user, here.measure)
    ]
    begun = MeasureState(here.measure.state) not in NOT_BEGUN
    rows = [
        {
            "kind": kind,
            "label": kind.label,
            "purpose": _FOR[kind],
            "open": _open(material.concept, kind),
            "early": kind == DocumentKind.FINAL_REPORT and not begun,
        }
        for kind in DocumentKind
    ]
    context = {
        "frame": here.frame,
        "measure": here.measure,
        "rows": rows,
        "papers": papers,
        "form": form,
        "may_submit": here.can_write and can_be_decided(here.measure),
        "has_bodies": queries.list_bodies(request.authority).exists(),
        "trail": here.frame.trail(Link(_("Unterlagen"))),
    }
    return render(request, "concepts/documents.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def document(
    request: TownRequest, town: str, public_id: str, kind: str, ending: str
) -> HttpResponse:
    """One document as a file."""
    del town
    here = place(request, public_id, tab="documents")
    if kind not in DocumentKind.values or ending not in exports.WRITERS:
        raise NotVisible(_("Diese Unterlage gibt es nicht."))
    name, content_type, content = exports.document_file(
        request.user, here.measure, kind, ending, at=now()
    )
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _open(concept: Concept, kind: DocumentKind) -> int:
    later = _RESULTS if kind == DocumentKind.EVALUATION_PLAN else frozenset()
    missing = [each for step in _STEPS[kind] for each in concept.step(step).missing]
    return sum(each.code not in later for each in missing)


def _make(request: TownRequest, here: Place, form: BodyForm) -> Paper | None:
    try:
        return actions.make_paper(
            measure=here.measure, body=form.cleaned_data["body"], by=request.user, at=now()
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return None
