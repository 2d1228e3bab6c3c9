"""Taking something back: why, in words that everybody will read."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Begründung"),
        help_text=_(
            "Steht öffentlich an der Stelle der Seite. Zum Beispiel: „Die Tabelle der Polizei "
            "wurde berichtigt. Eine neue Fassung folgt.“"
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte begründen Sie die Rücknahme.")},
    )
