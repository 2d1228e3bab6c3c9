"""The strategy as it is read: what holds, how far it is, what changed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest
from vorort.notices.exports import render_docx, render_pdf
from vorort.notices.rules import whole_text
from vorort.resolutions.rules import can_read
from vorort.strategies import queries, rules
from vorort.strategies.choices import DECIDED, IN_WORK, StrategyState
from vorort.strategies.models import Strategy
from vorort.strategies.queries.content import said
from vorort.strategies.queries.edition import DOCX, file_stem, shown
from vorort.strategies.queries.reading import list_decided, list_versions, live_publication
from vorort.strategies.views.common import allow, framed, load
from vorort.ui.parts import Link

FILES = {"pdf": (render_pdf, "application/pdf"), "docx": (render_docx, DOCX)}


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """What holds, what is written, what the state says, what there was before."""
    actor, authority = request.user, request.authority
    allow(rules.can_view(actor, authority))
    holds, work = queries.current(actor, authority), queries.in_work(actor, authority)
    newest = work or holds
    context = framed(request, None) | {
        "holds": holds,
        "living": queries.overview(holds, actor) if holds else None,
        "work": work,
        "completeness": queries.completeness(queries.content_of(work)) if work else None,
        "paper": queries.paper_of(work) if work and work.state != StrategyState.DRAFT else None,
        "versions": list(list_versions(actor, authority)),
        "live": live_publication(authority),
        "public_path": queries.public_path(authority),
        "is_state": rules.is_state(authority),
        "state": queries.state_strategy(authority),
        "cited": queries.list_cited(newest) if newest else [],
        "citing": queries.list_citing(authority) if rules.is_state(authority) else [],
    }
    return render(request, "strategies/overview.html", context)


@require_safe
@never_cache
def strategy(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One version: its words, and beside them how far it is."""
    own = load(request, public_id)
    content = queries.content_of(own)
    tree = queries.overview(own, request.user)
    living = {node.focus.lineage: node for node in tree.focuses}
    told = shown(said(content, whole_text))
    parts = [{**each, "node": living.get(each["focus"]["key"])} for each in told["focuses"]]
    context = framed(request, own) | {
        **told,
        "parts": parts,
        "tree": tree,
        "is_decided": own.state in DECIDED,
        "completeness": queries.completeness(content) if own.state in IN_WORK else None,
        "adopted": queries.adopted_words(own),
        "paper": queries.paper_of(own),
        "cited": queries.list_cited(own),
        "others": list_decided(own),
        "live": live_publication(own.authority),
        "public_path": queries.public_path(own.authority),
        "citing": queries.list_citing(own.authority) if rules.is_state(own.authority) else [],
        "may_read": _reads_resolution(request, own),
    }
    return render(request, "strategies/strategy.html", context)


def _reads_resolution(request: TownRequest, own: Strategy) -> bool:
    """Whether this reader may see the words of the resolution: not all who work here may."""
    return own.resolution is not None and can_read(request.user, own.resolution)


@require_safe
@never_cache
def difference(request: TownRequest, town: str, public_id: str, other_id: str) -> HttpResponse:  # noqa: ARG001
    """What is different between two versions, whichever was named first."""
    own, other = load(request, public_id), load(request, other_id)
    old, new = sorted((own, other), key=lambda each: each.version)
    context = framed(request, own, Link(_("Unterschiede"))) | {
        "difference": queries.difference(old, new),
        "others": [each for each in list_decided(own) if each.pk != other.pk],
    }
    return render(request, "strategies/difference.html", context)


@require_safe
@never_cache
def document(request: TownRequest, town: str, public_id: str, kind: str) -> HttpResponse:  # noqa: ARG001
    """The strategy as a file: tagged PDF, or Word for further work."""
    own = load(request, public_id)
    if kind not in FILES:
        raise Http404
    write, content_type = FILES[kind]
    content = said(queries.content_of(own), whole_text)
    public = not _reads_resolution(request, own)
    made = queries.build_document(own, content, on=today(), public=public)
    stamp = "" if own.state in DECIDED else f"-entwurf-{timezone.localtime(now()):%Y%m%d}"
    name = f"{file_stem(own)}{stamp}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(made), content_type=content_type, headers=headers)
