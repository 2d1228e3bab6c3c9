"""A list of members comes in: look first, then invite."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.accounts.rules import require_recent_sign_in
from vorort.authorities import actions, rules
from vorort.authorities.forms.lists import ListForm
from vorort.authorities.importers import Sheet, as_text, read_file, read_text
from vorort.authorities.importers.members import COLUMNS, ReadMember, read_members
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require_recent_sign_in
def import_members(request: TownRequest, town: str) -> HttpResponse:
    """Show what a list holds, row by row; the second button takes in and invites."""
    authority = request.authority
    roles = rules.grantable_roles(request.user, authority)
    if not roles:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    form = ListForm(request.POST or None, request.FILES or None)
    sheet: Sheet | None = None
    rows: tuple[ReadMember, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["file"]
            sheet = (
                read_file(given, COLUMNS)
                if given
                else read_text(form.cleaned_data["text"], COLUMNS)
            )
            rows = read_members(sheet, authority, roles=roles)
            good = [row.row for row in rows if row.row is not None]
            if "take_over" in request.POST and good:
                count = actions.appoint_all(authority=authority, rows=good, by=request.user)
                messages.success(request, _took_in(count))
                return redirect("authorities:members", town=town)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {
        "form": form,
        "columns": COLUMNS,
        "roles": [role.label for role in roles],
        "sheet": sheet,
        "rows": rows,
        "good": sum(row.row is not None for row in rows),
        "text": as_text(sheet) if sheet else "",
    }
    status = 422 if form.errors else 200
    return render(request, "authorities/members_import.html", context, status=status)


def _took_in(count: int) -> str:
    return ngettext(
        "Ein Mitglied ist aufgenommen. Wer neu ist, erhält eine Einladung.",
        "%(n)d Mitglieder sind aufgenommen. Wer neu ist, erhält eine Einladung.",
        count,
    ) % {"n": count}
