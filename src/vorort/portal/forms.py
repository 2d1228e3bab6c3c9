"""Find and narrow. GET forms: a search has an address and can be passed on."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

_INPUT = {"class": "kern-form-input__input", "type": "search"}
_SELECT = {"class": "kern-form-input__select"}


class FindTownForm(forms.Form):
    q = forms.CharField(
        label=_("Name Ihres Ortes"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=_INPUT),
    )
    kreis = forms.ChoiceField(label=_("Kreis"), required=False, widget=forms.Select(attrs=_SELECT))

    def __init__(self, *args: object, counties: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["kreis"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("alle Kreise")), *counties]


class NarrowForm(forms.Form):
    """Narrow what councils have published; a value that is no choice (any more) is left out."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=80, widget=forms.TextInput(attrs=_INPUT)
    )
    gremium = forms.ChoiceField(
        label=_("Gremium"), required=False, widget=forms.Select(attrs=_SELECT)
    )
    jahr = forms.ChoiceField(label=_("Jahr"), required=False, widget=forms.Select(attrs=_SELECT))

    def __init__(
        self,
        *args: object,
        bodies: Sequence[tuple[str, str]],
        years: Sequence[int],
        searches: bool = True,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not searches:
            del self.fields["q"]
        choices = {
            "gremium": [("", _("alle Gremien")), *bodies],
            "jahr": [("", _("alle Jahre")), *((str(year), str(year)) for year in years)],
        }
        for name, given in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = given

    @property
    def chosen(self) -> dict[str, str]:
        """Return what narrows the list: body, year, query."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "body": str(given.get("gremium", "")),
            "year": str(given.get("jahr", "")),
            "query": str(given.get("q", "")).strip(),
        }


class NarrowMeasuresForm(forms.Form):
    """Narrow what a town has published of its measures; a value that is no choice is left out."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=80, widget=forms.TextInput(attrs=_INPUT)
    )
    thema = forms.ChoiceField(label=_("Thema"), required=False, widget=forms.Select(attrs=_SELECT))
    stand = forms.ChoiceField(label=_("Stand"), required=False, widget=forms.Select(attrs=_SELECT))

    def __init__(
        self,
        *args: object,
        topics: Sequence[tuple[str, str]],
        states: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "thema": [("", _("alle Themen")), *topics],
            "stand": [("", _("jeder Stand")), *states],
        }
        for name, given in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = given

    @property
    def chosen(self) -> dict[str, str]:
        """Return what narrows the list: topic, state, query."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "topic": str(given.get("thema", "")),
            "state": str(given.get("stand", "")),
            "query": str(given.get("q", "")).strip(),
        }
