"""A list of partners comes in: look first, then take over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.authorities.forms.lists import ListForm
from vorort.authorities.importers import Sheet, as_text, read_file, read_text
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.partners import actions
from vorort.partners.importers import COLUMNS, ReadRow, read_rows
from vorort.partners.views.partners import crumbs, editable
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def import_partners(request: TownRequest, town: str) -> HttpResponse:
    """Show what a list holds, row by row; the second button takes the good rows over."""
    authority = editable(request)
    form = ListForm(request.POST or None, request.FILES or None)
    sheet: Sheet | None = None
    rows: tuple[ReadRow, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["file"]
            sheet = (
                read_file(given, COLUMNS)
                if given
                else read_text(form.cleaned_data["text"], COLUMNS)
            )
            rows = read_rows(sheet)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    good = [row.row for row in rows if row.row is not None]
    if "take_over" in request.POST and good:
        added, changed = actions.take_over(authority=authority, rows=good, by=request.user)
        messages.success(request, _took_over(added, changed))
        return redirect("partners:list", town)
    context = {
        "form": form,
        "columns": COLUMNS,
        "sheet": sheet,
        "rows": rows,
        "good": len(good),
        "text": as_text(sheet) if sheet else "",
        "crumbs": crumbs(authority, Link(_("Liste einlesen"))),
    }
    return render(request, "partners/import.html", context, status=422 if form.errors else 200)


def _took_over(added: int, changed: int) -> str:
    new = ngettext("Ein Partner ist neu", "%(n)d Partner sind neu", added) % {"n": added}
    old = ngettext("einer ergänzt", "%(n)d ergänzt", changed) % {"n": changed}
    return _("%(new)s, %(old)s.") % {"new": new, "old": old}
