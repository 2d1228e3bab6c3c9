"""Forms of the list of partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.partners.choices import OrganisationKind, TargetGroup, Topic
from vorort.partners.models import ContactPerson, Organisation


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Art"), choices=OrganisationKind.choices)
    responsibility = forms.CharField(
        label=_("Wofür zuständig"),
        max_length=300,
        required=False,
        help_text=_("In einem Satz, wie Sie es am Telefon sagen würden."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Zielgruppen"),
        choices=TargetGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    address = forms.CharField(
        label=_("Anschrift"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)
    website = forms.URLField(label=_("Internetseite"), required=False, assume_scheme="https")
    is_active = forms.BooleanField(
        label=_("Arbeitet zurzeit mit"),
        required=False,
        initial=True,
        help_text=_("Ohne Haken steht die Organisation nur noch unter „Früher“."),
    )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        return {name: getattr(organisation, name) for name in OrganisationForm.base_fields}


class PersonForm(forms.Form):
    """Somebody to ask; only what is needed to reach the person."""

    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.CharField(label=_("Funktion"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)

    @staticmethod
    def initial_of(person: ContactPerson) -> dict[str, str]:
        return {name: getattr(person, name) for name in PersonForm.base_fields}
