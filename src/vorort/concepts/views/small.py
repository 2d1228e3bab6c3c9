"""The short form: a small measure in five fields."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.concepts import actions, queries
from vorort.concepts.forms import SmallForm, limit_words
from vorort.concepts.rules import is_short
from vorort.core.clock import now, today
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest
from vorort.measures.models import Measure
from vorort.measures.rules import can_edit
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def small(request: TownRequest, town: str) -> HttpResponse:
    """Record a small measure; what is typed stays where something is missing."""
    del town
    authority = request.authority
    if not can_edit(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    chosen = {"finding": request.GET.get("feststellung", "")}
    form = SmallForm(request.POST or None, authority=authority, day=today(), initial=chosen)
    if request.method == "POST" and form.is_valid():
        made = _create(request, form)
        if made is not None:
            _tell(request, made)
            return redirect("measures:measure", authority.slug, made.public_id)
    home = reverse("measures:list", args=[authority.slug])
    context = {
        "form": form,
        "limit": limit_words(),
        "has_findings": queries.list_open_findings(authority).exists(),
        "has_owners": queries.list_owners(authority).exists(),
        "trail": [Link(_("Maßnahmen"), home), Link(_("Kleine Maßnahme erfassen"))],
    }
    return render(request, "concepts/small.html", context, status=422 if form.errors else 200)


def _create(request: TownRequest, form: SmallForm) -> Measure | None:
    try:
        return actions.create_small(
            authority=request.authority, by=request.user, at=now(), **form.cleaned_data
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return None


def _tell(request: TownRequest, made: Measure) -> None:
    if is_short(made):
        words = _("%(reference)s ist erfasst. Der nächste Schritt: die Entscheidung festhalten.")
        messages.success(request, words % {"reference": made.reference})
        return
    words = _(
        "%(reference)s ist erfasst. Für mehr als %(limit)s oder bei besonderem Risiko braucht es die "
        "Langform: Alles, was Sie geschrieben haben, steht schon dort."
    )
    messages.warning(request, words % {"reference": made.reference, "limit": limit_words()})
