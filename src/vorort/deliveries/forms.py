"""Taking a delivery back needs a reason that others can read later."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=300,
        help_text=_("Steht danach bei der Lieferung und im Protokoll."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )
