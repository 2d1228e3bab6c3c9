"""The editor: outline, text and figures, what the police says."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.pictures.choices import SectionKind
from vorort.pictures.exports import Edition, page, parts
from vorort.situation import actions, queries, rules
from vorort.situation.choices import IN_WORK, PoliceState, SectionState
from vorort.situation.exports import edition_of
from vorort.situation.forms import AnnotationForm, RemarkForm, SectionForm
from vorort.situation.models import Remark, Report, ReportFigure, Section
from vorort.situation.views.common import (
    POLICE_KINDS,
    Reading,
    address,
    allow,
    can_approve_short,
    crumbs,
    get_figure,
    get_report,
    head,
    held_back,
    read_figures,
)
from vorort.ui import format as show
from vorort.ui.parts import Comment, Link


@require_safe
@never_cache
def report(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The report at one of its sections; the police gets its own page."""
    del town
    found = get_report(request, public_id)
    may_edit = rules.can_edit_report(request.user, found)
    if rules.can_decide_figures(request.user, found) and not may_edit:
        return redirect(address(found, "police"))
    sections = queries.list_sections(found)
    wanted = request.GET.get("abschnitt")
    current = next((one for one in sections if one.public_id == wanted), None)
    current = current or next(iter(sections), None)
    return render(request, "situation/editor.html", _context(request, found, sections, current))


