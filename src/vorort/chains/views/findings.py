"""Findings: the list, one of them with its whole chain, the forms."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.chains.forms import CauseForm, CloseForm, FilterForm, FindingForm, NeedForm
from vorort.chains.views.common import (
    address,
    allow_editing,
    done,
    finding_trail,
    form_page,
    home,
    may_edit,
    trail,
)
from vorort.core.clock import now, today
from vorort.core.errors import NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.findings import actions, queries
from vorort.findings.choices import EvidenceGrade, FindingState, Strength
from vorort.findings.models import Finding, Hypothesis
from vorort.findings.registry import Snapshot, take_snapshot
from vorort.partners.choices import ProtectiveFactor, RiskFactor, TargetGroup
from vorort.partners.queries import labels
from vorort.places.queries import area_names
from vorort.ui import format as german
from vorort.ui.parts import Fact, Link

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def show_list(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Return the findings of the town, and where a chain does not go on."""
    areas = queries.list_areas(request.authority)
    form = FilterForm(request.GET, areas=areas)
    wanted = form.given()
    rows = queries.list_findings(request.user, request.authority, wanted)
    page = paginate(request, rows)
    context = {
        "crumbs": [Link(_("Feststellungen"))],
        "page": page,
        "lines": queries.summarise_findings(request.user, list(page.object_list)),
        "form": form,
        "is_narrowed": wanted != queries.FindingFilter(),
        "may_edit": may_edit(request),
    }
    return render(request, "findings/list.html", context)


