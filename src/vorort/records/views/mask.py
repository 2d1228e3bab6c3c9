"""The entry mask: one page, one button; every step keeps what was typed."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.records import actions, queries, rules
from vorort.records.choices import EntryKind
from vorort.records.forms import EntryForm, Mask, MaskProblem
from vorort.records.forms.entry import digest
from vorort.records.rules import Finding
from vorort.ui.format import datetime as german_time
from vorort.ui.parts import Link

NO_CONTENT = 204


def require_enterer(request: TownRequest) -> None:
    if not rules.can_enter(request.user, request.authority):
        raise Http404


@require_http_methods(["GET", "POST"])
def enter(request: TownRequest, town: str, kind: EntryKind) -> HttpResponse:
    require_enterer(request)
    if request.method != "POST":
        return _show(request, kind, _opened(request, kind))
    mask = Mask.of_post(kind, request.POST)
    wish = request.POST.get("do", "draft")
    try:
        mask = _changed(request, mask, wish)
    except DomainError as error:
        _keep(request, mask)
        return _show(request, kind, mask, problem=error)
    if wish == "save":
        return _save(request, town, mask)
    _keep(request, mask)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=NO_CONTENT)
    if wish == "draft":
        messages.info(
            request, _("Ihre Eingaben sind als Entwurf aufgehoben, noch nicht gespeichert.")
        )
    # What was not understood of a block is said at the top of the page.
    place = "#zahlen" if wish in {"add", "years"} else ""
    return redirect(f"{reverse('records:enter', args=[town, kind])}{place}")


def _opened(request: TownRequest, kind: EntryKind) -> Mask:
    """Return the draft, or what counts now, or an empty mask."""
    authority = request.authority
    draft = queries.get_draft(authority, request.user, kind)
    if draft is not None:
        return Mask.of_draft(kind, draft.content)
    years = queries.usual_years(today())
    saved = queries.latest_entry(authority, kind)
    if saved is None:
        mask = Mask.blank(kind, years)
    else:
        mask = Mask.of_entry(saved.entry, years=years, base=saved.delivery.public_id)
    return _with_known_residents(request, mask, mask.years)


def _with_known_residents(request: TownRequest, mask: Mask, years: Iterable[int]) -> Mask:
    known = queries.known_residents(request.authority, mask.kind, years)
    return mask.with_residents({year: one.total for year, one in known.items()}, years=years)


def _changed(request: TownRequest, mask: Mask, wish: str) -> Mask:
    """Return the mask after what the button asks for: a block, a row, other years."""
    before = mask
    if wish in {"paste", "save"} and mask.words.get("paste", "").strip():
        mask, said = mask.with_paste()
        if wish == "save" and mask.words.get("paste"):
            raise MaskProblem(said, field="paste")
        if wish == "paste":
            messages.info(request, said)
    elif wish == "paste":
        raise MaskProblem(
            _("Das Feld ist leer. Bitte fügen Sie zuerst den Block ein."), field="paste"
        )
    if wish in {"add", "save"} and mask.words.get("add_words", "").strip():
        mask = mask.with_row(mask.words["add_words"])
    elif wish == "add":
        raise MaskProblem(_("Bitte nennen Sie einen Schlüssel oder eine Bezeichnung."),
                          field="add_words")  # fmt: skip
    if wish == "years":
        first, last = (request.POST.get(name, "").strip() for name in ("first_year", "last_year"))
        if not (first.isdecimal() and last.isdecimal()):
            raise MaskProblem(_("Bitte nennen Sie beide Jahre als vierstellige Zahl."),
                              field="first_year")  # fmt: skip
        mask = mask.with_years(int(first), int(last))
    new = [year for year in mask.years if year not in before.years]
    return _with_known_residents(request, mask, new) if new else mask


def _keep(request: TownRequest, mask: Mask) -> None:
    actions.save_draft(
        authority=request.authority, kind=mask.kind, content=mask.as_draft(), by=request.user
    )


def _save(request: TownRequest, town: str, mask: Mask) -> HttpResponse:
    form = EntryForm(mask, bound=True)
    kind = EntryKind(mask.kind)
    valid = form.is_valid()
    entry = form.entry(request.authority)
    findings = rules.check_entry(entry)
    form.put_findings(findings.refusals)
    if not valid or findings.refusals:
        _keep(request, mask)
        return _show(request, kind, mask, form=form)
    questions = (*_overtaken(request, mask), *findings.questions)
    asked = request.POST.get("asked", "")
    if questions and not (request.POST.get("confirmed") and asked == digest(questions)):
        _keep(request, mask)
        return _show(request, kind, mask, form=form, questions=questions)
    try:
        delivery = actions.store_hand_entry(
            authority=request.authority, entry=entry, by=request.user, at=now()
        )
    except DomainError as error:
        _keep(request, mask)
        return _show(request, kind, mask, problem=error)
    numbers = sum(1 for cell in entry.cells.values() if cell.value is not None)
    said = ngettext("%(n)d Zahl gespeichert.", "%(n)d Zahlen gespeichert.", numbers)
    messages.success(
        request,
        said % {"n": numbers}
        + " "
        + _("Sie können sie jederzeit berichtigen oder hier im Ganzen zurücknehmen."),
    )
    return redirect("deliveries:detail", town, delivery.public_id)


def _overtaken(request: TownRequest, mask: Mask) -> tuple[Finding, ...]:
    """Return the question to ask where somebody else has saved in the meantime."""
    now_counts = queries.latest_entry(request.authority, mask.kind)
    if now_counts is None or now_counts.delivery.public_id == mask.base:
        return ()
    delivery = now_counts.delivery
    return (
        Finding(
            _("Seit Sie die Maske geöffnet haben, hat %(who)s Zahlen gespeichert (%(when)s). Mit "
              "Ihren Eingaben werden diese ersetzt.")
            % {"who": str(delivery.handed_in_by), "when": german_time(delivery.received_at)}
        ),
    )  # fmt: skip


def _show(
    request: TownRequest,
    kind: EntryKind,
    mask: Mask,
    *,
    form: EntryForm | None = None,
    questions: tuple[Finding, ...] = (),
    problem: DomainError | None = None,
) -> HttpResponse:
    authority = request.authority
    if problem is not None:
        words = {name: request.POST.get(name, "") for name in ("first_year", "last_year")}
        extra = words if problem.field == "first_year" else {}
        form = EntryForm(mask, bound=True, extra=extra)
        form.errors.clear()
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    form = form or EntryForm(mask, bound=False)
    failed = bool(form.is_bound and form.errors) or bool(questions)
    context: dict[str, Any] = {
        "kind": kind,
        "title": kind.label,
        "note": queries.KIND_NOTES[kind],
        "form": form,
        "mask": mask,
        "grids": form.grids(),
        "more_open": bool(form.errors.keys() & {"first_year", "add_words"}),
        "questions": [(one.text, form.cell_of(one)) for one in questions],
        "asked": digest(questions) if questions else "",
        "has_draft": request.method == "GET"
        and queries.get_draft(authority, request.user, kind) is not None,
        "history": queries.list_entries(authority, kind)[:10],
        "residents": _residents_note(request, mask),
        "crumbs": [
            Link(authority.short_name or authority.name),
            Link(_("Eigene Zahlen"), reverse("records:overview", args=[authority.slug])),
            Link(str(kind.label)),
        ],
    }
    return render(request, "records/mask.html", context, status=422 if failed else 200)


def _residents_note(request: TownRequest, mask: Mask) -> str:
    """Say where the residents come from that were filled in."""
    known = queries.known_residents(request.authority, mask.kind, mask.years)
    labels = dict.fromkeys(known[year].source_label for year in sorted(known))
    return "; ".join(labels)


@require_POST
def discard(request: TownRequest, town: str, kind: EntryKind) -> HttpResponse:
    require_enterer(request)
    actions.discard_draft(authority=request.authority, kind=kind, by=request.user)
    messages.info(request, _("Der Entwurf ist verworfen."))
    return redirect("records:enter", town, kind)
