"""Who and which town: the first run, and further towns."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vorort.authorities.choices import NewTown
from vorort.core.errors import DomainError
from vorort.desk.queries.towns import resolve_town


class TownFields(forms.Form):
    """Which town: ``town`` holds it after ``is_valid()``."""

    place = forms.CharField(
        label=_("Stadt, Gemeinde oder Landkreis"),
        max_length=120,
        help_text=_("Der Name ohne Zusatz, zum Beispiel Lindenau."),
        widget=forms.TextInput(attrs={"list": "orte", "autocomplete": "off"}),
    )
    key = forms.CharField(
        label=_("Amtlicher Gemeindeschlüssel"),
        max_length=12,
        required=False,
        help_text=_("Acht Ziffern. Nur nötig, wenn der Name allein nicht genügt."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    town: NewTown

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "place" in data and "key" in data:
            try:
                self.town = resolve_town(data["place"], data["key"])
            except DomainError as error:
                self.add_error(error.field or None, error.message)
        return data


class FirstRunForm(TownFields):
    """The first person and the first town of an empty platform."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Er steht dort, wo VorOrt gestartet wurde."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Ihr Vor- und Nachname"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Ihre dienstliche E-Mail-Adresse"),
        help_text=_("Damit melden Sie sich an."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Passwort"),
        strip=False,
        help_text=_("Mindestens 12 Zeichen. Gut sind mehrere Wörter, die nicht zusammengehören."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    small_town = forms.BooleanField(
        label=_("Wir sind ein kleiner Ort: Ich bearbeite das Lagebild und gebe es auch frei."),
        required=False,
        help_text=_(
            "Dann bleibt alles ausgeblendet, was nicht sein muss. Im Lagebild steht, dass "
            "Bearbeitung und Freigabe in einer Hand lagen. Sie können das jederzeit ändern."
        ),
    )
    field_order = ("code", "name", "email", "password", "place", "key", "small_town")

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        try:
            validate_password(password)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return password


class NewTownForm(TownFields):
    """A further town and who coordinates there."""

    coordinator_name = forms.CharField(
        label=_("Koordination: Vor- und Nachname"), max_length=120, required=False
    )
    coordinator_email = forms.EmailField(
        label=_("Koordination: dienstliche E-Mail-Adresse"),
        help_text=_("An diese Adresse geht die Einladung. Die Person richtet den Ort ein."),
    )
    field_order = ("place", "key", "coordinator_email", "coordinator_name")
