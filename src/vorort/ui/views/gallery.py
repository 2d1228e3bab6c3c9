"""The gallery: every component in every state; the axe and screenshot test of the look."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    theme = request.GET.get("theme", "")
    context = {"theme": theme if theme in {"light", "dark"} else ""}
    return render(request, "ui/gallery/page.html", context)
