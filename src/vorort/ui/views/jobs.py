"""How far a job is, for the person who started it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vorort.core import jobs
from vorort.core.errors import NotVisible
from vorort.core.jobs.models import Job, JobState

ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
# htmx stops asking when it gets this status.
STOP_POLLING = 286


def _own_job(request: HttpRequest, public_id: str) -> Job:
    """Return the job; 404 for everybody but the person who started it."""
    try:
        job = jobs.get(public_id)
    except NotVisible as error:
        raise Http404 from error
    if job.by_id is None or job.by_id != request.user.pk:
        raise Http404
    return job


def _way_on(job: Job) -> dict[str, str]:
    """Return where the result stands; only an address of this site counts."""
    result = job.result if isinstance(job.result, dict) else {}
    url = str(result.get("url") or "")
    if not url.startswith("/") or url.startswith("//"):
        return {}
    return {"url": url, "label": str(result.get("url_label") or "")}


@require_GET
def show_job(request: HttpRequest, public_id: str) -> HttpResponse:
    job = _own_job(request, public_id)
    ended = job.state in ENDED
    context = {"job": job, "ended": ended, "way_on": _way_on(job)}
    if request.headers.get("HX-Request") == "true":
        status = STOP_POLLING if ended else 200
        return render(request, "ui/job.html#state", context, status=status)
    return render(request, "ui/job.html", context)


@require_POST
def cancel_job(request: HttpRequest, public_id: str) -> HttpResponse:
    job = _own_job(request, public_id)
    if job.state not in ENDED:
        jobs.cancel(public_id)
    return redirect(reverse("ui:job", args=[public_id]))
