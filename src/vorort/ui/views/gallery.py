"""The gallery: every component in every state; the axe and screenshot test of the look."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vorort.ui import icons
from vorort.ui.gallery import samples


def _context(request: HttpRequest) -> dict[str, Any]:
    theme = request.GET.get("theme", "")
    return {
        **samples.context(),
        "theme": theme if theme in {"light", "dark"} else "",
        "icon_names": icons.names(),
    }


@login_not_required
@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/page.html", _context(request))


@login_not_required
@require_GET
def show_work_frame(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/work.html", _context(request))