@require_POST
@never_cache
def section(request: TownRequest, town: str, public_id: str, section_id: str) -> HttpResponse:
    """Save a section: by the button, or by itself while somebody writes."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_edit_report(request.user, found))
    current = queries.get_section(found, section_id)
    if current is None:
        raise NotVisible(_("Diesen Abschnitt gibt es nicht."))
    form = SectionForm(request.POST)
    theirs = None
    if form.is_valid():
        try:
            current = actions.edit_section(
                section=current,
                text=form.cleaned_data["text"],
                state=form.section_state,
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=now(),
            )
        except actions.ChangedMeanwhile as error:
            theirs = error.theirs
            form.add_error("text", error.message)
        except DomainError as error:
            form.add_error(None, error.message)
    if request.headers.get("HX-Request") == "true":
        # The text stays as it is under the writer's hands; only the revision moves on.
        revised: dict[str, Any] = {
            "revision": current.revision,
            "swapped": not form.errors,
            "problems": [text for texts in form.errors.values() for text in texts],
        }
        status = 409 if theirs else 422 if form.errors else 200
        return render(request, "situation/autosaved.html", revised, status=status)
    if form.errors:
        sections = queries.list_sections(found)
        context = _context(request, found, sections, current, form=form)
        if theirs:
            # Whoever saves now has seen both texts.
            context |= {"theirs": theirs, "revision": theirs.revision}
        return render(request, "situation/editor.html", context, status=409 if theirs else 422)
    messages.success(request, _("Abschnitt „%s“ gespeichert.") % current.title)
    following = request.POST.get("weiter", "")
    known = following and queries.get_section(found, following)
    return redirect(f"{address(found)}?abschnitt={following if known else current.public_id}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def annotate(request: TownRequest, town: str, public_id: str, figure_id: str) -> HttpResponse:
    """Note a special effect at a year of a figure."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_edit_report(request.user, found))
    figure = get_figure(request, found, figure_id)
    years = tuple(point["year"] for point in figure.payload.get("points", ()))
    form = AnnotationForm(request.POST or None, years=years)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_annotation(
                report=found, code=figure.code, by=request.user, at=now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            found.refresh_from_db()
            return redirect("ui:job", found.job)
    context = {
        "report": found,
        "figure": figure,
        "form": form,
        "annotations": queries.list_annotations(found, figure.code),
        "crumbs": crumbs(found, Link(_("Sonderereignis: %s") % figure.title)),
    }
    return render(request, "situation/annotate.html", context)


@require_POST
def remove_annotation(
    request: TownRequest, town: str, public_id: str, annotation_id: str
) -> HttpResponse:
    """Take a special effect away."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_edit_report(request.user, found))
    annotation = found.annotations.filter(public_id=annotation_id).first()
    if annotation is None:
        raise NotVisible(_("Diese Anmerkung gibt es nicht."))
    actions.remove_annotation(annotation=annotation, by=request.user, at=now())
    found.refresh_from_db()
    return redirect("ui:job", found.job)


@require_POST
def remark(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Write a remark or an answer."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_remark(request.user, found))
    form = RemarkForm(request.POST)
    back = request.POST.get("zurueck") or ""
    if form.is_valid():
        given = form.cleaned_data
        figure = queries.get_figure(found, given["figure"]) if given["figure"] else None
        place = queries.get_section(found, given["section"]) if given["section"] else None
        parent = found.remarks.filter(public_id=given["parent"]).first()
        actions.remark(
            report=found,
            text=given["text"],
            figure=figure,
            section=place,
            parent=parent,
            by=request.user,
            at=now(),
        )
        messages.success(request, _("Anmerkung gespeichert."))
    else:
        messages.error(request, _("Bitte schreiben Sie einen Text."))
    known = queries.get_section(found, back)
    return redirect(f"{address(found)}?abschnitt={back}" if known else address(found))


@require_POST
def settle(request: TownRequest, town: str, public_id: str, remark_id: str) -> HttpResponse:
    """Mark a remark as done."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_remark(request.user, found))
    one = found.remarks.filter(public_id=remark_id).first()
    if one is None:
        raise NotVisible(_("Diese Anmerkung gibt es nicht."))
    actions.settle_remark(remark=one, by=request.user, at=now())
    return redirect(address(found))


def _context(
    request: TownRequest,
    found: Report,
    sections: list[Section],
    current: Section | None,
    *,
    form: SectionForm | None = None,
) -> dict[str, Any]:
    may_edit = rules.can_edit_report(request.user, found)
    reading = read_figures(request, found)
    return {
        **head(request, found),
        "crumbs": crumbs(found),
        "revoked": queries.list_revoked(found),
        "held_back": (
            held_back(reading.releases, reading.figures) if found.state in IN_WORK else []
        ),
        "outline": [_outline_link(found, one, current, reading) for one in sections],
        "section": current,
        "next": _following(sections, current),
        "form": form or (_section_form(current) if current else None),
        "revision": current.revision if current else 0,
        "saved": _saved_words(current) if current else "",
        **_overview(found, current, reading),
        "figures": _figures(found, current, reading),
        "hidden": _hidden_words(found, current, reading),
        "remarks": _comments(found, current, reading),
        "open_remarks": _open_remarks(found, current, reading),
        "remark_form": RemarkForm(),
        "may_edit": may_edit,
        "may_send": rules.can_send_to_police(request.user, found),
        "may_write": rules.can_record_written_release(request.user, found),
        "may_remark": rules.can_remark(request.user, found),
        "may_approve": rules.can_approve(request.user, found),
        "may_publish": rules.can_publish(request.user, found),
        "may_reopen": rules.can_reopen(request.user, found),
        "may_withdraw": rules.can_withdraw(request.user, found),
        "may_renew": rules.can_start_new_version(request.user, found),
        "may_correct": rules.can_correct(request.user, found),
        "may_approve_short": can_approve_short(request, found),
        "may_note": rules.can_note(request.user, found),
        "may_decide": rules.can_decide_figures(request.user, found),
        "needs_police": queries.needs_police(found),
    }


def _overview(found: Report, current: Section | None, reading: Reading) -> dict[str, Any]:
    """Return what the system itself writes into "Kurz gesagt"."""
    if current is None or current.kind != SectionKind.SUMMARY or not found.frame:
        return {}
    edition = _edition(found, queries.list_sections(found), reading.figures, reading)
    return {
        "overview": parts.overview(edition) + parts.scope_words(edition),
        "verdict_lines": page.verdict_lines(edition, linked=False),
    }


def _section_form(current: Section) -> SectionForm:
    return SectionForm(
        initial={
            "text": current.text,
            "done": current.state == SectionState.DONE,
            "revision": current.revision,
        }
    )


def _saved_words(current: Section) -> str:
    return _("gespeichert %s") % show.time(current.edited_at) if current.edited_at else ""


def _edition(
    found: Report, sections: list[Section], rows: list[ReportFigure], reading: Reading
) -> Edition:
    return edition_of(
        found,
        sections,
        rows,
        on=today(),
        base_url="",
        releases=reading.releases,
        audience=reading.audience,
        only_released=False,
    )


def _outline_link(found: Report, one: Section, current: Section | None, reading: Reading) -> Link:
    figures = [figure for figure in one.figures.all() if figure.pk in reading.pks]
    waiting = sum(rules.is_open(figure.police_state) for figure in figures)
    note = one.get_state_display()
    if figures and waiting and found.sent_at:
        note = _("%d offen") % waiting
    elif one.state == SectionState.OPEN and not one.text:
        note = _("ohne Text")
    return Link(
        one.title,
        f"{address(found)}?abschnitt={one.public_id}",
        current=current is not None and one.pk == current.pk,
        note=note,
    )


def _following(sections: list[Section], current: Section | None) -> Section | None:
    if current is None:
        return None
    later = [one for one in sections if one.position > current.position]
    return later[0] if later else None


def _figures(found: Report, current: Section | None, reading: Reading) -> list[dict[str, Any]]:
    """Return the figures of the section as the public will see them, with the police's word."""
    if current is None or not found.frame:
        return []
    rows = [one for one in reading.figures if one.section_id == current.pk]
    edition = _edition(found, [current], rows, reading)
    items = []
    for row, figure in zip(rows, edition.figures, strict=True):
        item = page.figure_context(figure, edition, preview=True)
        item["title"] = _("Abbildung %(number)d: %(title)s") % {
            "number": row.number,
            "title": row.title,
        }
        item["row"] = row
        item["police"] = row.get_police_state_display()
        item["police_kind"] = POLICE_KINDS.get(PoliceState(row.police_state), "")
        item["editable"] = figure.indicator is not None
        item["withheld"] = reading.why_not_public(row)
        items.append(item)
    return items


def _hidden_words(found: Report, current: Section | None, reading: Reading) -> str:
    """Return what is hidden in this section."""
    if current is None:
        return ""
    codes = {one.code for one in reading.figures if one.section_id == current.pk}
    cells = [cell for cell in found.gate.get("hidden", ()) if cell["code"] in codes]
    return "; ".join(f"{cell['label']} {cell['year']}" for cell in cells)


def _seen_remarks(found: Report, current: Section | None, reading: Reading) -> list[Remark]:
    """Return the remarks but those at figures this person may not see."""
    return [
        one
        for one in queries.list_remarks(found, current)
        if one.figure_id is None or one.figure_id in reading.pks
    ]


def _comments(found: Report, current: Section | None, reading: Reading) -> list[Comment]:
    return [
        Comment(
            who=one.author_role,
            when=show.datetime(one.written_at),
            text=one.text,
            place=(
                _("Abbildung %d") % one.figure.number
                if one.figure
                else _("Text")
                if one.section
                else ""
            ),
            place_url=f"#abb-{one.figure.number}" if one.figure else "",
            state="" if one.parent_id else one.get_state_display(),
            kind="due" if one.state == "open" else "",
            reply=one.parent_id is not None,
        )
        for one in _seen_remarks(found, current, reading)
    ]


def _open_remarks(found: Report, current: Section | None, reading: Reading) -> list[Any]:
    return [
        one
        for one in _seen_remarks(found, current, reading)
        if one.parent_id is None and one.state == "open"
    ]
