"""What people enter about signatures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """What is put before the head of the administration."""

    subject = forms.ChoiceField(label=_("Worum geht es?"))
    question = forms.CharField(
        label=_("Was ist zu entscheiden?"),
        max_length=300,
        initial=_("Zustimmung zum vorliegenden Stand"),
        help_text=_("Ein Satz, auf den man mit Ja oder Nein antworten kann."),
    )
    due_on = forms.DateField(
        label=_("Bis wann?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(subjects)


class DecideForm(forms.Form):
    """The answer, with the text that was read."""

    note = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wenn Sie ohne Zeichnung zurückgeben: Was fehlt oder soll anders sein?"),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
