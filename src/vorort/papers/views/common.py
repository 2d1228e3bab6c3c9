"""What the views of papers share: load, allow, say what went wrong."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.councils.queries import Frame, get_frame
from vorort.papers import queries
from vorort.papers.models import Paper
from vorort.ui.parts import Link


def load(request: TownRequest, public_id: str) -> Paper:
    """Return the paper, or a 404 for who may not read it."""
    return queries.get_paper(request.user, request.authority, public_id)


def allow(allowed: bool) -> None:  # noqa: FBT001
    """Refuse what this person may not do; no page offers it to them, so for them it is not there."""
    if not allowed:
        raise NotVisible(_("Diese Seite gibt es nicht."))


def framed(request: TownRequest, paper: Paper, *more: Link) -> dict[str, object]:
    """Return the frame of a page of this paper, with the way to it."""
    frame: Frame = get_frame(request.user, paper.body, current="papers")
    town = request.authority.slug
    way = [Link(str(paper._meta.verbose_name_plural),  # noqa: SLF001
                reverse("papers:list", args=[town, paper.body.public_id]))]  # fmt: skip
    here = reverse("papers:paper", args=[town, paper.public_id]) if more else ""
    way.append(Link(paper.reference, here))
    return {"frame": frame, "trail": frame.trail(*way, *more), "paper": paper}


def done(
    request: TownRequest, paper: Paper, action: Callable[[], object], words: str
) -> HttpResponse:
    """Do it, say so or why not, and go back to the paper."""
    try:
        action()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("papers:paper", request.authority.slug, paper.public_id)
