"""The editor: how far it is, one text at a time, the findings it rests on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.strategies import actions, queries, rules
from vorort.strategies.choices import SectionKey
from vorort.strategies.forms import EXAMPLES, FindingsForm, HeadForm, SectionForm
from vorort.strategies.models import Strategy
from vorort.strategies.views.common import allow, attempt, editable, framed, sent, to_edit
from vorort.ui import format as show
from vorort.ui.parts import Link

# How many years a strategy usually covers.
USUAL_YEARS = 5


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:
    """Begin a strategy; title and years are enough."""
    authority = request.authority
    allow(rules.can_edit(request.user, authority))
    year = today().year + 1
    first = {"first_year": year, "last_year": year + USUAL_YEARS - 1}
    form = HeadForm(sent(request), initial=first)
    made: list[Strategy] = []

    def begin() -> None:
        given: dict[str, Any] = {"authority": authority, "by": request.user, "at": now()}
        made.append(actions.create_strategy(**given, **form.values()))

    if request.method == "POST" and attempt(form, begin):
        return redirect("strategies:edit", town, made[0].public_id)
    context = framed(request, None, Link(_("Neue Strategie"))) | {
        "form": form,
        "title": _("Strategie beginnen"),
        "label": _("Strategie beginnen"),
        "back_url": reverse("strategies:overview", args=[town]),
    }
    return render(request, "strategies/form.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The whole strategy in parts, with what is there and what is missing."""
    own = editable(request, public_id)
    if not rules.is_open(own):
        return redirect("strategies:strategy", town, public_id)
    content = queries.build_content(own)
    known = queries.completeness(content)
    context = framed(request, own, Link(_("Bearbeiten"))) | {
        "completeness": known,
        "sections": [
            {
                "key": key.value,
                "title": key.label,
                "text": getattr(own, key),
                "gaps": [gap.words for gap in known.gaps if gap.part == key.value],
            }
            for key in SectionKey
        ],
        "tree": queries.overview(own, request.user),
        "gaps": {
            part: [gap.words for gap in known.gaps if gap.part == part]
            for part in {gap.part for gap in known.gaps}
        },
        "findings": content["findings"],
        "state": queries.state_strategy(own.authority),
        "cited": queries.list_cited(own),
    }
    return render(request, "strategies/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def head(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change title and years."""
    own = editable(request, public_id)
    names = ("title", "first_year", "last_year", "revision")
    form = HeadForm(sent(request), initial={name: getattr(own, name) for name in names})

    def save() -> None:
        given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
        actions.edit_strategy(revision=form.revision_seen, **given, **form.values())

    if request.method == "POST" and attempt(form, save):
        messages.success(request, _("Titel und Zeitraum sind gespeichert."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Titel und Zeitraum"))) | {
        "form": form,
        "title": _("Titel und Zeitraum"),
        "label": _("Titel und Zeitraum speichern"),
        "back_url": to_edit(own).url,
    }
    return render(request, "strategies/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def section(request: TownRequest, town: str, public_id: str, section: str) -> HttpResponse:
    """One text: what belongs into it, an example, room to write; it saves itself."""
    own = editable(request, public_id)
    if section not in SectionKey.values:
        raise NotVisible(_("Diesen Abschnitt gibt es nicht."))
    key = SectionKey(section)
    posted = request.method == "POST"
    form = SectionForm(sent(request), section=key, strategy=own)
    theirs: str | None = None
    if posted and form.is_valid():
        try:
            own = actions.edit_strategy(
                strategy=own,
                revision=form.cleaned_data["revision"] or 0,
                by=request.user,
                at=now(),
                **{key.value: form.cleaned_data["text"]},
            )
        except actions.StaleStrategy as error:
            own = queries.get_strategy(request.user, request.authority, public_id)
            theirs = getattr(own, key)
            form.add_error("text", error.message)
        except DomainError as error:
            form.add_error(None, error.message)
    status = 409 if theirs is not None else 422 if form.errors else 200
    revision = own.revision
    if request.htmx:
        # The text stays as it is under the writer's hands; only the revision moves on.
        answer: dict[str, Any] = {
            "revision": revision,
            "swapped": not form.errors,
            "problems": [text for texts in form.errors.values() for text in texts],
        }
        return render(request, "strategies/autosaved.html", answer, status=status)
    order = list(SectionKey)
    place = order.index(key)
    following = order[place + 1] if place + 1 < len(order) else None
    if posted and not form.errors:
        messages.success(request, _("„%(title)s“ ist gespeichert.") % {"title": key.label})
        if following and request.POST.get("weiter"):
            return redirect("strategies:section", town, public_id, following.value)
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(str(key.label))) | {
        "form": form,
        "key": key,
        "example": EXAMPLES[key],
        "following": following,
        "revision": revision,
        "theirs": theirs,
        "saved": _("gespeichert %(time)s") % {"time": show.time(own.updated_at)}
        if form.initial["text"]
        else "",
        "findings": queries.build_content(own)["findings"]
        if key == SectionKey.INTRODUCTION
        else [],
        "outline": [
            Link(
                str(each.label),
                reverse("strategies:section", args=[town, public_id, each.value]),
                current=each == key,
                note="" if getattr(own, each) else _("fehlt"),
            )
            for each in order
        ],
    }
    return render(request, "strategies/section.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def findings(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Choose the findings the starting point rests on."""
    own = editable(request, public_id)
    rows = queries.list_findings_to_link(own)
    linked = {row.finding_id for row in own.findings.all()}
    chosen = [row.public_id for row in rows if row.pk in linked]
    form = FindingsForm(sent(request), rows=rows, initial={"findings": chosen})

    def save() -> None:
        wanted = [row for row in rows if row.public_id in form.cleaned_data["findings"]]
        actions.set_findings(strategy=own, findings=wanted, by=request.user, at=now())

    if request.method == "POST" and attempt(form, save):
        messages.success(request, _("Die Feststellungen sind verknüpft."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Feststellungen"))) | {
        "form": form,
        "rows": rows,
    }
    return render(request, "strategies/findings.html", context, status=422 if form.errors else 200)
