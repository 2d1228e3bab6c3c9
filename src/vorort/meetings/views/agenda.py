"""The agenda editor: add in one line, change in place, move by drag or button, remove."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import list_seats
from vorort.meetings import actions, queries, rules
from vorort.meetings.choices import ItemKind
from vorort.meetings.forms import ItemForm, QuickItemForm, TemplateForm
from vorort.meetings.models import AgendaItem
from vorort.meetings.views.common import Seen, back, item_of, load, load_running
from vorort.meetings.views.meeting import page
from vorort.papers.choices import PaperKind

AGENDA = "tagesordnung"


@own_door
@require_POST
@never_cache
def add(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Add an item in one line, or a paper that waits for an agenda."""
    seen = load(request, public_id)
    if not seen.can_add:
        raise queries.not_visible()
    if paper_id := request.POST.get("paper"):
        return _add_paper(request, seen, paper_id)
    form = QuickItemForm(request.POST, level=seen.level)
    if not form.is_valid():
        return page(request, seen, quick=form, status=422)
    data = form.cleaned_data
    if data["confidentiality"] != Confidentiality.CORE and not seen.runs:
        form.add_error("confidentiality", _("Sie können nur Punkte der Kerngruppe aufnehmen."))
        return page(request, seen, quick=form, status=422)
    try:
        actions.add_item(meeting=seen.meeting, by=request.user, at=now(), **data)
    except DomainError as error:
        form.add_error("title" if error.field == "title" else None, error.message)
        return page(request, seen, quick=form, status=422)
    return back(seen.meeting, AGENDA)


def _add_paper(request: TownRequest, seen: Seen, paper_id: str) -> HttpResponse:
    for paper in queries.papers_for(seen.meeting.body, seen.level):
        if paper.public_id == paper_id:
            break
    else:
        raise queries.not_visible()
    decides = paper.kind in {PaperKind.PROPOSAL, PaperKind.MOTION}
    try:
        actions.add_item(
            meeting=seen.meeting,
            title=paper.title,
            kind=ItemKind.DECISION if decides else ItemKind.INFORMATION,
            confidentiality=paper.confidentiality,
            papers=[paper],
            by=request.user,
            at=now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    return back(seen.meeting, AGENDA)


def _form(request: TownRequest, seen: Seen, item: AgendaItem) -> ItemForm:
    day = timezone.localdate(seen.meeting.starts_at)
    on_it = [one.paper for one in item.consultations.all()]
    waiting = queries.papers_for(seen.meeting.body, seen.level)
    papers = {one.pk: one for one in [*on_it, *waiting]}
    return ItemForm(
        request.POST if request.method == "POST" else None,
        initial=ItemForm.initial_of(item),
        level=seen.level,
        seats=list_seats(seen.meeting.body, on=day),
        papers=papers.values(),
    )


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def item(request: TownRequest, town: str, public_id: str, item_id: str) -> HttpResponse:  # noqa: ARG001
    """Change an item where it stands."""
    seen = load(request, public_id)
    found = item_of(seen, item_id)
    form = _form(request, seen, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_item(item=found, by=request.user, at=now(), **form.values())
        except actions.ItemChanged as error:
            words = _("Dort steht jetzt: „%(title)s“.") % {"title": error.current.title}
            sent = request.POST.copy()
            sent["seen"] = rules.stamp_of(error.current)
            form.data = sent
            form.add_error(None, f"{error.message} {words}")
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return back(seen.meeting, AGENDA)
    status = 422 if form.errors else 200
    return page(request, seen, editing=found.public_id, item_form=form, status=status)


@own_door
@require_POST
@never_cache
def move(request: TownRequest, town: str, public_id: str, item_id: str) -> HttpResponse:  # noqa: ARG001
    """Move an item up, down, or to the place it was dropped at."""
    seen = load(request, public_id)
    found = item_of(seen, item_id)
    try:
        actions.move_item(item=found, to=_target(request, seen, found), by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    return back(seen.meeting, AGENDA)


def _target(request: TownRequest, seen: Seen, found: AgendaItem) -> int:
    """Return the place among the other items the reader sees."""
    others = [one for one in seen.items if one.pk != found.pk]
    here = [one.pk for one in seen.items].index(found.pk)
    below = []
    if not found.is_sub:
        for one in seen.items[here + 1 :]:
            if not one.is_sub:
                break
            below.append(one.pk)
        others = [one for one in others if one.pk not in below]
    wanted = request.POST.get("to", "")
    if wanted.isdecimal():
        return min(int(wanted[:4]), len(others))
    if request.POST.get("step") == "up":
        place = here - 1
        # A point goes over the whole point before, with all that stands below that.
        while not found.is_sub and place > 0 and seen.items[place].is_sub:
            place -= 1
        return max(0, place)
    # Behind the next one; what is carried along does not count.
    return min(here + 1, len(others))


@own_door
@require_POST
@never_cache
def remove(request: TownRequest, town: str, public_id: str, item_id: str) -> HttpResponse:  # noqa: ARG001
    """Take an item off the agenda."""
    seen = load(request, public_id)
    found = item_of(seen, item_id)
    try:
        actions.remove_item(item=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    return back(seen.meeting, AGENDA)


@own_door
@require_POST
@never_cache
def template(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Keep this agenda as a template."""
    seen = load_running(request, public_id)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return page(request, seen, template_form=form, status=422)
    actions.save_template(
        body=seen.meeting.body, meeting=seen.meeting, by=request.user, at=now(),
        **form.cleaned_data,
    )  # fmt: skip
    messages.success(request, _("Die Tagesordnung ist als Vorlage gespeichert."))
    return back(seen.meeting)
