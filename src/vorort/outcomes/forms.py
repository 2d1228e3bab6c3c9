"""What the town chooses when it publishes a measure, and why a page goes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    money = forms.BooleanField(label=_("Geld zeigen"), required=False)
    correction = forms.CharField(
        label=_("Was war falsch?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Nur, wenn auf der Seite etwas Falsches stand. Der Satz steht dann auf der Seite."
        ),
    )
    # What the person has seen: a result with or without its numbers.
    numbers = forms.BooleanField(required=False, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why the public page goes."""

    reason = forms.CharField(
        label=_("Warum?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Diesen Satz liest, wer die Seite danach aufruft."),
    )
