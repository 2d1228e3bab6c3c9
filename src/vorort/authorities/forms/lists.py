"""A list comes in: as a file, or as cells copied from a spreadsheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    """Either a file or pasted cells; a preview sends its rows on as text."""

    file = forms.FileField(
        label=_("Datei"),
        required=False,
        help_text=_("Excel-Arbeitsmappe (.xlsx) oder CSV mit einer Kopfzeile."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    text = forms.CharField(
        label=_("oder Zellen einfügen"),
        required=False,
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("In der Tabelle markieren, kopieren und hier einfügen, mit der Kopfzeile."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not self.errors and not data.get("file") and not data.get("text", "").strip():
            self.add_error(
                "file",
                _("Bitte wählen Sie eine Datei oder fügen Sie Zellen aus einer Tabelle ein."),
            )
        return data
