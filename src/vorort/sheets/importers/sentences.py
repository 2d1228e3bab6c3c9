"""Sentences about wordings and cells that are put aside."""

from django.utils.translation import gettext as _


def unknown_wording(kind: str, text: str) -> str:
    if kind == "area":
        return _("„%(text)s“ ist noch keinem Gebiet zugeordnet.") % {"text": text}
    return _("„%(text)s“ ist noch keinem Delikt und keiner Kennzahl zugeordnet.") % {"text": text}


def no_number(cell: object) -> str:
    text = str(cell)[:40]
    return _("„%(text)s“ ist keine Zahl.") % {"text": text}
