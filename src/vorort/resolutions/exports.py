"""The register of a body as a workbook."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook

from vorort.councils.models import Body
from vorort.notices.exports.workbook import add_sheet, pack
from vorort.resolutions.models import Resolution
from vorort.resolutions.rules import votes_words
from vorort.ui import format as german


def register_workbook(body: Body, rows: QuerySet[Resolution], *, at: dt.datetime) -> bytes:
    """Return resolutions with their words, votes and what became of them."""
    head = [
        _("Nummer"), _("gefasst am"), _("Art"), _("Titel"), _("Wortlaut"), _("Ergebnis"),
        _("Abstimmung"), _("Umsetzung"), _("umzusetzen bis"), _("Was daraus wurde"),
    ]  # fmt: skip
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    add_sheet(
        book,
        _("Beschlüsse"),
        head,
        [
            (
                each.reference,
                german.date(each.decided_on),
                str(each.get_kind_display()),
                each.title,
                each.text,
                str(each.get_outcome_display()),
                votes_words(each),
                str(each.get_implementation_display()),
                german.date(each.implementation_due_on) if each.implementation_due_on else "",
                each.implementation_note,
            )
            for each in rows
        ],
        wide=(_("Titel"), _("Wortlaut"), _("Was daraus wurde")),
    )
    return pack(
        book, title=_("Beschlüsse: %(body)s") % {"body": body.name},
        creator=body.authority.name, at=at,
    )  # fmt: skip
