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
from vorort.strategies.choices import SectionKey, StrategyState
from vorort.strategies.forms import HeadForm, SectionForm, findings_form
from vorort.strategies.models import Strategy
from vorort.strategies.queries.reading import list_findings_to_link
from vorort.strategies.views.common import attempt, editable, framed, sent, show_form, to_edit
from vorort.ui import format as show
from vorort.ui.parts import Link

USUAL_YEARS = 5


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:
    """Begin a strategy; title and years are enough."""
    if not rules.can_edit(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    year = today().year + 1
    form = HeadForm(
        sent(request), initial={"first_year": year, "last_year": year + USUAL_YEARS - 1}
    )
    made: list[Strategy] = []

    def begin() -> None:
        values = {name: form.cleaned_data[name] for name in HeadForm.names}
        given: dict[str, Any] = {"authority": request.authority, "by": request.user, "at": now()}
        made.append(actions.create_strategy(**given, **values))

    if attempt(form, begin):
        return redirect("strategies:edit", town, made[0].public_id)
    words = {"title": _("Strategie beginnen"), "label": _("Strategie beginnen")}
    back = {"back_url": reverse("strategies:overview", args=[town])}
    return show_form(request, form, framed(request, None, Link(words["title"])) | words | back)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def head(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change title and years."""
    own = editable(request, public_id)
    stands = {name: getattr(own, name) for name in HeadForm.names}
    read = rules.stamp(*stands.values())
    form = HeadForm(sent(request), initial={**stands, "revision": read})

    def save() -> None:
        # Who has read these words goes on, whatever others wrote elsewhere in the meantime.
        revision = own.revision if form.cleaned_data["revision"] == read else -1
        values = {**form.cleaned_data, "revision": revision}
        actions.edit_strategy(strategy=own, by=request.user, at=now(), **values)

    if attempt(form, save):
        messages.success(request, _("Titel und Zeitraum sind gespeichert."))
        return redirect("strategies:edit", town, public_id)
    title = _("Titel und Zeitraum")
    words = {"title": title, "label": _("Titel und Zeitraum speichern")}
    if form.errors and form.cleaned_data.get("revision") != read:
        # Saving again means: I have read what stands now.
        form.data = {**request.POST.dict(), "revision": str(read)}
        theirs = _("So steht es jetzt, von jemand anderem gespeichert")
        words["sub"] = f"{theirs}: {own.title}, {own.first_year} – {own.last_year}"
    context = framed(request, own, to_edit(own), Link(title)) | words
    return show_form(request, form, context | {"back_url": to_edit(own).url})


@require_safe
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The whole strategy in parts, with what is there and what is missing."""
    own = editable(request, public_id)
    if own.state != StrategyState.DRAFT:
        return redirect("strategies:strategy", town, public_id)
    content = queries.build_content(own)
    context = framed(request, own, Link(_("Bearbeiten"))) | {
        "completeness": queries.completeness(content),
        "sections": [
            {"key": key.value, "title": key.label, "text": getattr(own, key)} for key in SectionKey
        ],
        "tree": queries.overview(own, request.user),
        "findings": content["findings"],
        "state": queries.state_strategy(own.authority),
        "cited": queries.list_cited(own),
    }
    return render(request, "strategies/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def section(request: TownRequest, town: str, public_id: str, section: str) -> HttpResponse:
    """One text: what belongs into it, an example, room to write; it saves itself."""
    own = editable(request, public_id)
    if section not in SectionKey.values:
        raise NotVisible(_("Diesen Abschnitt gibt es nicht."))
    key = SectionKey(section)
    form = SectionForm(sent(request), section=key, strategy=own)
    theirs: str | None = None
    if form.is_valid():
        read = form.cleaned_data["revision"] == rules.stamp(getattr(own, key))
        given: dict[str, Any] = {"strategy": own, "by": request.user, "at": now()}
        values = {key.value: form.cleaned_data["text"]}
        try:
            own = actions.edit_strategy(revision=own.revision if read else -1, **given, **values)
        except actions.StaleStrategy as error:
            own = queries.get_strategy(request.user, request.authority, public_id)
            theirs = getattr(own, key)
            form.add_error("text", error.message)
        except DomainError as error:
            form.add_error(None, error.message)
    status = 409 if theirs is not None else 422 if form.errors else 200
    if request.htmx:
        # The text stays as it is under the writer's hands; only the revision moves on.
        problems = [text for texts in form.errors.values() for text in texts]
        answer = _around(own, key) | {"swapped": not problems, "problems": problems}
        return render(request, "strategies/autosaved.html", answer, status=status)
    order = [*SectionKey, None]
    following = order[order.index(key) + 1]
    if form.is_bound and not form.errors:
        messages.success(request, _("„%(title)s“ ist gespeichert.") % {"title": key.label})
        if following and request.POST.get("weiter"):
            return redirect("strategies:section", town, public_id, following.value)
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(str(key.label))) | _around(own, key)
    context |= {"form": form, "following": following, "theirs": theirs}
    return render(request, "strategies/section.html", context, status=status)


def _around(own: Strategy, key: SectionKey) -> dict[str, Any]:
    """Return what stands beside a text: the other texts, what it rests on, when it was saved."""
    place = [own.authority.slug, own.public_id]
    saved = _("gespeichert %(time)s") % {"time": show.time(own.updated_at)}
    return {
        "key": key,
        "revision": rules.stamp(getattr(own, key)),
        "saved": saved if getattr(own, key) else "",
        "findings": [row.finding for row in own.findings.select_related("finding")],
        "outline": [
            Link(
                str(each.label),
                reverse("strategies:section", args=[*place, each.value]),
                current=each == key,
                note="" if getattr(own, each) else _("fehlt"),
            )
            for each in SectionKey
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def findings(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Choose the findings the starting point rests on."""
    own = editable(request, public_id)
    rows = list_findings_to_link(own)
    linked = list(own.findings.values_list("finding__public_id", flat=True))
    form = findings_form(sent(request), rows, linked)

    def save() -> None:
        wanted = [row for row in rows if row.public_id in form.cleaned_data["findings"]]
        actions.set_findings(strategy=own, findings=wanted, by=request.user, at=now())

    if attempt(form, save):
        messages.success(request, _("Die Feststellungen sind verknüpft."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Feststellungen"))) | {"rows": rows}
    return show_form(request, form, context, template="findings")
