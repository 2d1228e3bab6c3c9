"""What people enter about requests, incidents, terms and the end of a town."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.models import Authority
from vorort.core.clock import now, today
from vorort.rights.choices import ArchiveAnswer, RequestKind, Risk
from vorort.rights.models import Incident


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


class IncidentForm(forms.Form):
    """What is known about an incident; most of it may come later."""

    title = forms.CharField(label=gettext_lazy("Kurz gesagt"), max_length=160)
    noticed_at = forms.DateTimeField(
        label=gettext_lazy("Bemerkt am"),
        help_text=gettext_lazy("Ab hier laufen die Fristen von 24 und 72 Stunden."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    happened_at = forms.DateTimeField(
        label=gettext_lazy("Geschehen am"),
        required=False,
        help_text=gettext_lazy("Leer, wenn nicht bekannt."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    description = _area(gettext_lazy("Was ist geschehen?"), rows=4, required=True)
    is_security = forms.BooleanField(
        label=gettext_lazy("Vorfall der Informationssicherheit (Meldung an das SAX.CERT)"),
        required=False,
    )
    is_personal = forms.BooleanField(
        label=gettext_lazy("Personenbezogene Daten sind betroffen"), required=False
    )
    risk = forms.ChoiceField(label=gettext_lazy("Risiko für die Betroffenen"), choices=Risk.choices)
    data_categories = _area(
        gettext_lazy("Betroffene Arten von Daten"), rows=2,
        help_text=gettext_lazy("Zum Beispiel: Namen und E-Mail-Adressen der Mitglieder."),
    )  # fmt: skip
    people_categories = _area(gettext_lazy("Betroffene Gruppen von Personen"), rows=2)
    people_count = forms.IntegerField(
        label=gettext_lazy("Ungefähre Zahl der Personen"), required=False, min_value=0
    )
    records_count = forms.IntegerField(
        label=gettext_lazy("Ungefähre Zahl der Datensätze"), required=False, min_value=0
    )
    consequences = _area(gettext_lazy("Wahrscheinliche Folgen"))
    measures = _area(gettext_lazy("Ergriffene und geplante Maßnahmen"))
    reason = _area(
        gettext_lazy("Begründung"),
        rows=2,
        help_text=gettext_lazy("Nur wenn Sie nicht melden oder zu spät melden."),
    )

    @staticmethod
    def initial_of(incident: Incident | None) -> dict[str, object]:
        """Return what the form shows first."""
        if incident is None:
            return {"is_security": True, "risk": Risk.UNKNOWN, "noticed_at": now()}
        return {name: getattr(incident, name) for name in IncidentForm.base_fields}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        noticed, happened = data.get("noticed_at"), data.get("happened_at")
        if noticed and noticed > now():
            self.add_error("noticed_at", _("Dieser Zeitpunkt liegt in der Zukunft."))
        if noticed and happened and happened > noticed:
            self.add_error("happened_at", _("Geschehen kann es nicht nach dem Bemerken sein."))
        if "is_security" in data and not (data.get("is_security") or data.get("is_personal")):
            self.add_error("is_security", _("Bitte wählen Sie mindestens eine Art des Vorfalls."))
        return data


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
