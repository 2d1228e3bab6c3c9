"""Find your town. A GET form: a search has an address and can be passed on."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindTownForm(forms.Form):
    q = forms.CharField(
        label=_("Name Ihres Ortes"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "kern-form-input__input", "type": "search"}),
    )
    kreis = forms.ChoiceField(
        label=_("Kreis"),
        required=False,
        widget=forms.Select(attrs={"class": "kern-form-input__select"}),
    )

    def __init__(self, *args: object, counties: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["kreis"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("alle Kreise")), *counties]
