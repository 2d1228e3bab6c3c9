"""The answer to an invitation behind a personal link: shown by GET, given by a button."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def reply(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    return render(request, "meetings/reply.html", {})
