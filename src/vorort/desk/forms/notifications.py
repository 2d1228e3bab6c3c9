"""Whether and when the weekly overview comes."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _


class DigestForm(forms.Form):
    """The weekly overview: whether, and on which day."""

    digest = forms.BooleanField(
        label=_("Schicken Sie mir einmal in der Woche eine E-Mail."), required=False
    )
    weekday = forms.TypedChoiceField(
        label=_("Wochentag"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        help_text=_("Die E-Mail kommt morgens, ab 6:00 Uhr. Wenn nichts ansteht, kommt keine."),
    )
