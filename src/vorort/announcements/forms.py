"""Why a public page goes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why the public page goes."""

    reason = forms.CharField(
        label=_("Warum?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Diesen Satz liest, wer die Seite danach aufruft."),
    )
