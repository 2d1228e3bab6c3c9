"""What people enter about requests, terms and the end of a town."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.rights.choices import ArchiveAnswer, RequestKind


def _date(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _area(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RequestForm(forms.Form):
    """A request that came by letter, by mail or in person."""

    kind = forms.ChoiceField(label=gettext_lazy("Anliegen"), choices=RequestKind.choices)
    name = forms.CharField(label=gettext_lazy("Name der Person"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        required=False,
        help_text=gettext_lazy("Danach wird gesucht. Ohne Adresse nur nach dem Namen."),
    )
    received_on = _date(
        gettext_lazy("Eingegangen am"),
        help_text=gettext_lazy("Ab diesem Tag läuft die Frist von einem Monat."),
    )
    text = _area(gettext_lazy("Was die Person wünscht"))

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("Das Datum liegt in der Zukunft."))
        return day


class OwnRequestForm(forms.Form):
    """A request from one's own account."""

    town = forms.ChoiceField(label=gettext_lazy("An welchen Ort"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Anliegen"),
        choices=[
            (kind.value, kind.label) for kind in (RequestKind.CORRECTION, RequestKind.ERASURE)
        ],
    )
    text = _area(
        gettext_lazy("Was soll geändert oder gelöscht werden?"),
        help_text=gettext_lazy("Bei einer Berichtigung: was falsch ist und wie es richtig heißt."),
        required=True,
    )

    def __init__(self, *args: Any, towns: list[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        field.choices = [(town.slug, town.name) for town in towns]  # type: ignore[attr-defined]
        self.towns = {town.slug: town for town in towns}


class IdentityForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Womit geprüft"),
        max_length=200,
        help_text=gettext_lazy(
            "Zum Beispiel: Ausweis vor Ort gesehen. Bitte keine Kopie aufbewahren."
        ),
    )


class AnswerForm(forms.Form):
    answer = _area(
        gettext_lazy("Was Sie geantwortet haben"),
        required=True,
        help_text=gettext_lazy("Zum Beispiel: Auskunft am 23.11.2026 mit der Post gesendet."),
    )


class RefuseForm(forms.Form):
    reason = _area(
        gettext_lazy("Grund der Ablehnung"),
        required=True,
        help_text=gettext_lazy(
            "Teilen Sie der Person den Grund mit, und dass sie sich beschweren kann (Art. 77)."
        ),
    )


class DaysForm(forms.Form):
    """A town's own term; empty goes back to the usual one."""

    table = forms.CharField(widget=forms.HiddenInput)
    days = forms.IntegerField(label=gettext_lazy("Eigene Frist in Tagen"), required=False)


class RemovalForm(forms.Form):
    reason = _area(gettext_lazy("Grund"), required=True)
    name = forms.CharField(
        label=gettext_lazy("Name des Ortes zur Bestätigung"),
        help_text=gettext_lazy("Bitte schreiben Sie den Namen genau so, wie er oben steht."),
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name != self.expected:
            raise forms.ValidationError(
                _("Der Name stimmt nicht. Richtig ist: %(name)s") % {"name": self.expected}
            )
        return name


class OfferForm(forms.Form):
    archive = forms.CharField(
        label=gettext_lazy("An welches Archiv"),
        max_length=160,
        help_text=gettext_lazy("Zum Beispiel: Kreisarchiv, Stadtarchiv."),
    )
    on = _date(gettext_lazy("Übergeben am"))


class ArchiveAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Antwort des Archivs"), choices=ArchiveAnswer.choices
    )
    on = _date(gettext_lazy("Antwort vom"))
    note = _area(gettext_lazy("Vermerk"), rows=2)