@require_safe
@never_cache
def show(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Return a finding with everything that hangs on it."""
    finding = queries.get_finding(request.user, request.authority, public_id)
    chain = queries.get_chain(request.user, finding)
    is_open = finding.state == FindingState.OPEN
    context = {
        "crumbs": trail(request, Link(finding.reference)),
        "finding": finding,
        "chain": chain,
        "causes": [_cause(cause) for cause in chain.causes],
        "source": queries.source_now(request.user, finding),
        "facts": _facts(finding),
        "may_edit": may_edit(request) and is_open,
        "may_reopen": may_edit(request) and not is_open,
        "today": today(),
    }
    return render(request, "findings/finding.html", context)


@form_view
@never_cache
def create(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Keep a finding: from a source named in the address, or as people saw it."""
    allow_editing(request)
    kind, key = request.GET.get("quelle", ""), request.GET.get("id", "")
    snapshot = take_snapshot(request.user, kind, key) if kind else None
    if kind and snapshot is None:
        raise NotVisible(_("Diese Quelle gibt es nicht mehr, oder Sie dürfen sie nicht lesen."))
    areas = queries.list_areas(request.authority)
    form = FindingForm(request.POST or None, areas=areas, initial=_initial(snapshot))

    def save() -> str:
        source = (kind, key) if kind else None
        made = actions.create_finding(
            authority=request.authority, by=request.user, at=now(), source=source, **form.values
        )
        return address(made)

    context = {
        "title": _("Feststellung festhalten"),
        "label": _("Feststellung speichern"),
        "back": home(request),
        "crumbs": trail(request, Link(_("neu"))),
        "said": _("Die Feststellung ist gespeichert."),
        "snapshot": snapshot,
    }
    return form_page(request, form, save, context, template="findings/new.html")


def _initial(snapshot: Snapshot | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"strength": Strength.MODERATE, "found_on": today()}
    if snapshot is not None:
        initial |= {
            "topic": snapshot.topic, "area_key": snapshot.area_key, "place": snapshot.place,
        }  # fmt: skip
        if not snapshot.restricted:
            # Only a beginning: what the source says is kept beside it, word by word.
            initial["statement"] = snapshot.statement
            initial["uncertainty"] = snapshot.uncertainty
    return initial


@form_view
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change what people say of a finding."""
    allow_editing(request)
    finding = queries.get_finding(request.user, request.authority, public_id)
    areas = queries.list_areas(request.authority)
    initial = {name: getattr(finding, name) for name in FindingForm.base_fields}
    form = FindingForm(request.POST or None, areas=areas, initial=initial)

    def save() -> str:
        try:
            actions.edit_finding(
                finding=finding,
                revision=form.cleaned_data["revision"] or 0,
                by=request.user,
                at=now(),
                **form.values,
            )
        except actions.StaleFinding as error:
            # Saving again means: I have read what stands now.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["revision"] = str(error.current.revision)  # type: ignore[index]
            context.update(current=error.current, current_facts=_facts(error.current))
            raise
        return address(finding)

    context: dict[str, Any] = {
        "title": _("Feststellung ändern"),
        "intro": _("Die Quelle und ihr festgehaltener Stand bleiben, wie sie sind."),
        "label": _("Änderung speichern"),
        "back": address(finding),
        "crumbs": finding_trail(request, finding, Link(_("ändern"))),
        "said": _("Die Änderung ist gespeichert."),
    }
    return form_page(request, form, save, context, template="findings/edit.html")


@form_view
@never_cache
def close(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Close a finding; the page says what stays linked to it."""
    allow_editing(request)
    finding = queries.get_finding(request.user, request.authority, public_id)
    form = CloseForm(request.POST or None, initial={"on": today()})

    def save() -> str:
        actions.close_finding(finding=finding, by=request.user, at=now(), **form.cleaned_data)
        return address(finding)

    context = {
        "title": _("Feststellung abschließen"),
        "label": _("Feststellung abschließen"),
        "back": address(finding),
        "crumbs": finding_trail(request, finding, Link(_("abschließen"))),
        "said": _("Die Feststellung ist abgeschlossen. Was an ihr hängt, bleibt verknüpft."),
        "chain": queries.get_chain(request.user, finding),
    }
    return form_page(request, form, save, context, template="findings/close.html")


@require_POST
@never_cache
def reopen(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take a closed finding up again."""
    allow_editing(request)
    finding = queries.get_finding(request.user, request.authority, public_id)
    return done(
        request,
        lambda: actions.reopen_finding(finding=finding, by=request.user, at=now()),
        _("Die Feststellung ist wieder offen."),
        address(finding),
    )


@form_view
@never_cache
def new_cause(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Write down an assumed cause."""
    allow_editing(request)
    finding = queries.get_finding(request.user, request.authority, public_id)
    form = CauseForm(request.POST or None, initial={"grade": EvidenceGrade.ASSUMED})

    def save() -> str:
        actions.add_hypothesis(finding=finding, by=request.user, at=now(), **form.cleaned_data)
        return address(finding)

    context = {
        "title": _("Vermutete Ursache"),
        "intro": finding.title,
        "label": _("Ursache speichern"),
        "back": address(finding),
        "crumbs": finding_trail(request, finding, Link(_("Ursache"))),
        "said": _("Die Ursache ist gespeichert."),
    }
    return form_page(request, form, save, context)


@form_view
@never_cache
def edit_cause(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change an assumed cause."""
    allow_editing(request)
    cause = queries.get_hypothesis(request.user, request.authority, public_id)
    initial = {name: getattr(cause, name) for name in CauseForm.base_fields if name != "seen"}
    form = CauseForm(request.POST or None, initial=initial, kept=True)

    def save() -> str:
        actions.edit_hypothesis(hypothesis=cause, by=request.user, at=now(), **form.cleaned_data)
        return address(cause.finding)

    context = {
        "title": _("Vermutete Ursache ändern"),
        "intro": cause.finding.title,
        "label": _("Änderung speichern"),
        "back": address(cause.finding),
        "crumbs": finding_trail(request, cause.finding, Link(_("Ursache"))),
        "said": _("Die Änderung ist gespeichert."),
        "remove_label": _("Ursache entfernen"),
        "current_lines": [cause.cause, str(cause.get_grade_display()), cause.grade_note],
    }
    if not cause.needs.exists():
        context["remove_url"] = reverse("findings:remove_cause", args=[town, public_id])
    return form_page(request, form, save, context, template="findings/edit.html")


@require_POST
@never_cache
def remove_cause(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Take back an assumed cause that nothing rests on."""
    allow_editing(request)
    cause = queries.get_hypothesis(request.user, request.authority, public_id)
    return done(
        request,
        lambda: actions.remove_hypothesis(hypothesis=cause, by=request.user, at=now()),
        _("Die Ursache ist entfernt."),
        address(cause.finding),
    )


@form_view
@never_cache
def new_need(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Write down what is missing; the offers there are come next."""
    allow_editing(request)
    finding = queries.get_finding(request.user, request.authority, public_id)
    causes = queries.list_causes(finding)
    only = causes[0].public_id if len(causes) == 1 else ""
    form = NeedForm(request.POST or None, causes=causes, initial={"hypothesis": only})

    def save() -> str:
        need = actions.add_need(finding=finding, by=request.user, at=now(), **form.cleaned_data)
        return address(need, "match")

    context = {
        "title": _("Bedarf festhalten"),
        "intro": finding.title,
        "label": _("Bedarf speichern, weiter zu den Angeboten"),
        "back": address(finding),
        "crumbs": finding_trail(request, finding, Link(_("Bedarf"))),
        "said": _("Der Bedarf ist gespeichert. Gibt es dafür schon etwas?"),
    }
    return form_page(request, form, save, context)


def _facts(finding: Finding) -> list[Fact]:
    area = area_names([finding.area_key]).get(finding.area_key, "") if finding.area_key else ""
    where = ", ".join(word for word in (finding.place, area) if word)
    groups = ", ".join(labels(TargetGroup, finding.target_groups))
    author = str(finding.created_by) if finding.created_by else ""
    rows = [
        (_("Thema"), str(finding.get_topic_display())),
        (_("Wie deutlich"), str(finding.get_strength_display())),
        (_("Wen es betrifft"), groups),
        (_("Wo"), where),
        (_("festgestellt am"), german.date(finding.found_on)),
        (_("angelegt durch"), author),
    ]
    return [Fact(name, value) for name, value in rows if value]


def _cause(cause: Hypothesis) -> dict[str, Any]:
    return {
        "cause": cause,
        "risk": labels(RiskFactor, cause.risk_factors),
        "protective": labels(ProtectiveFactor, cause.protective_factors),
    }
